"""Guards inside the database itself: they hold against any program, ours included.

An app lists its own in guards.py, as `GUARDS`. They are put in anew after every migration (office.ground.apps),
because SQLite loses a table's triggers when a migration rebuilds the table. The same guards serve SQLite and
PostgreSQL. Acts take turns (office.audit.chain), so a trigger that looks at other rows sees all of them.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from office.ground.order import APPS

MESSAGE = "guiju guard: "
_FAR = "'9999-12-31'"


class Guard:
    """One trigger: before which events on which table, under which condition it refuses, with which message."""

    def __init__(self, name: str, table: str, events: tuple[str, ...], condition: str, message: str) -> None:
        self.name, self.table, self.events = name, table, events
        self.condition, self.message = condition, MESSAGE + message

    def install(self, connection: Any) -> None:
        """Put the guard in, in place of one of the same name."""
        self.remove(connection)
        sql = self._sqlite() if connection.vendor == "sqlite" else self._postgresql()
        self._run(connection, sql)

    def remove(self, connection: Any) -> None:
        """Take the guard away."""
        if connection.vendor == "sqlite":
            self._run(connection, [f"DROP TRIGGER IF EXISTS {self._named(event)}" for event in self.events])
        else:
            self._run(connection, [f"DROP FUNCTION IF EXISTS {self.name}() CASCADE"])

    def _named(self, event: str) -> str:
        return f"{self.name}_{event.split()[0].lower()}"

    def _sqlite(self) -> list[str]:
        return [
            f"CREATE TRIGGER {self._named(event)} BEFORE {event} ON {self.table} "
            f"WHEN {self.condition or '1'} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            for event in self.events
        ]

    def _postgresql(self) -> list[str]:
        test = f"IF {self.condition or 'TRUE'} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = '23514'; END IF;"
        return [
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {test} "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {self.name} BEFORE {' OR '.join(self.events)} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]

    @staticmethod
    def _run(connection: Any, statements: list[str]) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def append_only(table: str) -> Guard:
    """No row of the table is ever changed or taken away."""
    return Guard(f"{table}_append_only", table, ("UPDATE", "DELETE"), "", f"{table} is append-only")


def no_overlap(table: str, *keys: str, only: str = "") -> Guard:
    """Of rows with equal keys (among those where `only` holds of the row, as SQL with {row}), no two meet in time."""
    same = " AND ".join(f"other.{key} = NEW.{key}" for key in keys)
    kept = f" AND {only.format(row='other')} AND {only.format(row='NEW')}" if only else ""
    condition = (
        f"EXISTS (SELECT 1 FROM {table} AS other WHERE {same}{kept} AND other.id <> COALESCE(NEW.id, -1) "
        f"AND other.since <= COALESCE(NEW.until, {_FAR}) AND NEW.since <= COALESCE(other.until, {_FAR}))"
    )
    name = f"{table}_no_overlap_{'_'.join(keys)}"[:60]
    return Guard(name, table, ("INSERT", "UPDATE"), condition, f"{table}: rows overlap in time")


def never_when(name: str, table: str, condition: str, events: tuple[str, ...] = ("INSERT", "UPDATE")) -> Guard:
    """No row of the table is written while the condition (SQL over NEW, and OLD for updates) holds."""
    return Guard(name, table, events, condition, name.replace("_", " "))


def listed() -> list[Guard]:
    """The guards of all apps."""
    apps = [app for app in APPS if find_spec(f"office.{app}.guards")]
    return [guard for app in apps if app != "ground" for guard in import_module(f"office.{app}.guards").GUARDS]


def install_all(connection: Any) -> None:
    """Put in every guard whose table is there."""
    tables = set(connection.introspection.table_names())
    for guard in listed():
        if guard.table in tables:
            guard.install(connection)
