"""The laws that defects are planted in, taken apart into sentences with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from guiju import tree as t
from guiju.check import check, open_law
from guiju.law import Law, builtin
from guiju.notation.builder import join_guards
from guiju.notation.grammar import START, parse_statement
from guiju.notation.lexer import statements

TOWNS = Path(__file__).parent.parent / "tests/laws"
CLEAN = ("clean-regulation", "clean-appraisal")
BUILTIN = ("appraisal", "work-errors", "admission", "enforcement", "clean-government")
OTHERS = ("another-town-accountability", "another-town-appraisal")
SEEDS = (*CLEAN, *BUILTIN, *OTHERS)


@dataclass(frozen=True)
class Sentence:
    """One sentence of a block: its node (guards of the block's header joined), its lines as (first, last), from 1.

    `opening` is the line its block opens at.
    """

    block: str
    node: Any
    first: int
    last: int
    address: str
    opening: int = 0

    @property
    def is_header(self) -> bool:
        """Whether it is the condition over the sentences below it."""
        return isinstance(self.node, t.Guards)


@dataclass(frozen=True)
class Seed:
    """A law file as written."""

    name: str
    text: str
    law: Law

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file; line n of the file is lines[n - 1]."""
        return self.text.split("\n")

    @cached_property
    def sentences(self) -> list[Sentence]:
        """All sentences, in the order of the text."""
        return list(_sentences(self.law))

    def of(self, *kinds: type) -> list[Sentence]:
        """The sentences whose nodes are of some kinds."""
        return [s for s in self.sentences if isinstance(s.node, kinds)]

    def written(self, sentence: Sentence) -> str:
        """The sentence as it stands in the file."""
        return "\n".join(self.lines[sentence.first - 1 : sentence.last])


def folder_of(name: str) -> Path:
    """Where a seed's law file lies."""
    return TOWNS / name if (TOWNS / name).is_dir() else builtin().root / name


def open_seed(name: str) -> Seed:
    """A seed by name; its law must be without errors."""
    law = open_law(folder_of(name))
    assert check(law) == [], name
    return Seed(name, (folder_of(name) / "law.md").read_text(encoding="utf-8"), law)


def _sentences(law: Law) -> Iterator[Sentence]:
    for block in law.source.blocks:
        header = t.Guards()
        for text in statements(block) if block.kind in START else ():
            node = parse_statement(START[block.kind], text)
            first, last = text.line, max(token.line for token in text.tokens if token.line)
            if isinstance(node, t.Guards):
                header = node
            elif isinstance(node, t.Norm | t.Step):
                node = replace(node, guards=join_guards(header, node.guards))
            address = law.address(node) if isinstance(node, t.Statement) else ""
            yield Sentence(block.kind, node, first, last, address, block.first_line)
