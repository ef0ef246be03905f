"""A comparison over a large table: counted by one query; the first few who change read again and put to `evaluate`.

Needs DuckDB, and a law that can be put as SQL (guiju/columns); what cannot is compared person by person, if at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from guiju.appraise import Appraisal
from guiju.columns import Translation, translate
from guiju.engines.duckdb import ROW, Database
from guiju.engines.mass import Mass, for_csv, mass
from guiju.forms.flat import MOST_ROWS
from guiju.forms.layout import Sheet, flat_layout, workbook_layout
from guiju.law import Law
from guiju.whatif.bulk import Bulk, Rows
from guiju.whatif.causes import Causes
from guiju.whatif.fit import read_crowd
from guiju.whatif.people import Change, Comparison, PeopleComparer
from guiju.whatif.sensitivity import MOST_NAMED, Effect, Option
from guiju.whatif.sides import Side

# More people than this are put to the database.
MANY = 5_000
# How many of those who change are told in full.
MOST_TOLD = 50
_BYTES_A_LINE = 40
Watch = Callable[[int], None]


@dataclass(slots=True)
class Large:
    """Two sides over one large table, ready to be counted and written out."""

    bulk: Bulk
    mass: Mass
    path: Path

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
        few = _few(self.mass, self.path, identities)
        crowd = read_crowd(few, self.bulk.before.law, self.bulk.after.law)
        return self.bulk.comparer.compare(crowd.couples(self.mass.on)).changes


@contextmanager
def large(comparer: PeopleComparer, path: Path, year: int | None) -> Iterator[Large]:
    """A large table under both sides. Raises InputError for the table, Refused for what SQL cannot say."""
    before, after = comparer.causes.before, comparer.causes.after
    with mass(path, before.law, before.chosen, year, path.parent) as found:
        yield Large(Bulk(found.translation, _also(found, after), comparer), found, path)


@dataclass(slots=True)
class Attempt:
    """One large table on which options are tried, one at a time."""

    law: Law
    chosen: dict[str, str]
    mass: Mass

    @property
    def people(self) -> int:
        """How many people there are."""
        return self.mass.people

    def effect(self, option: Option) -> Effect:
        """What an option would do to them."""
        other = {**self.chosen, option.reading: option.choice}
        # No pairs: which sentences are behind it is not asked here.
        causes = Causes(Side("前", self.law, self.chosen), Side("后", self.law, other), [], {})
        comparer = PeopleComparer(Appraisal(self.law, self.chosen), Appraisal(self.law, other), causes)
        bulk = Bulk(self.mass.translation, _also(self.mass, causes.after), comparer)
        counted = bulk.count(self.mass.database.rows)
        moves = Counter({pair: n for pair, n in counted.moves.items() if pair[0] != pair[1]})
        first = bulk.first(self.mass.database.rows, MOST_NAMED, bool(moves)) if counted.different else []
        return Effect(option, counted.different, moves.total(), moves, first)


@contextmanager
def try_options(law: Law, chosen: dict[str, str], path: Path, year: int | None) -> Iterator[Attempt]:
    """A large table to try options on. Raises as `large` does."""
    with mass(path, law, chosen, year, path.parent) as found:
        yield Attempt(law, chosen, found)


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


def _few(found: Mass, path: Path, identities: list[str]) -> Path:
    """A few people's rows as a table (or a folder of tables) of its own, read as the whole was."""
    database, layout = found.database, found.translation.layout
    assert isinstance(database, Database)
    folder = database.scratch / "few"
    folder.mkdir()
    for sheet in layout.sheets:
        source = found.translation.sources[sheet.name].sql(dialect=database.dialect)
        _copy(database, source, sheet, identities, folder / f"{sheet.heading}.parquet")
    return folder if path.is_dir() else folder / f"{layout.subject.heading}.parquet"


def _copy(database: Database, source: str, sheet: Sheet, identities: list[str], out: Path) -> None:
    owner = sheet.column(sheet.owner)
    where, kept = "", "* EXCLUDE (" + ROW + ")"
    if owner:
        heading = '"' + owner.heading.replace('"', '""') + '"'
        listed = ", ".join("'" + name.replace("'", "''") + "'" for name in identities)
        where = f"WHERE {heading} IN ({listed})"
        if owner.kind.name == "名单":
            mine = f"list_filter(string_split({heading}, '、'), lambda name: name IN ({listed}))"
            kept += f" REPLACE (array_to_string({mine}, '、') AS {heading})"
            where = f"WHERE len({mine}) > 0"
    database.connection.execute(
        f"COPY (SELECT {kept} FROM {source} {where} ORDER BY {ROW}) TO '{str(out).replace(chr(39), chr(39) * 2)}'"
        " (FORMAT parquet)"
    )
