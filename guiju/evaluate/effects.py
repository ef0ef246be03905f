"""How long an effect lasts: its first and last day, and the reading that settles whether the first day counts."""

from __future__ import annotations

from datetime import date

from guiju import tree as t
from guiju.dates.periods import calendar_year, lapse
from guiju.evaluate.expressions import FIRST_DAY_COUNTED, first_day_counts
from guiju.evaluate.program import Run
from guiju.values import Unknown


def lasting(run: Run, period: t.Period | None) -> tuple[date | None, date | None, list[str]]:
    """First and last day of an effect; while a date is unknown, the facts it waits for."""
    if period is None:
        return None, None, []
    start = run.compute(period.start)
    if not isinstance(start, date):
        return None, None, sorted(start.facts) if isinstance(start, Unknown) else []
    if period.whole_year:
        return (*calendar_year(start), [])
    if period.end:
        end = run.compute(period.end)
        return start, end if isinstance(end, date) else None, sorted(end.facts) if isinstance(end, Unknown) else []
    length = run.duration(period.length) if period.length else None
    if isinstance(length, Unknown):
        return start, None, sorted(length.facts)
    return start, lapse(start, length, first_day_counts(run.program.readings)) if length else None, []


__all__ = ["FIRST_DAY_COUNTED", "lasting"]
