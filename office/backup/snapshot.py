"""One moment of the database, read in peace while the office stays open.

SQLite: its own online backup makes a copy, which is then read. PostgreSQL: one read-only transaction that sees a single
moment (REPEATABLE READ). Neither keeps anybody from writing.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction

_ALIAS = "snapshot"


@contextmanager
def beside(alias: str, **changes: Any) -> Iterator[str]:
    """A second connection, with those settings changed; closed and forgotten at the end."""
    settings = {**connections.settings["default"], **changes}
    connections.settings[alias] = settings
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


@contextmanager
def standing_in(alias: str) -> Iterator[None]:
    """What acts write goes into that database, and not into the office's own."""
    own = connections["default"]
    connections["default"] = connections[alias]
    try:
        yield
    finally:
        connections["default"] = own


@contextmanager
def snapshot() -> Iterator[str]:
    """The alias of a connection that sees one moment, whatever is written meanwhile."""
    if connection.vendor == "sqlite":
        with _copied() as name, beside(_ALIAS, NAME=name) as alias:
            yield alias
        return
    with beside(_ALIAS) as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield alias


@contextmanager
def _copied() -> Iterator[str]:
    connection.ensure_connection()
    # Beside the database: there is room for it where there was room for the first.
    folder = Path(str(connection.settings_dict["NAME"])).parent
    with tempfile.TemporaryDirectory(prefix="snapshot-", dir=folder if folder.is_dir() else None) as place:
        name = str(Path(place) / "copy.sqlite3")
        with connection.wrap_database_errors, closing(sqlite3.connect(name)) as copy:
            connection.connection.backup(copy)
        yield name
