"""The doubts of a measure: all of them, one of them, what another reading would change, and adopting one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guiju import tree as t
from office.audit.forms import perform, status_of
from office.ground import clock
from office.ground.requests import Request
from office.ground.shelf import Edition
from office.reading_room import actions, doubts, forms, rights
from office.reading_room.page import page_of
from office.reading_room.places import edition_of, place, reading_in, step_to_law, step_to_reading
from office.reading_room.readings import adoptions, in_force, options_of
from office.reading_room.trial import people_trial
from office.reading_room.trial import trial as tried


@require_safe
def readings(request: Request, instrument: str) -> HttpResponse:
    """All doubts of a measure: how each is read, on which document that rests, and which rules rest on it."""
    edition = edition_of(request, instrument)
    if edition.law is None:
        raise Http404
    rows = doubts.rows(edition, clock.today())
    title = _("疑义与读法：%(title)s") % {"title": edition.title}
    words = {"title": title, "edition": edition, "rows": rows, "counts": doubts.counts(rows)}
    words |= {"within": [step_to_law(edition)], "may_adopt": rights.adopt(request.actor)}
    return render(request, "reading_room/readings.html", words)


@require_safe
def reading(request: Request, instrument: str, key: str) -> HttpResponse:
    """One doubt: its options, what rests on it, what was adopted when; and what another option would change."""
    edition, found = reading_in(request, instrument, key)
    adopted = adoptions(instrument, clock.today()).get(key)
    page = page_of(edition)
    resting = [(p, e) for p in page.passages for e in p.entries if key in e.rests_on]
    words = {
        "title": _("读法%(key)s") % {"key": key}, "edition": edition, "reading": found, "adopted": adopted,
        "in_force": adopted.choice if adopted else found.default, "resting": resting,
        "history": doubts.history(instrument, key),
        "may_adopt": rights.adopt(request.actor),
        "passage": next((p for p in page.passages if found in p.readings), None), "within": [step_to_law(edition)],
    }  # fmt: skip
    return render(request, "reading_room/reading.html", words)


@require_safe
def trial(request: Request, instrument: str, key: str) -> HttpResponse:
    """What another reading would change: in cases; for whoever keeps the readings, for people too."""
    edition, found = reading_in(request, instrument, key)
    choice = request.GET.get("choice", "")
    if choice not in options_of(found):
        if request.htmx:  # nothing chosen yet
            return HttpResponse("")
        raise Http404
    words = {"title": _("试读：%(key)s") % {"key": key}, "edition": edition, "reading": found}
    words |= {"choice": choice, "within": [step_to_law(edition), step_to_reading(edition, key)]}
    words |= _effects(request, edition, found, choice)
    return render(request, "reading_room/trial_part.html" if request.htmx else "reading_room/trial.html", words)


def _effects(request: Request, edition: Edition, found: t.Reading, choice: str) -> dict[str, Any]:
    """What the choice would change. Of people only those may read who may adopt it."""
    now = in_force(edition, clock.today())
    is_same = choice == now.get(found.id, found.default)
    people = people_trial(edition, now, found.id, choice) if rights.adopt(request.actor) and not is_same else []
    return {"trial": tried(edition, now, found.id, choice), "people": people, "is_same": is_same, "choice": choice}


def adopt(request: Request, instrument: str, key: str) -> HttpResponse:
    """Enter that an organ has adopted a reading: first what it would change is shown, then it is confirmed."""
    edition, found = reading_in(request, instrument, key)
    today: date = clock.today()
    initial = {"since": today, "organ": "" if edition.is_baseline else found.confirmed_by}
    form = forms.Adopt(found, request.POST or None, initial=initial | {"choice": request.GET.get("choice", "")})
    shown = ""
    if request.method == "POST" and form.is_valid():
        shown = form.cleaned_data["choice"]
        if request.POST.get("shown") == shown:
            said = _("已登记。自那一天起，按这一读法。")
            to = place("reading_room:reading", edition, key)
            done = perform(request, form, actions.adopt, edition, key, to=to, said=said, **form.cleaned_data)
            if done:
                return done
    words = {"form": form, "title": _("采用读法%(key)s") % {"key": key}, "edition": edition, "reading": found}
    words |= {"within": [step_to_law(edition), step_to_reading(edition, key)], "shown": shown}
    words |= _effects(request, edition, found, shown) if shown else {}
    return render(request, "reading_room/adopt.html", words, status=status_of(form))
