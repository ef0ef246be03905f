"""Finding entries by name or document; what ends soon; how many were entered each month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.ground.actors import Actor
from office.ground.months import by_month
from office.ground.offers import Elsewhere, Hit, Picture, Search, Thing, Waiting, counted
from office.people.models import Person, Unit
from office.people.questions import unit_names
from office.register.forms import Filter
from office.register.listing import expiring, listed
from office.register.models import ENTERED, Step
from office.register.rights import KEEPERS, WHOLE_TOWN, see
from office.register.states import days_of

NEXT = timedelta(days=30)


def _find(actor: Actor, words: str, limit: int) -> list[Hit]:
    rows = list(listed(actor, actor.on, Filter.ALL, words)[:limit])
    names = unit_names(actor.on, (effect.unit_id for effect in rows))
    return [
        Hit(f"{e.person.name if e.person else names.get(e.unit_id or 0, e.subject.code)}　{e.kind}",
            reverse("register:effect", args=[e.pk]), days_of(e))
        for e in rows
    ]  # fmt: skip


def _entered(_actor: Actor, today: date) -> list[tuple[str, int]]:
    return by_month(Step.objects.filter(what=ENTERED), "decided_on", today)


def _ending(actor: Actor) -> list[Waiting]:
    if not actor.holds(*KEEPERS):
        return []
    count = counted(expiring(actor, actor.on, NEXT))
    return [Waiting(_("三十天内届满的限制"), count, reverse("register:expiring"))]


def _about(actor: Actor, thing: Any) -> list[Elsewhere]:
    if not isinstance(thing, Person | Unit) or not see(actor, thing):
        return []
    place = "register:person" if isinstance(thing, Person) else "register:unit"
    return [Elsewhere(_("资格台账"), reverse(place, args=[thing.pk]))]


THINGS = [
    Thing("register.effect", gettext_lazy("限制或处理")), Thing("register.reliance", gettext_lazy("凭答复办的事")),
    Thing("register.take_over", gettext_lazy("接收的决定")), Thing("register.export", gettext_lazy("导出的台账")),
]  # fmt: skip
ABOUT = [_about]
SEARCHES = [Search(gettext_lazy("资格台账"), _find)]
PICTURES = [Picture(gettext_lazy("每月登记的限制"), gettext_lazy("条"), _entered, frozenset(WHOLE_TOWN))]
WAITING = [_ending]
