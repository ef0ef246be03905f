"""Finding people and units; a chart of how many each unit has."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy

from office.ground.actors import Actor
from office.ground.offers import Hit, Picture, Search, Thing
from office.ground.roles import BUSINESS
from office.people.finding import find
from office.people.models import Holding, UnitVersion
from office.people.naming import posts_of
from office.people.questions import unit_names

MOST_UNITS = 30


def _people(actor: Actor, words: str, limit: int) -> list[Hit]:
    found = find(words)[:limit] if actor.is_business else []
    posts = posts_of((person.pk for person in found), actor.on)
    notes = {person: "、".join(unit + title for unit, title in held) for person, held in posts.items()}
    return [Hit(p.name, reverse("people:person", args=[p.pk]), notes[p.pk]) for p in found]


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


THINGS = [
    Thing("people.person", gettext_lazy("人员")), Thing("people.unit", gettext_lazy("机构")),
    Thing("people.import", gettext_lazy("导入人员和机构")), Thing("people.export", gettext_lazy("导出人员和机构")),
]  # fmt: skip
SEARCHES = [Search(gettext_lazy("人员"), _people), Search(gettext_lazy("机构"), _units)]
PICTURES = [Picture(gettext_lazy("各机构人数"), gettext_lazy("人"), _by_unit, BUSINESS, many=True)]
