"""The file of a backup: a zip of one text a table, and a manifest that says what each must be.

manifest.json: form, at, migrations (what the database's shape rests on), tables (columns, rows, SHA-256 of the text),
chain (entries, head, faults of the audit chain). A file that is not so, or not whole, is refused before anything is
written.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from guiju.errors import InputError, Problem
from office.backup.tables import digest

FORM = "guiju-backup/1"
_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """What one table must be."""

    columns: list[str]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What the audit chain says of itself."""

    entries: int
    head: str
    faults: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the backup is. `migrations` are pairs of app and name."""

    at: str
    migrations: list[tuple[str, str]]
    tables: dict[str, Table]
    chain: Chain

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(table.rows for table in self.tables.values())


class Writer:
    """Puts tables into a new file. `sha256` is that of the whole file, once it is there."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.tables: dict[str, Table] = {}
        self.sha256 = ""

    def add(self, name: str, columns: list[str], lines: Iterable[bytes]) -> None:
        """One table."""
        with self._file.open(_member(name), "w", force_zip64=True) as member:
            rows, sha256 = digest(_through(lines, member))
        self.tables[name] = Table(columns, rows, sha256)

    def close(self, manifest: Manifest) -> None:
        """The manifest, last."""
        self._file.writestr(_MANIFEST, json.dumps({"form": FORM, **asdict(manifest)}, ensure_ascii=False, indent=1))


def _through(lines: Iterable[bytes], member: IO[bytes]) -> Iterator[bytes]:
    for line in lines:
        member.write(line)
        yield line


def _member(name: str) -> str:
    return f"tables/{name}.jsonl"


@contextmanager
def new_file(path: Path) -> Iterator[Writer]:
    """A file readable by its owner alone, which appears under its name only when it is whole and on the disk."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")  # two at once do not write into each other's
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
                writer = Writer(file)
                yield writer
            stream.flush()
            os.fsync(stream.fileno())
            stream.seek(0)
            writer.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        part.rename(path)
        _keep_the_name(path)
    finally:
        part.unlink(missing_ok=True)


def _keep_the_name(path: Path) -> None:
    try:
        reach_the_disk(path.absolute().parent)
    except OSError:
        path.unlink()
        raise


def reach_the_disk(folder: Path) -> None:
    """Let the names in a folder outlast a power cut, as far as the system can promise it. Raises OSError."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network disks have no such thing for folders
            raise
    finally:
        os.close(handle)


class Backup:
    """A backup that was read and found whole."""

    def __init__(self, file: zipfile.ZipFile, name: str) -> None:
        self._file, self._name = file, name
        self.manifest = self._read()
        for table, wanted in self.manifest.tables.items():
            if digest(self.lines(table)) != (wanted.rows, wanted.sha256):
                raise self._wrong(f"里面的 {table} 与清单不符，文件坏了或者被改过。")

    def lines(self, table: str) -> Iterator[bytes]:
        """The rows of a table."""
        try:
            with self._file.open(_member(table)) as member:
                yield from member
        except (KeyError, zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
            raise self._wrong(f"里面的 {table} 读不出来，文件坏了或者被改过。") from error

    def _read(self) -> Manifest:
        try:
            if self._file.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
                raise ValueError
            found = json.loads(self._file.read(_MANIFEST))
            if found["form"] != FORM:
                raise ValueError
            return _manifest(found)
        except (KeyError, TypeError, ValueError, AttributeError, zipfile.BadZipFile, OSError) as error:
            raise self._wrong("没有能用的清单，不是规矩的备份，或者坏了。") from error

    def _wrong(self, message: str) -> InputError:
        return InputError([Problem("backup", message, self._name)])


def _manifest(found: dict[str, Any]) -> Manifest:
    tables = {str(name): Table(**table) for name, table in found["tables"].items()}
    migrations = [(str(app), str(name)) for app, name in found["migrations"]]
    return Manifest(str(found["at"]), migrations, tables, Chain(**found["chain"]))


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """A backup, every text in it compared with its manifest. Raises InputError."""
    try:
        file = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError([Problem("backup", "打不开，或者不是备份文件。", path.name)]) from error
    with file:
        yield Backup(file, path.name)
