"""The database -> a workbook, of the same sheets that are read back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from office.people.exchange.layout import DAY, SHEETS, TERM, Sheet
from office.people.models import Term


def workbook() -> bytes:
    """Everything, past and present. The same database gives the same bytes."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
    look = {
        "head": book.add_format({"bold": True, "bg_color": "#E3EFED", "border": 1}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "text": book.add_format({"num_format": "@"}),
    }
    for sheet in SHEETS:
        _write(book.add_worksheet(sheet.name), sheet, look)
    _explain(book.add_worksheet("说明"))
    book.close()
    return buffer.getvalue()


def _write(page: Any, sheet: Sheet, look: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    labels: dict[str, list[str]] = {}
    for term in Term.objects.all():
        labels.setdefault(term.vocabulary, []).append(term.label)
    for at, column in enumerate(sheet.columns):
        page.write_string(0, at, column.heading, look["head"])
        page.set_column(at, at, 14, look["day"] if column.kind == DAY else look["text"])
        if column.kind == TERM:
            page.data_validation(1, at, 100_000, at, {"validate": "list", "source": labels.get(column.vocabulary, [])})
    for row, (_pk, values) in enumerate(sheet.existing(), start=1):
        for at, column in enumerate(sheet.columns):
            _cell(page, row, at, values[column.heading], look)


def _cell(page: Any, row: int, at: int, value: Any, look: dict[str, Any]) -> None:
    if isinstance(value, date):
        page.write_datetime(row, at, datetime(value.year, value.month, value.day), look["day"])  # noqa: DTZ001 - Excel has no zones
    elif isinstance(value, int):
        page.write_number(row, at, value)
    elif value:
        page.write_string(row, at, str(value), look["text"])


def _explain(page: Any) -> None:
    page.set_column(0, 0, 100)
    for row, line in enumerate([
        _("改好后从「导入」交回：先看到每一处改动，确认以后才写进去；有一处不对就全部不写。"),
        _("「自」「至」都含当天；「至」空着就是至今。换人、改名：给旧的一行填「至」，另起一行。"),
        _("表里没有提到的，保持原样；删去一行不等于撤销。"),
    ]):  # fmt: skip
        page.write_string(row, 0, line)
