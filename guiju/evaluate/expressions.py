"""Expression nodes -> closures over a Frame. Each closure also notes its value, so the trace costs one store.

Comparisons and 且, 或, 非 are in truths.py, aggregates in records.py.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from guiju import tree as t
from guiju.dates.periods import Duration, PeriodError, lapse
from guiju.dates.workdays import default_calendar
from guiju.evaluate.case import Frame
from guiju.evaluate.records import Records
from guiju.evaluate.truths import Truths, always, never
from guiju.inputs import blank_value
from guiju.kinds import DURATIONS
from guiju.law import CONDUCT_DATE, Law
from guiju.order import within
from guiju.values import NOTHING, Unknown, round_half_up, simplest, unknown_of

Closure = Callable[[Frame], Any]
# The baseline's reading on whether the first day of an effect counts.
DIVIDED_BY_ZERO = "除数为零"
FIRST_DAY_COUNTED, COUNTED = "N-02", "起算日计入"
T = TypeVar("T")
# What can be read again at any time, or is another node's value, need not be noted.
_UNNOTED = (t.Quantity, t.Truth, t.Absent, t.DateLiteral, t.Name, t.Attribute, t.ByReading)
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


class Compiler(Truths, Records):
    """Compiles the expressions of one law under fixed readings.

    `slots` gives the place of each definition and outcome in Frame.values. `nodes` lists the compiled nodes by
    number: the trace is read from it afterwards.
    """

    def __init__(self, law: Law, readings: dict[str, str], slots: dict[str, int], labels: dict[str, int]) -> None:
        super().__init__(law)
        self.readings = readings
        self.slots = slots
        self.labels = labels
        self.steps: dict[str, list[int]] = {}
        self.tracing = True
        self.reads: set[int] = set()
        self.nodes: list[t.Node] = []
        self.numbers: dict[int, int] = {}

    def compile(self, node: t.Expression) -> Closure:
        """A closure that gives the node's value and notes it in the frame."""
        inner: Closure = getattr(self, "_" + type(node).__name__)(node)
        return inner if isinstance(node, _UNNOTED) or not self.tracing else self._noting(node, inner)

    def reading(self, compile_: Callable[[], T]) -> tuple[T, frozenset[int]]:
        """What a compilation gives, and the places of the values it reads."""
        self.reads = set()
        return compile_(), frozenset(self.reads)

    @contextmanager
    def untraced(self) -> Iterator[None]:
        """Compile without noting values: for expressions outside the pass, whose frame is already laid out."""
        self.tracing = False
        yield
        self.tracing = True

    def _noting(self, node: t.Node, inner: Closure) -> Closure:
        number = len(self.nodes)
        self.nodes.append(node)
        self.numbers[id(node)] = number

        def note(frame: Frame) -> Any:
            value = frame.nodes[number] = inner(frame)
            return value

        return note

    # --- leaves

    def _Quantity(self, node: t.Quantity) -> Closure:
        value = simplest(node.number)
        return lambda frame: value

    def _DateLiteral(self, node: t.DateLiteral) -> Closure:
        value = date.fromisoformat(node.text)
        return lambda frame: value

    def _Truth(self, node: t.Truth) -> Closure:
        return always if node.value else never

    def _Absent(self, node: t.Absent) -> Closure:
        return lambda frame: NOTHING

    def _Name(self, node: t.Name) -> Closure:
        return self.named(node.text)

    def named(self, name: str) -> Closure:
        """The value of a field of the current record, a definition, a fact or an option of that name."""
        if self.inside and name in self.law.words.columns[self.inside[-1]]:
            return self.field(name)
        if name in self.slots:
            slot = self.slots[name]
            self.reads.add(slot)
            return lambda frame: frame.values[slot]
        if name == CONDUCT_DATE:
            unknown = Unknown(frozenset([CONDUCT_DATE]))
            return lambda frame: frame.case.on or unknown
        if name in self.law.words.facts:
            return self._fact(name)
        return lambda frame: name

    def _fact(self, name: str) -> Closure:
        unknown = Unknown(frozenset([name]))
        decl = self.law.words.facts[name]
        if decl.blank is not None:
            blank = blank_value(decl.blank, decl.type, self.law.words)
            return lambda frame: frame.facts.get(name, blank)
        if decl.default and decl.default != name:
            return given_or_found(name, self.named(decl.default))
        return lambda frame: frame.facts.get(name, unknown)

    def _Attribute(self, node: t.Attribute) -> Closure:
        if node.owner in self.inside:
            return self.outer_field(node.owner, node.name)
        unknown = Unknown(frozenset([f"{node.owner}的{node.name}"]))
        owner, name = node.owner, node.name
        if owner in self.law.words.steps:
            return lambda frame: (done.on if (done := frame.case.steps.get(owner)) else None) or unknown
        return lambda frame: frame.case.parties.get(owner, {}).get(name, unknown)

    # --- arithmetic

    def _Arithmetic(self, node: t.Arithmetic) -> Closure:
        left, right = self.compile(node.left), self.compile(node.right)
        if node.operator == "/":
            return _division(left, right)
        apply = _ARITHMETIC[node.operator]

        def calculate(frame: Frame) -> Any:
            a, b = left(frame), right(frame)
            if a.__class__ is Unknown or b.__class__ is Unknown:
                return unknown_of(a, b)
            return NOTHING if a is NOTHING or b is NOTHING else apply(a, b)

        return calculate

    def _Negative(self, node: t.Negative) -> Closure:
        operand = self.compile(node.operand)

        def negate(frame: Frame) -> Any:
            value = operand(frame)
            return value if value.__class__ is Unknown or value is NOTHING else -value

        return negate

    def _Call(self, node: t.Call) -> Closure:
        if node.function in ("届满", "影响期满", "期限"):
            return self._end_of(node)
        arguments = [self.compile(a) for a in node.arguments]
        function = _FUNCTIONS[node.function]

        def call(frame: Frame) -> Any:
            values = [argument(frame) for argument in arguments]
            if any(v.__class__ is Unknown for v in values):
                return unknown_of(*values)
            return NOTHING if NOTHING in values else function(*values)

        return call

    def _end_of(self, node: t.Call) -> Closure:
        start, length = self.compile(node.arguments[0]), self.duration(node.arguments[1])
        is_deadline = node.function == "期限"
        counted = node.function == "影响期满" and first_day_counts(self.readings)

        def end(frame: Frame) -> Any:
            first, period = start(frame), length(frame)
            if first.__class__ is not date or period.__class__ is Unknown:
                return period if period.__class__ is Unknown else first
            if not is_deadline:
                return lapse(first, period, first_day_counted=counted)
            found = default_calendar().deadline(first, period)
            return found.due or Unknown(frozenset(["节假日安排"]))

        return end

    def duration(self, node: t.Expression) -> Closure:
        """A closure for a length of time (Duration, or Unknown); a reading may choose it, a superior rule date it."""
        match node:
            case t.Quantity():
                length = Duration(int(node.value), DURATIONS[node.unit])
                return lambda frame: length
            case t.ByReading():
                return self.duration(self.chosen(node))
            case t.Conditional():
                return _chosen_length(
                    self.compile(node.condition), self.duration(node.then), self.duration(node.otherwise)
                )
            case t.Parameter():
                return self._in_force(node, self.duration)
        raise PeriodError("期间须写成带单位的数，例如 3个月。")

    # --- choices

    def _Conditional(self, node: t.Conditional) -> Closure:
        condition, yes, no = self.compile(node.condition), self.compile(node.then), self.compile(node.otherwise)

        def choose(frame: Frame) -> Any:
            held = condition(frame)
            if held.__class__ is not Unknown:
                return yes(frame) if held else no(frame)
            a, b = yes(frame), no(frame)
            return a if a == b and a.__class__ is not Unknown else unknown_of(held, a, b)

        return choose

    def _Lookup(self, node: t.Lookup) -> Closure:
        subject = self.compile(node.subject)
        rows = [(self.compile(k), self.compile(v)) for k, v in node.rows]
        otherwise = self.compile(node.otherwise) if node.otherwise else lambda frame: NOTHING

        def look_up(frame: Frame) -> Any:
            value = subject(frame)
            if value.__class__ is Unknown:
                return value
            return next((v for k, v in rows if k(frame) == value), otherwise)(frame)

        return look_up

    def chosen(self, node: t.ByReading) -> t.Expression:
        """The branch of the reading in force."""
        return node.under(self.readings)

    def never_holds(self, node: t.Expression) -> bool:
        """Whether 不成立 is written here, under the readings in force."""
        if isinstance(node, t.ByReading):
            return self.never_holds(self.chosen(node))
        return isinstance(node, t.Truth) and not node.value

    def _ByReading(self, node: t.ByReading) -> Closure:
        return self.compile(self.chosen(node))

    def _Parameter(self, node: t.Parameter) -> Closure:
        return self._in_force(node, self.compile)

    def _in_force(self, node: t.Parameter, compile_value: Callable[[t.Expression], Closure]) -> Closure:
        """The value of a superior rule on a day; unknown while the day is, or where no value is on record for it."""
        values = [v for v in self.law.baseline.parsed.parameters if v.name == node.name] if self.law.baseline else []
        dated = [(v.since, v.until or "9999-12-31", compile_value(v.value)) for v in values]
        on = self.compile(node.on)
        none_in_force = Unknown(frozenset([f"上位规则「{node.name}」在那一天的规定"]))

        def value(frame: Frame) -> Any:
            day = on(frame)
            if day.__class__ is Unknown:
                return day
            found = (v for since, until, v in dated if since <= str(day) <= until)
            return next((v(frame) for v in found), none_in_force)

        return value

    # --- the rest of the law

    def _HasCircumstance(self, node: t.HasCircumstance) -> Closure:
        wanted = sorted(self.labels[label] for label in within(node.ranges, list(self.labels)))
        self.reads |= set(wanted)

        def has(frame: Frame) -> Any:
            values = [frame.values[slot] for slot in wanted]
            if True in values:
                return True
            return unknown_of(*values) if any(v.__class__ is Unknown for v in values) else False

        return has

    def _Overdue(self, node: t.Overdue) -> Closure:
        slots = self.steps[node.step]
        self.reads |= set(slots)

        def overdue(frame: Frame) -> Any:
            states = [state for slot in slots if (state := frame.values[slot]) is not None]
            found = [s if s.__class__ is Unknown else s.overdue for s in states]
            return True if True in found else next((f for f in found if f.__class__ is Unknown), False)

        return overdue

    def _Article(self, node: t.Article) -> Closure:
        return lambda frame: NOTHING


def first_day_counts(readings: dict[str, str]) -> bool:
    """Whether the first day of an effect counts, by the baseline's reading; it does where there is no baseline."""
    return readings.get(FIRST_DAY_COUNTED, COUNTED) == COUNTED


def given_or_found(name: str, found: Closure) -> Closure:
    """What a case gives under a name, else what is found; while that is unknown, what is missing is what has the name.

    So it is asked for directly, not through the records or the default behind it.
    """
    unknown = Unknown(frozenset([name]))

    def given(frame: Frame) -> Any:
        if name in frame.facts:
            return frame.facts[name]
        value = found(frame)
        return unknown if value.__class__ is Unknown else value

    return given


def _chosen_length(condition: Closure, yes: Closure, no: Closure) -> Closure:
    """若 … 则 … 否则 … between two lengths; unknown while the condition is and the two differ."""

    def length(frame: Frame) -> Any:
        held = condition(frame)
        if held.__class__ is not Unknown:
            return yes(frame) if held else no(frame)
        one, other = yes(frame), no(frame)
        return one if one == other else unknown_of(held, one, other)

    return length


def _division(left: Closure, right: Closure) -> Closure:
    """A quotient; by zero it is unknown, as a rate over no valid votes is."""
    nothing_to_divide_by = Unknown(frozenset([DIVIDED_BY_ZERO]))

    def divide(frame: Frame) -> Any:
        a, b = left(frame), right(frame)
        if a.__class__ is Unknown or b.__class__ is Unknown:
            return unknown_of(a, b)
        if a is NOTHING or b is NOTHING:
            return NOTHING
        return Fraction(a, b) if b else nothing_to_divide_by

    return divide


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "较大者": max,
    "较小者": min,
    "四舍五入": lambda value, places: simplest(round_half_up(value, int(places))),
    "人数": len,
}
