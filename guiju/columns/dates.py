"""Dates and periods in the graph, by the rules of dates/periods.py. What is the same for everybody is found here."""

from __future__ import annotations

from datetime import date

from guiju import tree as t
from guiju.columns.graph import Cell, Graph
from guiju.columns.refusals import Untranslatable
from guiju.columns.values import Absence, Day, Maker, Value
from guiju.dates.periods import WORKDAY, Duration, lapse, window_after, window_before
from guiju.evaluate.expressions import first_day_counts


class Dates:
    """The part of the translator that deals with dates."""

    graph: Graph
    make: Maker
    readings: dict[str, str]

    def value(self, node: t.Expression) -> Value:
        """The value of any expression."""
        raise NotImplementedError

    def duration(self, node: t.Expression) -> Duration:
        """A length of time that is the same for everybody."""
        raise NotImplementedError

    def day(self, value: date) -> Day:
        """A date that is the same for everybody."""
        return Day(self.graph.constant(value.isoformat(), "date"), self.graph.false, self.graph.zero)

    def _day_of(self, node: t.Expression) -> Day:
        found = self.value(node)
        if isinstance(found, Absence):
            return Day(self.graph.constant("2000-01-01", "date"), found.nothing, found.mask)
        if not isinstance(found, Day):
            raise Untranslatable("里要用日期的地方不是日期")
        return found

    def _SameYear(self, node: t.SameYear) -> Value:
        left, right = self._day_of(node.left), self._day_of(node.right)
        graph = self.graph
        for one, other in ((left, right), (right, left)):
            if one.day.op == "constant":
                year = one.day.args[0][:4]
                first, last = (graph.constant(f"{year}-{end}", "date") for end in ("01-01", "12-31"))
                same = graph.both(graph.compare(">=", other.day, first), graph.compare("<=", other.day, last))
                break
        else:
            same = graph.compare("=", self._year(left.day), self._year(right.day))
        present = graph.both(graph.invert(left.nothing), graph.invert(right.nothing))
        return self.make.settled(graph.both(same, present), graph.bits(left.mask, right.mask))

    def _year(self, day: Cell) -> Cell:
        return self.graph.call("year", [day], "whole", 1, 9999)

    def _Window(self, node: t.Window) -> Value:
        subject, anchor, length = self._day_of(node.subject), self._day_of(node.anchor), self.duration(node.length)
        graph = self.graph
        first, last = self._window(anchor.day, length, node.backwards)
        inside = graph.both(graph.compare(">=", subject.day, first), graph.compare("<=", subject.day, last))
        present = graph.both(graph.invert(subject.nothing), graph.invert(anchor.nothing))
        return self.make.settled(graph.both(inside, present), graph.bits(subject.mask, anchor.mask))

    def _window(self, anchor: Cell, length: Duration, backwards: bool) -> tuple[Cell, Cell]:
        if anchor.op == "constant":
            ends = (window_before if backwards else window_after)(date.fromisoformat(anchor.args[0]), length)
            first, last = (self.graph.constant(end.isoformat(), "date") for end in ends)
            return first, last
        moved = self._moved(anchor, length, -1 if backwards else 1)
        return (moved, anchor) if backwards else (anchor, moved)

    def _moved(self, day: Cell, length: Duration, sign: int) -> Cell:
        if length.unit == WORKDAY:
            raise Untranslatable("的期间按工作日计")
        if length.unit == "日":
            return self.graph.call("days later", [day, sign * length.count], "date")
        months = length.count * (12 if length.unit == "年" else 1)
        return self.graph.call("months later", [day, sign * months], "date")

    def end_of(self, node: t.Call) -> Value:
        """届满, 影响期满"""
        start, length = self._day_of(node.arguments[0]), self.duration(node.arguments[1])
        counted = node.function == "影响期满" and first_day_counts(self.readings)
        graph = self.graph
        if start.day.op == "constant":
            end = lapse(date.fromisoformat(start.day.args[0]), length, first_day_counted=counted)
            return Day(graph.constant(end.isoformat(), "date"), start.nothing, start.mask)
        end_day = self._moved(start.day, length, 1)
        if counted:
            before = graph.call("days later", [end_day, -1], "date")
            end_day = before if length.unit == "日" else graph.choose(self._cut(start.day, end_day), end_day, before)
        return Day(end_day, start.nothing, start.mask)

    def _cut(self, start: Cell, end: Cell) -> Cell:
        """Whether the last month had no corresponding day."""
        first, last = (self.graph.call("day", [day], "whole", 1, 31) for day in (start, end))
        return self.graph.invert(self.graph.compare("=", first, last))
