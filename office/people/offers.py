"""Finding people and units; a chart of how many each unit has."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy

from office.ground.actors import Actor
from office.ground.offers import Hit, Picture, Search
from office.ground.roles import BUSINESS
from office.people.finding import find
from office.people.models import Holding, UnitVersion
from office.people.questions import unit_names

MOST_UNITS = 30


def _people(actor: Actor, words: str, limit: int) -> list[Hit]:
    found = find(words)[:limit] if actor.is_business else []
    rows = list(Holding.objects.on(actor.on).filter(person__in=found).select_related("post"))
    names = unit_names(actor.on, (row.post.unit_id for row in rows))
    posts: dict[int, list[str]] = {}
    for row in rows:
        posts.setdefault(row.person_id, []).append(f"{names.get(row.post.unit_id, '')}{row.post.title}")
    return [Hit(p.name, reverse("people:person", args=[p.pk]), "、".join(posts.get(p.pk, []))) for p in found]


def _units(actor: Actor, words: str, limit: int) -> list[Hit]:
    if not actor.is_business:
        return []
    rows = UnitVersion.objects.on(actor.on).filter(name__contains=words).select_related("kind").order_by("order")
    return [Hit(row.name, reverse("people:unit", args=[row.unit_id]), row.kind.label) for row in rows[:limit]]


def _by_unit(_actor: Actor, today: date) -> list[tuple[str, int]]:
    rows = Holding.objects.on(today).values_list("post__unit").annotate(n=Count("person", distinct=True))
    most = list(rows.order_by("-n", "post__unit")[:MOST_UNITS])
    names = unit_names(today, (unit for unit, _n in most))
    return [(names.get(unit, ""), n) for unit, n in most]


SEARCHES = [Search(gettext_lazy("人员"), _people), Search(gettext_lazy("机构"), _units)]
PICTURES = [Picture(gettext_lazy("各机构人数"), gettext_lazy("人"), _by_unit, BUSINESS, many=True)]
