"""Making a backup."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from guiju import chain
from guiju.errors import InputError, Problem
from office.audit.chain import read_back
from office.backup.actions import note_backup
from office.backup.archive import Chain, Manifest, new_file
from office.backup.snapshot import snapshot
from office.backup.tables import columns, kinds, lines
from office.ground import clock
from office.ground.actors import Actor


def make(actor: Actor, path: Path) -> Manifest:
    """Write the backup; raises InputError when the file is there already or cannot be written."""
    if path.exists():
        raise InputError([Problem("backup", f"「{path}」已经存在，没有覆盖。请另取一个名字。")])
    if not path.absolute().parent.is_dir():
        raise InputError([Problem("backup", f"没有文件夹「{path.absolute().parent}」。")])
    note_backup(actor, path.name)
    try:
        return _write(path)
    except OSError as error:
        message = f"「{path}」写不进去（{error.strerror or error}），没有留下半份。"
        raise InputError([Problem("backup", message)]) from error


def _write(path: Path) -> Manifest:
    with snapshot() as alias, new_file(path) as file:
        for name, kind in kinds().items():
            file.add(name, columns(kind), lines(kind, alias))
        applied = sorted(MigrationRecorder(connections[alias]).applied_migrations())
        manifest = Manifest(clock.now().isoformat(), applied, file.tables, chain_of(alias))
        file.close(manifest)
    return manifest


def chain_of(using: str) -> Chain:
    """What the audit chain in that database says."""
    verdict = chain.verify(partial(read_back, using))
    return Chain(verdict.entries, verdict.head, len(verdict.faults))


def sha256_of(path: Path) -> str:
    """The hash of the whole file, to be kept apart from it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
