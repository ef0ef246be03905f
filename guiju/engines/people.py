"""People one after another out of a mass of them: every result row, without all of them in memory; or one alone.

Of a workbook the rows go where a query can reach them: one table for each sheet, as the folder form has them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guiju.columns import Form
from guiju.engines.duckdb import ROW, Watch
from guiju.engines.mass import Mass
from guiju.forms.layout import Column, Sheet
from guiju.forms.read import read_people
from guiju.forms.roster import Roster
from guiju.forms.table import Table
from guiju.values import Value, show
from guiju.writing.pages import write_parquet

Values = dict[str, str]
Wanted = dict[str, tuple[str, ...]]
# No column of a law is called so.
_WHO = "谁：编号"


def result_rows(people: Mass, watch: Watch) -> Iterator[tuple[str, Values, Wanted]]:
    """Each person: who, the result columns, the facts they wait for (with the columns that do); in the input's order.

    The query is run to its end first, into a file of its own: whoever prints the rows prints all of them or none.
    """
    translation, files = people.translation, people.database.files
    out = files.scratch / "rows.parquet"
    owner = _owner(translation.layout.subject)
    who = translation.program.graph.column(translation.layout.subject.name, owner.heading, "text")
    cells = {**translation.results.cells(Form.AUDIT), _WHO: who}
    people.database.write(people.ordered(cells), out, {}, watch)
    names = [column.name for column in translation.results.columns]
    for row in files.lines(out):
        yield _identity(row[_WHO]), {name: row[name] for name in names}, translation.wanting(row)


def _identity(cell: str | int | float) -> str:
    """Who a row is of; a number stands for its digits."""
    return cell if isinstance(cell, str) else str(int(cell))


def _owner(sheet: Sheet) -> Column:
    owner = sheet.column(sheet.owner)
    assert owner is not None
    return owner


def first_identities(people: Mass, most: int) -> list[str]:
    """Who the first people are."""
    files, sheet = people.database.files, people.translation.layout.subject
    query = f"SELECT {_text_of(people, sheet)} FROM {_relation(people, sheet)} ORDER BY {ROW} LIMIT {most}"
    return [str(row[0]) for row in files.connection.execute(query).fetchall()]


def few(people: Mass, identities: list[str]) -> Roster:
    """Some of the people with the records that are theirs, read as all would be. Raises InputError: none is there.

    Whoever stands with one of them in a list of names comes along.
    """
    with few_tables(people, identities) as tables:
        return read_people(tables, people.translation.law)


@contextmanager
def few_tables(people: Mass, identities: list[str]) -> Iterator[Path]:
    """The same as a table, or a folder of tables, in the form of the whole."""
    files, layout = people.database.files, people.translation.layout
    with tempfile.TemporaryDirectory(dir=files.scratch) as name:
        folder = Path(name)
        together = dict.fromkeys([*identities, *_beside(people, identities)])
        for sheet in layout.sheets:
            among = list(together) if sheet is layout.subject else identities
            out = folder / f"{sheet.heading}.parquet"
            query = f"SELECT * EXCLUDE ({ROW}) FROM {_relation(people, sheet)} {_whose(people, sheet, among)}"
            files.connection.execute(f"COPY ({query} ORDER BY {ROW}) TO {_literal(str(out))} (FORMAT parquet)")
        yield folder if people.is_joined else folder / f"{layout.subject.heading}.parquet"


def _beside(people: Mass, identities: list[str]) -> Iterator[str]:
    """Everyone who stands in a list of names with one of these."""
    for sheet in people.translation.layout.records:
        owner = sheet.column(sheet.owner)
        if owner and owner.kind.name == "名单":
            query = f"SELECT {_quoted(owner)} FROM {_relation(people, sheet)} {_whose(people, sheet, identities)}"
            for (names,) in people.database.files.connection.execute(query).fetchall():
                yield from str(names).split("、")


def _whose(people: Mass, sheet: Sheet, identities: list[str]) -> str:
    """Which rows are theirs; all of a record that is everyone's."""
    owner = sheet.column(sheet.owner)
    if owner is None:
        return ""
    listed = ", ".join(map(_literal, identities))
    if owner.kind.name == "名单":
        return f"WHERE list_has_any(string_split({_quoted(owner)}, '、'), [{listed}])"
    return f"WHERE {_text_of(people, sheet)} IN ({listed})"


def _text_of(people: Mass, sheet: Sheet) -> str:
    """The column that says whose a row is, as text however it is stored."""
    owner = _owner(sheet)
    stored = people.translation.program.profile.columns[sheet.name, owner.name].stored
    return f"{_quoted(owner)}::BIGINT::VARCHAR" if stored == "text-number" else _quoted(owner)


def _relation(people: Mass, sheet: Sheet) -> str:
    files = people.database.files
    return files.source(people.files[sheet.name]).sql(dialect=files.dialect)


def _quoted(column: Column) -> str:
    return '"' + column.heading.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def as_folder(roster: Roster, beside: Path | None) -> Iterator[Path]:
    """A folder with a table for each sheet of a workbook, gone afterwards."""
    place = beside if beside and os.access(beside, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix=".guiju-", dir=place, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for table in (roster.subject, *(records.table for records in roster.records)):
            _write(table, folder)
        yield folder


def _write(table: Table, folder: Path) -> None:
    columns = table.sheet.columns
    lines = ([_cell(column, table.columns[column.name][n]) for column in columns] for n in range(len(table.rows)))
    write_parquet(folder / f"{table.sheet.heading}.parquet", [column.heading for column in columns], lines)


def _cell(column: Column, value: Value | None) -> str:
    """A value as a table of text has it; nothing where an empty cell means just that."""
    if value is None or (not column.required and value == column.empty):
        return ""
    return "、".join(value) if isinstance(value, tuple) else show(value)
