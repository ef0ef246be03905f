"""A range of numbers, and what becomes of it in sums and products."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from guiju import tree as t
from guiju.values import Number


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high` (None: without bound), and whether only whole numbers."""

    low: Fraction | None = None
    high: Fraction | None = None
    whole: bool = False

    def joined(self, other: Range) -> Range:
        """What either can be."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Range(low, high, self.whole and other.whole)


ANYWHERE = Range()


def declared(type_: t.Type) -> Range:
    """The range of a type as declared."""
    low, high = (None if bound is None else bound.number for bound in (type_.low, type_.high))
    return Range(low, high, type_.name == "整数")


def plus(a: Range, b: Range) -> Range:
    """The range of a sum."""
    low = None if a.low is None or b.low is None else a.low + b.low
    high = None if a.high is None or b.high is None else a.high + b.high
    return Range(low, high, a.whole and b.whole)


def times(a: Range, b: Range) -> Range:
    """The range of a product."""
    whole = a.whole and b.whole
    ends: list[Number | None] = [a.low, a.high, b.low, b.high]
    if None not in ends:
        products = [x * y for x in (a.low, a.high) for y in (b.low, b.high) if x is not None and y is not None]
        return Range(min(products), max(products), whole)
    for one, other in ((a, b), (b, a)):
        if one.low is not None and one.low == one.high:
            low, high = (None if end is None else end * one.low for end in (other.low, other.high))
            return Range(low, high, whole) if one.low >= 0 else Range(high, low, whole)
    positive = a.low is not None and b.low is not None and min(a.low, b.low) >= 0
    return Range(a.low * b.low if positive and a.low is not None and b.low is not None else None, None, whole)
