"""Expression nodes -> formulas over the free values of a case.

What a formula cannot say outright (a rate, an aggregate over records, the end of a period) is a fresh constant with two
sets of side conditions: `exact`, whose models are cases (within bounds), and `relaxed`, which every case meets, so that
what they refute is proved.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import z3  # type: ignore[import-untyped]

from guiju import tree as t
from guiju.dates.periods import Duration
from guiju.evaluate.expressions import first_day_counts
from guiju.kinds import DURATIONS
from guiju.law import CONDUCT_DATE, Law
from guiju.prove.rates import Rates
from guiju.prove.records import Aggregates
from guiju.prove.symbols import (
    DAYS_A_MONTH,
    DAYS_A_YEAR,
    NONE_CODE,
    Codes,
    Constants,
    Side,
    Sym,
    Term,
    choose,
    conj,
    day_code,
    disj,
    name_of,
    neg,
    number_term,
)
from guiju.prove.variables import Variables

_ORDER: dict[str, Callable[[Any, Any], Term]] = {
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
}  # fmt: skip
_WORKDAYS_STRETCH = 3


class Formulas(Aggregates, Rates):
    """Formulas of one law under fixed readings. Every value the case leaves open is a variable of `self.free`."""

    def __init__(self, law: Law, readings: dict[str, str], shared: Formulas | None = None) -> None:
        self.law, self.words, self.readings = law, law.words, readings
        # Formulas of one law under several readings stand in one question: what they name, they name alike.
        self.codes: Codes = shared.codes if shared else Codes()
        self.sides: dict[str, Side] = shared.sides if shared else {}
        self.totals: list[Term] = shared.totals if shared else []
        self.divisors: dict[str, Term] = shared.divisors if shared else {}
        self.constants: Constants = shared.constants if shared else Constants()
        self.free = Variables(law, readings, self.codes)
        # Constants that rest on what no formula says: whatever changes may change them.
        self.unclear: set[str] = shared.unclear if shared else set()
        self.rows: list[tuple[str, int]] = []
        # By node, and so under these readings; by what z3 calls the same term, and so under any.
        self._fresh: dict[Any, Sym] = {}
        self._alike: dict[Any, Sym] = shared._alike if shared else {}
        self._defined: dict[str, Sym] = {}
        # The kind of each definition that may be given.
        self.kinds: dict[str, str] = {}
        # Those that may be given, and are worked out all the same.
        self.computed: frozenset[str] = frozenset()

    def value(self, node: t.Expression) -> Sym:
        """The value of an expression."""
        found: Sym = getattr(self, "_" + type(node).__name__)(node)
        return found

    def truth(self, node: t.Expression) -> Term:
        """The truth of a condition."""
        return self.value(node).term

    def fresh(self, key: Any, kind: str, side: Callable[[Sym], Side], may_lack: bool = False) -> Sym:
        """A constant of its own for what `key` names, with side conditions."""
        known = self._fresh if isinstance(key, t.Node) else self._alike
        key = (key, tuple(self.rows))
        if key not in known:
            name = f"§{len(self.sides)}"
            term = z3.Bool(name) if kind == "是否" else z3.Int(name) if kind in ("日期", "个数") else z3.Real(name)
            sym = Sym("数" if kind == "个数" else kind, term, z3.Bool(name + "无") if may_lack else None)
            known[key] = sym
            self.sides[name] = side(sym)
            if may_lack:
                self.sides[name + "无"] = self.sides[name]
        return known[key]

    def opaque(self, key: Any, kind: str) -> Sym:
        """A constant that nothing is known of, not even what it rests on."""
        sym = self.fresh(key, kind, lambda _: Side(lambda _totals: z3.BoolVal(True), lambda: z3.BoolVal(True)))
        self.unclear.add(name_of(sym.term))
        return sym

    # --- leaves

    def _Quantity(self, node: t.Quantity) -> Sym:
        return Sym("数", number_term(self.free.ranges.of(node).low or 0))

    def _DateLiteral(self, node: t.DateLiteral) -> Sym:
        return Sym("日期", z3.IntVal(day_code(date.fromisoformat(node.text))))

    def _Truth(self, node: t.Truth) -> Sym:
        return Sym("是否", z3.BoolVal(node.value))

    def _Absent(self, node: t.Absent) -> Sym:
        return Sym("选项", z3.IntVal(NONE_CODE), z3.BoolVal(True))

    def _Name(self, node: t.Name) -> Sym:
        return self.named(node.text)

    def named(self, name: str) -> Sym:
        """The value of a column of the current row, a definition, a conclusion, a fact or an option."""
        if self.rows and name in self.words.columns[self.rows[-1][0]]:
            return self.free.cell(*self.rows[-1], name)
        if name in self.words.definitions:
            return self.defined(name)
        if name in self.words.outcomes:
            return self.concluded(name)
        if name == CONDUCT_DATE:
            return self.free.on()
        if name in self.words.facts:
            return self._fact(name)
        return Sym("选项", z3.IntVal(self.codes.of(name)))

    def _fact(self, name: str) -> Sym:
        return self.free.fact(name)

    def concluded(self, outcome: str) -> Sym:
        """The value of a 择一; the theory of the whole law gives it."""
        raise NotImplementedError

    def defined(self, name: str) -> Sym:
        """The value of a definition; of one that may be given, what is given."""
        if name not in self._defined:
            definition = self.words.definitions[name]
            rows, self.rows = self.rows, []
            if (
                definition.fillable
                and name not in self.computed
                and (kind := self.kinds.get(name, "数")) in ("数", "是否", "日期")
            ):
                self._defined[name] = self.free.filled(definition, kind)
            else:
                self._defined[name] = self.value(definition.value)
            self.rows = rows
        return self._defined[name]

    def _Attribute(self, node: t.Attribute) -> Sym:
        walked = [row for row in self.rows if row[0] == node.owner]
        if walked:
            itself = self.rows[-1][0] == node.owner and len(walked) > 1
            return self.free.cell(*walked[-2 if itself else -1], node.name)
        if node.owner in self.words.steps:
            return self.free.step_date(node.owner)
        if node.name in self.words.parties.get(node.owner, {}):
            return self.free.party(node.owner, node.name)
        return self.opaque(node, "个数")

    def _Article(self, node: t.Article) -> Sym:
        return self.opaque(node, "个数")

    # --- arithmetic

    def _Arithmetic(self, node: t.Arithmetic) -> Sym:
        left, right = self.value(node.left), self.value(node.right)
        absent = _either_absent(left, right)
        if node.operator == "/":
            return Sym("数", self.quotient(left.term, right.term), absent)
        a, b = left.term, right.term
        return Sym("数", a + b if node.operator == "+" else a - b if node.operator == "-" else a * b, absent)

    def _Negative(self, node: t.Negative) -> Sym:
        operand = self.value(node.operand)
        return Sym("数", -operand.term, operand.absent)

    def _Call(self, node: t.Call) -> Sym:
        if node.function in ("届满", "影响期满", "期限"):
            return self._end_of(node, node.arguments[1])
        if node.function == "人数":
            return Sym("数", self.value(node.arguments[0]).term)
        if node.function == "四舍五入":
            return self.rounded(node)
        values = [self.value(a) for a in node.arguments]
        best = values[0]
        for other in values[1:]:
            larger = best.term >= other.term if node.function == "较大者" else best.term <= other.term
            best = Sym(best.kind, z3.If(larger, best.term, other.term), _either_absent(best, other))
        return best

    def _end_of(self, node: t.Call, length: t.Expression) -> Sym:
        match length:
            case t.ByReading():
                return self._end_of(node, self.chosen(length))
            case t.Conditional():
                condition = self.truth(length.condition)
                yes, no = self._end_of(node, length.then), self._end_of(node, length.otherwise)
                return Sym("日期", choose(condition, yes.term, no.term), yes.absent)
            case t.Quantity():
                start = self.value(node.arguments[0])
                counted = node.function == "影响期满" and first_day_counts(self.readings)
                end = self.moved(start.term, Duration(int(length.value), DURATIONS[length.unit]), 1, counted)
                return Sym("日期", end, start.absent)
        return self.opaque(node, "日期")

    def moved(self, start: Term, length: Duration, sign: int, less_a_day: bool = False) -> Term:
        """The day a length of time after (or before) another; months are exact for days that every month has."""
        months = {"年": 12, "个月": 1}.get(length.unit, 0) * length.count * sign
        if months:
            low, high = months * DAYS_A_MONTH - 3, months * DAYS_A_MONTH + (0 if sign > 0 else 3)
            exact = months * DAYS_A_MONTH
        else:
            stretch = 3 * (length.count // 28 + 1) + (length.count * _WORKDAYS_STRETCH + 10) * ("工作" in length.unit)
            low, high = sorted((sign * length.count, sign * (length.count + stretch)))
            exact = None
        back = 4 if less_a_day else 0
        key = ("moved", start.get_id(), length, sign, less_a_day)

        def side(end: Sym) -> Side:
            within = z3.And(end.term >= start + low - back, end.term <= start + high - (1 if less_a_day else 0))
            plain = within if exact is None or less_a_day else end.term == start + exact
            return Side(lambda _totals: plain, lambda: within)

        return self.fresh(key, "日期", side).term

    # --- truth

    def _Compare(self, node: t.Compare) -> Sym:
        left, right = self.value(node.left), self.value(node.right)
        if node.operator in _ORDER:
            return Sym("是否", conj([_ORDER[node.operator](left.term, right.term), *_there(left, right)]))
        same = self._same_names(left, right) if left.kind == right.kind == "名单" else _equal(left, right)
        return Sym("是否", same if node.operator == "=" else neg(same))

    def _same_names(self, left: Sym, right: Sym) -> Term:
        """Whether two lists have the same names; of lists a formula knows only how many they have."""
        as_many = left.term == right.term
        key = ("names", *sorted((left.term.get_id(), right.term.get_id())))
        side = partial(_names_side, as_many)
        return as_many if left.term.eq(right.term) else self.fresh(key, "是否", side).term

    def _Between(self, node: t.Between) -> Sym:
        a, b, c = self.value(node.subject), self.value(node.low), self.value(node.high)
        return Sym("是否", conj([b.term <= a.term, a.term <= c.term, *_there(a, b, c)]))

    def _Member(self, node: t.Member) -> Sym:
        subject = self.value(node.subject)
        found = disj([_equal(subject, self.value(o)) for o in node.options])
        return Sym("是否", neg(found) if node.negated else found)

    def _Window(self, node: t.Window) -> Sym:
        day, anchor = self.value(node.subject), self.value(node.anchor)
        length = self.static_length(node.length)
        if length is None:
            return self.opaque(node, "是否")
        sign = -1 if node.backwards else 1
        other = self.moved(anchor.term, length, sign)
        first, last = (other, anchor.term) if node.backwards else (anchor.term, other)
        return Sym("是否", conj([first <= day.term, day.term <= last, *_there(day, anchor)]))

    def static_length(self, node: t.Expression) -> Duration | None:
        """A length of time that no fact decides."""
        if isinstance(node, t.ByReading):
            return self.static_length(self.chosen(node))
        return Duration(int(node.value), DURATIONS[node.unit]) if isinstance(node, t.Quantity) else None

    def _SameYear(self, node: t.SameYear) -> Sym:
        left, right = self.value(node.left), self.value(node.right)
        return Sym("是否", conj([left.term / DAYS_A_YEAR == right.term / DAYS_A_YEAR, *_there(left, right)]))

    def _Both(self, node: t.Both) -> Sym:
        return Sym("是否", conj([self.truth(p) for p in node.parts]))

    def _Either(self, node: t.Either) -> Sym:
        return Sym("是否", disj([self.truth(p) for p in node.parts]))

    def _Not(self, node: t.Not) -> Sym:
        return Sym("是否", neg(self.truth(node.operand)))

    # --- choices

    def chosen(self, node: t.ByReading) -> t.Expression:
        """The branch of the reading in force."""
        return node.under(self.readings)

    def _ByReading(self, node: t.ByReading) -> Sym:
        return self.value(self.chosen(node))

    def _Conditional(self, node: t.Conditional) -> Sym:
        return _either(self.truth(node.condition), self.value(node.then), self.value(node.otherwise))

    def _Lookup(self, node: t.Lookup) -> Sym:
        subject = self.value(node.subject)
        values = [(_equal(subject, self.value(key)), self.value(value)) for key, value in node.rows]
        kind = values[0][1].kind
        nothing = Sym(kind, z3.BoolVal(False) if kind == "是否" else z3.IntVal(NONE_CODE), z3.BoolVal(True))
        found = self.value(node.otherwise) if node.otherwise else nothing
        for held, value in reversed(values):
            found = _either(held, value, found)
        return found

    def _Parameter(self, node: t.Parameter) -> Sym:
        return self.opaque(node, "数")

    # --- the rest of the law

    def _HasCircumstance(self, node: t.HasCircumstance) -> Sym:
        return Sym("是否", disj([self.established(label) for label in self.labels(node)]))

    def established(self, label: str) -> Term:
        """Whether a circumstance is established: somebody found it, or the case shows it; the whole law knows how."""
        raise NotImplementedError

    def labels(self, node: t.HasCircumstance) -> list[str]:
        """The labels of the circumstances named, in the order of the text; the theory of the whole law knows it."""
        raise NotImplementedError

    def _Overdue(self, node: t.Overdue) -> Sym:
        return self.opaque(node, "是否")


def _names_side(as_many: Term, same: Sym) -> Side:
    return Side(lambda _totals: same.term == as_many, lambda: z3.Implies(same.term, as_many))


def _either_absent(*values: Sym) -> Term:
    absent = [v.absent for v in values if v.absent is not None]
    return disj(absent) if absent else None


def _there(*values: Sym) -> list[Term]:
    """Compared in order, 无 is never met."""
    return [neg(v.absent) for v in values if v.absent is not None]


def _equal(left: Sym, right: Sym) -> Term:
    """Equality; 无 equals 无 only."""
    if left.kind == right.kind == "选项" and not isinstance(left.term, bool):
        return left.term == right.term
    if left.absent is None and right.absent is None:
        return left.term == right.term if left.kind == right.kind else z3.BoolVal(False)
    a, b = (z3.BoolVal(False) if v.absent is None else v.absent for v in (left, right))
    there = [left.term == right.term] if left.kind == right.kind else [z3.BoolVal(False)]
    return disj([conj([a, b]), conj([neg(a), neg(b), *there])])


def _either(condition: Term, yes: Sym, no: Sym) -> Sym:
    """若 … 则 … 否则 …, where either side may be 无."""
    if z3.is_true(condition) or z3.is_false(condition):
        return yes if z3.is_true(condition) else no
    if yes.absent is None and no.absent is None:
        return Sym(yes.kind, z3.If(condition, yes.term, no.term))
    a, b = (z3.BoolVal(False) if v.absent is None else v.absent for v in (yes, no))
    # 无 alone has no kind of its own: it takes the other side's.
    kind, yes_term, no_term = yes.kind, yes.term, no.term
    if yes.kind != no.kind:
        kind = no.kind if z3.is_true(a) else yes.kind
        yes_term, no_term = (no.term, no.term) if z3.is_true(a) else (yes.term, yes.term)
    return Sym(kind, z3.If(condition, yes_term, no_term), choose(condition, a, b))
