"""A quotient that is a weighted mean lies where its values lie: votes × 100 ÷ votes is from 0 to 100."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from guiju import tree as t
from guiju.law import Law
from guiju.prove.spans import ANYWHERE, Range, plus, times

ONE = Range(Fraction(1), Fraction(1), True)
MINUS = Range(Fraction(-1), Fraction(-1), True)
MOST_TERMS = 60


@dataclass(frozen=True, slots=True)
class Term:
    """A product: a number of some range times what is not looked into further."""

    by: Range
    factors: tuple[t.Expression, ...] = ()


class Means:
    """Finds the range of quotients; `range_of` gives that of any expression (in a record, or "")."""

    def __init__(self, law: Law, chosen: Callable[[t.ByReading], t.Expression],
                 range_of: Callable[[t.Expression, str], Range]) -> None:  # fmt: skip
        self.law, self.chosen, self.range_of = law, chosen, range_of

    def of(self, above: t.Expression, below: t.Expression, record: str) -> Range:
        """The range of above ÷ below; ANYWHERE when it is no weighted mean."""
        weights, values = self._terms(below, record), self._terms(above, record)
        if not weights or not all(self._is_weight(w, record) for w in weights) or len(values) > MOST_TERMS:
            return ANYWHERE
        by: dict[t.Expression, Range] = {w.factors[0]: Range(Fraction(0), Fraction(0)) for w in weights}
        for value in values:
            weight = next((f for f in value.factors if f in by), None)
            if weight is None:
                return ANYWHERE
            rest = list(value.factors)
            rest.remove(weight)
            worth = value.by
            for factor in rest:
                worth = times(worth, self.range_of(factor, record))
            by[weight] = plus(by[weight], worth)
        found = [times(by[w.factors[0]], Range(1 / w.by.low, 1 / w.by.low)) for w in weights if w.by.low]
        joined = found[0]
        for one in found[1:]:
            joined = joined.joined(one)
        return Range(joined.low, joined.high)

    def _is_weight(self, weight: Term, record: str) -> bool:
        """Whether a term of the divisor is something that is never negative, so many times."""
        if len(weight.factors) != 1 or weight.by.low is None or weight.by.low != weight.by.high or weight.by.low <= 0:
            return False
        low = self.range_of(weight.factors[0], record).low
        return low is not None and low >= 0

    def _terms(self, node: t.Expression, record: str) -> list[Term]:
        match node:
            case t.Arithmetic(operator="+" | "-"):
                right = self._terms(node.right, record)
                if node.operator == "-":
                    right = [Term(times(term.by, MINUS), term.factors) for term in right]
                return [*self._terms(node.left, record), *right]
            case t.Arithmetic(operator="*"):
                return [Term(times(a.by, b.by), (*a.factors, *b.factors))
                        for a in self._terms(node.left, record) for b in self._terms(node.right, record)]  # fmt: skip
            case t.Quantity():
                return [Term(self.range_of(node, record))]
            case t.ByReading():
                return self._terms(self.chosen(node), record)
            case t.Fold(kind="之和", value=value) if value is not None:
                return [Term(term.by, (self._folded(node, term),)) for term in self._terms(value, node.record)]
            case t.Name(text=name) if name in self.law.words.definitions and not record:
                value = self._behind(self.law.words.definitions[name].value)
                if isinstance(value, t.Arithmetic | t.Fold | t.Name) and not self.law.words.definitions[name].fillable:
                    return self._terms(value, record)
        return [Term(ONE, (node,))]

    def _behind(self, node: t.Expression) -> t.Expression:
        return self._behind(self.chosen(node)) if isinstance(node, t.ByReading) else node

    def _folded(self, node: t.Fold, term: Term) -> t.Expression:
        """The sum of one term's column over the same records; several columns multiplied stand for themselves."""
        one = term.factors[0] if len(term.factors) == 1 else t.Call("", term.factors)
        return t.Fold(node.kind, node.record, node.condition, one)
