"""Looking: the tree, a unit, a person, and the search; for today or any past day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from office.ground import clock
from office.people import actions, questions, rights
from office.people.models import Holding, Person, Unit, UnitVersion
from office.people.tree import tree_on

ON_A_PAGE = 50


def day_asked(request: HttpRequest) -> date:
    """The day in the address, or today."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """All units and who is in them."""
    day = day_asked(request)
    return render(request, "people/tree.html", {"roots": tree_on(day), "day": day, "today": clock.today()})


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit on a day: who leads it, who is in charge of it, who is in it; and what it was called before."""
    found, day = get_object_or_404(Unit, pk=pk), day_asked(request)
    rows = Holding.objects.on(day).filter(post__unit=found).select_related("person", "post__standing")
    page = Paginator(rows.order_by("post__order", "since", "pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    words = {
        "unit": found, "day": day, "today": clock.today(), "name": questions.name_of(found, day), "page": page,
        "in_charge": questions.leader_in_charge(found, day), "versions": found.versions.select_related("kind"),
        "names": questions.unit_names(day), "above": questions.above(found, day),
        "below": UnitVersion.objects.on(day).filter(parent=found), "may_keep": rights.keep_records(request.actor),
    }  # fmt: skip
    return render(request, "people/unit.html", words)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: posts for everyone in the office, the rest for whom it concerns, with the ground."""
    found = get_object_or_404(Person, pk=pk)
    holdings = list(found.holdings.select_related("post__unit", "post__standing").order_by("-since"))
    oversights = list(found.oversights.select_related("unit", "manner").order_by("-since"))
    units = {row.post.unit_id for row in holdings} | {row.unit_id for row in oversights}
    names = dict(UnitVersion.objects.filter(unit__in=units).order_by("since").values_list("unit_id", "name"))
    right = rights.see_record(request.actor, found)
    words: dict[str, Any] = {
        "person": found, "holdings": holdings, "oversights": oversights, "names": names, "right": right,
        "today": clock.today(), "may_keep": actions.appoint.may(request.actor),
    }  # fmt: skip
    if right:
        words["statuses"] = found.party_statuses.select_related("status").order_by("-since")
        words["establishments"] = found.establishments.select_related("kind").order_by("-since")
    return render(request, "people/person.html", words)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """By name, by its sound in full or its initials, by number, by post."""
    asked = request.GET.get("q", "").strip()[:60]
    page = Paginator(find(asked) if asked else Person.objects.none(), ON_A_PAGE).get_page(request.GET.get("page"))
    held = Holding.objects.on(clock.today()).filter(person__in=[p.pk for p in page]).select_related("post")
    posts: dict[int, list[Holding]] = {}
    for row in held:
        posts.setdefault(row.person_id, []).append(row)
    words = {"page": page, "q": asked, "posts": posts, "names": questions.unit_names(clock.today())}
    return render(request, "people/results.html" if request.htmx else "people/search.html", words)


def find(asked: str) -> QuerySet[Person]:
    """People whose name, number, pinyin or initials begin so, or who hold such a post today."""
    sound = "".join(asked.lower().split())
    wanted = Q(name__startswith=asked) | Q(code__startswith=asked)
    if sound.isascii() and sound:
        wanted |= Q(pinyin__startswith=sound) | Q(initials__startswith=sound)
    else:
        held = Holding.objects.on(clock.today()).filter(post__title__startswith=asked)
        wanted |= Q(pk__in=held.values("person"))
    return Person.objects.filter(wanted).order_by("pinyin", "code")
