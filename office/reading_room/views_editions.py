"""Two editions of a measure side by side."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from office.ground import shelf
from office.ground.requests import Request
from office.ground.shelf import Edition
from office.reading_room import rights
from office.reading_room.editions import differences, people
from office.reading_room.editions import effects as effects_of
from office.reading_room.places import edition_of, step_to_law


@require_safe
def editions(request: Request, instrument: str) -> HttpResponse:
    """What differs between two editions, sentence by sentence."""
    known = [edition for edition in shelf.editions_of(instrument) if edition.law]
    words: dict[str, Any] = {
        "title": _("沿革：%(title)s") % {"title": edition_of(request, instrument).title},
        "known": known,
    }
    words["within"] = [step_to_law(edition_of(request, instrument))]
    if len(known) > 1:
        before, after = _two(request, instrument, known)
        changed, readings = differences(before, after)
        words |= {"before": before, "after": after, "changed": changed, "readings": readings}
    return render(request, "reading_room/editions.html", words)


@require_safe
def effects(request: Request, instrument: str) -> HttpResponse:
    """Which cases, and for whoever keeps the readings which people, come out differently under the later edition."""
    known = [edition for edition in shelf.editions_of(instrument) if edition.law]
    if len(known) < 2:
        raise Http404
    before, after = _two(request, instrument, known)
    may_see = rights.adopt(request.actor)
    words = {"title": _("前后比较"), "before": before, "after": after, "effects": effects_of(before, after)}
    words |= {"people": people(before, after) if may_see else (), "within": [step_to_law(after)]}
    return render(
        request,
        "reading_room/edition_effects_part.html" if request.htmx else "reading_room/edition_effects.html",
        words,
    )


def _two(request: Request, instrument: str, known: list[Edition]) -> tuple[Edition, Edition]:
    """The editions that the address names; else the newest and the one before it."""
    after = edition_of(request, instrument, "after") if "after" in request.GET else known[0]
    before = edition_of(request, instrument, "before") if "before" in request.GET else known[1]
    if before.law is None or after.law is None:
        raise Http404
    return before, after
