"""All doubts of a measure on a day: how each is read, on which document that rests, and which rules rest on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guiju import tree as t
from office.audit.models import Entry
from office.ground.shelf import Edition
from office.reading_room.models import Adoption
from office.reading_room.readings import adoptions, options_of


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt: its reading in force, the adoption behind it (None: nobody has confirmed it), the rules that use it.

    `is_gone`: what was adopted is no option of this edition any more, so the default holds.
    """

    reading: t.Reading
    in_force: str
    meaning: str
    adopted: Adoption | None
    rules: int
    is_gone: bool

    @property
    def rests_on_nothing(self) -> bool:
        """Whether it was adopted and no rule uses it: whatever it says, nothing is computed otherwise."""
        return self.adopted is not None and not self.rules


@dataclass(frozen=True, slots=True)
class Counts:
    """How many doubts there are, and of them: confirmed, not confirmed though rules rest on them, adopted in vain."""

    all: int
    confirmed: int
    unconfirmed: int
    in_vain: int


def rows(edition: Edition, day: date) -> list[Doubt]:
    """The doubts in the order of the text."""
    assert edition.law is not None
    found, used = adoptions(edition.id, day), _used(edition)
    return [_doubt(reading, found.get(reading.id), used.get(reading.id, 0)) for reading in edition.law.parsed.readings]


def _doubt(reading: t.Reading, adopted: Adoption | None, rules: int) -> Doubt:
    is_gone = adopted is not None and adopted.choice not in options_of(reading)
    choice = adopted.choice if adopted and not is_gone else reading.default
    return Doubt(reading, choice, dict(reading.options)[choice], adopted, rules, is_gone)


def _used(edition: Edition) -> dict[str, int]:
    """How many statements of the law use each reading, those without a number of their own included."""
    assert edition.law is not None
    counts: dict[str, int] = {}
    for statement in edition.law.statements:
        for key in {node.reading for node in t.walk(statement) if isinstance(node, t.ByReading)}:
            counts[key] = counts.get(key, 0) + 1
    return counts


def counts(found: Iterable[Doubt]) -> Counts:
    """The figures above the table."""
    listed = list(found)
    confirmed = sum(one.adopted is not None for one in listed)
    unconfirmed = sum(one.adopted is None and one.rules > 0 for one in listed)
    return Counts(len(listed), confirmed, unconfirmed, sum(one.rests_on_nothing for one in listed))


@dataclass(frozen=True, slots=True)
class Entered:
    """An adoption, and who entered it when, as the audit log has it."""

    row: Adoption
    entry: Entry | None


def history(instrument: str, key: str = "") -> list[Entered]:
    """All adoptions of a measure (or of one doubt), the latest first, with who entered them."""
    found = Adoption.objects.filter(instrument=instrument, **({"reading": key} if key else {}))
    rows_ = list(found.order_by("-since", "reading"))
    subjects = [f"reading_room.adoption:{row.pk}" for row in rows_]
    # By the subject alone: with the act asked too, the database would go through all entries of that act.
    entries = Entry.objects.filter(subject__in=subjects).order_by("subject", "-sequence")
    ours = (entry for entry in entries if entry.act == "reading_room.adopt" and entry.result == Entry.DONE)
    by_subject = {entry.subject: entry for entry in ours}
    return [Entered(row, by_subject.get(f"reading_room.adoption:{row.pk}")) for row in rows_]
