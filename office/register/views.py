"""Looking: the list, what ends soon, one entry, the history of a person or unit, and the question page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from office.ground import clock
from office.ground.requests import Request
from office.look.paging import page_of
from office.people.models import Person, Unit
from office.people.questions import name_of, unit_names
from office.register import forms, listing, rights
from office.register.changes import open_changes
from office.register.gradings import gradings
from office.register.models import Effect, Reliance, Step, subject_fields
from office.register.overlaps import overlaps
from office.register.questions import Subject, answers, effects_of, handlings_on, with_history
from office.register.reliance import tasks_of
from office.register.timeline import timeline


def filtered(request: Request) -> tuple[forms.Filter, date, Any]:
    """The filter of the address, the day it asks for, and the entries it leaves."""
    form = forms.Filter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    day = given.get("day") or clock.today()
    state = given.get("state") or forms.Filter.NOW
    rows = listing.listed(request.actor, day, state, given.get("q", "").strip(), given.get("kind", ""))
    return form, day, rows


@require_safe
def listed(request: Request) -> HttpResponse:
    """The entries, by words, kind and state on a day."""
    form, day, rows = filtered(request)
    page = page_of(request, rows)
    words = {
        "title": _("资格台账"), "form": form, "day": day, "page": page,
        "names": unit_names(day, (effect.unit_id for effect in page)), "may_keep": rights.keep_at_all(request.actor),
    }  # fmt: skip
    return render(request, "register/list.html", words)


@require_safe
def expiring(request: Request) -> HttpResponse:
    """What ends within the next days."""
    day = clock.today()
    page = page_of(request, listing.expiring(request.actor, day))
    names = unit_names(day, (effect.unit_id for effect in page))
    words = {"title": _("近期届满"), "page": page, "day": day, "last": day + listing.SOON, "names": names}
    return render(request, "register/expiring.html", words)


@require_safe
def effect(request: Request, pk: int) -> HttpResponse:
    """One entry: how it stands, all that became of it, what it meets, who relied on it, and what can be done."""
    found = get_object_or_404(with_history(Effect.objects.all()), pk=pk)
    subject, day = found.subject, clock.today()
    right = rights.see(request.actor, subject).or_refuse()
    meeting = [one for one in overlaps(effects_of(subject), day) if found in one.entries]
    may_keep = rights.keep(request.actor, found)
    words = {
        "title": found.kind, "effect": found, "day": day, "right": right, "name": naming(subject, day),
        "overlaps": meeting,
        "reliances": _relied(found.reliances.all()) if rights.keep_at_all(request.actor) else [],
        "may_keep": may_keep, "changes": open_changes(found) if may_keep else [], "within": [history_of(subject, day)],
        "first": Step.objects.filter(effect=found, number=1)[0],
    }  # fmt: skip
    return render(request, "register/effect.html", words)


def _relied(rows: Any) -> list[dict[str, Any]]:
    found = list(rows)
    tasks = tasks_of(found)
    return [{"row": row, "tasks": tasks.get(row.pk, [])} for row in found]


def history_of(subject: Subject, day: date) -> tuple[str, str]:
    """The step to everything about the person or unit: its name, and where it stands."""
    place = "register:person" if isinstance(subject, Person) else "register:unit"
    return naming(subject, day), reverse(place, args=[subject.pk])


def naming(subject: Subject, day: date) -> str:
    """The name of a person, or of a unit on the day."""
    return subject.name if isinstance(subject, Person) else name_of(subject, day)


@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    """A person's history."""
    return _history(request, get_object_or_404(Person, pk=pk))


@require_safe
def unit(request: Request, pk: int) -> HttpResponse:
    """A unit's history."""
    return _history(request, get_object_or_404(Unit, pk=pk))


def _history(request: Request, subject: Subject) -> HttpResponse:
    right = rights.see(request.actor, subject).or_refuse()
    effects, day, name = effects_of(subject), clock.today(), naming(subject, clock.today())
    title = _("%(name)s的台账") % {"name": name}
    picture = timeline(title, effects, day) if effects else ""
    relied = Reliance.objects.filter(**subject_fields(subject)) if rights.keep_at_all(request.actor) else []
    words = {
        "title": title, "subject": subject, "name": name, "right": right, "effects": effects, "day": day,
        "picture": picture,
        "overlaps": overlaps(effects, day), "reliances": _relied(relied),
        "may_keep": rights.keep(request.actor, subject), "is_person": isinstance(subject, Person),
    }  # fmt: skip
    return render(request, "register/history.html", words)


@require_safe
def ask(request: Request) -> HttpResponse:
    """May this person be graded so, be appointed, be listed on that day, and why not?"""
    asked = request.GET if "who" in request.GET else None
    form = forms.Ask(asked, initial={"day": clock.today()}, actor=request.actor)
    words: dict[str, Any] = {"title": _("问资格"), "form": form, "today": clock.today()}
    if form.is_bound and form.is_valid():
        subject, day = form.cleaned_data["who"], form.cleaned_data["day"] or clock.today()
        words["right"] = right = rights.see(request.actor, subject)
        words |= {"subject": subject, "day": day, "name": naming(subject, day)}
        if right:
            words |= answered(subject, day)
    return render(request, "register/ask.html", words, status=422 if form.is_bound and form.errors else 200)


def answered(subject: Subject, day: date) -> dict[str, Any]:
    """Every answer there is about a person or a unit on a day."""
    graded = gradings(subject, day) if isinstance(subject, Person) else []
    effects = effects_of(subject)
    return {
        "gradings": graded, "answers": answers(subject, day), "handlings": handlings_on(subject, day),
        "overlaps": overlaps(effects, day),
    }  # fmt: skip
