"""The list: which entries, by words, kind and state on a day; and only what the actor may read."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from office.ground.actors import Actor
from office.look.paging import MOST_COUNTED
from office.people.finding import MOST_FOUND, find
from office.people.models import Unit, UnitVersion
from office.register.forms import Filter
from office.register.models import LIFTED, RESUMED, REVOKED, SUSPENDED, Effect, Spell, Step
from office.register.questions import with_history
from office.register.rights import seen_by

SOON = timedelta(days=90)


def listed(actor: Actor, day: date, state: str, words: str = "", kind: str = "") -> QuerySet[Effect]:
    """The entries, the latest first; `state` is one of those of the filter."""
    seen = seen_by(actor)
    rows = Effect.objects.filter(seen)
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(_among_few(words) if seen else _among_all(words))
    return with_history(_in_state(rows, state, day).order_by("-pk"))


def _among_few(words: str) -> Q:
    """For whom sees some: those are gone through."""
    papers = Step.objects.filter(effect=OuterRef("pk"), document__begins=words)
    person = Q(person__name__begins=words) | Q(person__code=words) | Q(person__pinyin__begins=words.lower())
    unit = UnitVersion.objects.filter(unit=OuterRef("unit"), name__begins=words)
    return person | Q(unit__code=words) | Exists(unit) | Exists(papers)


def _among_all(words: str) -> Q:
    """For whom sees all: each way of looking is a walk along an index that ends after so many."""
    named = UnitVersion.objects.filter(name__begins=words).order_by("name").values_list("unit", flat=True)[:MOST_FOUND]
    units = Unit.objects.filter(Q(code=words) | Q(pk__in=list(named)))
    ways = (
        Effect.objects.filter(person__in=[person.pk for person in find(words)]).values_list("pk", flat=True),
        Effect.objects.filter(unit__in=units).values_list("pk", flat=True),
        Step.objects.filter(document__begins=words).order_by("document").values_list("effect", flat=True),
    )
    return Q(pk__in={pk for way in ways for pk in way[:MOST_COUNTED]})


def _in_state(rows: QuerySet[Effect], state: str, day: date) -> QuerySet[Effect]:
    """Asked of one entry after the other, the latest first, until a page is full: nothing is gathered beforehand."""
    steps, spells = Step.objects.filter(effect=OuterRef("pk")), Spell.objects.filter(effect=OuterRef("pk"))
    gone, now = Exists(steps.filter(what__in=(LIFTED, REVOKED))), Exists(spells.on(day))
    if state == Filter.ALL:
        return rows
    if state == Filter.SOON:
        return rows.filter(Exists(_ending(spells, day, day + SOON)))
    if state == Filter.COMING:
        return rows.filter(~now, ~gone, pk__in=Spell.objects.filter(since__gt=day).values("effect"))
    if state == Filter.PAST:
        return rows.filter(Exists(spells), ~now, ~Exists(spells.filter(since__gt=day)), ~gone)
    if state == Filter.STOPPED:
        moves = steps.filter(what__in=(SUSPENDED, RESUMED)).order_by("-number")
        stopped = rows.filter(~gone, pk__in=Step.objects.filter(what=SUSPENDED).values("effect"))
        return stopped.annotate(move=Subquery(moves.values("what")[:1])).filter(move=SUSPENDED)
    return rows.filter(gone) if state == Filter.GONE else rows.filter(now)


def _ending(spells: QuerySet[Spell], day: date, last: date) -> QuerySet[Spell]:
    return spells.filter(since__lte=day, until__gte=day, until__lte=last)


def expiring(actor: Actor, day: date, within: timedelta = SOON) -> QuerySet[Effect]:
    """What holds on the day and ends soon, the nearest first."""
    rows = Effect.objects.filter(
        seen_by(actor), spells__since__lte=day, spells__until__gte=day, spells__until__lte=day + within
    )
    return with_history(rows.order_by("spells__until", "pk"))
