"""Where the number of an expression can lie, by the declared ranges alone."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from guiju import tree as t
from guiju.law import Law
from guiju.prove.means import MINUS, Means
from guiju.prove.spans import ANYWHERE, Range, declared, plus, times


class Ranges:
    """The ranges of one law under fixed readings; `column` is the record whose columns are meant."""

    def __init__(self, law: Law, readings: dict[str, str]) -> None:
        self.law, self.readings = law, readings
        self.known: dict[str, Range] = {}
        self.means = Means(law, self.chosen, self.of)

    def chosen(self, node: t.ByReading) -> t.Expression:
        """The branch of the reading in force."""
        return node.under(self.readings)

    def of(self, node: t.Expression, record: str = "") -> Range:
        """The range of an expression; ANYWHERE when nothing is known."""
        match node:
            case t.Quantity():
                value = node.number
                return Range(value, value, value.denominator == 1)
            case t.Name(text=name):
                return self.named(name, record)
            case t.Negative(operand=operand):
                return times(self.of(operand, record), MINUS)
            case t.Arithmetic():
                return self._arithmetic(node, record)
            case t.Conditional(then=then, otherwise=otherwise):
                return self.of(then, record).joined(self.of(otherwise, record))
            case t.Lookup(rows=rows, otherwise=otherwise):
                values = [value for _, value in rows] + ([otherwise] if otherwise else [])
                return reduce(Range.joined, [self.of(v, record) for v in values])
            case t.ByReading():
                return self.of(self.chosen(node), record)
            case t.Fold():
                return self._fold(node)
            case t.Call(function="较大者" | "较小者" | "四舍五入" | "人数"):
                return self._call(node, record)
        return ANYWHERE

    def named(self, name: str, record: str = "") -> Range:
        """The range of a column, definition or fact."""
        columns = self.law.words.columns.get(record, {})
        if name in columns:
            return declared(columns[name].type)
        if name in self.law.words.definitions:
            if name not in self.known:
                self.known[name] = self.of(self.law.words.definitions[name].value)
            return self.known[name]
        fact = self.law.words.facts.get(name)
        return declared(fact.type) if fact else ANYWHERE

    def _arithmetic(self, node: t.Arithmetic, record: str) -> Range:
        left, right = self.of(node.left, record), self.of(node.right, record)
        if node.operator == "+":
            return plus(left, right)
        if node.operator == "-":
            return plus(left, times(right, MINUS))
        if node.operator == "*":
            return times(left, right)
        mean = self.means.of(node.left, node.right, record)
        positive = left.low is not None and left.low >= 0 and right.low is not None and right.low >= 0
        return mean if mean != ANYWHERE else Range(Fraction(0) if positive else None)

    def _fold(self, node: t.Fold) -> Range:
        if node.kind == "之数" or node.value is None:
            return Range(Fraction(0), None, True)
        one = self.of(node.value, node.record)
        if node.kind != "之和":
            return one
        low = Fraction(0) if one.low is not None and one.low >= 0 else None
        high = Fraction(0) if one.high is not None and one.high <= 0 else None
        return Range(low, high, one.whole)

    def _call(self, node: t.Call, record: str) -> Range:
        if node.function == "人数":
            return Range(Fraction(0), None, True)
        if node.function == "四舍五入":
            inner = self.of(node.arguments[0], record)
            return Range(inner.low and inner.low - 1, inner.high and inner.high + 1)
        found = [self.of(a, record) for a in node.arguments]
        pick = max if node.function == "较大者" else min
        lows, highs = [f.low for f in found if f.low is not None], [f.high for f in found if f.high is not None]
        # The larger of several is at least each one's least; the smaller at most each one's most.
        low = pick(lows) if lows and (pick is max or len(lows) == len(found)) else None
        high = pick(highs) if highs and (pick is min or len(highs) == len(found)) else None
        return Range(low, high, all(f.whole for f in found))
