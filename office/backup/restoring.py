"""Bringing a backup back: all of it, proved, or nothing.

The shape of the database is first made that of the backup (its migrations), the rows are put in, read out again and
compared with the manifest, table by table; then the shape is brought up to that of today's program, and the audit chain
is verified and its head compared, and that it was restored is recorded in it. SQLite: all that into a new file beside,
which takes the old one's place at the very end in one step; the old one is kept. PostgreSQL: in one transaction.
So whatever dies meanwhile, there is always the one or the other, whole, and the restored one always says so itself.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, InterfaceError, OperationalError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from guiju.errors import InputError, Problem, why
from office.backup.actions import note_restored
from office.backup.archive import Backup, Manifest, open_backup, reach_the_disk
from office.backup.making import chain_of
from office.backup.snapshot import beside, standing_in
from office.backup.tables import columns, count_on, digest, insert, kinds, lines
from office.backup.troubles import DAMAGED, TAKEN, trouble_of
from office.ground import clock
from office.ground.actors import Actor
from office.ground.guards import listed

_ALIAS = "restored"
# What an office that is in use has rows in; the lists of words fill themselves.
_IN_USE = ("audit_entry", "accounts_account", "people_person")
# What SQLite keeps beside its file.
_BESIDE = ("-wal", "-shm", "-journal")
_STILL_OPEN = "办公系统还开着（数据库正在用），没有动它。请先停下再恢复。"
_UNANSWERED = (
    "数据库在最后一步断了，没有答复：要么已经全部恢复，要么一点没动，不会各有一半。数据库开起来以后，"
    "看审计的最后一条：是「从备份恢复」就已办成；不是，请再恢复一次。"
)


def restore(actor: Actor, path: Path, replace: bool = False) -> Manifest:
    """Bring the backup back into the database of the settings. Raises InputError, and then nothing was changed."""
    with open_backup(path) as backup:
        _refuse_newer(backup.manifest)
        if not replace and is_in_use():  # what is to be replaced need not even be readable
            raise _refusal("数据库里已经有记录，没有动它。要整个换成备份里的，请加 --replace。")
        manifest = backup.manifest
        note = partial(note_restored, actor, path.name, manifest.at, manifest.chain.head)
        (_into_sqlite if connection.vendor == "sqlite" else _into_postgresql)(backup, note)
    return manifest


def is_in_use() -> bool:
    """Whether the database of the settings has records already."""
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        return False
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in _IN_USE:
            if table in there:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
                if cursor.fetchone():
                    return True
    return False


def _refuse_newer(manifest: Manifest) -> None:
    known = set(MigrationExecutor(None).loader.graph.nodes)
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        raise _refusal(f"备份来自更新的、或者另有应用的版本（{'、'.join(unknown[:5])}），请先把程序换成那一版。")


def _into_sqlite(backup: Backup, note: Callable[[], None]) -> None:
    place = Path(str(connection.settings_dict["NAME"]))
    fresh = place.with_name(f"{place.name}.restoring")
    _remove(fresh)
    try:
        with beside(_ALIAS, NAME=str(fresh)) as alias:
            _fill(backup, alias)
            with standing_in(alias):
                note()
        connection.close()
        with connection.wrap_database_errors, closing(sqlite3.connect(fresh)) as made:
            made.execute("PRAGMA journal_mode=DELETE")  # everything into the one file
        _set_aside(place)
        fresh.replace(place)
        reach_the_disk(place.parent)
    finally:
        _remove(fresh)


def _set_aside(place: Path) -> None:
    """Keep the old file under another name too, until the new one takes its place; refused while it is in use."""
    kept = place.with_name(f"{place.stem}.before-{clock.now():%Y%m%d-%H%M%S}{place.suffix}")
    if place.exists():
        try:
            with closing(sqlite3.connect(place, timeout=1)) as old:
                old.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.DatabaseError as error:
            trouble = trouble_of(error)
            if trouble is not DAMAGED:  # that is a reason to restore; it is kept all the same
                raise _refusal(_STILL_OPEN if trouble is TAKEN else str(trouble)) from error
        _name_also(place, kept)
    # What a damaged or lost file has left beside it would be read into the new one.
    for end in _BESIDE:
        if (left := place.with_name(place.name + end)).exists():
            left.replace(kept.with_name(kept.name + end))


def _name_also(place: Path, kept: Path) -> None:
    """A second name: so there is no moment at which no database has the first."""
    if kept.exists():
        raise _refusal(f"「{kept.name}」已经有了，没有覆盖它，也没有动数据库。请过一秒再恢复。")
    try:
        os.link(place, kept)
    except OSError:  # a disk on which a file has one name only
        _copy(place, kept)


def _copy(place: Path, kept: Path) -> None:
    try:
        shutil.copy2(place, kept)
    except OSError as error:
        kept.unlink(missing_ok=True)
        raise _refusal(f"原来的数据库存不下一份（{why(error)}），没有动它。请腾出地方，再恢复一次。") from error


def _remove(path: Path) -> None:
    for end in ("", *_BESIDE):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _into_postgresql(backup: Backup, note: Callable[[], None]) -> None:
    is_all_there = False
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                for table in connection.introspection.table_names():
                    cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
            for guard in listed():
                guard.remove(connection)
            _fill(backup, "default")
            note()
            is_all_there = True
    except (OperationalError, InterfaceError) as error:
        if is_all_there:
            raise _refusal(_UNANSWERED) from error
        raise


def _fill(backup: Backup, alias: str) -> None:
    executor = MigrationExecutor(connections[alias])
    shape = _shape_of(backup.manifest, executor)
    executor.migrate(shape)
    apps = executor.loader.project_state(shape).apps
    found = _agreeing(kinds(apps), backup.manifest)
    with _rows_in_any_order(alias):
        for name, kind in found.items():
            insert(kind, backup.lines(name), alias)
    for name, kind in found.items():
        wanted = backup.manifest.tables[name]
        if digest(lines(kind, alias)) != (wanted.rows, wanted.sha256):
            raise _refusal(f"恢复出来的 {name} 与备份不一样，没有采用。")
    count_on(list(found.values()), alias)
    _bring_up_to_date(alias)
    if chain_of(alias) != backup.manifest.chain:
        raise _refusal("恢复出来的审计链与备份不一样，没有采用。")


def _shape_of(manifest: Manifest, executor: Any) -> list[tuple[str, str]]:
    """The last migrations of the backup: those that no other one of it rests on."""
    nodes = set(manifest.migrations)
    graph = executor.loader.graph
    rested_on = {parent.key for node in nodes for parent in graph.node_map[node].parents}
    return sorted(nodes - rested_on)


def _agreeing(found: dict[str, type[Model]], manifest: Manifest) -> dict[str, type[Model]]:
    wanted = {name: table.columns for name, table in manifest.tables.items()}
    if wanted != {name: columns(kind) for name, kind in found.items()}:
        raise _refusal("备份里的表和它自己写的版本对不上，没有采用。")
    return found


@contextmanager
def _rows_in_any_order(alias: str) -> Iterator[None]:
    """References are looked at when all rows are in."""
    database = connections[alias]
    try:
        with transaction.atomic(using=alias):
            yield
            database.check_constraints()
            if database.vendor == "postgresql":
                with database.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except (OperationalError, InterfaceError) as error:
        raise _refusal(str(trouble_of(error))) from error
    except DatabaseError as error:
        raise _refusal(f"备份里的记录放不进数据库（{error}），没有采用。") from error


def _bring_up_to_date(alias: str) -> None:
    executor = MigrationExecutor(connections[alias])
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    state = executor.migrate(targets, plan)
    emit_post_migrate_signal(0, False, alias, apps=state.apps, plan=plan)


def _refusal(message: str) -> InputError:
    return InputError([Problem("restore", message)])
