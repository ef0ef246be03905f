"""The one clock of the office. Tests set it; nothing else reads the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("Asia/Shanghai")
_FIRST, _LAST = date(1900, 1, 1), date(9999, 12, 1)
_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The day it is in the office."""
    return now().astimezone(OFFICE).date()


def beginning(day: date) -> datetime:
    """The moment at which the day begins in the office; of days before or after all records, one of those."""
    day = min(max(day, _FIRST), _LAST)
    return datetime(day.year, day.month, day.day, tzinfo=OFFICE)


def day_before(day: date) -> date:
    """The day before; an appointment that ends when another begins ends on it."""
    return day - timedelta(days=1)


@contextmanager
def clock_at(moment: datetime | date) -> Iterator[None]:
    """Meanwhile it is that moment (of a day: its noon in the office)."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=OFFICE)
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
