"""The things that entries are about, in words: what kind of thing, and its name where the reader may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from office.ground.offers import things

# What an attempt without anything it could be about is written down as.
_NOTHING = {"", "None"}


def in_words(subjects: Iterable[str]) -> dict[str, str]:
    """What the chain's subjects (`people.person:12`) are called; one of no known kind stays as it is written."""
    known, numbers = things(), defaultdict[str, set[str]](set)
    wanted = set(subjects)
    for kind, _colon, number in (subject.partition(":") for subject in wanted):
        if kind in known and number.isdecimal():
            numbers[kind].add(number)
    names = {kind: known[kind].names(found) for kind, found in numbers.items()}
    told = {}
    for subject in wanted:
        kind, _colon, number = subject.partition(":")
        if kind in known:
            told[subject] = f"{known[kind].label}{_told(names.get(kind, {}).get(number, ''), number)}"
        else:
            told[subject] = "" if subject in _NOTHING else subject
    return told


def _told(name: str, number: str) -> str:
    if not number:
        return ""
    return f"　{name}" if name else "　" + _("第%(number)s号") % {"number": number}
