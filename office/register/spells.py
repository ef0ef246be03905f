"""Steps -> the days on which an effect really holds. Pure: rows in, periods out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from office.register.models import LIFTED, RESUMED, REVOKED, SUSPENDED, Step

Period = tuple[date, date | None]
_DAY = timedelta(days=1)


def spells_of(steps: Sequence[Step], is_bar: bool) -> list[Period]:
    """The periods of an effect, in order and apart.

    The last step says from when to when. Taken out are the days it stood suspended and those after it was lifted; an
    effect that was revoked never held. A handling without an end has no period; a bar without one holds until lifted.
    """
    last = steps[-1]
    if any(step.what == REVOKED for step in steps) or (last.until is None and not is_bar):
        return []
    periods: list[Period] = [(last.since, last.until)]
    for first, end in _out(steps):
        periods = [part for period in periods for part in _without(period, first, end)]
    return periods


def _out(steps: Sequence[Step]) -> list[Period]:
    """When it did not hold: suspended from a day until the day it was resumed, or lifted from a day on."""
    found: list[Period] = []
    stopped: date | None = None
    for step in steps:
        if step.what == SUSPENDED:
            stopped = step.on
        elif step.what == RESUMED and stopped is not None:
            if stopped < step.on:
                found.append((stopped, step.on - _DAY))
            stopped = None
        elif step.what == LIFTED:
            found.append((step.on, None))
    return found if stopped is None else [*found, (stopped, None)]


def _without(period: Period, first: date, end: date | None) -> list[Period]:
    since, until = period
    if (until is not None and until < first) or (end is not None and end < since):
        return [period]
    before: list[Period] = [(since, first - _DAY)] if since < first else []
    after: list[Period] = [(end + _DAY, until)] if end is not None and (until is None or end < until) else []
    return before + after


def holds(periods: Sequence[Period], day: date) -> bool:
    """Whether the day lies in one of them."""
    return any(since <= day and (until is None or day <= until) for since, until in periods)
