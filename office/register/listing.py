"""The list: which entries, by words, kind and state on a day; and only what the actor may read."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import cached_property

from office.ground.actors import Actor
from office.people.models import UnitVersion
from office.register.forms import Filter
from office.register.models import LIFTED, RESUMED, REVOKED, SUSPENDED, Effect, Spell, Step
from office.register.questions import with_history
from office.register.rights import seen_by

SOON = timedelta(days=90)
MOST_COUNTED = 1000


def listed(actor: Actor, day: date, state: str, words: str = "", kind: str = "") -> QuerySet[Effect]:
    """The entries, the latest first; `state` is one of those of the filter."""
    rows = Effect.objects.filter(seen_by(actor))
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(_with_words(words))
    return with_history(_in_state(rows, state, day).order_by("-pk"))


def _with_words(words: str) -> Q:
    units = UnitVersion.objects.filter(name__startswith=words).values("unit")
    papers = Step.objects.filter(document__contains=words).values("effect")
    person = Q(person__name__startswith=words) | Q(person__code=words) | Q(person__pinyin__startswith=words.lower())
    return person | Q(unit__code=words) | Q(unit__in=units) | Q(pk__in=papers)


def _in_state(rows: QuerySet[Effect], state: str, day: date) -> QuerySet[Effect]:
    gone = Step.objects.filter(what__in=(LIFTED, REVOKED)).values("effect")
    spells = Spell.objects.filter(effect=OuterRef("pk"))
    now, later = Exists(spells.on(day)), Exists(spells.filter(since__gt=day))  # type: ignore[attr-defined]
    if state == Filter.ALL:
        return rows
    if state == Filter.SOON:
        return _ending(rows, day, day + SOON)
    if state == Filter.COMING:
        return rows.filter(~now, pk__in=Spell.objects.filter(since__gt=day).values("effect")).exclude(pk__in=gone)
    if state == Filter.PAST:
        return rows.filter(Exists(spells), ~now, ~later).exclude(pk__in=gone)
    if state == Filter.STOPPED:
        moves = Step.objects.filter(effect=OuterRef("pk"), what__in=(SUSPENDED, RESUMED)).order_by("-number")
        stopped = rows.filter(pk__in=Step.objects.filter(what=SUSPENDED).values("effect")).exclude(pk__in=gone)
        return stopped.annotate(move=Subquery(moves.values("what")[:1])).filter(move=SUSPENDED)
    if state == Filter.GONE:
        return rows.filter(pk__in=gone)
    # One join: of the spells of an effect at most one holds on a day.
    return rows.filter(Q(spells__until__isnull=True) | Q(spells__until__gte=day), spells__since__lte=day)


def _ending(rows: QuerySet[Effect], day: date, last: date) -> QuerySet[Effect]:
    return rows.filter(spells__since__lte=day, spells__until__gte=day, spells__until__lte=last)


def expiring(actor: Actor, day: date, within: timedelta = SOON) -> QuerySet[Effect]:
    """What holds on the day and ends soon, the nearest first."""
    rows = _ending(Effect.objects.filter(seen_by(actor)), day, day + within)
    return with_history(rows.order_by("spells__until", "pk"))


class Pages(Paginator):
    """Pages of a list that is counted no further than somebody would leaf: beyond that, ask more narrowly."""

    @cached_property
    def count(self) -> int:
        """How many there are, at most MOST_COUNTED."""
        return int(self.object_list.order_by()[:MOST_COUNTED].count())

    @property
    def is_cut(self) -> bool:
        """Whether there may be more."""
        return self.count >= MOST_COUNTED
