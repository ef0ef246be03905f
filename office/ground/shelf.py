"""The laws on the shelf: those that come with the program and the town's own. A file that changes is read anew.

It stands on the ground because every app may cite a provision, tasks as well as the reading room.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from guiju.check import BASELINE, check, open_law
from guiju.errors import LawError
from guiju.law import Law, Provision, builtin, edition_start

# One thread reads while the others wait: reading the same law twice at once would only take twice as long.
_reading = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """One edition of an instrument: a folder with a law.md. `law` is None, and `problems` say why, when it is unsound.

    `mark` is the digest of all that its reading rests on: the text, its cases, the ledger and the baseline. Editions
    of one folder and one content are equal, so that what was made of one is kept for the other.
    """

    folder: Path
    id: str
    title: str
    since: str
    mark: str
    law: Law | None
    problems: tuple[str, ...] = ()
    is_own: bool = False

    def __hash__(self) -> int:
        return hash((self.folder, self.mark))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Edition) and (self.folder, self.mark) == (other.folder, other.mark)

    @property
    def name(self) -> str:
        """The folder's name, which tells editions of one instrument apart."""
        return self.folder.name

    @property
    def front(self) -> dict[str, object]:
        """What the head of the file says."""
        return self.law.source.front if self.law else {}

    @property
    def is_baseline(self) -> bool:
        """Whether it is the collection of superior rules that stands behind all others."""
        return self.id == BASELINE


def editions() -> list[Edition]:
    """All editions, the town's own before those of the same folder name that come with the program."""
    found: dict[str, Edition] = {}
    with _reading:
        for folder, is_own in _folders():
            found.setdefault(folder.name, _edition(folder, is_own, _signature(folder)))
    return sorted(found.values(), key=lambda edition: (edition.is_baseline, edition.name))


def instruments(day: date) -> list[Edition]:
    """Each instrument once, in the edition in force on that day."""
    shelf = editions()
    names = dict.fromkeys(edition.id for edition in shelf)
    return [found for name in names if (found := _among(shelf, name, day))]


def find(instrument: str, day: date, name: str = "") -> Edition | None:
    """An instrument's edition in force on a day (or the first there is); or the edition of that folder name."""
    return _among(editions(), instrument, day, name)


def _among(shelf: list[Edition], instrument: str, day: date, name: str = "") -> Edition | None:
    known = sorted((e for e in shelf if e.id == instrument), key=lambda e: (e.since, e.name))
    if name:
        return next((e for e in known if e.name == name), None)
    in_force = [e for e in known if e.since <= day.isoformat()]
    return in_force[-1] if in_force else next(iter(known), None)


def titles() -> dict[str, str]:
    """What each instrument is called, by its id; as its newest edition calls it."""
    return {edition.id: edition.title for edition in sorted(editions(), key=lambda e: (e.since, e.name))}


def editions_of(instrument: str) -> list[Edition]:
    """All editions of one instrument, the newest first."""
    return sorted((e for e in editions() if e.id == instrument), key=lambda e: (e.since, e.name), reverse=True)


def provision(law: Law, address: str, day: date) -> Provision:
    """A provision by its address, also of another instrument that a rule rests on."""
    instrument = address.partition("/")[0]
    if instrument != law.id and (other := find(instrument, day)) and other.law:
        return other.law.provision(address)
    return law.provision(address)


def _folders() -> Iterator[tuple[Path, bool]]:
    if settings.LAWS:
        yield from ((path.parent, True) for path in sorted(Path(settings.LAWS).glob("*/law.md")))
    yield from ((folder, False) for folder in sorted(path.parent for path in builtin().root.glob("*/law.md")))


def _files(folder: Path) -> list[Path]:
    ledgers = (folder / "provisions.csv", folder.parent / "provisions.csv")
    behind = builtin().root / BASELINE / "law.md"
    cases = sorted(folder.glob("cases/*.toml"))
    texts = (folder / "law.md", folder / "source.txt")
    return [path for path in (*texts, *cases, *ledgers, behind) if path.is_file()]


def _signature(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """How its files stand: path, time, size. Every look at the shelf asks for it: so one look into each folder."""
    beside = _standing(folder.parent, "provisions.csv"), _standing(builtin().root / BASELINE, "law.md")
    own = _standing(folder, "law.md", "source.txt", "provisions.csv"), _standing(folder / "cases", ".toml")
    return tuple(sorted(stands for place in (*own, *beside) for stands in place))


def _standing(folder: Path, *endings: str) -> Iterator[tuple[str, int, int]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(endings) and entry.is_file():
                    yield entry.path, entry.stat().st_mtime_ns, entry.stat().st_size
    except FileNotFoundError:  # a law without cases, or taken away this moment
        return


@lru_cache(256)
def _edition(folder: Path, is_own: bool, _signature: tuple[tuple[str, int, int], ...]) -> Edition:
    mark = hashlib.sha256()
    for path in _files(folder):
        mark.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    digest = mark.hexdigest()
    try:
        law = open_law(folder)
        problems = tuple(problem.render() for problem in check(law))
        since = edition_start(folder)
    except LawError as error:
        problems = tuple(problem.render() for problem in error.problems)
        return Edition(folder, folder.name, folder.name, "", digest, None, problems, is_own)
    return Edition(folder, law.id, law.title, since, digest, None if problems else law, problems, is_own)
