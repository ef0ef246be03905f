"""Rows out of a database and into one, the same for SQLite and PostgreSQL: one JSON list a row, in the key's order."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from django.apps import apps as apps_of_today
from django.core.management.color import no_style
from django.db import connections
from django.db.models import Model

# Sessions are left behind: nobody is signed in to a restored office.
LEFT_OUT = ("sessions.session",)
_AT_ONCE = 1000

Kind = type[Model]


def kinds(apps: Any = apps_of_today) -> dict[str, Kind]:
    """Every table by its model's name; `apps` may be those of an earlier state of the migrations."""
    found = {kind._meta.label_lower: kind for kind in apps.get_models(include_auto_created=True)}
    return {
        name: kind
        for name, kind in sorted(found.items())
        if kind._meta.managed and not kind._meta.proxy and name not in LEFT_OUT
    }


def columns(kind: Kind) -> list[str]:
    """The columns in the order of their names: the model's own order changes with its history."""
    return [field.attname for field in _fields(kind)]


def _fields(kind: Kind) -> list[Any]:
    kept = [field for field in kind._meta.concrete_fields if not field.generated]  # the database works those out
    return sorted(kept, key=lambda field: field.attname)


def lines(kind: Kind, using: str) -> Iterator[bytes]:
    """One line a row."""
    rows = kind._base_manager.using(using).order_by("pk").values_list(*columns(kind))
    for row in rows.iterator(chunk_size=_AT_ONCE):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def digest(found: Iterable[bytes]) -> tuple[int, str]:
    """How many lines, and their SHA-256."""
    count, digested = 0, hashlib.sha256()
    for line in found:
        count += 1
        digested.update(line)
    return count, digested.hexdigest()


def insert(kind: Kind, found: Iterable[bytes], using: str) -> None:
    """Put the rows in as they were: no default, no time of today."""
    connection, fields = connections[using], _fields(kind)
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(kind._meta.db_table)} ({names}) VALUES ({marks})"

    def kept(field: Any, value: Any) -> Any:
        return field.get_db_prep_save(field.to_python(value), connection)

    rows = ([kept(f, v) for f, v in zip(fields, json.loads(line), strict=True)] for line in found)
    with connection.cursor() as cursor:
        while some := list(islice(rows, _AT_ONCE)):
            cursor.executemany(sql, some)


def count_on(found: list[Kind], using: str) -> None:
    """Let new rows be numbered after those put in."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), found):
            cursor.execute(statement)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if value is None or isinstance(value, str | bool | int | list | dict):
        return value
    return str(value)
