"""Hints for a slip of the pen: the nearest known word, a space that is missing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from fractions import Fraction

from guiju.notation.lexer import KEYWORDS

_HALF_ALIKE = Fraction(1, 2)


def closest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, or "" when none is at least half alike."""
    close = difflib.get_close_matches(word, list(known), 1, _HALF_ALIKE)  # type: ignore[call-overload]
    return close[0] if close else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """`是否指「考核得分」？` when a known name is close, else an empty text."""
    signs = set(word)
    alike = [name for name in known if 2 * len(signs & set(name)) >= min(len(signs), len(name))]
    close = closest(word, alike) if len(word) < 100 else ""
    return f"是否指「{close}」？" if close else ""


def spaced(word: str, known: Iterable[str]) -> str:
    """`发现人是主要领导` -> `是否少了空格：「发现人 是 主要领导」？` when it is made up of known words."""
    vocabulary = set(known) | KEYWORDS.keys()
    ways: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, min(len(word), 60) + 1):
        for start in range(end):
            before, last = ways[start], word[start:end]
            shortest = ways[end]
            if before is not None and last in vocabulary and (shortest is None or len(before) + 1 < len(shortest)):
                ways[end] = [*before, last]
    found = ways[-1]
    return f"是否少了空格：「{' '.join(found)}」？" if found and len(found) > 1 else ""
