"""Counting rows by month, for charts."""

from __future__ import annotations

from datetime import date
from typing import Any

from office.ground import clock

MONTHS = 12


def last_months(today: date) -> list[date]:
    """The first days of the twelve months that end with today's, in order."""
    number = today.year * MONTHS + today.month - 1
    return [date((number - n) // MONTHS, (number - n) % MONTHS + 1, 1) for n in reversed(range(MONTHS))]


def by_month(rows: Any, field: str, today: date) -> list[tuple[str, int]]:
    """How many of the rows fall into each of the last twelve months, by that date or moment; a count a month.

    Counting a month is a walk along the field's index; grouping by month would look at every row.
    """
    is_moment = rows.model._meta.get_field(field).get_internal_type() == "DateTimeField"
    begin: Any = clock.beginning if is_moment else _same
    months = last_months(today)
    nexts = [*months[1:], date(today.year + today.month // MONTHS, today.month % MONTHS + 1, 1)]
    return [
        (f"{month.year % 100:02}-{month.month:02}", _within(rows, field, begin(month), begin(after)))
        for month, after in zip(months, nexts, strict=True)
    ]


def _same(day: date) -> date:
    return day


def _within(rows: Any, field: str, first: Any, after: Any) -> int:
    return int(rows.order_by().filter(**{f"{field}__gte": first, f"{field}__lt": after}).count())
