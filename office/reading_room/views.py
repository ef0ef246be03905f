"""The reading room: the shelf, a measure to read, and the search in all texts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guiju.values import show
from office.ground import clock, shelf
from office.ground.offers import place_to_try
from office.ground.requests import Request
from office.ground.shelf import Edition
from office.reading_room import checkups, doubts, rights
from office.reading_room.page import LawPage, page_of
from office.reading_room.places import edition_of, place, places_of
from office.reading_room.readings import adoptions, in_force
from office.reading_room.search import MOST
from office.reading_room.search import search as search_all
from office.reading_room.uses import uses_of

MOST_USES = 50


@require_safe
def shelf_page(request: Request) -> HttpResponse:
    """All instruments, each with its edition in force today and how it stands with it."""
    today = clock.today()
    rows = [
        {
            "edition": edition, "checkup": checkups.known(edition), "adopted": len(in_force(edition, today)),
            "editions": len(shelf.editions_of(edition.id)),
            "issued": [show(edition.front[key]) for key in ("发文机关", "成文日期") if key in edition.front],
        }
        for edition in shelf.instruments(today)
    ]  # fmt: skip
    return render(request, "reading_room/shelf.html", {"title": _("制度库"), "rows": rows, "today": today})


@require_safe
def law(request: Request, instrument: str) -> HttpResponse:
    """One measure to read."""
    edition = edition_of(request, instrument)
    today = clock.today()
    words: dict[str, Any] = {"title": edition.title, "edition": edition, "today": today}
    if edition.law is None:
        return render(request, "reading_room/unsound.html", words)
    uses = uses_of(instrument, request.actor)
    words |= {
        "page": page_of(edition), "state": checkups.asked_for(edition), "adopted": adoptions(instrument, today),
        "editions": shelf.editions_of(instrument), "history": doubts.history(instrument), "uses": uses[:MOST_USES],
        "uses_count": len(uses), "is_open": "open" in request.GET, "may_adopt": rights.adopt(request.actor),
        "counts": _counts(page_of(edition)), "facts": _facts(edition),
        "doubts": doubts.counts(doubts.rows(edition, today)), "try_url": place_to_try(request.actor, edition.id),
    }  # fmt: skip
    opened = {} if words["is_open"] else {"open": "1"}
    words |= {"checkup": words["state"].found, "places": places_of(edition)}
    words["open_url"] = place("reading_room:law", edition, **opened)
    return render(request, "reading_room/law.html", words)


def _facts(edition: Edition) -> list[tuple[str, str]]:
    """What the head of the file says, in words, less what is empty and the name, which stands above."""
    values = {key: value if isinstance(value, list) else [value] for key, value in edition.front.items()}
    told = {key: "、".join(show(value) for value in found if show(value)) for key, found in values.items()}
    return [(key, words) for key, words in told.items() if words and words != edition.title]


def _counts(page: LawPage) -> dict[str, int]:
    found = [entry.status for passage in page.passages for entry in passage.entries]
    return {name: found.count(name) for name in ("computed", "recorded", "not-computed")}


@require_safe
def search(request: Request) -> HttpResponse:
    """Words in all texts."""
    asked = request.GET.get("q", "").strip()[:60]
    words = {"title": _("查条文"), "q": asked, "hits": search_all(asked, clock.today()), "most": MOST}
    return render(request, "reading_room/results.html" if request.htmx else "reading_room/search.html", words)
