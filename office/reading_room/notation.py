"""The notation, set for reading: which words are its own, which command, which are remarks."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guiju import tree as t
from guiju.law import Words
from guiju.notation.lexer import CLAUSES, HEADS, KEYWORDS

# (kind, text): kind is "" for ordinary words, "k" for the notation's own, "m" for modal words, "c" for remarks.
Token = tuple[str, str]
_OWN = {**HEADS, **CLAUSES, **KEYWORDS}
_SPLIT = re.compile(r"(\s+|[，、；：（）。？,;:()「」＝])")


def tokens(line: str, label: str = "") -> tuple[Token, ...]:
    """A line of the notation in tokens; the label at its head is left out, since it stands above."""
    code, sign, remark = line.partition("#") if "「" not in line else (line, "", "")
    if label:
        code = re.sub(rf"^{re.escape(label)}\s+", "", code)
    found = [(_kind(part), part) for part in _SPLIT.split(code) if part]
    return tuple(found + ([("c", sign + remark)] if sign else []))


_MARKS = {
    "k": '<span class="own">{}</span>',
    "m": '<strong class="must">{}</strong>',
    "c": '<span class="remark">{}</span>',
}


@lru_cache(16_384)
def as_html(line: tuple[Token, ...]) -> SafeString:
    """A line for a page; made once, since a measure has thousands of words."""
    return format_html_join("", "{}", ((format_html(_MARKS.get(kind, "{}"), text),) for kind, text in line))


def _kind(word: str) -> str:
    return "" if word not in _OWN else "m" if _OWN[word] == "MODAL" else "k"


def type_words(type_: t.Type, words: Words) -> str:
    """What a fact may be: its options, or the range of a number."""
    options = words.kind(type_).options
    if options:
        return "｜".join(options)
    if type_.low and type_.high:
        return f"{type_.low.text}—{type_.high.text}"
    return type_.name
