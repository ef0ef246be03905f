"""Making a backup."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import DatabaseError, InterfaceError, connections
from django.db.migrations.recorder import MigrationRecorder

from guiju import chain
from guiju.errors import InputError, Problem, why
from office.audit.chain import read_back
from office.backup.actions import note_begun, note_made
from office.backup.archive import Chain, Manifest, new_file
from office.backup.snapshot import snapshot
from office.backup.tables import columns, kinds, lines
from office.ground import clock
from office.ground.actors import Actor


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is there. `is_noted` is whether the chain could be told; the file is whole either way."""

    manifest: Manifest
    sha256: str
    is_noted: bool


def make(actor: Actor, path: Path) -> Made:
    """Write the backup; raises InputError when the file is there already or cannot be written."""
    if path.exists():
        raise InputError([Problem("backup", f"「{path}」已经存在，没有覆盖。请另取一个名字。")])
    if not path.absolute().parent.is_dir():
        raise InputError([Problem("backup", f"没有文件夹「{path.absolute().parent}」。")])
    note_begun(actor, path.name)
    try:
        manifest, sha256 = _write(path)
    except OSError as error:
        message = f"「{path}」写不进去：{why(error)}。没有留下半份。请腾出地方，或者换一个盘，再备份一次。"
        raise InputError([Problem("backup", message)]) from error
    return Made(manifest, sha256, _noted(actor, path, manifest, sha256))


def _noted(actor: Actor, path: Path, manifest: Manifest, sha256: str) -> bool:
    """A database that fails just now is the last reason to throw a whole backup away."""
    try:
        note_made(actor, path.name, sha256, manifest.chain.entries, manifest.chain.head)
    except (DatabaseError, InterfaceError):
        return False
    return True


def _write(path: Path) -> tuple[Manifest, str]:
    with snapshot() as alias, new_file(path) as file:
        for name, kind in kinds().items():
            file.add(name, columns(kind), lines(kind, alias))
        applied = sorted(MigrationRecorder(connections[alias]).applied_migrations())
        manifest = Manifest(clock.now().isoformat(), applied, file.tables, chain_of(alias))
        file.close(manifest)
    return manifest, file.sha256


def chain_of(using: str) -> Chain:
    """What the audit chain in that database says."""
    verdict = chain.verify(partial(read_back, using))
    return Chain(verdict.entries, verdict.head, len(verdict.faults))
