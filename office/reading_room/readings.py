"""How the measures are read here on a day: the defaults of the law files, and what was adopted instead.

What decides, tries out or appraises takes `in_force(edition, day)` and hands it to the core.
"""

from __future__ import annotations

from datetime import date

from guiju import tree as t
from guiju.check import BASELINE
from guiju.law import Law
from office.ground.shelf import Edition
from office.reading_room.models import Adoption


def adoptions(instrument: str, day: date) -> dict[str, Adoption]:
    """The adoptions that hold on the day, by reading: the instrument's own, and those of the baseline behind it."""
    rows = Adoption.objects.on(day).filter(instrument__in=[BASELINE, instrument])
    return {row.reading: row for row in sorted(rows, key=lambda row: row.instrument == instrument)}


def in_force(edition: Edition, day: date) -> dict[str, str]:
    """What was adopted, by reading; only what this edition knows. The rest is read as the law file proposes."""
    if edition.law is None:
        return {}
    known = {reading.id: options_of(reading) for reading in all_readings(edition.law)}
    found = adoptions(edition.id, day)
    return {key: row.choice for key, row in found.items() if row.choice in known.get(key, ())}


def all_readings(law: Law) -> list[t.Reading]:
    """The law's own doubts, then those of the baseline behind it."""
    behind = law.baseline.parsed.readings if law.baseline and law.baseline is not law else []
    own = {reading.id for reading in law.parsed.readings}
    return [*law.parsed.readings, *(reading for reading in behind if reading.id not in own)]


def options_of(reading: t.Reading) -> list[str]:
    """The names of a reading's options."""
    return [name for name, _ in reading.options]


def reading_of(law: Law, key: str) -> t.Reading | None:
    """One of the law's own readings by its number."""
    return next((reading for reading in law.parsed.readings if reading.id == key), None)
