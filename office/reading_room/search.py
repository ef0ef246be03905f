"""Looking for words in all the texts: sentences as issued, the doubts about them, and places such as 三、3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from office.ground.citing import plain
from office.ground.shelf import Edition, instruments
from office.reading_room.page import Passage, page_of

MOST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that was found, cut at the words looked for; `anchor` is where it stands in the page."""

    edition: Edition
    anchor: str
    cite: str
    pieces: tuple[tuple[bool, str], ...]
    note: str = ""


def search(asked: str, day: date) -> list[Hit]:
    """Sentences that hold all the words, then doubts that do; by instrument, in the order of the text."""
    words = [plain(word) for word in asked.split()]
    sound = [edition for edition in instruments(day) if edition.law] if words else []
    return [hit for edition in sound for hit in _in_edition(edition, words)][:MOST]


def _in_edition(edition: Edition, words: list[str]) -> list[Hit]:
    found = []
    for passage in page_of(edition).passages:
        cites = "、".join(dict.fromkeys(entry.cite for entry in passage.entries))
        if _holds(passage.text, words) or _is_place(passage, words):
            found.append(Hit(edition, anchor_of(passage), cites, cut(passage.text, words)))
        for reading in passage.readings:
            told = "　".join([reading.question, *(f"{name}：{meaning}" for name, meaning in reading.options)])
            if _holds(told, words) or plain(reading.id) in words:
                found.append(Hit(edition, reading.id, cites, cut(told, words), reading.id))
    return found


def anchor_of(passage: Passage) -> str:
    """The first provision of a passage, else the passage itself."""
    return passage.entries[0].label if passage.entries else f"p{passage.number}"


def _holds(text: str, words: list[str]) -> bool:
    squeezed = plain(text)
    return all(word in squeezed for word in words)


def _is_place(passage: Passage, words: list[str]) -> bool:
    places = {plain(place) for e in passage.entries for place in (e.label, e.address, e.cite)}
    return len(words) == 1 and words[0] in places


def cut(text: str, words: list[str]) -> tuple[tuple[bool, str], ...]:
    """The text in pieces: (whether it is one of the words, piece)."""
    pieces, at, low = [], 0, plain(text)
    while at < len(text):
        places = [(low.find(word, at), -len(word)) for word in words if low.find(word, at) >= 0]
        if not places:
            break
        start, length = min(places)
        pieces += [(False, text[at:start])] if start > at else []
        pieces.append((True, text[start : start - length]))
        at = start - length
    return tuple(pieces + ([(False, text[at:])] if at < len(text) else []))
