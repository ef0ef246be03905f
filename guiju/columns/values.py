"""What an expression of the law is in the graph: a payload, whether it is 无, and which unknown facts it waits for.

`mask` is a bit set of facts; 0 is known. Where it is not 0 the payload means nothing, but stays within its range.
`nothing` says where the value is 无 and counts only where the mask is 0. `yes` is never true where the mask is not 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from guiju.columns.graph import Cell, Graph

Factors = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """是, 否 or unknown."""

    yes: Cell
    mask: Cell


@dataclass(frozen=True, slots=True)
class Number:
    """Σ part ÷ (denominator × its factors); the factors are columns that are positive in every row."""

    parts: tuple[tuple[Factors, Cell], ...]
    denominator: int
    nothing: Cell
    mask: Cell


@dataclass(frozen=True, slots=True)
class Word:
    """A text or an option; 无 is written so. `test` finds by another way whether it is one of some words."""

    text: Cell
    nothing: Cell
    mask: Cell
    test: Callable[[Callable[[str], bool]], Cell] | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    day: Cell
    nothing: Cell
    mask: Cell


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names, of which only the count is ever asked."""

    count: Cell
    nothing: Cell
    mask: Cell


@dataclass(frozen=True, slots=True)
class Absence:
    """无, written as such."""

    nothing: Cell
    mask: Cell


Value = Truth | Number | Word | Day | Names | Absence


class Facts:
    """Numbers the facts that may be unknown: a bit each."""

    MOST = 62

    def __init__(self) -> None:
        self.names: list[str] = []

    def bit(self, fact: str) -> int:
        """The bit of a fact."""
        if fact not in self.names:
            self.names.append(fact)
        return 1 << self.names.index(fact)

    def of(self, mask: int) -> frozenset[str]:
        """The facts of a mask."""
        return frozenset(name for n, name in enumerate(self.names) if mask >> n & 1)


class Maker:
    """Builds truth values and choices on a graph."""

    def __init__(self, graph: Graph, facts: Facts) -> None:
        self.graph, self.facts = graph, facts

    def truth(self, value: bool) -> Truth:
        """A truth that stands in the law."""
        return Truth(self.graph.truth(value), self.graph.zero)

    def unknown(self, fact: str) -> Cell:
        """The mask of one fact."""
        return self.graph.whole(self.facts.bit(fact))

    def known(self, mask: Cell) -> Cell:
        """Whether nothing is unknown."""
        return self.graph.compare("=", mask, self.graph.zero)

    def settled(self, yes: Cell, mask: Cell) -> Truth:
        """A truth from a payload that may say anything where the mask is not 0."""
        return Truth(self.graph.both(yes, self.known(mask)), mask)

    def no(self, value: Truth) -> Cell:
        """Whether it is known not to hold."""
        return self.graph.both(self.graph.invert(value.yes), self.known(value.mask))

    def both(self, parts: Iterable[Truth]) -> Truth:
        """且: one 否 settles it."""
        found = self._telling(parts, self.graph.true)
        yes = self.graph.both(*(p.yes for p in found))
        return Truth(yes, self._open(found, [self.no(p) for p in found]))

    def either(self, parts: Iterable[Truth]) -> Truth:
        """或: one 是 settles it."""
        found = self._telling(parts, self.graph.false)
        yes = self.graph.either(*(p.yes for p in found))
        return Truth(yes, self._open(found, [p.yes for p in found]))

    def _telling(self, parts: Iterable[Truth], neutral: Cell) -> list[Truth]:
        """The parts without those that never change anything."""
        zero = self.graph.zero
        return [p for p in parts if not (p.yes is neutral and p.mask is zero)] or [Truth(neutral, zero)]

    def _open(self, parts: list[Truth], settling: list[Cell]) -> Cell:
        masks = [p.mask for p in parts]
        open_ = self.graph.bits(*masks) if masks else self.graph.zero
        if len({*masks}) == 1:
            return open_  # all are unknown together, and then none settles it
        return self.graph.choose(self.graph.either(*settling), self.graph.zero, open_)

    def invert(self, value: Truth) -> Truth:
        """非"""
        return Truth(self.no(value), value.mask)

    def chosen_mask(self, condition: Truth, yes: Cell, no: Cell, alike: Cell) -> Cell:
        """The mask of 若 … 则 … 否则 …: while the condition is unknown, known only where both sides are `alike`."""
        graph = self.graph
        one = graph.choose(condition.yes, yes, no)
        if condition.mask is graph.zero:
            return one
        waiting = graph.choose(alike, graph.zero, graph.bits(condition.mask, yes, no))
        return graph.choose(self.known(condition.mask), one, waiting)
