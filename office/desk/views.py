"""The desk: three pages that only ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from office.ground import clock
from office.ground.offers import pictures_for, searches, waiting_for
from office.look.charts import lying, upright
from office.people.questions import unit_names
from office.tasks.actions import assign
from office.tasks.questions import by_nearness, mine, nearness, seen_by

MINE, OTHERS, HITS, LONGEST_QUESTION = 100, 8, 12, 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """My tasks with the nearest first, what waits for an answer of mine, and what others have still to do."""
    actor, today = request.actor, clock.today()
    rows = mine(actor)
    own = by_nearness(rows, MINE)
    others = by_nearness(seen_by(actor).exclude(pk__in=rows.values("pk")), OTHERS) if actor.is_business else []
    words = {
        "title": _("工作台"), "today": today, "waiting": waiting_for(actor), "count": len(own),
        "own": [(task, nearness(task, today)) for task in own],
        "others": [(task, nearness(task, today)) for task in others],
        "names": unit_names(today) if others else {}, "may_assign": assign.may(actor),
    }  # fmt: skip
    return render(request, "desk/home.html", words)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Whatever any app finds for these words that the one who asks may see."""
    asked = request.GET.get("q", "").strip().replace("\0", "")[:LONGEST_QUESTION]
    found = [(offer.label, offer.find(request.actor, asked, HITS)) for offer in searches()] if asked else []
    words = {"q": asked, "found": [(label, hits) for label, hits in found if hits], "most": HITS, "title": _("搜索")}
    return render(request, "desk/results.html" if request.htmx else "desk/search.html", words)


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """Counts over the last twelve months, and as things stand."""
    charts: list[dict[str, Any]] = []
    for picture in pictures_for(request.actor):
        bars = picture.bars(request.actor, clock.today())
        drawing = (lying if picture.many else upright)(str(picture.title), bars)
        charts.append({"title": picture.title, "counts": picture.counts, "bars": bars, "drawing": drawing})
    return render(request, "desk/year.html", {"charts": charts, "title": _("本年图表"), "today": clock.today()})
