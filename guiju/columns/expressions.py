"""Expression nodes -> values of the graph, by the rules of evaluate/expressions.py and truths.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from guiju import tree as t
from guiju.columns.dates import Dates
from guiju.columns.graph import Cell, Graph
from guiju.columns.numbers import Numbers, Range
from guiju.columns.refusals import Untranslatable
from guiju.columns.values import Absence, Day, Facts, Maker, Names, Number, Truth, Value, Word
from guiju.dates.periods import Duration
from guiju.kinds import DURATIONS
from guiju.law import Law

_ARITHMETIC: dict[str, Callable[[Numbers, Number, Number], Number]] = {
    "+": lambda numbers, a, b: numbers.add(a, b),
    "-": lambda numbers, a, b: numbers.add(a, b, -1),
    "*": lambda numbers, a, b: numbers.times(a, b),
    "/": lambda numbers, a, b: numbers.divide(a, b),
}


class Expressions(Dates):
    """Translates expressions of one law under fixed readings. Names are looked up by the program, see `named`."""

    def __init__(self, law: Law, readings: dict[str, str], ranges: dict[str, Range]) -> None:
        self.law, self.readings = law, readings
        self.graph, self.facts = Graph(), Facts()
        self.make = Maker(self.graph, self.facts)
        self.numbers = Numbers(self.make, ranges)
        self.inside: str = ""

    def value(self, node: t.Expression) -> Value:
        """The value of an expression. Raises Untranslatable."""
        found: Value = getattr(self, "_" + type(node).__name__)(node)
        return found

    def named(self, name: str) -> Value:
        """The value of a column, definition, fact or option of that name."""
        raise NotImplementedError

    def truth(self, node: t.Expression) -> Truth:
        """The value of a condition."""
        found = self.value(node)
        if not isinstance(found, Truth):
            raise Untranslatable("的条件不是是非")
        return found

    def number(self, node: t.Expression) -> Number:
        """The value of something to reckon with; 无 stays 无."""
        return self._as_number(self.value(node))

    def _as_number(self, found: Value) -> Number:
        if isinstance(found, Absence):
            return replace(self.numbers.exact(0), nothing=found.nothing, mask=found.mask)
        if not isinstance(found, Number):
            raise Untranslatable("里参加计算的不是数")
        return found

    # --- leaves

    def _Quantity(self, node: t.Quantity) -> Value:
        return self.numbers.exact(node.number)

    def _DateLiteral(self, node: t.DateLiteral) -> Value:
        return self.day(date.fromisoformat(node.text))

    def _Truth(self, node: t.Truth) -> Value:
        return self.make.truth(node.value)

    def _Absent(self, node: t.Absent) -> Value:
        return Absence(self.graph.true, self.graph.zero)

    def _Name(self, node: t.Name) -> Value:
        return self.named(node.text)

    def _Attribute(self, node: t.Attribute) -> Value:
        raise Untranslatable(f"用到「{node.owner} 的 {node.name}」")

    def _ByReading(self, node: t.ByReading) -> Value:
        return self.value(self.chosen(node))

    def chosen(self, node: t.ByReading) -> t.Expression:
        """The branch of the reading in force."""
        return node.under(self.readings)

    def word(self, text: str) -> Word:
        """A text that stands in the law."""
        return Word(self.graph.constant(text, "text"), self.graph.false, self.graph.zero)

    # --- arithmetic

    def _Arithmetic(self, node: t.Arithmetic) -> Value:
        return _ARITHMETIC[node.operator](self.numbers, self.number(node.left), self.number(node.right))

    def _Negative(self, node: t.Negative) -> Value:
        return self.numbers.negative(self.number(node.operand))

    def _Call(self, node: t.Call) -> Value:
        match node.function:
            case "届满" | "影响期满":
                return self.end_of(node)
            case "四舍五入":
                places = node.arguments[1]
                assert isinstance(places, t.Quantity)
                return self.numbers.rounded(self.number(node.arguments[0]), int(places.value))
            case "人数":
                return self._count(self.value(node.arguments[0]))
            case "较大者" | "较小者":
                return self._best([self.value(a) for a in node.arguments], ">" if node.function == "较大者" else "<")
        raise Untranslatable(f"用到「{node.function}」")

    def _count(self, names: Value) -> Value:
        if not isinstance(names, Names):
            raise Untranslatable("里数的不是名单")
        return self.numbers.of(names.count, 0, names.nothing, names.mask)

    def _best(self, found: list[Value], operator: str) -> Value:
        mask = self.graph.bits(*(v.mask for v in found))
        nothing = self.graph.either(*(v.nothing for v in found if not isinstance(v, Truth)))
        best = found[0]
        for other in found[1:]:
            better = self._payloads(operator, other, best)
            best = self._picked(Truth(better, self.graph.zero), other, best)
        if isinstance(best, Number | Day):
            return replace(best, nothing=nothing, mask=mask)
        raise Untranslatable("比的不是数或日期")

    # --- comparisons

    def _payloads(self, operator: str, left: Value, right: Value) -> Cell:
        """A comparison of two values that are known and not 无."""
        graph = self.graph
        match left, right:
            case Number(), Number():
                return self.numbers.compared(operator, left, right)
            case Day(), Day():
                return graph.compare(operator, left.day, right.day)
            case Truth(), Truth():
                same = graph.choose(left.yes, right.yes, graph.invert(right.yes))
                return same if operator == "=" else graph.invert(same)
            case Word(), Word():
                return self._words(operator, left, right)
            case Absence(), _:
                return graph.false
            case _, Absence():
                return graph.false
        raise Untranslatable("里相比的两边不是同一种")

    def _words(self, operator: str, left: Word, right: Word) -> Cell:
        for one, other in ((left, right), (right, left)):
            if one.test is not None and other.text.op == "constant":
                same = one.test(lambda text, wanted=other.text.args[0]: text == wanted)  # type: ignore[misc]
                return same if operator == "=" else self.graph.invert(same)
        return self.graph.compare(operator, left.text, right.text)

    def _Compare(self, node: t.Compare) -> Value:
        return self._compared(node.operator, self.value(node.left), self.value(node.right))

    def _compared(self, operator: str, left: Value, right: Value) -> Truth:
        graph, mask = self.graph, self.graph.bits(left.mask, right.mask)
        ordered = operator not in ("=", "!=")
        found = self._payloads(operator if ordered else "=", left, right)
        one, other = _nothing(left, graph), _nothing(right, graph)
        if ordered:
            return self.make.settled(graph.both(found, graph.invert(one), graph.invert(other)), mask)
        same = graph.choose(graph.either(one, other), graph.both(one, other), found)
        return self.make.settled(same if operator == "=" else graph.invert(same), mask)

    def _Between(self, node: t.Between) -> Value:
        subject, low, high = self.value(node.subject), self.value(node.low), self.value(node.high)
        mask = self.graph.bits(subject.mask, low.mask, high.mask)
        inside = self.graph.both(self._payloads(">=", subject, low), self._payloads("<=", subject, high))
        present = [self.graph.invert(_nothing(v, self.graph)) for v in (subject, low, high)]
        return self.make.settled(self.graph.both(inside, *present), mask)

    def _Member(self, node: t.Member) -> Value:
        subject = self.value(node.subject)
        known = replace(subject, mask=self.graph.zero)
        # An option that is unknown is not the one: evaluate compares it with ==.
        found = self.graph.either(*(self._compared("=", known, self.value(o)).yes for o in node.options))
        return self.make.settled(self.graph.invert(found) if node.negated else found, subject.mask)

    # --- truth

    def _Both(self, node: t.Both) -> Value:
        return self.make.both(self.truth(p) for p in node.parts)

    def _Either(self, node: t.Either) -> Value:
        return self.make.either(self.truth(p) for p in node.parts)

    def _Not(self, node: t.Not) -> Value:
        return self.make.invert(self.truth(node.operand))

    # --- choices

    def _Conditional(self, node: t.Conditional) -> Value:
        condition, yes, no = self.truth(node.condition), self.value(node.then), self.value(node.otherwise)
        yes, no = _alike(yes, no, self)
        return self._picked(condition, yes, no)

    def _picked(self, condition: Truth, yes: Value, no: Value) -> Value:
        """Whichever the condition picks; both are of one kind."""
        graph = self.graph
        mask = self._mask_of(condition, yes, no)
        if isinstance(yes, Truth) and isinstance(no, Truth):
            # While the condition is unknown, the mask is 0 only where both sides say the same.
            return self.make.settled(graph.choose(condition.yes, yes.yes, no.yes), mask)
        nothing = graph.choose(condition.yes, _nothing(yes, graph), _nothing(no, graph))
        match yes, no:
            case Number(), Number():
                parts, denominator = self.numbers.chosen(condition.yes, yes, no)
                return Number(parts, denominator, nothing, mask)
            case Word(), Word():
                return Word(graph.choose(condition.yes, yes.text, no.text), nothing, mask)
            case Day(), Day():
                return Day(graph.choose(condition.yes, yes.day, no.day), nothing, mask)
            case Names(), Names() if condition.mask is graph.zero:
                return Names(graph.choose(condition.yes, yes.count, no.count), nothing, mask)
            case Absence(), Absence():
                return Absence(graph.true, mask)
        raise Untranslatable("两种取值不是同一种")

    def _mask_of(self, condition: Truth, yes: Value, no: Value) -> Cell:
        graph = self.graph
        if condition.mask is graph.zero:
            return graph.choose(condition.yes, yes.mask, no.mask)
        same = self._compared("=", replace(yes, mask=graph.zero), replace(no, mask=graph.zero))
        alike = graph.both(same.yes, self.make.known(graph.bits(yes.mask, no.mask)))
        return self.make.chosen_mask(condition, yes.mask, no.mask, alike)

    def _Lookup(self, node: t.Lookup) -> Value:
        subject = self.value(node.subject)
        known = replace(subject, mask=self.graph.zero)
        rows = [(self._compared("=", known, self.value(k)).yes, self.value(v)) for k, v in node.rows]
        found = self.value(node.otherwise) if node.otherwise else Absence(self.graph.true, self.graph.zero)
        values = [v for _, v in rows] + [found]
        if any(isinstance(v, Number) for v in values):
            numbers = [(c, self._as_number(v)) for c, v in rows]
            found = self.numbers.lookup(numbers, self._as_number(found), self._picked)  # type: ignore[arg-type]
        else:
            for condition, value in reversed(rows):
                found = self._picked(Truth(condition, self.graph.zero), *_alike(value, found, self))
        mask = self.graph.choose(self.make.known(subject.mask), found.mask, subject.mask)
        if isinstance(found, Truth):
            return self.make.settled(found.yes, mask)
        return replace(found, mask=mask)

    # --- the rest

    def _Parameter(self, node: t.Parameter) -> Value:
        raise Untranslatable(f"用到上位规则的参数「{node.name}」")

    def _Overdue(self, node: t.Overdue) -> Value:
        raise Untranslatable(f"要看「{node.step}」是否逾期")

    def _Article(self, node: t.Article) -> Value:
        return Absence(self.graph.true, self.graph.zero)

    def duration(self, node: t.Expression) -> Duration:
        """A length of time. Only one that is the same for everybody."""
        match node:
            case t.Quantity():
                return Duration(int(node.value), DURATIONS[node.unit])
            case t.ByReading():
                return self.duration(self.chosen(node))
        raise Untranslatable("的期间长短随人而变")

    @contextmanager
    def within(self, record: str) -> Iterator[None]:
        """Translate inside a record, whose columns are then known by name."""
        if self.inside:
            raise Untranslatable("在记录里再看记录")
        self.inside = record
        try:
            yield
        finally:
            self.inside = ""

    def unknown(self, kind: str, fact: str) -> Value:
        """A value of that kind that nobody gave."""
        graph, mask = self.graph, self.make.unknown(fact)
        match kind:
            case "是否":
                return Truth(graph.false, mask)
            case "数":
                return replace(self.numbers.exact(0), mask=mask)
            case "日期":
                return Day(graph.constant("2000-01-01", "date"), graph.false, mask)
            case "名单":
                return Names(graph.zero, graph.false, mask)
        return replace(self.word(""), mask=mask)


def _nothing(value: Value, graph: Graph) -> Cell:
    return graph.false if isinstance(value, Truth) else value.nothing


def _alike(one: Value, other: Value, among: Expressions) -> tuple[Value, Value]:
    """Both of one kind: 无 in place of a number, text or date becomes one of these that is 无."""
    if isinstance(one, Absence) and not isinstance(other, Absence):
        return _absent_as(other, one, among), other
    if isinstance(other, Absence) and not isinstance(one, Absence):
        return one, _absent_as(one, other, among)
    return one, other


def _absent_as(kind: Value, absence: Absence, among: Expressions) -> Value:
    match kind:
        case Number():
            return replace(among.numbers.exact(0), nothing=absence.nothing, mask=absence.mask)
        case Word():
            return replace(among.word("无"), nothing=absence.nothing, mask=absence.mask)
        case Day():
            stand_in = among.graph.constant("2000-01-01", "date")
            return Day(stand_in, absence.nothing, absence.mask)
        case Names():
            return Names(among.graph.zero, absence.nothing, absence.mask)
    raise Untranslatable("的是非可能是「无」")
