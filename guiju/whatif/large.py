"""A comparison over a large table: counted by one query; the first few who change read again and put to `evaluate`.

Needs DuckDB, and a law that can be put as SQL (guiju/columns); what cannot is compared person by person, if at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from guiju.columns import Translation, translate
from guiju.engines.mass import Mass, for_csv, mass
from guiju.engines.people import few_tables
from guiju.forms.flat import MOST_ROWS
from guiju.forms.layout import flat_layout, workbook_layout
from guiju.law import Law
from guiju.whatif.bulk import Bulk, Rows
from guiju.whatif.fit import read_crowd
from guiju.whatif.people import Change, Comparison, PeopleComparer
from guiju.whatif.sides import Side
from guiju.whatif.tries import Tries

# More people than this are put to the database.
MANY = 5_000
# How many of those who change are told in full.
MOST_TOLD = 50
_BYTES_A_LINE = 40
_READ_AT_ONCE = 1_000_000
Watch = Callable[[int], None]


@dataclass(slots=True)
class Large:
    """Two sides over one large table, ready to be counted and written out."""

    bulk: Bulk
    mass: Mass

    def compare(self, watch: Watch) -> Comparison:
        """Everyone counted, the first who change in full."""
        database = self.mass.database
        found = self.bulk.count(lambda query: database.watched(query, watch))
        if found.different:
            found.changes = self._told(self._first(found, lambda query: database.watched(query, watch)))
        return found

    def _first(self, found: Comparison, rows: Rows) -> list[str]:
        """Whom to tell in full: first those with another conclusion."""
        moved = self.bulk.first(rows, MOST_TOLD, moved=True) if found.moved else []
        others = self.bulk.first(rows, MOST_TOLD) if len(moved) < MOST_TOLD else []
        return list(dict.fromkeys([*moved, *others]))[:MOST_TOLD]

    def write(self, out: Path, watch: Watch) -> None:
        """Write everyone who changes into a .parquet or .csv. Raises WriteError."""
        sides = (self.bulk.before.law, self.bulk.after.law)
        cites = {address: row.cite for law in sides for address, row in law.provisions.items()}
        query = self.bulk.changed(cites)
        self.mass.database.write(for_csv(query) if out.suffix.lower() == ".csv" else query, out, {}, watch)

    def _told(self, identities: list[str]) -> list[Change]:
        with few_tables(self.mass, identities) as tables:
            crowd = read_crowd(tables, self.bulk.before.law, self.bulk.after.law)
        mine = set(identities)  # others may come along, who stand in a list with one of these
        couples = (couple for couple in crowd.couples(self.mass.on) if couple[0] in mine)
        return self.bulk.comparer.compare(couples).changes


@contextmanager
def large(comparer: PeopleComparer, path: Path, year: int | None) -> Iterator[Large]:
    """A large table under both sides. Raises InputError for the table, Refused for what SQL cannot say."""
    before, after = comparer.causes.before, comparer.causes.after
    with mass(path, before.law, before.chosen, year, path.parent) as found:
        yield Large(Bulk(found.translation, _also(found, after), comparer), found)


@contextmanager
def try_options(law: Law, chosen: dict[str, str], path: Path, year: int | None) -> Iterator[Tries]:
    """A large table to try options on. Raises as `large` does."""
    with mass(path, law, chosen, year, path.parent) as found:
        yield Tries(found)


def _also(found: Mass, side: Side) -> Translation:
    """The other side over the same table."""
    first = found.translation
    return translate(
        side.law, side.chosen, found.on, first.layout, first.program.profile, first.dialect,
        found.database.rows, first.sources,
    )  # fmt: skip


def same_layout(before: Law, after: Law, path: Path) -> bool:
    """Whether both laws read this file alike, so that one query can serve both."""
    if path.suffix.lower() == ".xlsx":
        return False
    layouts = [(workbook_layout if path.is_dir() else flat_layout)(law) for law in (before, after)]
    return layouts[0].sheets == layouts[1].sheets


def is_large(path: Path) -> bool:
    """Whether a table has more people than are soon walked through; a folder is as large as its largest table."""
    if path.is_dir():
        return any(is_large(file) for file in path.iterdir() if file.is_file())
    return _lines(path) > MANY


def too_many_to_walk(path: Path) -> bool:
    """Whether a table has more lines than can be read at once."""
    files = path.iterdir() if path.is_dir() else [path]
    return any(_lines(file) > MOST_ROWS for file in files)


def people_in(path: Path, law: Law) -> int:
    """How many lines of people a table or folder has, without reading them; 0 where its reader will complain."""
    if path.is_dir():
        heading = workbook_layout(law).subject.heading
        return sum(people_in(file, law) for file in path.iterdir() if file.is_file() and file.stem == heading)
    if path.suffix.lower() != ".csv" or not path.is_file():
        return _lines(path) if path.exists() else 0
    with path.open("rb") as file:
        return max(sum(part.count(b"\n") for part in iter(lambda: file.read(_READ_AT_ONCE), b"")) - 1, 0)


def _lines(path: Path) -> int:
    """The lines of a table; of a csv about how many."""
    match path.suffix.lower():
        case ".csv":
            return path.stat().st_size // _BYTES_A_LINE
        case ".parquet":
            with duckdb.connect() as database:
                try:
                    found = database.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchone()
                except duckdb.Error:
                    return 0  # its reader says what is wrong
            return int(found[0]) if found else 0
    return 0
