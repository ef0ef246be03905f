"""When a task is due: a day that was set, or a period counted by the calendar, moved on by its pauses.

A day on which the task stood still does not count: from the day it was suspended, until the day before it was resumed.
Days that no holiday notice has settled yet give a provisional date only (guiju.dates.workdays).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from guiju.dates.periods import WORKDAY, Duration
from guiju.dates.workdays import Calendar, Deadline, default_calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day: settled (`day`) or `provisional`, or neither where there is none; and how it was counted."""

    day: date | None = None
    provisional: date | None = None
    explanation: str = ""

    @property
    def until(self) -> date | None:
        """The last day, settled or provisional."""
        return self.day or self.provisional


@dataclass(frozen=True, slots=True)
class Term:
    """What the last day follows from: a day that was set (`start` alone), or a period from `start` on."""

    start: date
    period: Duration | None = None


def due_of(term: Term | None, pauses: Iterable[tuple[date, date]] = (), calendar: Calendar | None = None) -> Due:
    """The last day, after those pauses (from the day of suspension, to the day of resumption)."""
    if term is None:
        return Due()
    calendar = calendar or default_calendar()
    if term.period is None:
        found = Due(term.start, None, _("%(day)s，交办时定的日期。") % {"day": term.start.isoformat()})
    else:
        found = _told(calendar.deadline(term.start, term.period))
    counts_work = term.period is not None and term.period.unit == WORKDAY
    for stopped, resumed in pauses:
        if found.until is not None and found.until >= stopped < resumed:
            found = _moved(found, stopped, resumed, counts_work, calendar)
    return found


def _moved(due: Due, stopped: date, resumed: date, counts_work: bool, calendar: Calendar) -> Due:
    """What was left on the day it stopped, counted again from the day it went on."""
    assert due.until is not None
    if counts_work:
        days = [calendar.day(stopped + n * _DAY) for n in range((due.until - stopped).days + 1)]
        left = Duration(sum(day.works for day in days), WORKDAY)
        again = calendar.deadline(resumed - _DAY, left)
    else:
        again = calendar.deadline(due.until + (resumed - stopped) - _DAY, Duration(1, "日"))
    words = {"before": due.explanation, "stopped": stopped, "resumed": resumed, "day": again.due or again.provisional}
    told = _("%(before)s%(stopped)s中止，%(resumed)s恢复，中止的日子不计，至%(day)s届满。") % words
    if again.due is None or due.day is None:
        return Due(None, again.due or again.provisional, told)
    return Due(again.due, None, told)


def _told(deadline: Deadline) -> Due:
    return Due(deadline.due, deadline.provisional, deadline.explanation)
