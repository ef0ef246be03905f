"""A valid chain of so many audit entries, at even steps over the two years before now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.db import connection

from guiju import chain
from guiju.chain.entries import FORM, canonical
from office.audit.action import ACTIONS
from office.audit.models import Entry
from office.ground import clock

YEARS = timedelta(days=730)
AT_ONCE = 5_000
# One attempt in so many was refused.
REFUSED = 200


def fill(count: int, people: int, seed: int) -> None:
    """Append them; the chain must still be empty. A million are written as plain rows, not one model each."""
    columns = [field.attname for field in Entry._meta.concrete_fields]
    sql = f"INSERT INTO audit_entry ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
    rows = ([facts[name] for name in columns] for facts in _entries(count, people, Random(seed)))
    with connection.cursor() as cursor:
        while some := list(islice(rows, AT_ONCE)):
            cursor.executemany(sql, some)


def _entries(count: int, people: int, draw: Random) -> Iterator[dict[str, Any]]:
    acts, previous = sorted(ACTIONS), chain.GENESIS
    first, step = (clock.now() - YEARS).astimezone(UTC).replace(microsecond=0), YEARS / max(count, 1)
    changes = [canonical({"依据": [None, f"青党发〔2025〕{number}号"], "至": None}) for number in range(300)]
    for number in range(1, count + 1):
        who, at = draw.randrange(people), first + step * number
        facts = {
            "form": FORM, "sequence": number, "at": at.isoformat(timespec="microseconds"),
            "actor": login(who - who % 10), "name": f"经办人{who % 10}", "roles": "cadre",
            "reason": "自2023-03-01起任干事", "act": draw.choice(acts), "act_id": f"{number:032x}",
            "subject": f"people.person:{who + 1}", "result": Entry.DONE if number % REFUSED else Entry.REFUSED,
            "changes": changes[number % 300], "algorithm": "sha256", "previous": previous,
        }  # fmt: skip
        previous = chain.digest(facts)
        yield {**facts, "hash": previous, "at": at.replace(tzinfo=None).isoformat(" ", timespec="microseconds")}


def login(number: int) -> str:
    """The login name of the person with that number among those made up."""
    return f"d{number:06}"
