"""A law file as something to read: sentence by sentence, verbatim, with what stands under each.

Made from the law alone, once for each content; what is adopted, tested or found is put beside it by the view.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from guiju import tree as t
from guiju.drafting.coverage import status
from guiju.drafting.show import source_of
from guiju.evaluate.fired import standing
from guiju.law import Law
from guiju.notation.reader import Block, squeeze, strip_heading
from office.ground.shelf import Edition
from office.reading_room.notation import Token, tokens, type_words

_HEADING = re.compile(r"^(#{1,6})\s")
_STOPS, _ENDS = "。；;：:，,、！？）)》”", "。；;"
_NUMERALS = "一二三四五" + "六七八九十"
_NUMBERED = re.compile(rf"[（(]?[{_NUMERALS}\d]+[）)、.．]|第.{{1,3}}[条章篇]")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a rule reads: its question, what it may be, who finds it and what must then be recorded."""

    name: str
    question: str
    type: str
    found_by: str
    records: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A provision: where it stands, its words when they are not the whole sentence, how it is run."""

    label: str
    address: str
    cite: str
    text: str
    status: str
    reason: str
    lines: tuple[tuple[Token, ...], ...]
    facts: tuple[Fact, ...]
    rests_on: tuple[str, ...]


@dataclass(slots=True)
class Passage:
    """One line of the text as issued. `level` is 0 for a sentence; `begins` whether a paragraph begins with it."""

    number: int
    text: str
    level: int
    begins: bool
    entries: list[Entry] = field(default_factory=list)
    readings: list[t.Reading] = field(default_factory=list)
    parameters: list[t.ParameterValue] = field(default_factory=list)
    words: list[tuple[Token, ...]] = field(default_factory=list)
    parts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_rule(self) -> bool:
        """Whether there is anything to run under it, or words it needs."""
        return bool(self.words) or any(entry.lines for entry in self.entries)


@dataclass(frozen=True, slots=True)
class LawPage:
    """All passages, what stands before the first, and the headings for a table of contents.

    `paragraphs` are the same passages as they run on in the text as issued; a heading is one of its own.
    """

    passages: tuple[Passage, ...]
    preface: Passage
    contents: tuple[Passage, ...]
    paragraphs: tuple[tuple[Passage, ...], ...]


@lru_cache(64)
def page_of(edition: Edition) -> LawPage:
    """The page of a sound edition; kept as long as its files stay the same."""
    assert edition.law is not None
    return _Maker(edition.law).page()


class _Maker:
    """Walks the file once: lines of prose open passages, blocks belong to the passage above."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.starts = _paragraph_starts(law)
        self.seen: set[str] = set()
        self.offset = 0

    def page(self) -> LawPage:
        """The page."""
        preface = current = Passage(0, "", 0, True)
        passages: list[Passage] = []
        pieces: list[tuple[int, str | Block]] = [(line, text) for line, text in self.law.source.prose if text.strip()]
        pieces += [(block.first_line, block) for block in self.law.source.blocks]
        for _, piece in sorted(pieces, key=lambda piece: piece[0]):
            if isinstance(piece, Block):
                self._block(current, piece)
            else:
                current = self._passage(len(passages) + 1, piece)
                passages.append(current)
        for passage in passages:
            passage.parts = _parts(passage)
        contents = tuple(passage for passage in passages if passage.level > 1)
        return LawPage(tuple(passages), preface, contents, _paragraphs(passages))

    def _passage(self, number: int, line: str) -> Passage:
        heading = _HEADING.match(line)
        text = strip_heading(line).strip()
        begins = self.starts is None or self.offset in self.starts
        self.offset += len(squeeze(text))
        return Passage(number, text, len(heading[1]) if heading else 0, begins)

    def _block(self, passage: Passage, block: Block) -> None:
        if block.kind == "读法":
            passage.readings += [r for r in self.law.parsed.readings if r.id in block.words]
        elif block.kind == "参数":
            passage.parameters += [p for p in self.law.parsed.parameters if p.name in block.words]
        else:
            self._statements(passage, block)

    def _statements(self, passage: Passage, block: Block) -> None:
        last = block.first_line + len(block.lines)
        within = [s for s in self.law.statements if block.first_line - 1 <= s.span.line < last]
        for label in dict.fromkeys(s.label for s in within if s.label and s.label not in self.seen):
            self.seen.add(label)
            passage.entries.append(self._entry(label, passage))
        for line in _unlabelled(self.law, within):
            passage.words.append(line)

    def _entry(self, label: str, passage: Passage) -> Entry:
        found = [s for s in self.law.statements if s.label == label]
        row = self.law.provision(f"{self.law.id}/{label}")
        reasons = [s.reason for s in found if isinstance(s, t.NotComputed)]
        lines: list[str] = []
        for statement in found if not reasons else []:
            lines += [line for line in source_of(self.law, statement) if line not in lines]
        nodes = [node for s in found for node in t.walk(s)]
        used = dict.fromkeys(node.reading for node in nodes if isinstance(node, t.ByReading))
        text = row.text if squeeze(row.text) != squeeze(passage.text) else ""
        return Entry(
            label, row.address, row.cite, text, status(self.law, standing(self.law, label)), "".join(reasons),
            tuple(tokens(line, label) for line in lines), self._facts(nodes), tuple(used),
        )  # fmt: skip

    def _facts(self, nodes: list[t.Node]) -> tuple[Fact, ...]:
        names = dict.fromkeys(node.text for node in nodes if isinstance(node, t.Name))
        decls = [self.law.words.facts[name] for name in names if name in self.law.words.facts]
        return tuple(
            Fact(d.name, d.question, type_words(d.type, self.law.words), "、".join(d.found_by), "、".join(d.records))
            for d in decls
        )


def _unlabelled(law: Law, within: list[t.Statement]) -> list[tuple[Token, ...]]:
    """The lines of a block's statements that have no label of their own."""
    lines: list[str] = []
    for statement in within:
        if not statement.label:
            lines += [line for line in source_of(law, statement) if line not in lines]
    return [tokens(line) for line in lines]


def _paragraphs(passages: list[Passage]) -> tuple[tuple[Passage, ...], ...]:
    """The passages by paragraph."""
    found: list[list[Passage]] = []
    for passage in passages:
        if found and _runs_on(found[-1][-1], passage):
            found[-1].append(passage)
        else:
            found.append([passage])
    return tuple(map(tuple, found))


def _runs_on(before: Passage, passage: Passage) -> bool:
    """Whether it stands in one paragraph with the passage before it: also where the line was broken in mid-sentence."""
    if before.level or passage.level:
        return False
    broken = before.text[-1:] not in _STOPS and passage.text[-1:] in _ENDS and not _NUMBERED.match(passage.text)
    return broken or not passage.begins


def _paragraph_starts(law: Law) -> set[int] | None:
    """Where the paragraphs of the text as issued begin, counted in characters without white space."""
    source = law.folder / "source.txt"
    if not source.is_file():
        return None
    starts, offset = set(), 0
    for line in source.read_text(encoding="utf-8-sig").splitlines():
        starts.add(offset)
        offset += len(squeeze(line))
    return starts


def _parts(passage: Passage) -> list[tuple[str, str]]:
    """The sentence cut into the provisions it holds, as (label or "", text), so that each can be pointed at."""
    parts: list[tuple[str, str]] = []
    rest = passage.text
    for entry in passage.entries:
        at = rest.find(entry.text) if entry.text else -1
        if at >= 0:
            parts += [("", rest[:at])] if at else []
            parts.append((entry.label, entry.text))
            rest = rest[at + len(entry.text) :]
    return [*parts, ("", rest)] if rest else parts
