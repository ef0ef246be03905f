"""Which norms hold in a row, as one number; what each such number means, evaluate's own `conclude` says.

A code has a bit for each distinct thing that decides: a norm applies, applies for certain, or waits for facts. So a
law of ten norms has at most a few hundred meanings, whatever the number of people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from guiju.columns.feasible import feasible
from guiju.columns.graph import Cell, Graph
from guiju.columns.refusals import Untranslatable
from guiju.columns.values import Maker, Truth

# Codes of up to so many bits may be looked up in a table; more bits than the other no number holds.
MOST_TABLED, MOST_BITS = 12, 62
# A table of texts with more different leaves than this is looked up by the code itself.
MOST_BRANCHES = 24
Ask = Callable[[Cell], list[int]]
Bits = tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One norm in a row: whether it applies as things stand, and whether it does for certain."""

    applies: Truth
    certain: Truth


@dataclass(slots=True)
class Codes:
    """The codes of some norms. `cells` are the bits; `known` are the codes that can occur."""

    make: Maker
    standings: list[Standing]
    cells: list[Cell] = field(default_factory=list)
    known: list[Bits] = field(default_factory=list)

    @property
    def graph(self) -> Graph:
        """The graph they are built on."""
        return self.make.graph

    def settle(self, ask: Ask | None) -> Codes:
        """Find the bits and the codes that can occur. Raises Untranslatable when there are too many."""
        found: dict[Cell, None] = {}
        for standing in self.standings:
            for truth in (standing.applies, standing.certain):
                for cell in (truth.yes, self.waits(truth)):
                    bit = cell.args[0] if cell.op == "not" else cell
                    if bit.op != "constant":
                        found[bit] = None
        self.cells = list(found)
        if len(self.cells) > MOST_BITS:
            raise Untranslatable(f"由太多的规则决定（{len(self.cells)}个条件）")
        known = feasible(self.cells)
        if known is None and len(self.cells) <= MOST_TABLED:
            known = [bits for bits in _all(len(self.cells)) if self._coherent(bits)]
        if known is None and ask is not None:
            known = [tuple(bool(code >> n & 1) for n in range(len(self.cells))) for code in sorted(ask(self.code))]
        if known is None:
            raise Untranslatable(f"由太多的规则决定（{len(self.cells)}个条件），须先看数据")
        self.known = known
        return self

    def waits(self, truth: Truth) -> Cell:
        """Whether it is unknown."""
        return self.graph.invert(self.make.known(truth.mask))

    @property
    def code(self) -> Cell:
        """The code of a row as a number."""
        graph = self.graph
        return graph.add((1, graph.choose(cell, graph.whole(1 << n), graph.zero)) for n, cell in enumerate(self.cells))

    def holds(self, cell: Cell, bits: Bits) -> bool:
        """The value of one of the deciding cells under a code."""
        if cell.op == "constant":
            return bool(cell.args[0])
        if cell.op == "not":
            return not self.holds(cell.args[0], bits)
        return bits[self.cells.index(cell)]

    def _coherent(self, bits: Bits) -> bool:
        """Whether nothing both holds and is unknown."""
        truths = [truth for s in self.standings for truth in (s.applies, s.certain)]
        return not any(self.holds(truth.yes, bits) and self.holds(self.waits(truth), bits) for truth in truths)

    def _state(self, truth: Truth, bits: Bits) -> str:
        return "yes" if self.holds(truth.yes, bits) else "open" if self.holds(self.waits(truth), bits) else "no"

    def states(self, bits: Bits) -> list[tuple[str, str]]:
        """Of each norm: applies and certain, each yes, no or open."""
        found = []
        for standing in self.standings:
            applies, certain = self._state(standing.applies, bits), self._state(standing.certain, bits)
            found.append((applies, certain))
        return found

    # --- meanings as cells

    def text(self, meanings: Sequence[str]) -> Cell:
        """The text each code means: a tree of choices, or where that would be large a table by the code."""
        tree = self._tree(list(zip(self.known, meanings, strict=True)))
        if _leaves(tree) <= MOST_BRANCHES or len(self.cells) > MOST_TABLED:
            return self._grown(tree, lambda meaning: self.graph.constant(meaning, "text"))
        place = dict(zip(self.known, meanings, strict=True))
        table = tuple(place.get(bits, "") for bits in _all(len(self.cells)))
        return self.graph.pick(self.code, table)

    def truth(self, meanings: Sequence[bool]) -> Cell:
        """Whether it is so under each code."""
        return self._grown(self._tree(list(zip(self.known, meanings, strict=True))), self.graph.truth)

    def _grown(self, tree: object, leaf: Callable[[Any], Cell]) -> Cell:
        if not isinstance(tree, Branch):
            return leaf(tree)
        return self.graph.choose(self.cells[tree.bit], self._grown(tree.yes, leaf), self._grown(tree.no, leaf))

    def _tree(self, rows: list[tuple[Bits, object]]) -> object:
        """The smallest tree a greedy choice of bits gives."""
        if not rows:
            return None
        meanings = {meaning for _, meaning in rows}
        if len(meanings) == 1:
            return meanings.pop()
        bit = min(range(len(self.cells)), key=lambda n: _disorder(rows, n))
        yes = self._tree([row for row in rows if row[0][bit]])
        no = self._tree([row for row in rows if not row[0][bit]])
        return Branch(bit, yes, no)


@dataclass(frozen=True, slots=True)
class Branch:
    """A choice by one bit of a code."""

    bit: int
    yes: object
    no: object


def _disorder(rows: list[tuple[Bits, object]], bit: int) -> tuple[int, int]:
    """How mixed the meanings stay when this bit is asked first; a bit that does not part the rows is of no use."""
    yes = {meaning for bits, meaning in rows if bits[bit]}
    no = {meaning for bits, meaning in rows if not bits[bit]}
    if not yes or not no:
        return 10**6, bit
    return len(yes) + len(no) - (len(yes) == 1) - (len(no) == 1), bit


def _leaves(tree: object) -> int:
    return _leaves(tree.yes) + _leaves(tree.no) if isinstance(tree, Branch) else 1


def _all(width: int) -> Iterator[Bits]:
    """Every code of so many bits, in the order of the numbers they are."""
    return (tuple(bool(code >> n & 1) for n in range(width)) for code in range(1 << width))


def joined(parts: Iterable[str]) -> str:
    """Addresses or options as a cell of a result holds them."""
    return "、".join(parts)
