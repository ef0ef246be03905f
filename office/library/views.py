"""The reading room: the shelf, a measure, its health, its doubts, and the search in all texts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guiju import tree as t
from guiju.values import show
from office.audit.forms import perform, status_of
from office.ground import clock
from office.library import actions, checkups, forms, rights, shelf
from office.library.models import Adoption
from office.library.page import LawPage, page_of
from office.library.readings import adoptions, in_force, options_of, reading_of
from office.library.search import MOST
from office.library.search import search as search_all
from office.library.shelf import Edition
from office.library.trial import Trial
from office.library.trial import trial as tried
from office.library.uses import uses_of

MOST_USES = 50


@require_safe
def shelf_page(request: HttpRequest) -> HttpResponse:
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
    return render(request, "library/shelf.html", {"title": _("制度库"), "rows": rows, "today": today})


def _edition(request: HttpRequest, instrument: str) -> Edition:
    found = shelf.find(instrument, clock.today(), request.GET.get("edition", ""))
    if found is None:
        raise Http404
    return found


@require_safe
def law(request: HttpRequest, instrument: str) -> HttpResponse:
    """One measure to read."""
    edition = _edition(request, instrument)
    today = clock.today()
    words: dict[str, Any] = {"title": edition.title, "edition": edition, "today": today}
    if edition.law is None:
        return render(request, "library/unsound.html", words)
    uses = uses_of(instrument, request.actor)
    words |= {
        "page": page_of(edition), "checkup": checkups.asked_for(edition), "adopted": adoptions(instrument, today),
        "editions": shelf.editions_of(instrument), "history": _history(instrument), "uses": uses[:MOST_USES],
        "uses_count": len(uses), "is_open": "open" in request.GET, "may_adopt": rights.adopt(request.actor),
        "counts": _counts(page_of(edition)), "facts": _facts(edition),
    }  # fmt: skip
    return render(request, "library/law.html", words)


def _facts(edition: Edition) -> list[tuple[str, str]]:
    """What the head of the file says, in words."""
    values = {key: value if isinstance(value, list) else [value] for key, value in edition.front.items()}
    return [(key, "、".join(show(value) for value in found) or "—") for key, found in values.items()]


def _counts(page: LawPage) -> dict[str, int]:
    found = [entry.status for passage in page.passages for entry in passage.entries]
    return {name: found.count(name) for name in ("computed", "recorded", "not-computed")}


def _history(instrument: str) -> list[Adoption]:
    return list(Adoption.objects.filter(instrument=instrument).order_by("-since", "reading"))


@require_safe
def checkup(request: HttpRequest, instrument: str) -> HttpResponse:
    """The measure's health and its tests; while they are being worked out, the page asks again by itself."""
    edition = _edition(request, instrument)
    found = checkups.asked_for(edition)
    words = {"title": _("体检：%(title)s") % {"title": edition.title}, "edition": edition, "checkup": found}
    words |= {"groups": _grouped(found), "untested": _untested(found), "failed": checkups.has_failed(edition)}
    return render(request, "library/checkup_part.html" if request.htmx else "library/checkup.html", words)


def _grouped(found: dict[str, Any] | None) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {}
    for finding in found["findings"] if found else []:
        groups.setdefault(finding["heading"], []).append(finding)
    return list(groups.items())


def _untested(found: dict[str, Any] | None) -> list[tuple[str, str]]:
    return [(address, row["fault"]) for address, row in found["coverage"].items() if row["fault"]] if found else []


def _reading(request: HttpRequest, instrument: str, key: str) -> tuple[Edition, t.Reading]:
    edition = _edition(request, instrument)
    found = reading_of(edition.law, key) if edition.law else None
    if found is None:
        raise Http404
    return edition, found


@require_safe
def reading(request: HttpRequest, instrument: str, key: str) -> HttpResponse:
    """One doubt: its options, what rests on it, what was adopted when; and what another option would change."""
    edition, found = _reading(request, instrument, key)
    adopted = adoptions(instrument, clock.today()).get(key)
    page = page_of(edition)
    resting = [(p, e) for p in page.passages for e in p.entries if key in e.rests_on]
    words = {
        "title": _("读法%(key)s") % {"key": key}, "edition": edition, "reading": found, "adopted": adopted,
        "in_force": adopted.choice if adopted else found.default, "resting": resting,
        "history": Adoption.objects.filter(instrument=instrument, reading=key),
        "may_adopt": rights.adopt(request.actor),
        "passage": next((p for p in page.passages if found in p.readings), None),
    }  # fmt: skip
    return render(request, "library/reading.html", words)


@require_safe
def trial(request: HttpRequest, instrument: str, key: str) -> HttpResponse:
    """What another reading would change in the cases beside the law; nothing is adopted."""
    edition, found = _reading(request, instrument, key)
    choice = request.GET.get("choice", "")
    if choice not in options_of(found):
        raise Http404
    made: Trial = tried(edition, in_force(edition, clock.today()), key, choice)
    words = {"title": _("试读：%(key)s") % {"key": key}, "edition": edition, "reading": found}
    words |= {"choice": choice, "trial": made}
    return render(request, "library/trial_part.html" if request.htmx else "library/trial.html", words)


def adopt(request: HttpRequest, instrument: str, key: str) -> HttpResponse:
    """Enter that an organ has adopted a reading."""
    edition, found = _reading(request, instrument, key)
    today: date = clock.today()
    initial = {"since": today, "organ": "" if edition.is_baseline else found.confirmed_by}
    form = forms.Adopt(found, request.POST or None, initial=initial | {"choice": request.GET.get("choice", "")})
    back = reverse("library:reading", args=[instrument, key])
    if request.method == "POST" and form.is_valid():
        said = _("已登记。自那一天起，按这一读法。")
        done = perform(request, form, actions.adopt, edition, key, to=back, said=said, **form.cleaned_data)
        if done:
            return done
    title = _("采用读法%(key)s") % {"key": key}
    words = {"form": form, "title": title, "lead": found.question, "button": _("登记采用"), "back": back}
    words |= {"note": _("理由：%(reason)s") % {"reason": found.reason}}
    return render(request, "look/form.html", words, status=status_of(form))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Words in all texts."""
    asked = request.GET.get("q", "").strip()[:60]
    words = {"title": _("查条文"), "q": asked, "hits": search_all(asked, clock.today()), "most": MOST}
    return render(request, "library/results.html" if request.htmx else "library/search.html", words)
