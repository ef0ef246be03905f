"""Finding a provision by what one remembers of it: its citation, words of its text, the measure's name, its address.

`Cited.value` is how a clerk cites it, and means that provision alone: where several sentences stand under one citation,
it says which of them.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from office.ground.shelf import Edition, instruments

_MARKS = str.maketrans("《》", "  ")
HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Cited:
    """A provision of an edition in force: its address, the measure's name, its citation within it, its words."""

    address: str
    title: str
    cite: str
    text: str
    is_heading: bool = False

    @property
    def value(self) -> str:
        """The full citation."""
        return f"《{self.title}》{self.cite}"


@dataclass(frozen=True, slots=True)
class _Row:
    cited: Cited
    names: frozenset[str]
    haystack: str


def plain(text: str) -> str:
    """Letters and signs of one width, so that a comma is a comma; as many characters as before."""
    widths = [unicodedata.normalize("NFKC", sign) for sign in text]
    return "".join(one if len(one) == 1 else sign for one, sign in zip(widths, text, strict=True)).lower()


def looked_up(words: str, day: date, with_parameters: bool = False) -> list[tuple[Cited, bool]]:
    """The provisions that have all the words, each with whether the words are as good as its address.

    The exact ones first, then those whose citation or number it is, then by the order of the texts. Headings are found
    by their address only. `with_parameters`: the superior rules' values too, such as a period, by their names.
    """
    whole, tokens = _squeezed(words), [plain(word) for word in words.translate(_MARKS).split()]
    found = []
    for row in _rows_on(day, with_parameters) if tokens else ():
        is_exact = whole in (_squeezed(row.cited.address), _squeezed(row.cited.value))
        if is_exact or (not row.cited.is_heading and all(token in row.haystack for token in tokens)):
            found.append((row, is_exact))
    found.sort(key=lambda pair: (not pair[1], not _is_named(pair[0], tokens)))
    return [(row.cited, is_exact) for row, is_exact in found]


def _is_named(row: _Row, tokens: list[str]) -> bool:
    return any(token in row.names for token in tokens)


def value_of(address: str, day: date) -> str:
    """The full citation of an address; the address itself when there is none."""
    return next((row.cited.value for row in _rows_on(day, True) if row.cited.address == address), address)


def _rows_on(day: date, with_parameters: bool) -> Iterator[_Row]:
    for edition in instruments(day):
        if edition.law is not None:
            yield from _rows(edition)
            if with_parameters:
                yield from _parameters(edition, day)


@lru_cache(64)
def _rows(edition: Edition) -> tuple[_Row, ...]:
    """The provisions of a sound edition; kept as long as its files stay the same."""
    assert edition.law is not None
    provisions = list(edition.law.provisions.values())
    alike, count = Counter(row.cite for row in provisions), Counter[str]()
    rows = []
    for one in provisions:
        count[one.cite] += 1
        cite = f"{one.cite}（第{count[one.cite]}处）" if alike[one.cite] > 1 else one.cite
        rows.append(_row(Cited(one.address, edition.title, cite, one.text.strip(), one.kind == HEADING), one.cite))
    return tuple(rows)


def _parameters(edition: Edition, day: date) -> Iterator[_Row]:
    assert edition.law is not None
    for one in edition.law.parsed.parameters:
        if one.since <= day.isoformat() <= (one.until or "9999-12-31"):
            yield _row(Cited(f"{edition.id}/{one.name}", edition.title, one.name, one.authority), one.name)


def _row(cited: Cited, cite: str) -> _Row:
    names = frozenset({plain(cite), plain(cited.cite), plain(cited.address.partition("/")[2])})
    return _Row(cited, names, plain(" ".join([cited.title, cited.cite, cited.address, cited.text])))


def _squeezed(words: str) -> str:
    return "".join(plain(words).split())
