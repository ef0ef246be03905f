"""How a name sounds, for search: 曾单 -> zengshan, zs. Surnames by our own table, the rest by pypinyin."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from pypinyin import Style, lazy_pinyin

FILE = Path(__file__).with_name("data") / "surnames.csv"


@cache
def surnames() -> dict[str, list[str]]:
    """Surnames that sound otherwise than the character alone, or have two characters: their syllables."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["surname"]: row["pinyin"].split() for row in csv.DictReader(file)}


def spell(name: str) -> tuple[str, str]:
    """The name in pinyin without tones, and its initials. What is no Chinese character stays, in small letters."""
    table = surnames()
    surname = next((name[:n] for n in (2, 1) if name[:n] in table and len(name) > n - 1), "")
    syllables = [*table.get(surname, []), *lazy_pinyin(name[len(surname) :], style=Style.NORMAL, v_to_u=False)]
    kept = ["".join(sign for sign in syllable.lower() if sign.isalnum()) for syllable in syllables]
    return "".join(kept), "".join(syllable[0] for syllable in kept if syllable)
