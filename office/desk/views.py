"""The desk: three pages that only ask."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from office.ground import clock, shelf
from office.ground.actors import Actor
from office.ground.offers import Picture, pictures_for, searches, waiting_for
from office.ground.requests import Request
from office.look.charts import lying, upright
from office.people.questions import unit_names
from office.tasks.actions import assign
from office.tasks.questions import by_nearness, mine, nearness, seen_by

MINE, OTHERS, HITS, LONGEST_QUESTION = 100, 8, 12, 60


@require_safe
def home(request: Request) -> HttpResponse:
    """My tasks with the nearest first, what waits for an answer of mine, and what others have still to do."""
    actor, today = request.actor, clock.today()
    rows = mine(actor)
    own = by_nearness(rows, MINE)
    others = by_nearness(seen_by(actor).exclude(pk__in=rows.values("pk")), OTHERS) if actor.is_business else []
    words = {
        "title": _("工作台"), "today": today, "waiting": waiting_for(actor), "count": len(own),
        "own": [(task, nearness(task, today)) for task in own],
        "others": [(task, nearness(task, today)) for task in others],
        "names": unit_names(today, (task.unit_id for task in others)), "may_assign": assign.may(actor),
        "titles": shelf.titles(),
        "labels": list(dict.fromkeys(r.label for r in actor.roles)),
    }  # fmt: skip
    return render(request, "desk/home.html", words)


@require_safe
def search(request: Request) -> HttpResponse:
    """Whatever any app finds for these words that the one who asks may see."""
    asked = request.GET.get("q", "").strip().replace("\0", "")[:LONGEST_QUESTION]
    found = [(offer.label, offer.find(request.actor, asked, HITS)) for offer in searches()] if asked else []
    words = {"q": asked, "found": [(label, hits) for label, hits in found if hits], "most": HITS, "title": _("搜索")}
    return render(request, "desk/results.html" if request.htmx else "desk/search.html", words)


def _bars(picture: Picture, actor: Actor) -> list[tuple[str, int]]:
    """The counts of a chart, made once in a while: they go over a whole year of everybody's records."""
    today = clock.today()
    key = f"picture {picture.bars.__module__} {picture.bars.__qualname__} {today}".replace(" ", "/")
    found: list[tuple[str, int]] | None = cache.get(key)
    if found is None:
        found = picture.bars(actor, today)
        cache.set(key, found, settings.SECONDS_PICTURES_ARE_KEPT)
    return found


@require_safe
def year(request: Request) -> HttpResponse:
    """Counts over the last twelve months, and as things stand."""
    charts: list[dict[str, Any]] = []
    for picture in pictures_for(request.actor):
        bars = _bars(picture, request.actor)
        drawing = (lying if picture.many else upright)(str(picture.title), bars)
        charts.append({"title": picture.title, "counts": picture.counts, "bars": bars, "drawing": drawing})
    return render(request, "desk/year.html", {"charts": charts, "title": _("本年图表"), "today": clock.today()})
