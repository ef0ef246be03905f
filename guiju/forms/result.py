"""Results as files: an .xlsx with the reasons on sheets of their own, or the bare table as .csv or .parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter  # type: ignore[import-untyped]

from guiju import tree as t
from guiju.appraise import Appraisal, Appraised
from guiju.errors import display_width
from guiju.forms.files import write_whole
from guiju.forms.table import letters
from guiju.law import Law, Provision, builtin, ledger_rows

MOST_SHEET_ROWS = 1_000_000
_MAY_DEPART = "推定：有理由并记录，可以不照办"
_NARROWEST, _WIDEST = 8, 60
# Stands for an empty text while DuckDB reads a csv: there an empty field would be taken for no value at all.
_NEVER = "\x01"
Lines = Iterable[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its name, headings and lines."""

    name: str
    headings: Sequence[str]
    lines: Lines


def write_result(path: Path, appraisal: Appraisal, people: list[Appraised]) -> None:
    """Write the result in the form its name asks for. Raises WriteError; nothing is left half-written."""
    write_whole(path, lambda draft: WRITERS[path.suffix.lower()](draft, appraisal, people))


def _write_workbook(path: Path, appraisal: Appraisal, people: list[Appraised]) -> None:
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": appraisal.law.title})
        for page in _pages(appraisal, people):
            _write_page(book, page)
    path.write_bytes(stream.getbuffer())


def _pages(appraisal: Appraisal, people: list[Appraised]) -> Iterator[Page]:
    who = appraisal.law.words.subject.identifier if appraisal.law.words.subject else ""
    yield Page("结果", list(appraisal.columns), (list(p.values.values()) for p in people))
    reasons = (who, "栏目", "地址", "条款", "原文", "说明")
    yield Page("理由", reasons, _reasons(appraisal.law, people))
    wanting = ((p.identity, w.fact, w.question, "、".join(w.columns)) for p in people for w in p.wanting)
    yield Page("待查", (who, "事实", "要问的", "影响的栏目"), wanting)
    yield Page("读法", ("编号", "疑问", "采用", "说明", "是否默认", "理由", "由谁确认"), _readings(appraisal))


def _reasons(law: Law, people: list[Appraised]) -> Iterator[Sequence[str]]:
    cite = _Citations(law)
    for person in people:
        for ground in person.grounds:
            row = cite(ground.address)
            note = _MAY_DEPART if ground.presumption else ""
            yield person.identity, ground.column, ground.address, row.cite, row.text, note


class _Citations:
    """Provisions by address; those of another instrument come from the ledger of the built-in ones."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.others: dict[str, Provision] | None = None

    def __call__(self, address: str) -> Provision:
        if address in self.law.provisions:
            return self.law.provisions[address]
        if self.others is None:
            self.others = {row.address: row for row in ledger_rows(builtin().root / "provisions.csv")}
        return self.others.get(address) or self.law.provision(address)


def _readings(appraisal: Appraisal) -> Iterator[Sequence[str]]:
    laws = [law for law in (appraisal.law.baseline, appraisal.law) if law]
    known: dict[str, t.Reading] = {r.id: r for law in laws for r in law.parsed.readings}
    for key, choice in appraisal.readings.items():
        reading = known[key]
        is_default = "是" if choice == reading.default else "否"
        meaning = dict(reading.options)[choice]
        yield key, reading.question, choice, meaning, is_default, reading.reason, reading.confirmed_by


def _write_page(book: Any, page: Page) -> None:
    """One page, on as many sheets as its lines need."""
    lines, number = iter(page.lines), 1
    while chunk := list(islice(lines, MOST_SHEET_ROWS)) or ([] if number > 1 else [[]]):
        sheet = book.add_worksheet(page.name if number == 1 else f"{page.name}{number}")
        sheet.freeze_panes(1, 0)
        heading = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "border_color": "#BFBFBF"})
        text = book.add_format({"num_format": "@"})
        for place, name in enumerate(page.headings):
            width = max([display_width(name), *(display_width(line[place]) for line in chunk[:200] if line)])
            sheet.set_column(place, place, min(max(width + 2, _NARROWEST), _WIDEST), text)
            sheet.write_string(0, place, name, heading)
        for row, line in enumerate(chunk, 1):
            for place, value in enumerate(line):
                if value:
                    sheet.write_string(row, place, value)
        last = letters(len(page.headings) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{last}{len(chunk) + 1}"})
        number += 1


def _write_csv(path: Path, appraisal: Appraisal, people: list[Appraised]) -> None:
    """UTF-8 with a mark at its head: without it Excel takes Chinese for something else."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(appraisal.columns)
        writer.writerows(person.values.values() for person in people)


def _write_parquet(path: Path, appraisal: Appraisal, people: list[Appraised]) -> None:
    """By way of a csv, which DuckDB reads much faster than rows one by one. Every column is text."""
    draft = path.with_name(path.name + ".csv")
    try:
        _write_csv(draft, appraisal, people)
        with duckdb.connect() as database:
            source = "read_csv(?, header = true, all_varchar = true, delim = ',', quote = '\"', nullstr = ?)"
            # A path cannot be a parameter of COPY.
            database.execute(f"COPY (SELECT * FROM {source}) TO {_quoted(path)} (FORMAT parquet)", [str(draft), _NEVER])
    except duckdb.Error as error:
        raise OSError(str(error)) from error
    finally:
        draft.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


WRITERS: dict[str, Callable[[Path, Appraisal, list[Appraised]], None]] = {
    ".xlsx": _write_workbook, ".csv": _write_csv, ".parquet": _write_parquet,
}  # fmt: skip
