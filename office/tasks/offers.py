"""Finding tasks by their words; a chart of how many were done each month."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy

from office.ground.actors import Actor
from office.ground.months import by_month
from office.ground.offers import Hit, Picture, Search, Thing
from office.ground.roles import BUSINESS
from office.tasks.models import DONE, Step, Task
from office.tasks.questions import seen_by

# Words within a title have no index: those of the last so many are read through.
RECENT = 5_000


def _find(actor: Actor, words: str, limit: int) -> list[Hit]:
    last = Task.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = seen_by(actor).filter(pk__gt=last - RECENT, title__contains=words).order_by("-pk")[:limit]
    return [Hit(task.title, reverse("tasks:task", args=[task.pk]), str(task.until or "")) for task in rows]


def _done(_actor: Actor, today: date) -> list[tuple[str, int]]:
    return by_month(Step.objects.filter(state=DONE), "on", today)


THINGS = [Thing("tasks.task", gettext_lazy("交办的事"))]
SEARCHES = [Search(gettext_lazy("待办的事（最近五千件）"), _find)]
PICTURES = [Picture(gettext_lazy("每月办结的事"), gettext_lazy("件"), _done, BUSINESS)]
