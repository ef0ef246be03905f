"""Made-up people, twice: as a workbook for `evaluate`, and as typed tables for an engine.

An engine's tables hold what the law declares, stored as `Profile.declared` says: whole numbers as BIGINT, others as
DECIMAL, truths as BOOLEAN, days as DATE, lists of names as text.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from guiju.appraise import Appraisal
from guiju.columns import Form, Profile, Translation, translate
from guiju.forms.layout import Layout, Sheet
from guiju.forms.read import read_people
from guiju.law import Law
from tests.shops import write_book

FLAT = "平表"
_TYPES = {"whole": "BIGINT", "decimal": "DECIMAL(18, 2)", "truth": "BOOLEAN", "date": "DATE"}
Rows = Sequence[dict[str, str]]
Run = Callable[[str], Iterable[dict[str, Any]]]


@dataclass(frozen=True)
class Table:
    """A table to load: its name, its columns with their SQL types, and rows of Python values."""

    name: str
    columns: dict[str, str]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True)
class Crowd:
    """People under a law: the rows of each sheet by its heading, texts by column heading."""

    law: Law
    layout: Layout
    sheets: dict[str, Rows]
    on: date | None = None

    @property
    def profile(self) -> Profile:
        """What the law alone says of the data."""
        return Profile.declared(self.layout)

    def tables(self) -> list[Table]:
        """What to load into an engine."""
        return [self._table(sheet) for sheet in self.layout.sheets]

    def _table(self, sheet: Sheet) -> Table:
        stored = {c.heading: self.profile.columns[sheet.name, c.name].stored for c in sheet.columns}
        rows = [tuple(_value(row.get(h, ""), kind) for h, kind in stored.items()) for row in self._rows(sheet)]
        return Table(sheet.name, {h: _TYPES.get(kind, "TEXT") for h, kind in stored.items()}, rows)

    def _rows(self, sheet: Sheet) -> Rows:
        return self.sheets[sheet.heading]

    def evaluated(self, path: Path, readings: dict[str, str]) -> dict[str, tuple[dict[str, str], dict[str, set[str]]]]:
        """What `evaluate` says of each person: the columns, and the facts wanting with the columns that wait."""
        appraisal = Appraisal(self.law, readings)
        found = appraisal.people(read_people(self._written(path), self.law), self.on)
        return {a.identity: (a.values, {w.fact: set(w.columns) for w in a.wanting}) for a in found}

    def _written(self, path: Path) -> Path:
        """The people as a file: a workbook, or a csv where a row a person is all there is."""
        if self.layout.subject.heading == FLAT:
            return write_csv(path / "people.csv", list(self._table(self.layout.subject).columns), self.sheets[FLAT])
        pages = {}
        for sheet in self.layout.sheets:
            kinds = {c.heading: c.kind.name for c in sheet.columns}
            lines = [[_cell(row.get(h, ""), kind) for h, kind in kinds.items()] for row in self._rows(sheet)]
            pages[sheet.heading] = [list(kinds), *lines]
        return write_book(path / "people.xlsx", pages)

    def translated(self, dialect: str, readings: dict[str, str], ask: Any = None) -> Translation:
        """The law as a query in that dialect."""
        return translate(self.law, readings, self.on, self.layout, self.profile, dialect, ask)


@dataclass(frozen=True)
class Engine:
    """An engine with the tables of a crowd: `run` takes a query's text, `ask` a query as sqlglot has it."""

    dialect: str
    run: Run
    ask: Callable[[Any], list[tuple[Any, ...]]]


def compared(crowd: Crowd, engine: Engine, folder: Path, readings: dict[str, str] | None = None) -> int:
    """Run the query of a crowd and compare every row and column with `evaluate`; how many people there were."""
    translation = crowd.translated(engine.dialect, readings or {}, engine.ask)
    expected = crowd.evaluated(folder, readings or {})
    rows = list(engine.run(translation.sql(Form.AUDIT)))
    who = crowd.layout.subject.owner
    assert sorted(row[who] for row in rows) == sorted(expected)
    for row in rows:
        values, wanting = expected[row[who]]
        assert {name: row[name] for name in values} == values, row[who]
        assert {fact: set(columns) for fact, columns in translation.wanting(row).items()} == wanting, row[who]
    return len(rows)


def write_csv(path: Path, headings: list[str], rows: Rows) -> Path:
    """A csv of those rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(rows)
    return path


def _value(text: str, stored: str) -> Any:
    if text == "" and stored != "text":
        return None
    match stored:
        case "whole":
            return int(text)
        case "decimal":
            return Decimal(text)
        case "truth":
            return text == "是"
        case "date":
            return date.fromisoformat(text)
    return text or None


def _cell(text: str, kind: str) -> Any:
    if kind == "日期" and text:
        return date.fromisoformat(text)
    return Decimal(text) if kind == "数" and text else text
