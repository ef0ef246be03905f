"""What stands for a value in a formula, and the free variables a case is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import z3  # type: ignore[import-untyped]

from guiju.evaluate.outcome import CONFLICT, NO_GROUND
from guiju.values import Number, simplest

# Dates as year * 372 + month * 31 + day: months and years are then added exactly, and earlier days are smaller numbers.
DAYS_A_MONTH, DAYS_A_YEAR = 31, 372
# Days that every month has; the days of a witness are among them.
COMMON_DAYS = 28
NONE_CODE = 0
Term = Any  # a z3 expression: z3 has no types


@dataclass(frozen=True, slots=True)
class Sym:
    """A value as a formula: its kind (数 是否 选项 日期 名单), its term, and whether it is 无 (None: it never is)."""

    kind: str
    term: Term
    absent: Term = None


@dataclass(frozen=True, slots=True)
class Side:
    """The conditions on a fresh constant: exact within bounds, given the totals a rate may be out of; and relaxed."""

    exact: Callable[[tuple[int, ...]], Term]
    relaxed: Callable[[], Term]


@dataclass(frozen=True, slots=True)
class Variable:
    """A free value of a case: where it goes (`place`), its z3 constant, what it may be, and what it is by preference.

    `place` is (fact, name), (party, owner, field), (circumstance, label), (row, record, number, column),
    (present, record, number), (on,), (step, name), (blank, *place of another) or (choice, outcome).
    """

    place: tuple[Any, ...]
    kind: str
    term: Term
    domain: tuple[Term, ...] = ()
    options: tuple[int, ...] = ()
    whole: bool = False
    preferred: Term = None
    rank: int = 0


@dataclass(slots=True)
class Codes:
    """Options and texts as whole numbers, in the order they are met; 无 is 0."""

    numbers: dict[str, int] = field(default_factory=lambda: {"无": NONE_CODE, NO_GROUND: 1, CONFLICT: 2})

    def of(self, text: str) -> int:
        """The number of a text."""
        return self.numbers.setdefault(text, len(self.numbers))

    def text(self, number: int) -> str:
        """The text of a number; a made-up one for a number that no text of the law has."""
        found = next((text for text, code in self.numbers.items() if code == number), None)
        return found or f"其他{number}"


def name_of(term: Term) -> str:
    """The name of a z3 constant."""
    return str(term.decl().name())


def day_code(day: date) -> int:
    """A date as a number."""
    return day.year * DAYS_A_YEAR + (day.month - 1) * DAYS_A_MONTH + day.day - 1


def code_day(code: int) -> date:
    """The date of a number; a day the month does not have becomes its last."""
    year, rest = divmod(code, DAYS_A_YEAR)
    month, day = divmod(rest, DAYS_A_MONTH)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day), following - timedelta(days=1))


def number_term(value: Number) -> Term:
    """An exact number as a z3 constant."""
    value = simplest(Fraction(value))
    return z3.IntVal(value) if isinstance(value, int) else z3.Q(value.numerator, value.denominator)


def number_of(term: Term) -> Number | None:
    """The number a z3 constant is; None for what is not one."""
    if z3.is_int_value(term):
        return int(term.as_long())
    if z3.is_rational_value(term):
        return simplest(Fraction(term.numerator_as_long(), term.denominator_as_long()))
    return None


def conj(parts: list[Term]) -> Term:
    """且, with what is plainly true or false worked out."""
    kept = [p for p in parts if not z3.is_true(p)]
    if any(z3.is_false(p) for p in kept):
        return z3.BoolVal(False)
    return z3.And(*kept) if len(kept) > 1 else kept[0] if kept else z3.BoolVal(True)


def disj(parts: list[Term]) -> Term:
    """或, with what is plainly true or false worked out."""
    kept = [p for p in parts if not z3.is_false(p)]
    if any(z3.is_true(p) for p in kept):
        return z3.BoolVal(True)
    return z3.Or(*kept) if len(kept) > 1 else kept[0] if kept else z3.BoolVal(False)


def neg(part: Term) -> Term:
    """非, with what is plainly true or false worked out."""
    if z3.is_true(part) or z3.is_false(part):
        return z3.BoolVal(z3.is_false(part))
    return part.arg(0) if z3.is_not(part) else z3.Not(part)


def choose(condition: Term, yes: Term, no: Term) -> Term:
    """若 … 则 … 否则 …, with what is plainly true or false worked out."""
    if z3.is_true(condition) or z3.is_false(condition):
        return yes if z3.is_true(condition) else no
    return z3.If(condition, yes, no)


@dataclass(slots=True)
class Constants:
    """The constants in terms, each term looked into once."""

    _found: dict[int, dict[str, Term]] = field(default_factory=dict)
    # A term's number is its own only while the term is kept.
    _kept: list[Term] = field(default_factory=list)

    def of(self, term: Term) -> dict[str, Term]:
        """The constants of a term by name."""
        stack = [term]
        while stack:
            node = stack[-1]
            if node.get_id() in self._found:
                stack.pop()
                continue
            children = node.children()
            waiting = [child for child in children if child.get_id() not in self._found]
            if waiting:
                stack += waiting
                continue
            stack.pop()
            self._kept.append(node)
            self._found[node.get_id()] = self._joined(node, children)
        return self._found[term.get_id()]

    def _joined(self, node: Term, children: list[Term]) -> dict[str, Term]:
        if not children:
            free = z3.is_const(node) and node.decl().kind() == z3.Z3_OP_UNINTERPRETED
            return {name_of(node): node} if free else {}
        parts = [self._found[child.get_id()] for child in children]
        largest = max(parts, key=len)
        if all(part.keys() <= largest.keys() for part in parts):
            return largest
        return {name: one for part in parts for name, one in part.items()}
