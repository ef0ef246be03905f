"""Aggregates over records: one GROUP BY for each kind, joined to the people. By the rules of evaluate/records.py.

No row is no record, not an unknown one; where the form of the data has no such table at all, everything about it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from guiju import tree as t
from guiju.columns.expressions import Expressions
from guiju.columns.graph import Cell
from guiju.columns.numbers import spelled
from guiju.columns.profile import Profile
from guiju.columns.refusals import Untranslatable
from guiju.columns.source import column_value
from guiju.columns.values import Absence, Day, Number, Truth, Value
from guiju.forms.layout import Layout, Sheet

Reduce = Literal["any", "sum", "count", "max", "min", "bits"]
# How many rows of a kind one person may have, until the data are looked at.
MOST_ROWS = 1_000_000
_EMPTY_DAY = "2000-01-01"


@dataclass(slots=True)
class Aggregates:
    """The aggregated columns of one kind of record: name -> how, and over which cell of a row."""

    sheet: Sheet
    columns: dict[str, tuple[Reduce, Cell]] = field(default_factory=dict)

    @property
    def relation(self) -> str:
        """What the aggregated relation is called."""
        return f"{self.sheet.name}汇总"


class Records(Expressions):
    """The part of the translator that deals with records."""

    layout: Layout
    profile: Profile

    @property
    def aggregates(self) -> dict[str, Aggregates]:
        """The aggregates found so far, by record."""
        if not hasattr(self, "_aggregates"):
            self._aggregates: dict[str, Aggregates] = {}
        return self._aggregates

    def sheet(self, record: str) -> Sheet | None:
        """The table of a record in this form of the data."""
        return next((s for s in self.layout.records if s.name == record), None)

    def cell(self, name: str) -> Value:
        """A column of the row now walked."""
        sheet = self.sheet(self.inside)
        assert sheet is not None
        column = sheet.column(name)
        assert column is not None
        return column_value(self, sheet, column, self.profile.columns[sheet.name, name], f"{sheet.name}的{name}")

    def _reduced(self, sheet: Sheet, how: Reduce, cell: Cell, bounds: tuple[int, int] = (0, 0)) -> Cell:
        """The aggregate as a column of the person; its value where there is no row stands in for NULL."""
        self._must_be_own(cell, sheet)
        found = self.aggregates.setdefault(sheet.name, Aggregates(sheet))
        wanted = (how, cell)
        name = next((n for n, made in found.columns.items() if made == wanted), None)
        if name is None:
            name = f"{sheet.name}{len(found.columns) + 1}"
            found.columns[name] = wanted
        if how == "any":
            raw = self.graph.column(found.relation, name, "truth")
            return self.graph.call("coalesce", [raw, self.graph.false], "truth")
        if cell.sort == "date":
            raw = self.graph.column(found.relation, name, "date")
            return self.graph.call("coalesce", [raw, self.graph.constant(_EMPTY_DAY, "date")], "date")
        return self._bounded(name, found.relation, bounds)

    def _bounded(self, name: str, relation: str, bounds: tuple[int, int]) -> Cell:
        """A whole number from the records, with what the data say of its range."""
        low, high = min(bounds[0], 0), max(bounds[1], 0)
        raw = self.graph.column(relation, name, "whole", low, high)
        found = self.graph.call("coalesce", [raw, self.graph.zero], "whole", low, high)
        key = spelled(found)
        self.numbers.doubtful[key] = found
        return self.graph.bounded(found, *self.numbers.ranges.get(key, (low, high)))

    def _must_be_own(self, cell: Cell, sheet: Sheet) -> None:
        queue = [cell]
        for part in queue:
            if part.op == "column" and part.args[0] != sheet.name:
                raise Untranslatable(f"在「{sheet.name}」里用到别处的「{part.args[1]}」")
            queue += part.parts

    # --- what is asked of the rows

    def _row(self, sheet: Sheet, condition: t.Expression | None) -> Truth:
        if condition is None:
            return self.make.truth(True)
        with self.within(sheet.name):
            return self.truth(condition)

    def _row_value(self, sheet: Sheet, node: t.Expression | None) -> Value:
        assert node is not None
        with self.within(sheet.name):
            return self.value(node)

    def _any(self, sheet: Sheet, cell: Cell) -> Cell:
        return self.graph.false if cell is self.graph.false else self._reduced(sheet, "any", cell)

    def _masks(self, sheet: Sheet, mask: Cell) -> Cell:
        if mask is self.graph.zero:
            return mask
        most = (1 << self.facts.MOST) - 1
        self._must_be_own(mask, sheet)
        found = self.aggregates.setdefault(sheet.name, Aggregates(sheet))
        name = f"{sheet.name}{len(found.columns) + 1}"
        name = next((n for n, made in found.columns.items() if made == ("bits", mask)), name)
        found.columns[name] = ("bits", mask)
        raw = self.graph.column(found.relation, name, "whole", 0, most)
        return self.graph.call("coalesce", [raw, self.graph.zero], "whole", 0, most)

    def _Exists(self, node: t.Exists) -> Value:
        sheet = self.sheet(node.record)
        if sheet is None:
            return self.unknown("是否", node.record)
        row = self._row(sheet, node.condition)
        found = self._any(sheet, row.yes)
        mask = self.graph.choose(found, self.graph.zero, self._masks(sheet, row.mask))
        exists = Truth(found, mask)
        return self.make.invert(exists) if node.negated else exists

    def _Every(self, node: t.Every) -> Value:
        sheet = self.sheet(node.record)
        if sheet is None:
            return self.unknown("是否", node.record)
        row = self._row(sheet, node.condition)
        with self.within(sheet.name):
            then = self.truth(node.then)
        fails = self._any(sheet, self.graph.both(row.yes, self.make.no(then)))
        settled = self.graph.either(self.make.no(row), then.yes)
        open_ = self.graph.choose(settled, self.graph.zero, self.graph.bits(row.mask, then.mask))
        mask = self.graph.choose(fails, self.graph.zero, self._masks(sheet, open_))
        return self.make.settled(self.graph.invert(fails), mask)

    def _Fold(self, node: t.Fold) -> Value:
        sheet = self.sheet(node.record)
        if sheet is None:
            return self.unknown("日期" if node.kind in ("之最早", "之最晚") else "数", node.record)
        row = self._row(sheet, node.condition)
        if node.kind == "之数":
            count = self._reduced(sheet, "count", row.yes, (0, MOST_ROWS))
            return self.numbers.of(count, 0, self.graph.false, self._masks(sheet, row.mask))
        value = self._row_value(sheet, node.value)
        if isinstance(value, Truth):
            raise Untranslatable("合计的不是数")
        mask = self._masks(sheet, self.graph.bits(row.mask, self.graph.choose(row.yes, value.mask, self.graph.zero)))
        kept = self.graph.both(row.yes, self.graph.invert(value.nothing))
        match value:
            case Number():
                return self._folded_number(sheet, node.kind, value, kept, mask)
            case Day() if node.kind in ("之最早", "之最晚", "之最大", "之最小"):
                how: Reduce = "min" if node.kind in ("之最早", "之最小") else "max"
                day = self._reduced(sheet, how, self.graph.call("only where", [kept, value.day], "date"))
                return Day(day, self.graph.invert(self._any(sheet, kept)), mask)
            case Absence():
                return replace(value, mask=mask) if node.kind != "之和" else replace(self.numbers.exact(0), mask=mask)
        raise Untranslatable(f"的「{node.kind}」")

    def _folded_number(self, sheet: Sheet, kind: str, value: Number, kept: Cell, mask: Cell) -> Number:
        top, denominator, factors = self.numbers.single(value)
        if factors:
            raise Untranslatable("逐条的数除以另一个数")
        graph = self.graph
        if kind == "之和":
            bounds = min(top.low, 0) * MOST_ROWS, max(top.high, 0) * MOST_ROWS
            total = self._reduced(sheet, "sum", graph.choose(kept, top, graph.zero), bounds)
            nothing = graph.false
        else:
            only = graph.call("only where", [kept, top], "whole", top.low, top.high)
            total = self._reduced(sheet, "max" if kind in ("之最大", "之最晚") else "min", only, (top.low, top.high))
            nothing = graph.invert(self._any(sheet, kept))
        found = self.numbers.of(total, 0, nothing, mask)
        return replace(found, denominator=denominator)
