"""A workbook -> rows of values, and every problem with its sheet, row and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from guiju.errors import InputError
from guiju.forms.package import inspect
from office.people.exchange.layout import BY_NAME, DAY, IGNORED, NUMBER, SHEETS, TERM, Column, Sheet
from office.people.models import Term

MOST_ROWS = 1_000_000
EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One problem: sheet, row (0: the sheet as a whole), heading, and what is wrong."""

    sheet: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = self.sheet
        if self.row:
            place += _(" 第%(row)s行") % {"row": self.row}
        return f"{place}{f'「{self.column}」' if self.column else ''}：{self.message}"


@dataclass(slots=True)
class Book:
    """What was read: for each sheet its rows (number and values by heading), and everything wrong with it."""

    rows: dict[str, list[tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)


class _Wrong(Exception):
    """A cell that does not hold what it should."""


def read(path: Path) -> Book:
    """The workbook's rows. Problems are collected; a file that is no workbook gives one problem."""
    book = Book()
    try:
        package = inspect(path)
        workbook = CalamineWorkbook.from_path(path)
        names = [(name, name.strip()) for name in workbook.sheet_names]
        labels = _labels()
        for original, name in names:
            if name in BY_NAME:
                area = workbook.get_sheet_by_name(original).to_python(skip_empty_area=False)
                valueless = package.valueless.get(original, {})
                _read_sheet(book, BY_NAME[name], area, labels, valueless)
            elif name not in IGNORED:
                known = "、".join(sheet.name for sheet in SHEETS)
                book.troubles.append(Trouble(name, 0, "", _("不认识这张表。认识：%(known)s。") % {"known": known}))
    except InputError as error:
        book.troubles += [Trouble(problem.place or _("文件"), 0, "", problem.message) for problem in error.problems]
    except CalamineError as error:
        book.troubles.append(Trouble(_("文件"), 0, "", _("读不出来：%(error)s") % {"error": error}))
    return book


def _labels() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for vocabulary, label in Term.objects.values_list("vocabulary", "label"):
        found.setdefault(vocabulary, set()).add(label)
    return found


def _read_sheet(
    book: Book, sheet: Sheet, area: list[list[Any]], labels: dict[str, set[str]], valueless: dict[tuple[int, int], str]
) -> None:
    headings = [str(cell).strip() for cell in area[0]] if area else []
    wanted = [column.heading for column in sheet.columns]
    missing = [heading for heading in wanted if heading not in headings]
    extra = [heading for heading in headings if heading and heading not in wanted]
    for heading in missing:
        book.troubles.append(Trouble(sheet.name, 1, heading, _("第一行缺这一栏。")))
    for heading in extra:
        book.troubles.append(Trouble(sheet.name, 1, heading, _("多出这一栏，不知道怎么用。")))
    twice = sorted({heading for heading in headings if heading and headings.count(heading) > 1})
    for heading in twice:
        book.troubles.append(Trouble(sheet.name, 1, heading, _("这一栏有两列。")))
    for (row, column), reason in valueless.items():
        book.troubles.append(Trouble(sheet.name, row + 1, headings[column] if column < len(headings) else "", reason))
    if missing or twice:
        return
    places = [(column, headings.index(column.heading)) for column in sheet.columns]
    rows = book.rows.setdefault(sheet.name, [])
    for number, cells in enumerate(area[1 : MOST_ROWS + 1], start=2):
        if any(cell != "" for cell in cells):
            rows.append((number, _read_row(book, sheet, number, [(c, cells[at]) for c, at in places], labels)))


def _read_row(
    book: Book, sheet: Sheet, number: int, cells: list[tuple[Column, Any]], labels: dict[str, set[str]]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, cell in cells:
        try:
            values[column.heading] = _value(column, cell, labels)
        except _Wrong as wrong:
            book.troubles.append(Trouble(sheet.name, number, column.heading, str(wrong)))
            values[column.heading] = None
    since, until = values.get("自"), values.get("至")
    if since and until and until < since:
        book.troubles.append(Trouble(sheet.name, number, "至", _("早于「自」%(since)s。") % {"since": since}))
    return values


def _value(column: Column, cell: Any, labels: dict[str, set[str]]) -> Any:
    if cell == "" or (isinstance(cell, str) and not cell.strip()):
        if column.required:
            raise _Wrong(_("不能空。"))
        return {NUMBER: 0, DAY: None}.get(column.kind, None if column.path.endswith("__code") else "")
    if column.kind == DAY:
        return _day(cell)
    if column.kind == NUMBER:
        return _number(cell)
    text = _text(cell)
    if len(text) > column.longest:
        raise _Wrong(_("太长，最多%(longest)s个字。") % {"longest": column.longest})
    if column.kind == TERM and text not in labels.get(column.vocabulary, set()):
        known = "、".join(sorted(labels.get(column.vocabulary, set())))
        raise _Wrong(_("没有「%(text)s」这一项。可填：%(known)s。") % {"text": text, "known": known})
    return text


def _text(cell: Any) -> str:
    if isinstance(cell, bool | date | datetime):
        raise _Wrong(_("这里要填文字。"))
    if isinstance(cell, float):
        if not cell.is_integer() or abs(cell) >= 10**15:
            raise _Wrong(_("编号存成了数字，已经走样；请把这一栏设为文本后重填。"))
        return str(int(cell))
    return str(cell).strip()


def _number(cell: Any) -> int:
    text = _text(cell)
    if not text.isdecimal() or int(text) > 32767:
        raise _Wrong(_("要填0到32767的整数。"))
    return int(text)


def _day(cell: Any) -> date:
    if isinstance(cell, date):
        found = cell.date() if isinstance(cell, datetime) else cell
    else:
        text = (
            str(cell)
            .strip()
            .replace("年", "-")
            .replace("月", "-")
            .replace("日", "")
            .replace("/", "-")
            .replace(".", "-")
        )
        try:
            year, month, day = (int(part) for part in text.split("-"))
            found = date(year, month, day)
        except (ValueError, TypeError) as error:
            raise _Wrong(_("不是日期，要写成2026-03-01这样。")) from error
    if not EARLIEST <= found <= LATEST:
        raise _Wrong(_("日期%(day)s不在合理范围内。") % {"day": found})
    return found
