"""Tables of text as files: an .xlsx of several sheets, or one table as .csv or .parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from guiju.errors import display_width
from guiju.writing.files import write_whole

MOST_SHEET_ROWS = 1_000_000
_NARROWEST, _WIDEST = 8, 60
# Stands for an empty text while DuckDB reads a csv: there an empty field would be taken for no value at all.
_NEVER = "\x01"
Lines = Iterable[Sequence[str]]
ENDINGS = (".xlsx", ".csv", ".parquet")


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its name, headings and lines."""

    name: str
    headings: Sequence[str]
    lines: Lines


def write_pages(path: Path, title: str, pages: Iterator[Page]) -> None:
    """Write the pages in the form the name asks for; a .csv or .parquet holds the first only. Raises WriteError."""
    match path.suffix.lower():
        case ".xlsx":
            write_whole(path, lambda draft: write_sheets(draft, title, pages))
        case ".csv":
            first = next(pages)
            write_whole(path, lambda draft: write_csv(draft, first.headings, first.lines))
        case _:
            first = next(pages)
            write_whole(path, lambda draft: write_parquet(draft, first.headings, first.lines))


def write_sheets(path: Path, title: str, pages: Iterable[Page]) -> None:
    """A workbook of these pages; every cell is text."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": title})
        for page in pages:
            _write_page(book, page)
    path.write_bytes(stream.getbuffer())


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
        last = xl_col_to_name(len(page.headings) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{last}{len(chunk) + 1}"})
        number += 1


def write_csv(path: Path, headings: Sequence[str], lines: Lines) -> None:
    """UTF-8 with a mark at its head: without it Excel takes Chinese for something else."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(lines)


def write_parquet(path: Path, headings: Sequence[str], lines: Lines) -> None:
    """By way of a csv, which DuckDB reads much faster than rows one by one. Every column is text."""
    draft = path.with_name(path.name + ".csv")
    try:
        write_csv(draft, headings, lines)
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
