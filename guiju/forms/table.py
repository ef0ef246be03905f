"""Rows under headings -> columns of values. Headings may stand in any order; what does not fit is all reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from guiju.forms.cells import COVERED, Broken, Manner, clean, read_cells
from guiju.forms.faults import Faults
from guiju.forms.layout import Sheet
from guiju.law import Words
from guiju.notation.hints import nearest
from guiju.values import Value

Row = Sequence[Any]
_FIRST_DATA_ROW = 2


@dataclass(slots=True)
class Table:
    """A sheet as read: its columns by the law's names, and the row number of each line of data."""

    sheet: Sheet
    rows: Sequence[int] = ()
    columns: dict[str, list[Value | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads tables of one kind of file; `most_rows` is how many lines of data one may have."""

    words: Words
    manner: Manner
    most_rows: int
    faults: Faults

    def read(self, sheet: Sheet, rows: Sequence[Row]) -> Table:
        """The table whose first row holds the headings."""
        if not rows:
            self.faults.add(sheet.heading, 1, "", "是空的；第1行应是栏目名。")
            return Table(sheet)
        places = self.headings(sheet, rows[0])
        body = rows[1:]
        columns = _columns(body)
        self._nameless(sheet, rows[0], columns)
        kept = _filled_rows(body, columns, places)
        if len(kept) > self.most_rows:
            self.faults.add(sheet.heading, 0, "", f"有{len(kept)}行，超过一次能处理的{self.most_rows}行；请分开处理。")
            return Table(sheet)
        if len(kept) < len(body):
            columns = _columns([body[n] for n in kept])
        numbers = range(_FIRST_DATA_ROW, len(body) + _FIRST_DATA_ROW)
        table = Table(sheet, numbers if len(kept) == len(body) else [numbers[n] for n in kept])
        self._cells(table, columns, places)
        return table

    def _cells(self, table: Table, columns: list[list[Any]], places: dict[str, int]) -> None:
        for number, column in enumerate(table.sheet.columns):
            if column.name not in places:
                continue
            cells = columns[places[column.name]] if table.rows else ()
            values, bad = read_cells(cells, column, self.words, self.manner) if cells else ([], [])
            table.columns[column.name] = values
            for index, message in bad:
                self.faults.add(table.sheet.heading, table.rows[index], column.heading, f"{message}。", number)

    def headings(self, sheet: Sheet, row: Row) -> dict[str, int]:
        """Where each column stands; each column that is missing, doubled or not known is a problem."""
        found: dict[str, int] = {}
        extra: dict[str, int] = {}
        wanted = {column.heading: column.name for column in sheet.columns}
        for place, cell in enumerate(row):
            heading = "" if cell is None or isinstance(cell, Broken) else clean(str(cell))
            if heading in wanted and wanted[heading] in found:
                self.faults.add(sheet.heading, 1, heading, "这一栏出现了不止一次；只能有一栏。")
            elif heading in wanted:
                found[wanted[heading]] = place
            elif heading:
                extra[heading] = place
        self._missing(sheet, [h for h, name in wanted.items() if name not in found], extra)
        return found

    def _missing(self, sheet: Sheet, missing: list[str], extra: dict[str, int]) -> None:
        """A missing column and an unknown one of nearly that name are one problem: it was renamed."""
        for heading in missing:
            likely = next((e for e in extra if _same(e, heading)), None) or _nearest(heading, list(extra))
            if likely:
                place = extra.pop(likely)
                message = f"不认识这一栏；本表应有「{heading}」一栏，请把栏目名改为「{heading}」。"
                self.faults.add(sheet.heading, 1, likely, message, place)
            else:
                self.faults.add(sheet.heading, 1, "", f"缺少「{heading}」一栏。")
        wanted = [column.heading for column in sheet.columns]
        for heading, place in extra.items():
            hint = nearest(heading, wanted)
            message = f"不认识这一栏。{hint}多余的栏目请删去；本表的栏目是{'、'.join(wanted)}。"
            self.faults.add(sheet.heading, 1, heading, message, place)

    def _nameless(self, sheet: Sheet, headings: Row, columns: list[list[Any]]) -> None:
        for place, cells in enumerate(columns):
            heading = headings[place]
            if (heading is None or heading == "") and any(map(_filled, cells)):
                self.faults.add(sheet.heading, 1, "", f"{letters(place)}列有内容，却没有栏目名。", place)


def _columns(rows: Sequence[Row]) -> list[list[Any]]:
    """Rows turned into columns. One column at a time: zip(*rows) would make an iterator of every row."""
    width = len(rows[0]) if rows else 0
    return [list(map(itemgetter(place), rows)) for place in range(width)]


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _nearest(heading: str, others: list[str]) -> str | None:
    return next((other for other in others if nearest(heading, [other])), None)


def _filled_rows(body: Sequence[Row], columns: list[list[Any]], places: dict[str, int]) -> Sequence[int]:
    """The indices of the rows that hold anything. Only rows with an empty cell in a given column are looked into."""
    if not columns:
        return ()
    if not places:
        return [n for n, row in enumerate(body) if any(map(_filled, row))]
    key = columns[min(places.values())]
    if set(map(type, key)) == {str} and all(map(str.strip, key)):
        return range(len(body))
    empty = {n for n, cell in enumerate(key) if not _filled(cell) and not any(map(_filled, body[n]))}
    return [n for n in range(len(body)) if n not in empty] if empty else range(len(body))


def _filled(cell: Any) -> bool:
    return bool(clean(cell)) if cell.__class__ is str else cell is not None and cell is not COVERED


def letters(place: int) -> str:
    """The letters of a column in a spreadsheet: A for 0, AA for 26."""
    name, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
