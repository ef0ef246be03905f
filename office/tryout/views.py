"""Trying out. The page keeps nothing: each step is worked out anew from the form that carries it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guiju.values import as_date
from office.ground import clock, shelf
from office.ground.requests import Request
from office.ground.shelf import Edition
from office.tryout.answers import read
from office.tryout.examples import example_of
from office.tryout.result import step


@require_safe
def choose(request: Request) -> HttpResponse:
    """The measures that can be tried."""
    editions = [e for e in shelf.instruments(clock.today()) if e.law and not e.is_baseline]
    return render(request, "tryout/choose.html", {"title": _("试算"), "editions": editions})


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: Request, instrument: str) -> HttpResponse:
    """One measure: what was filled in, what follows, what is still to be asked. It may begin with an example."""
    today = clock.today()
    found = shelf.find(instrument, today)
    if found is None or found.law is None or found.is_baseline:
        raise Http404
    example = example_of(found, request.GET.get("case", "")) if request.method != "POST" else None
    post = example.form if example else request.POST if request.method == "POST" else QueryDict()
    answers = read(found.law, post)
    edition = shelf.find(instrument, as_date(answers.case.get("on", "")) or today)
    if edition is not None and edition is not found and edition.law is not None:
        found, answers = edition, read(edition.law, post)
    made = step(found, answers, today)
    words = {"title": _("试算：%(title)s") % {"title": found.title}, "edition": found, "answers": answers, "step": made}
    words |= {"on": answers.raw.get("on", ""), "on_error": answers.errors.get("on", ""), "example": example}
    if request.htmx:
        return _live(request, words, found)
    return render(request, "tryout/case.html", words, status=422 if answers.errors or made.problems else 200)


def _live(request: Request, words: dict[str, Any], edition: Edition) -> HttpResponse:
    """What changes while somebody fills in; all of it when the day leads to another edition."""
    if request.POST.get("edition", edition.name) == edition.name:
        return render(request, "tryout/live.html", words)
    response = render(request, "tryout/body.html", words)
    response["HX-Retarget"], response["HX-Reswap"] = "#body", "innerHTML"
    return response
