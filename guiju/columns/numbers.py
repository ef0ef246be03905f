"""Exact numbers: sums of fractions over named columns, put over one denominator only where they are compared or shown.

75 + 2a/n + b/2m stays three parts until then, so that the denominator is 2nm and not the product of all written ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import gcd, lcm

from guiju.columns.graph import Cell, Graph
from guiju.columns.values import Factors, Maker, Number, Truth

DIVIDED_BY_ZERO = "除数为零"
Range = tuple[int, int]


class Numbers:
    """Arithmetic on Number values. `ranges` are what more is known of divisors, by their spelling."""

    def __init__(self, maker: Maker, ranges: dict[str, Range]) -> None:
        self.maker, self.graph, self.ranges = maker, maker.graph, ranges
        # Divisors whose own range does not exclude zero: worth measuring.
        self.doubtful: dict[str, Cell] = {}

    def exact(self, value: int | Fraction) -> Number:
        """A number that stands in the law."""
        value = Fraction(value)
        graph = self.graph
        return Number((((), graph.whole(value.numerator)),), value.denominator, graph.false, graph.zero)

    def of(self, cell: Cell, scale: int, nothing: Cell, mask: Cell) -> Number:
        """A stored number in units of 10**-scale."""
        return self._reduced(Number((((), cell),), 10**scale, nothing, mask))

    def constant(self, number: Number) -> Fraction | None:
        """Its value when it is the same in every row."""
        if len(number.parts) != 1 or number.parts[0][0] or number.parts[0][1].constant is None:
            return None
        return Fraction(number.parts[0][1].constant, number.denominator)

    # --- arithmetic

    def add(self, left: Number, right: Number, sign: int = 1) -> Number:
        """left + right, or with sign -1 left - right."""
        common = lcm(left.denominator, right.denominator)
        terms: dict[Factors, list[tuple[int, Cell]]] = {}
        for number, by in ((left, 1), (right, sign)):
            for factors, cell in number.parts:
                terms.setdefault(factors, []).append((by * common // number.denominator, cell))
        parts = tuple((factors, self.graph.add(found)) for factors, found in terms.items())
        return self._reduced(self._together(parts, common, left, right))

    def negative(self, number: Number) -> Number:
        """-number"""
        parts = tuple((factors, self.graph.add([(-1, cell)])) for factors, cell in number.parts)
        return replace(number, parts=parts)

    def times(self, left: Number, right: Number) -> Number:
        """left × right"""
        terms: dict[Factors, list[tuple[int, Cell]]] = {}
        for over, one in left.parts:
            for under, other in right.parts:
                factors = tuple(sorted(over + under, key=lambda cell: cell.number))
                terms.setdefault(factors, []).append((1, self.graph.times(one, other)))
        parts = tuple((factors, self.graph.add(found)) for factors, found in terms.items())
        return self._reduced(self._together(parts, left.denominator * right.denominator, left, right))

    def divide(self, left: Number, right: Number) -> Number:
        """left ÷ right; by zero it is unknown."""
        graph = self.graph
        top, bottom, under = self.single(right)
        value, factor = self._content(top)
        if value < 0:
            value, bottom = -value, -bottom
        if not value:
            value, factor = 1, graph.zero
        size = graph.absolute(self._measured(factor))
        mask, nothing = graph.bits(left.mask, right.mask), graph.either(left.nothing, right.nothing)
        if size.low <= 0:
            is_zero = graph.compare("=", factor, graph.zero)
            none = graph.both(is_zero, self.maker.known(mask), graph.invert(nothing))
            mask = graph.choose(none, self.maker.unknown(DIVIDED_BY_ZERO), mask)
            size = self._positive(is_zero, size)
        upper = self.times(left, Number((((), graph.whole(bottom)),), value, graph.false, graph.zero))
        if factor.low < 0:
            upper = self._signed(upper, factor)
        parts = tuple(self._over(cell, factors, under, size) for factors, cell in upper.parts)
        return self._reduced(Number(parts, upper.denominator, nothing, mask))

    def _measured(self, factor: Cell) -> Cell:
        """The divisor with what the data say of its range."""
        if factor.low > 0 or factor.op == "constant":
            return factor
        key = spelled(factor)
        self.doubtful[key] = factor
        low, high = self.ranges.get(key, (factor.low, factor.high))
        return self.graph.bounded(factor, low, high)

    def _positive(self, is_zero: Cell, size: Cell) -> Cell:
        """The divisor with 1 in place of 0: its value is not used there, but must not spoil what is."""
        return self.graph.bounded(self.graph.choose(is_zero, self.graph.one, size), 1, max(size.high, 1))

    def _signed(self, number: Number, factor: Cell) -> Number:
        graph = self.graph
        sign = graph.choose(graph.compare("<", factor, graph.zero), graph.whole(-1), graph.one)
        return replace(number, parts=tuple((factors, graph.times(sign, cell)) for factors, cell in number.parts))

    def _over(self, cell: Cell, factors: Factors, raised: Factors, size: Cell) -> tuple[Factors, Cell]:
        """cell ÷ factors × raised ÷ size, with what is above and below taken away."""
        below, above = Counter(factors), Counter(raised)
        above, below = above - below, below - above
        if size.op == "constant":
            assert size.args[0] == 1
        elif above[size]:
            above[size] -= 1
        else:
            below[size] += 1
        top = self.graph.times(self._product(tuple(above.elements())), cell)
        return tuple(sorted(below.elements(), key=lambda c: c.number)), top

    def _together(self, parts: tuple[tuple[Factors, Cell], ...], denominator: int, *of: Number) -> Number:
        graph = self.graph
        nothing, mask = graph.either(*(n.nothing for n in of)), graph.bits(*(n.mask for n in of))
        kept = tuple((factors, cell) for factors, cell in parts if cell.constant != 0) or (((), graph.zero),)
        return Number(kept, denominator, nothing, mask)

    def _reduced(self, number: Number) -> Number:
        divisor = gcd(number.denominator, *(_content(cell) for _, cell in number.parts))
        if divisor == 1:
            return number
        parts = tuple((factors, self._divided(cell, divisor)) for factors, cell in number.parts)
        return replace(number, parts=parts, denominator=number.denominator // divisor)

    def _divided(self, cell: Cell, by: int) -> Cell:
        if by == 1:
            return cell
        if cell.op == "constant":
            return self.graph.whole(cell.args[0] // by)
        if cell.op != "add":
            return self.graph.add([(by, cell)])  # one piece has no content but its sign
        constant, *terms = cell.args
        return self.graph.add([(c // by, part) for c, part in terms], constant // by)

    def _content(self, cell: Cell) -> tuple[int, Cell]:
        """A cell as coefficient × the rest, the rest one piece."""
        if cell.op == "constant":
            return cell.args[0], self.graph.one
        content = _content(cell)
        if cell.high <= 0:
            content = -content
        return content, self.graph.closed(self._divided(cell, content))

    # --- over one denominator

    def single(self, number: Number) -> tuple[Cell, int, Factors]:
        """Numerator, whole denominator and factors."""
        needed: Counter[Cell] = Counter()
        for factors, _ in number.parts:
            needed |= Counter(factors)
        common = tuple(sorted(needed.elements(), key=lambda cell: cell.number))
        top = self.graph.add((1, self._raised(cell, factors, needed)) for factors, cell in number.parts)
        divisor = gcd(number.denominator, _content(top))
        return self._divided(top, divisor), number.denominator // divisor, common

    def _raised(self, cell: Cell, has: Factors, needed: Counter[Cell]) -> Cell:
        missing = tuple(sorted((needed - Counter(has)).elements(), key=lambda c: c.number))
        value, rest = self._content(cell)
        return self.graph.add([(value, self.graph.times(self._product(missing), rest))])

    def _product(self, factors: Factors) -> Cell:
        found = self.graph.one
        for factor in factors:
            found = self.graph.times(found, factor)
        return found

    def denominator(self, whole: int, factors: Factors) -> Cell:
        """The denominator as one cell."""
        return self.graph.add([(whole, self._product(factors))])

    def sealed(self, number: Number) -> Number:
        """A number whose parts stay one piece each, as the value of a definition that others use."""
        pieces = [(factors, self._content(cell)) for factors, cell in number.parts]
        return replace(number, parts=tuple((f, self.graph.add([(c, rest)])) for f, (c, rest) in pieces))

    # --- comparing, choosing, rounding

    def compared(self, operator: str, left: Number, right: Number) -> Cell:
        """Whether left = > >= < <= right, payloads only."""
        (a, d, over), (b, e, under) = self.single(left), self.single(right)
        above, below = Counter(over), Counter(under)
        one = self._crossed(a, e, _sorted(below - above))
        other = self._crossed(b, d, _sorted(above - below))
        common = gcd(_content(one), _content(other)) or 1
        return self.graph.compare(operator, self._divided(one, common), self._divided(other, common))

    def _crossed(self, cell: Cell, by: int, factors: Factors) -> Cell:
        """cell × by × factors, the cell kept in one piece so that several comparisons share it."""
        value, rest = self._content(cell)
        return self.graph.add([(by * value, self.graph.times(self._product(factors), rest))])

    def chosen(self, condition: Cell, yes: Number, no: Number) -> tuple[tuple[tuple[Factors, Cell], ...], int]:
        """Parts and denominator of whichever the condition picks."""
        common = lcm(yes.denominator, no.denominator)
        sides = [
            {factors: self.graph.add([(common // side.denominator, cell)]) for factors, cell in side.parts}
            for side in (yes, no)
        ]
        keys = dict.fromkeys((*sides[0], *sides[1]))
        zero = self.graph.zero
        return tuple((k, self.graph.choose(condition, *(s.get(k, zero) for s in sides))) for k in keys), common

    def lookup(self, rows: list[tuple[Cell, Number]], otherwise: Number, choose: Callable[..., Number]) -> Number:
        """The first number whose condition holds; all are first put over one denominator."""
        common = lcm(otherwise.denominator, *(value.denominator for _, value in rows))
        found = self._scaled(otherwise, common)
        for condition, value in reversed(rows):
            found = choose(Truth(condition, self.graph.zero), self._scaled(value, common), found)
        return self._reduced(found)

    def _scaled(self, number: Number, denominator: int) -> Number:
        by = denominator // number.denominator
        parts = tuple((factors, self.graph.add([(by, cell)])) for factors, cell in number.parts)
        return replace(number, parts=parts, denominator=denominator)

    def rounded(self, number: Number, places: int) -> Number:
        """四舍五入: halves go away from zero."""
        graph = self.graph
        top, whole, factors = self.single(number)
        below = self.denominator(2 * whole, factors)
        above = graph.add([(2 * 10**places, graph.absolute(top)), (1, self.denominator(whole, factors))])
        size = graph.quotient(above, below)
        if top.low < 0:
            size = graph.choose(graph.compare("<", top, graph.zero), graph.add([(-1, size)]), size)
        return Number((((), size),), 10**places, number.nothing, number.mask)


def _content(cell: Cell) -> int:
    """The greatest number that divides every term."""
    if cell.op == "constant":
        return abs(int(cell.args[0]))
    return gcd(cell.args[0], *(c for c, _ in cell.args[1:])) if cell.op == "add" else 1


def _sorted(factors: Counter[Cell]) -> Factors:
    return tuple(sorted(factors.elements(), key=lambda cell: cell.number))


def spelled(cell: Cell) -> str:
    """What a cell computes, as text: the same for the same law and readings, whatever is known of the ranges."""
    if cell.op in ("closed", "bounded"):
        return spelled(cell.args[0])
    return f"{cell.op}({', '.join(_spelled(arg) for arg in cell.args)})"


def _spelled(argument: object) -> str:
    if isinstance(argument, Cell):
        return spelled(argument)
    return f"({','.join(map(_spelled, argument))})" if isinstance(argument, tuple) else str(argument)


__all__ = ["DIVIDED_BY_ZERO", "Graph", "Numbers", "Range", "spelled"]
