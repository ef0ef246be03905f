"""Pages of the audit administrator: the list, the verification, the export, the checkpoints."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from guiju import chain
from office.audit import actions
from office.audit.action import ACTIONS
from office.audit.chain import latest_number, lines, read_back
from office.audit.forms import perform
from office.audit.models import Checkpoint, Entry, SigningKey
from office.audit.naming import in_words
from office.ground import clock
from office.ground.requests import Request
from office.look.forms import DayField
from office.look.paging import ON_A_PAGE


class Filter(forms.Form):
    """What of the chain is looked at."""

    act = forms.ChoiceField(label=gettext_lazy("事项"), required=False)
    actor = forms.CharField(label=gettext_lazy("账号"), required=False, max_length=150)
    subject = forms.CharField(label=gettext_lazy("对象"), required=False, max_length=120)
    since = DayField(label=gettext_lazy("自"), required=False)
    until = DayField(label=gettext_lazy("至"), required=False)
    refused = forms.BooleanField(label=gettext_lazy("只看被拒的"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted((name, str(act.label)) for name, act in ACTIONS.items())
        self.fields["act"].choices = [("", _("全部")), *known]  # type: ignore[attr-defined]

    def rows(self) -> QuerySet[Entry]:
        """The entries looked for, newest first."""
        wanted = self.cleaned_data if self.is_valid() else {}
        exact = {name: wanted[name] for name in ("act", "actor", "subject") if wanted.get(name)}
        rows = Entry.objects.filter(**exact).order_by("-sequence")
        if wanted.get("since"):
            rows = rows.filter(at__gte=clock.beginning(wanted["since"]))
        if wanted.get("until"):
            rows = rows.filter(at__lt=clock.beginning(wanted["until"]) + timedelta(days=1))
        if wanted.get("since") or wanted.get("until"):
            rows = rows.order_by("-at", "-sequence")
        if wanted.get("refused"):
            # Where something else narrows it down, that index serves better than the one for results.
            rows = rows.exclude(result=Entry.DONE) if exact else rows.filter(result=Entry.REFUSED)
        return rows


@require_safe
def entries(request: Request) -> HttpResponse:
    """The chain, newest first, filtered; pages are cut by number, so that they cost the same at any depth."""
    form = Filter(request.GET or None)
    rows = form.rows()
    rows = _older(rows, request.GET.get("before", ""))
    found = list(rows[: ON_A_PAGE + 1])
    query = request.GET.copy()
    older = ""
    if len(found) > ON_A_PAGE:
        query["before"] = str(found[ON_A_PAGE - 1].sequence)
        older = query.urlencode()
    words = {"title": _("审计记录"), "form": form, "entries": found[:ON_A_PAGE], "older": older}
    told = in_words(entry.subject for entry in found[:ON_A_PAGE])
    words["rows"] = [(entry, told[entry.subject]) for entry in found[:ON_A_PAGE]]
    return render(request, "audit/entries.html", words)


def _older(rows: QuerySet[Entry], before: str) -> QuerySet[Entry]:
    """Those behind the entry with that number, in the order of the rows."""
    if not before.isdecimal():
        return rows
    number = int(before[:18])
    if rows.query.order_by[0] != "-at":
        return rows.filter(sequence__lt=number)
    at = Entry.objects.filter(sequence=number).values_list("at", flat=True).first() or clock.now()
    return rows.filter(at__lte=at).exclude(at=at, sequence__gte=number)


@require_safe
def verify(request: Request) -> HttpResponse:
    """Recompute the whole chain and compare it with every checkpoint."""
    words: dict[str, Any] = {"title": _("核对审计链")}
    if "now" not in request.GET:
        return render(request, "audit/verify.html", words | {"count": latest_number()})
    marks = [chain.read_checkpoint(mark.text) for mark in Checkpoint.objects.all()]
    began = time.monotonic()
    verdict = chain.verify(read_back, marks)
    milliseconds = round((time.monotonic() - began) * 1000)
    return render(request, "audit/verify.html", words | {"verdict": verdict, "marks": len(marks), "ms": milliseconds})


@require_POST
def export(request: Request) -> StreamingHttpResponse:
    """The chain as JSON lines, for `guiju verify-audit`."""
    actions.hand_out(request.actor)
    answer = StreamingHttpResponse((line.encode() for line in lines()), content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="audit-{clock.today():%Y%m%d}.jsonl"'
    return answer


def checkpoints(request: Request) -> HttpResponse:
    """The checkpoints; a POST signs a new one."""
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        done = perform(request, form, actions.seal, to=lambda made: reverse("audit:checkpoint", args=[made.pk]))
        if done:
            return done
    made = Checkpoint.objects.select_related("key")[:200]
    return render(request, "audit/checkpoints.html", {"title": _("检查点"), "checkpoints": made, "form": form})


@require_safe
def checkpoint(request: Request, pk: int) -> HttpResponse:
    """One checkpoint, laid out for printing."""
    found = get_object_or_404(Checkpoint, pk=pk)
    title = _("审计检查点%(number)s") % {"number": found.sequence}
    return render(request, "audit/checkpoint.html", {"title": title, "checkpoint": found})


@require_safe
def checkpoint_file(_request: Request, pk: int, part: str) -> HttpResponse:
    """The text, its signature, or the public key, as files for `guiju verify-audit --checkpoint`."""
    made = get_object_or_404(Checkpoint, pk=pk)
    name = f"checkpoint-{made.sequence}.txt"
    key = f"untrusted comment: guiju audit public key\n{made.key.public}\n"
    files = {name: made.text, name + ".minisig": made.signature, "guiju-audit.pub": key}
    if part not in files:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{part}"'}
    return HttpResponse(files[part].encode(), content_type="text/plain; charset=utf-8", headers=headers)


def keys(request: Request) -> HttpResponse:
    """The keys so far; a POST makes a new pair."""
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        done = perform(request, form, actions.make_key, to=reverse("audit:keys"), said=_("新钥匙已生成。"))
        if done:
            return done
    words = {"title": _("检查点钥匙"), "keys": SigningKey.objects.all(), "form": form}
    return render(request, "audit/keys.html", words)
