"""Periods of law: calendar arithmetic that needs no list of holidays.

Three kinds of period are kept apart because the law ends them differently:

- a deadline on somebody's act (办事期限) rolls off rest days; see ``guiju.dates.workdays``;
- an influence period (影响期、处分期) never rolls: ``lapse``;
- a look-back or look-forward window (回溯窗口): ``in_window_before`` / ``in_window_after``.

Sources: 民法典 第二百条 to 第二百零四条 (units, the start day, the corresponding day)
and 第一千二百五十九条 (以内 includes the bound).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

UNITS = ("年", "个月", "日", "个工作日")
WORKDAY = "个工作日"
# More days than there are from year 1 to year 9999: no period can need a larger count.
MAX_COUNT = 9_999_999


class PeriodError(ValueError):
    """A period that cannot be computed; the message is Chinese and meant for the reader."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as a text of law states it.

    count: a whole number from 1 to MAX_COUNT.
    unit: one of 年, 个月, 日, 个工作日.
    Raises PeriodError for any other count or unit.
    """

    count: int
    unit: str

    def __post_init__(self) -> None:
        # type() and not isinstance(): True is an int in Python, but it counts nothing.
        if type(self.count) is not int or not 1 <= self.count <= MAX_COUNT:
            raise PeriodError(f"期限的数目必须是1至{MAX_COUNT}的整数")
        if self.unit not in UNITS:
            raise PeriodError(f"期限的单位只能是{'、'.join(UNITS)}，现为「{self.unit}」")

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"


def add(start: date, duration: Duration) -> date:
    """Return the day on which a period of 年, 个月 or 日 after ``start`` ends, start day not counted.

    That is the corresponding day of the last month, or the month's end where it has none
    (民法典 第二百零一条、第二百零二条). Nothing is rolled.
    Raises PeriodError for 个工作日, and when the end lies outside the years 1 to 9999.
    """
    return _move(start, duration, 1)


def lapse(start: date, duration: Duration, first_day_counted: bool = True) -> date:
    """Return the last day of an influence period that runs from ``start``; it never rolls.

    First day counted (the default): the day before the corresponding day; where the last month
    has no corresponding day, the month's end itself (2024-02-29 起一年, to 2025-02-28).
    First day not counted: the corresponding day, as in ``add``.
    Statutes say 自处分决定生效之日起 (政务处分法 第八条), so the day itself is counted.
    Raises PeriodError as ``add`` does.
    """
    end = add(start, duration)
    if not first_day_counted or _cut_to_month_end(start, end, duration):
        return end
    return end - timedelta(days=1)


def calendar_year(day: date) -> tuple[date, date]:
    """Return 1 January and 31 December of the year of ``day``: 当年, 年度."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def window_before(anchor: date, duration: Duration) -> tuple[date, date]:
    """Return the first and last day of the window 「``anchor`` 前 ``duration`` 内」, both included.

    The anchor day is not counted in the length (民法典 第二百零一条), the bound is
    (第一千二百五十九条): 2026-03-02 前12个月内 runs from 2025-03-02 to 2026-03-02. Where the
    first month has no corresponding day, the window opens on that month's end.
    Raises PeriodError as ``add`` does.
    """
    return _move(anchor, duration, -1), anchor


def window_after(anchor: date, duration: Duration) -> tuple[date, date]:
    """Return the first and last day of the window 「``anchor`` 后 ``duration`` 内」, both included.

    The mirror of ``window_before``: 2026-03-02 后3个月内 runs from 2026-03-02 to 2026-06-02.
    Raises PeriodError as ``add`` does.
    """
    return anchor, add(anchor, duration)


def in_window_before(day: date, anchor: date, duration: Duration) -> bool:
    """Tell whether ``day`` lies in ``window_before(anchor, duration)``, both ends included."""
    first, last = window_before(anchor, duration)
    return first <= day <= last


def in_window_after(day: date, anchor: date, duration: Duration) -> bool:
    """Tell whether ``day`` lies in ``window_after(anchor, duration)``, both ends included."""
    first, last = window_after(anchor, duration)
    return first <= day <= last


def _move(start: date, duration: Duration, sign: int) -> date:
    if duration.unit == WORKDAY:
        raise PeriodError(f"「{duration}」以工作日计，须按放假安排推算，不能按日历加减")
    try:
        if duration.unit == "日":
            return start + timedelta(days=sign * duration.count)
        months = duration.count * (12 if duration.unit == "年" else 1)
        return _shift_months(start, sign * months)
    except (OverflowError, ValueError) as error:
        side = "起" if sign > 0 else "往前"
        raise PeriodError(f"自{start.isoformat()}{side}{duration}，超出公元1年至9999年") from error


def _shift_months(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _cut_to_month_end(start: date, end: date, duration: Duration) -> bool:
    return duration.unit != "日" and end.day != start.day
