"""Counting rows by month, for charts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from office.ground.clock import OFFICE

MONTHS = 12


def last_months(today: date) -> list[date]:
    """The first days of the twelve months that end with today's, in order."""
    number = today.year * MONTHS + today.month - 1
    return [date((number - n) // MONTHS, (number - n) % MONTHS + 1, 1) for n in reversed(range(MONTHS))]


def by_month(rows: Any, field: str, today: date) -> list[tuple[str, int]]:
    """How many of the rows fall into each of the last twelve months, by that date or moment."""
    months = last_months(today)
    is_moment = rows.model._meta.get_field(field).get_internal_type() == "DateTimeField"
    month = TruncMonth(field, tzinfo=OFFICE) if is_moment else TruncMonth(field)
    found = rows.filter(**{f"{field}__gte" if not is_moment else f"{field}__date__gte": months[0]})
    counts = found.order_by().annotate(month=month).values_list("month").annotate(n=Count("pk"))
    by = {(day.year, day.month): n for day, n in counts}
    return [(f"{month.year % 100:02}-{month.month:02}", by.get((month.year, month.month), 0)) for month in months]
