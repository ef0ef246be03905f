"""The list as a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from office.people.models import Person
from office.register.models import Effect
from office.register.states import days_of, state_of

MOST_ROWS = 100_000


def workbook(effects: Iterable[Effect], names: dict[int, str], day: date) -> bytes:
    """One row an effect, as it stands on the day. The same entries give the same bytes."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
    head = book.add_format({"bold": True, "bg_color": "#E3EFED", "border": 1})
    when = book.add_format({"num_format": "yyyy-mm-dd"})
    page = book.add_worksheet(_("资格台账"))
    page.freeze_panes(1, 0)
    headings = [
        _("编号"), _("姓名或机构"), _("限制或处理"), _("自"), _("至"), _("状态"), _("实际管到的日子"), _("决定日期"),
        _("文号"), _("决定机关"), _("条文"), _("条文原文"), _("期间怎么算的"), _("最近一次变动"), _("理由"),
    ]  # fmt: skip
    for at, heading in enumerate(headings):
        page.write_string(0, at, heading, head)
        page.set_column(at, at, 14)
    for row, effect in enumerate(effects, start=1):
        for at, value in enumerate(_row(effect, names, day)):
            _cell(page, row, at, value, when)
    book.close()
    return buffer.getvalue()


def _row(effect: Effect, names: dict[int, str], day: date) -> list[Any]:
    last, subject = effect.last, effect.subject
    name = subject.name if isinstance(subject, Person) else names.get(subject.pk, "")
    return [
        subject.code, name, effect.kind, last.since, last.until, state_of(effect, day).word, days_of(effect),
        last.decided_on, last.document, last.organ, last.cite, last.sentence, last.computed, last.get_what_display(),
        last.reason,
    ]  # fmt: skip


def _cell(page: Any, row: int, at: int, value: Any, when: Any) -> None:
    if isinstance(value, date):
        page.write_datetime(row, at, datetime(value.year, value.month, value.day), when)  # noqa: DTZ001 - Excel has no zones
    elif value:
        page.write_string(row, at, str(value))
