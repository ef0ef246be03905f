"""Trying out. The page keeps nothing: each step is worked out anew from the form that carries it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guiju.values import as_date
from office.ground import clock
from office.library import shelf
from office.tryout.answers import read
from office.tryout.result import step


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The measures that can be tried."""
    editions = [e for e in shelf.instruments(clock.today()) if e.law and not e.is_baseline]
    return render(request, "tryout/choose.html", {"title": _("试算"), "editions": editions})


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, instrument: str) -> HttpResponse:
    """One measure: what was filled in, what follows, what is still to be asked."""
    today = clock.today()
    post = request.POST if request.method == "POST" else QueryDict()
    found = shelf.find(instrument, today)
    if found is None or found.law is None or found.is_baseline:
        raise Http404
    answers = read(found.law, post)
    edition = shelf.find(instrument, as_date(answers.case.get("on", "")) or today)
    if edition is not None and edition is not found and edition.law is not None:
        found, answers = edition, read(edition.law, post)
    made = step(found, answers, today)
    words = {"title": _("试算：%(title)s") % {"title": found.title}, "edition": found, "answers": answers, "step": made}
    words |= {"on": answers.raw.get("on", ""), "on_error": answers.errors.get("on", "")}
    if request.htmx:
        return render(request, "tryout/body.html", words)
    return render(request, "tryout/case.html", words, status=422 if answers.errors or made.problems else 200)
