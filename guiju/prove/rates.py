"""Quotients and rounding: linear for the solver, whichever way it is asked.

A rate v ÷ n is exact for a few totals n; relaxed, the shares x₁ ÷ n, x₂ ÷ n … are numbers from 0 to 1 that add up to 1.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import z3  # type: ignore[import-untyped]

from guiju import tree as t
from guiju.prove.symbols import Side, Sym, Term, name_of, number_of, number_term

Linear = dict[str, Fraction]
# The key of the constant part of a linear form.
ONE = ""


def linear(term: Term, atoms: dict[str, Term]) -> Linear | None:
    """The coefficients of a linear term by the name of each constant; None when it is not one.

    `atoms` gathers the constants.
    """
    value = number_of(term)
    if value is not None:
        return {ONE: Fraction(value)}
    if z3.is_const(term):
        atoms[name_of(term)] = term
        return {name_of(term): Fraction(1)}
    if z3.is_to_real(term):
        return linear(term.arg(0), atoms)
    parts = [linear(child, atoms) for child in term.children()]
    if not parts or any(part is None for part in parts):
        return None
    known: list[Linear] = [part for part in parts if part is not None]
    if z3.is_add(term):
        return _sum(known)
    if z3.is_sub(term):
        return _sum([known[0], *(_scale(part, Fraction(-1)) for part in known[1:])])
    if z3.is_mul(term) and len(known) == 2 and any(set(part) <= {ONE} for part in known):
        constant, other = known if set(known[0]) <= {ONE} else known[::-1]
        return _scale(other, constant.get(ONE, Fraction(0)))
    return _scale(known[0], Fraction(-1)) if term.decl().kind() == z3.Z3_OP_UMINUS else None


def _sum(parts: list[Linear]) -> Linear:
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: sum((part.get(name, Fraction(0)) for part in parts), Fraction(0)) for name in names}


def _scale(part: Linear, factor: Fraction) -> Linear:
    return {name: factor * value for name, value in part.items()}


class Rates:
    """The part of the formulas that divides and rounds."""

    totals: list[Term]

    def value(self, node: t.Expression) -> Sym:
        """The value of an expression; the formulas proper give it."""
        raise NotImplementedError

    def fresh(self, key: Any, kind: str, side: Callable[[Sym], Side], may_lack: bool = False) -> Sym:
        """A constant of its own; the formulas proper give it."""
        raise NotImplementedError

    def quotient(self, above: Term, below: Term) -> Term:
        """above ÷ below, with 0 for a quotient by nothing.

        To `evaluate` that one is unknown; what it settles all the same it would settle for any value, so for 0 too.
        """
        constant = number_of(z3.simplify(below))
        if constant:
            return above * number_term(1 / Fraction(constant))
        self._place(below)

        def side(rate: Sym) -> Any:
            def exact(totals: tuple[int, ...]) -> Term:
                cases = (z3.And(below == n, rate.term * n == above if n else rate.term == 0) for n in totals)
                return z3.Or(*cases)

            return Side(exact, lambda: self._shares(rate.term, above, below))

        return self.fresh(("quotient", above.get_id(), below.get_id()), "数", side).term

    def _shares(self, rate: Term, above: Term, below: Term) -> Term:
        """What holds of the rate for every total."""
        atoms: dict[str, Term] = {}
        total, part = linear(z3.simplify(below), atoms), linear(z3.simplify(above), atoms)
        if total is None or part is None or total.get(ONE) or part.get(ONE) or not set(part) <= set(total):
            return z3.If(below == 0, rate == 0, rate * below == above)
        names = [name for name in total if total[name]]
        shares = {name: self.share(name, below) for name in names}
        weighted = [number_term(total[name]) * shares[name] for name in names]
        known = [z3.Implies(atoms[name] >= 0, shares[name] >= 0) for name in names]
        known += [z3.Implies(atoms[name] == 0, shares[name] == 0) for name in names]
        given = [number_term(part[name]) * shares[name] for name in part if name in shares]
        whole = z3.If(below == 0, z3.And(*(shares[name] == 0 for name in names)), z3.Sum(*weighted) == 1)
        return z3.And(whole, z3.Implies(below > 0, z3.And(*known)), rate == z3.Sum(*given) if given else rate == 0)

    def share(self, name: str, total: Term) -> Term:
        """The share that a constant has in a total."""
        return z3.Real(f"¶{self._place(total)}·{name}")

    def _place(self, total: Term) -> int:
        """The number of a total, in the order they are met."""
        place = next((n for n, known in enumerate(self.totals) if known.eq(total)), len(self.totals))
        if place == len(self.totals):
            self.totals.append(total)
        return place

    def rounded(self, node: t.Call) -> Sym:
        """四舍五入（甲、2位）: halves go away from zero."""
        inner, places = self.value(node.arguments[0]), node.arguments[1]
        scale = 10 ** int(places.value) if isinstance(places, t.Quantity) else 1

        def side(found: Sym) -> Side:
            value, half = inner.term, z3.Q(1, 2)
            up, down = z3.ToInt(value * scale + half), -z3.ToInt(half - value * scale)
            near = z3.And((found.term - value) * 2 * scale <= 1, (value - found.term) * 2 * scale <= 1)
            exact = z3.And(found.term * scale == z3.If(value >= 0, up, down), near)
            return Side(lambda _totals: exact, lambda: exact)

        key = ("rounded", inner.term.get_id(), scale)
        return Sym("数", self.fresh(key, "数", side).term, inner.absent)
