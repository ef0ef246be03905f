"""Which tasks wait for whom, and how near they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guiju.dates.workdays import default_calendar
from office.ground.actors import Actor
from office.people.models import Holding
from office.people.questions import under
from office.tasks.models import Task
from office.tasks.rights import OVER_UNITS, WHOLE_TOWN

# How many working days before its end a deadline turns red, and how many before it asks for care.
WARN_DAYS, CARE_DAYS = 3, 7
# A day so far off is never near, whatever holidays lie between.
FAR = 30
WARN, CARE, CALM = "warn", "care", ""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near the end is: the colour, and the words that say it."""

    colour: str
    words: str


def mine(actor: Actor) -> QuerySet[Task]:
    """What waits for the actor."""
    return Task.objects.for_actor(actor).not_over().select_related("person", "unit")


def seen_by(actor: Actor) -> QuerySet[Task]:
    """What the actor may see of what is not over: the same rule as rights.see, asked of the database."""
    rows = Task.objects.not_over().select_related("person", "unit")
    own = Q(pk__in=Task.objects.for_actor(actor).values("pk")) | Q(given_by=actor.login)
    if actor.holds(*WHOLE_TOWN):
        return rows.filter(own | Q(is_private=False))
    units = {role.unit for role in actor.holds(*OVER_UNITS) if role.unit is not None}
    if units:
        led = Holding.objects.on(actor.on).filter(post__unit__in=under(units, actor.on))
        own |= Q(is_private=False, person__in=led.values("person"))
    return rows.filter(own)


def by_nearness(rows: QuerySet[Task], most: int) -> list[Task]:
    """The nearest first; those without a deadline last."""
    return list(rows.order_by("waits_until", "pk")[:most])


def nearness(task: Task, today: date) -> Nearness:
    """How near the end of a task is on a day."""
    until = task.until
    if until is None:
        return Nearness(CALM, _("没有期限"))
    if not task.is_running:
        return Nearness(CALM, str(task.get_state_display()))
    days = (until - today).days
    if days < 0:
        return Nearness(WARN, ngettext("已超期%(n)s天", "已超期%(n)s天", -days) % {"n": -days})
    if days == 0:
        return Nearness(WARN, _("今天到期"))
    return Nearness(_colour(today, until), ngettext("还有%(n)s天", "还有%(n)s天", days) % {"n": days})


def _colour(today: date, until: date) -> str:
    """By working days, the last one included: a long holiday before the end makes it nearer than it looks."""
    if (until - today).days > FAR:
        return CALM
    days = [today + timedelta(days=n) for n in range(1, (until - today).days + 1)]
    left = sum(default_calendar().day(day).works for day in days)
    return WARN if left <= WARN_DAYS else CARE if left <= CARE_DAYS else CALM
