"""Looking: the tree, a unit, a person, and the search; for today or any past day."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from office.ground import clock
from office.ground.offers import elsewhere
from office.ground.requests import Request
from office.look.naming import LONGEST, MOST_SUGGESTED
from office.look.paging import page_of
from office.people import actions, questions, rights
from office.people.fields import PEOPLE, options_of
from office.people.finding import MOST_FOUND, find
from office.people.models import Holding, Person, Unit, UnitVersion
from office.people.tree import tree_on

MOST_BELOW, MOST_IN_A_UNIT = 30, 5_000


def day_asked(request: Request) -> date:
    """The day in the address, or today."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()


@require_safe
def tree(request: Request) -> HttpResponse:
    """All units and who is in them; those under one unit, where the whole is too much for a page."""
    day, asked = day_asked(request), request.GET.get("unit", "")
    roof = get_object_or_404(Unit, pk=int(asked[:18])) if asked.isdecimal() else None
    words = {"title": _("机构与人员"), "roots": tree_on(day, roof), "day": day, "today": clock.today(), "roof": roof}
    return render(request, "people/tree.html", words)


@require_safe
def unit(request: Request, pk: int) -> HttpResponse:
    """One unit on a day: who leads it, who is in charge of it, who is in it; and what it was called before."""
    found, day = get_object_or_404(Unit, pk=pk), day_asked(request)
    rows = Holding.objects.on(day).filter(post__unit=found).select_related("person", "post__standing")
    in_charge, above = questions.leader_in_charge(found, day), questions.above(found, day)
    named = [*(unit.pk for unit in above), *([in_charge.unit.pk] if in_charge else [])]
    words = {
        "title": questions.name_of(found, day), "unit": found, "day": day, "today": clock.today(),
        "in_charge": in_charge, "page": page_of(request, rows.order_by("post__order", "since", "pk"), MOST_IN_A_UNIT),
        "versions": found.versions.select_related("kind"), "names": questions.unit_names(day, named), "above": above,
        "below": UnitVersion.objects.on(day).filter(parent=found)[:MOST_BELOW], "most": MOST_BELOW,
        "may_keep": rights.keep_records(request.actor),
        "posts": found.posts.select_related("standing"), "elsewhere": elsewhere(request.actor, found),
    }  # fmt: skip
    return render(request, "people/unit.html", words)


@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    """One person: posts for everyone in the office, the rest for whom it concerns, with the ground."""
    found = get_object_or_404(Person, pk=pk)
    holdings = list(found.holdings.select_related("post__unit", "post__standing").order_by("-since"))
    oversights = list(found.oversights.select_related("unit", "manner").order_by("-since"))
    units = {row.post.unit_id for row in holdings} | {row.unit_id for row in oversights}
    names = dict(UnitVersion.objects.filter(unit__in=units).order_by("since").values_list("unit_id", "name"))
    right = rights.see_record(request.actor, found)
    words: dict[str, Any] = {
        "title": found.name, "person": found, "holdings": holdings, "oversights": oversights, "names": names,
        "right": right, "elsewhere": elsewhere(request.actor, found),
        "today": clock.today(), "may_keep": actions.appoint.may(request.actor),
    }  # fmt: skip
    if right:
        words["statuses"] = found.party_statuses.select_related("status").order_by("-since")
        words["establishments"] = found.establishments.select_related("kind").order_by("-since")
    return render(request, "people/person.html", words)


@require_safe
def search(request: Request) -> HttpResponse:
    """By name, by its sound in full or its initials, by number, by post."""
    asked = request.GET.get("q", "").strip()[:60]
    page = page_of(request, find(asked) if asked else [])
    held = list(Holding.objects.on(clock.today()).filter(person__in=[p.pk for p in page]).select_related("post"))
    posts: dict[int, list[Holding]] = {}
    for row in held:
        posts.setdefault(row.person_id, []).append(row)
    words = {"title": _("查人"), "page": page, "q": asked, "posts": posts, "most": MOST_FOUND}
    words["names"] = questions.unit_names(clock.today(), (row.post.unit_id for row in held))
    return render(request, "people/results.html" if request.htmx else "people/search.html", words)


@require_safe
def suggest(request: Request) -> HttpResponse:
    """Whom the words on a form may mean; whoever comes here by hand is led to the search."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    if not request.htmx:
        return HttpResponseRedirect(f"{reverse('people:search')}?{urlencode({'q': asked})}")
    found = options_of(request.GET.get("of", PEOPLE), asked)[:MOST_SUGGESTED]
    return render(request, "look/suggestions.html", {"options": found})
