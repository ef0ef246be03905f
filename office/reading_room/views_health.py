"""A measure's health: the report, the cases beside it with what they cover, and the report as a file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from office.ground.offers import place_to_try
from office.ground.requests import Request
from office.ground.shelf import Edition
from office.reading_room import checkups, health
from office.reading_room.places import edition_of, place, places_of, step_to_law

_FILES = {"md": ("markdown", "text/markdown; charset=utf-8"), "html": ("page", "text/html; charset=utf-8")}


@require_safe
def checkup(request: Request, instrument: str) -> HttpResponse:
    """The report; while it is being worked out, the page asks again by itself."""
    edition = edition_of(request, instrument)
    state = checkups.asked_for(edition)
    words = {"title": _("体检：%(title)s") % {"title": edition.title}, "edition": edition, "state": state}
    words |= {"within": [step_to_law(edition)], **places_of(edition)}
    if state.found and edition.law:
        words |= {"report": health.report(edition.law, state.found), "verdicts": health.by_answer(state.found)}
        words["made_at"] = timezone.localtime(datetime.fromisoformat(state.found["at"])).strftime("%Y-%m-%d %H:%M")
    part = request.htmx and not state.found  # once there is a report, the whole page is shown with its buttons
    response = render(request, "reading_room/checkup_part.html" if part else "reading_room/checkup.html", words)
    if request.htmx and state.found:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def again(request: Request, instrument: str) -> HttpResponse:
    """Try a checkup once more that failed or was killed. Nothing on record changes by it."""
    edition = edition_of(request, instrument)
    checkups.again(edition)
    return redirect(place("reading_room:checkup", edition))


@require_safe
def file(request: Request, instrument: str) -> HttpResponse:
    """The core's own report, as a page or as text, to take along."""
    edition = edition_of(request, instrument)
    found, ending = checkups.known(edition), request.GET.get("as", "html")
    if found is None or ending not in _FILES:
        raise Http404
    key, kind = _FILES[ending]
    response = HttpResponse(found[key], content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="checkup-{edition.name}.{ending}"'
    return response


@require_safe
def tests(request: Request, instrument: str) -> HttpResponse:
    """The cases beside the law, passed or not, and which sentences they speak of."""
    edition = edition_of(request, instrument)
    state = checkups.asked_for(edition)
    found = state.found
    words = {"title": _("案件与覆盖：%(title)s") % {"title": edition.title}, "edition": edition, "found": found}
    words["state"] = state
    words |= {
        "within": [step_to_law(edition)],
        "try_url": place_to_try(request.actor, edition.id),
        **places_of(edition),
    }
    if found and edition.law:
        words |= _covered(edition, found)
    return render(request, "reading_room/tests.html", words)


def _covered(edition: Edition, found: dict[str, Any]) -> dict[str, Any]:
    assert edition.law is not None
    rows = sorted(health.coverage(edition.law, found), key=lambda row: not row.fault)
    files = health.cases_by_file(found)
    wrong = [name for name, cases in files if any(case["wrong"] for case in cases)]
    return {"rows": rows, "missing": sum(bool(row.fault) for row in rows), "files": files, "wrong_files": wrong}
