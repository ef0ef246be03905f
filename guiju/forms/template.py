"""An empty workbook to fill in: the sheets a law declares, with cell checks, and one row in each to show how."""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from guiju.errors import Problem, UsageError, display_width
from guiju.forms.layout import Column, Layout, Sheet, workbook_layout
from guiju.law import Law
from guiju.values import Number
from guiju.writing.files import write_whole

EXAMPLE = "示例"
EXAMPLE_IDENTITY = f"{EXAMPLE}001"
_EXAMPLE_DAY = date(2025, 6, 30)
_EXAMPLE_COUNT = 10
# How far down cells are checked as they are typed; what is read is checked all over again.
_LAST_ROW = 10_001
_EARLIEST_DAY = date(1949, 10, 1)
_LATEST_DAY = date(2999, 12, 31)
_NARROWEST, _WIDEST = 8, 40
# Excel takes a list of options only up to this length, commas included; a title and a message likewise.
_LONGEST_LIST, _LONGEST_TITLE, _LONGEST_MESSAGE = 255, 32, 255
_SHEET_NAME = re.compile(r"(?!')[^\[\]:*?/\\]{1,31}(?<!')")
# A fixed day: the same law always gives the same file.
_CREATED = datetime(2025, 1, 1, tzinfo=UTC)
Rule = dict[str, Any]


def write_template(path: Path, law: Law) -> None:
    """Write the workbook for the law. Raises UsageError when it grades nobody, WriteError when it cannot be written."""
    content = template(law)
    write_whole(path, lambda draft: draft.write_bytes(content))


def template(law: Law) -> bytes:
    """The workbook for the law."""
    layout = workbook_layout(law)
    _check_names(layout)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": law.title, "created": _CREATED})
        writer = _TemplateWriter(book, layout)
        for sheet in layout.sheets:
            writer.write(sheet)
    return stream.getvalue()


def _check_names(layout: Layout) -> None:
    """Excel takes no sheet of an odd or overlong name, nor two of one name."""
    counts = Counter(sheet.heading.lower() for sheet in layout.sheets)
    bad = [s.heading for s in layout.sheets if not _SHEET_NAME.fullmatch(s.heading) or counts[s.heading.lower()] > 1]
    if bad:
        message = f"「{'、'.join(dict.fromkeys(bad))}」不能作工作簿的表名：至多31个字，不含 []:*?/\\，各表不同名。"
        raise UsageError([Problem("form", message)])


class _TemplateWriter:
    def __init__(self, book: xlsxwriter.Workbook, layout: Layout) -> None:
        self.book, self.layout = book, layout
        border: Rule = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
        self.heading = book.add_format({"bold": True, "bg_color": "#DDEBF7", "num_format": "@", **border})
        formats = {"日期": "yyyy-mm-dd", "数": "General"}
        self.plain = {name: book.add_format({"num_format": form}) for name, form in formats.items()}
        self.text = book.add_format({"num_format": "@"})
        shown: Rule = {"italic": True, "font_color": "#808080"}
        self.example = {name: book.add_format({"num_format": form, **shown}) for name, form in formats.items()}
        self.example_text = book.add_format({"num_format": "@", **shown})

    def write(self, sheet: Sheet) -> None:
        """One sheet: headings, checks, the example row."""
        page = self.book.add_worksheet(sheet.heading)
        page.freeze_panes(1, 0)
        page.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(sheet.columns) - 1)}{_LAST_ROW}"})
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, _width(column), self.plain.get(column.kind.name, self.text))
            page.write_string(0, place, column.heading, self.heading)
            page.data_validation(1, place, _LAST_ROW - 1, place, self._rule(sheet, column, place))
            self._write_example(page, place, column, _example(sheet, column))

    def _write_example(self, page: Any, place: int, column: Column, value: date | Number | str) -> None:
        shown = self.example.get(column.kind.name, self.example_text)
        match value:
            case date():
                page.write_datetime(1, place, value, shown)
            case int() | Fraction():
                page.write_number(1, place, value, shown)
            case _:
                page.write_string(1, place, value, shown)

    def _rule(self, sheet: Sheet, column: Column, place: int) -> Rule:
        check = _check(column)
        if sheet is self.layout.subject and column.name == sheet.owner:
            check = _unique(place)
        elif column.name == sheet.owner and column.kind.name == "文字":
            check = self._known()
        message = _message(sheet, column, self.layout.subject)
        return check | {
            "input_title": column.heading[:_LONGEST_TITLE], "input_message": message[:_LONGEST_MESSAGE],
            "error_title": "这里填得不对", "error_message": message[:_LONGEST_MESSAGE],
        }  # fmt: skip

    def _known(self) -> Rule:
        """Only people of the subject's sheet; they drop down."""
        subject = self.layout.subject
        column = xl_col_to_name(next(n for n, c in enumerate(subject.columns) if c.name == subject.owner))
        name = subject.heading.replace("'", "''")
        return {"validate": "list", "source": f"='{name}'!${column}$2:${column}${_LAST_ROW}"}


def _check(column: Column) -> Rule:
    match column.kind.name:
        case "是否":
            return _one_of(("是", "否"))
        case "选项":
            return _one_of(column.kind.options)
        case "日期":
            return {"validate": "date", **_between(_EARLIEST_DAY, _LATEST_DAY)}
        case "数":
            return _number(column)
    return {"validate": "any"}


def _one_of(options: tuple[str, ...]) -> Rule:
    if len(",".join(options)) > _LONGEST_LIST:
        return {"validate": "any"}
    return {"validate": "list", "source": list(options)}


def _unique(place: int) -> Rule:
    """Nobody twice. SUMPRODUCT compares texts as texts; COUNTIF would take long numbers for equal."""
    column = xl_col_to_name(place)
    return {"validate": "custom", "value": f"=SUMPRODUCT(--(${column}$2:${column}${_LAST_ROW}={column}2))=1"}


def _between(low: Any, high: Any) -> Rule:
    return {"criteria": "between", "minimum": low, "maximum": high}


def _number(column: Column) -> Rule:
    low, high = column.type.low, column.type.high
    kind = {"validate": "integer" if column.whole else "decimal"}
    if low is None or high is None:
        limit = 10**15 - 1
        return kind | _between(-limit, limit)
    return kind | _between(str(low.value), str(high.value))


def _message(sheet: Sheet, column: Column, subject: Sheet) -> str:
    """What belongs in the cell, in a sentence or two."""
    low, high = column.type.low, column.type.high
    within = f"，{low.text}至{high.text}" if low and high else ""
    what = {
        "是否": "填「是」或「否」",
        "选项": f"填{'、'.join(column.kind.options)}之一",
        "日期": "填日期，如 2025-06-30",
        "数": f"填{'整数' if column.whole else '数'}{within}",
        "名单": "可填几个，以「、」分开",
    }.get(column.kind.name, "填文字")
    if sheet is subject and column.name == sheet.owner:
        what += "，一人一个，不得重复"
    elif column.name == sheet.owner:
        what += f"；须是「{subject.heading}」表里已有的"
    return what + ("。必填。" if column.required else "。可以空着。")


def _example(sheet: Sheet, column: Column) -> date | Number | str:
    if column.name == sheet.owner:
        return EXAMPLE_IDENTITY
    match column.kind.name:
        case "日期":
            return _EXAMPLE_DAY
        case "是否":
            return "否"
        case "选项":
            return column.kind.options[0]
        case "数":
            return _example_number(column)
    return EXAMPLE + column.heading


def _example_number(column: Column) -> Number:
    """A count anyone would take for one; else the least that is allowed."""
    low, high = column.type.low, column.type.high
    if low is None or high is None or low.value <= 0 <= high.value:
        return min(_EXAMPLE_COUNT, math.floor(high.value)) if high else _EXAMPLE_COUNT
    least = math.ceil(low.value)
    return least if least <= high.value else low.value


def _width(column: Column) -> int:
    texts = [column.heading, *column.kind.options]
    least = {"日期": 12, "名单": 24, "文字": 14}.get(column.kind.name, _NARROWEST)
    return min(max(least, *(display_width(text) + 2 for text in texts)), _WIDEST)
