"""Appending to the chain, inside the transaction of the act; and reading it out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, models

from guiju import chain
from guiju.chain.entries import canonical
from office.audit.models import Entry
from office.ground import clock

_LOCK = 0x6775696A75  # "guiju": the advisory lock of the chain's head


@dataclass(frozen=True, slots=True)
class Note:
    """What one entry is to say, before it gets its number: the act, on what, what changed, who by what right."""

    act: str
    act_id: str
    subject: str
    changes: Mapping[str, Any]
    actor: str
    name: str
    roles: str
    reason: str
    result: str = Entry.DONE


def take_turn() -> None:
    """Wait until no other act is under way. Call it first in a transaction; SQLite's IMMEDIATE has done it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def append(notes: Iterable[Note]) -> list[Entry]:
    """Write the notes at the head of the chain, in order."""
    head = Entry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    number, previous = head or (0, chain.GENESIS)
    at = clock.now()
    entries = []
    for place, note in enumerate(notes, start=number + 1):
        entry = _entry(place, note, at, previous)
        entry.hash = previous = chain.digest(entry.facts())
        entries.append(entry)
    return Entry.objects.bulk_create(entries, batch_size=500)


def _entry(number: int, note: Note, at: datetime, previous: str) -> Entry:
    return Entry(
        sequence=number, at=at, actor=note.actor, name=note.name, roles=note.roles[:400], reason=note.reason[:400],
        act=note.act, act_id=note.act_id, subject=note.subject[:120], result=note.result,
        changes=canonical(note.changes), algorithm=settings.AUDIT_HASH, previous=previous,
    )  # fmt: skip


def subject_of(thing: Any) -> str:
    """How the chain names a thing: `people.person:12`; a text names itself."""
    if isinstance(thing, models.Model):
        return f"{thing._meta.label_lower}:{thing.pk}"
    return str(thing)


def plain(value: Any) -> Any:
    """A value as the chain writes it: text, whole number, truth, none, and lists and tables of them."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def latest(subject: Any) -> int:
    """The number of the newest entry about a thing, which is the thing's version; 0 when there is none."""
    last = Entry.objects.filter(subject=subject_of(subject)).aggregate(last=models.Max("sequence"))["last"]
    return last or 0


def latest_number(using: str = "default") -> int:
    """The number of the newest entry of all, which is how many there are; 0 when there is none."""
    return Entry.objects.using(using).order_by("-sequence").values_list("sequence", flat=True).first() or 0


def lines(first: int = 1, using: str = "default") -> Iterator[str]:
    """The export, one line an entry, from that number on."""
    rows = Entry.objects.using(using).filter(sequence__gte=first).order_by("sequence")
    for entry in rows.iterator(chunk_size=2000):
        yield line_of(entry)


def line_of(entry: Entry) -> str:
    """One line of the export."""
    return json.dumps({**entry.facts(), "hash": entry.hash}, ensure_ascii=False, separators=(",", ":")) + "\n"


def read_back(using: str = "default") -> Iterator[chain.Entry]:
    """The chain as the verification wants it."""
    for number, line in enumerate(lines(using=using), start=1):
        yield chain.read_entry(number, line)
