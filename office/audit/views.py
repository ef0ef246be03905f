"""Pages of the audit administrator: the list, the verification, the export, the checkpoints."""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from guiju import chain
from office.audit import actions
from office.audit.action import ACTIONS
from office.audit.chain import lines, read_back
from office.audit.forms import perform
from office.audit.models import Checkpoint, Entry, SigningKey
from office.ground import clock
from office.look.forms import DayField

ON_A_PAGE = 50


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
            rows = rows.filter(at__date__gte=wanted["since"])
        if wanted.get("until"):
            rows = rows.filter(at__date__lte=wanted["until"])
        return rows.filter(result=Entry.REFUSED) if wanted.get("refused") else rows


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The chain, newest first, filtered; pages are cut by number, so that they cost the same at any depth."""
    form = Filter(request.GET or None)
    rows = form.rows()
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(sequence__lt=int(before[:18]))
    found = list(rows[: ON_A_PAGE + 1])
    query = request.GET.copy()
    older = ""
    if len(found) > ON_A_PAGE:
        query["before"] = str(found[ON_A_PAGE - 1].sequence)
        older = query.urlencode()
    return render(request, "audit/entries.html", {"form": form, "entries": found[:ON_A_PAGE], "older": older})


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Recompute the whole chain and compare it with every checkpoint."""
    if "now" not in request.GET:
        return render(request, "audit/verify.html", {"count": Entry.objects.count()})
    marks = [chain.read_checkpoint(mark.text) for mark in Checkpoint.objects.all()]
    began = time.monotonic()
    verdict = chain.verify(read_back, marks)
    milliseconds = round((time.monotonic() - began) * 1000)
    return render(request, "audit/verify.html", {"verdict": verdict, "marks": len(marks), "ms": milliseconds})


@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The chain as JSON lines, for `guiju verify-audit`."""
    actions.hand_out(request.actor)
    answer = StreamingHttpResponse((line.encode() for line in lines()), content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="audit-{clock.today():%Y%m%d}.jsonl"'
    return answer


def checkpoints(request: HttpRequest) -> HttpResponse:
    """The checkpoints; a POST signs a new one."""
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        done = perform(request, form, actions.seal, to=lambda made: reverse("audit:checkpoint", args=[made.pk]))
        if done:
            return done
    made = Checkpoint.objects.select_related("key")[:200]
    return render(request, "audit/checkpoints.html", {"checkpoints": made, "form": form})


@require_safe
def checkpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """One checkpoint, laid out for printing."""
    return render(request, "audit/checkpoint.html", {"checkpoint": get_object_or_404(Checkpoint, pk=pk)})


@require_safe
def checkpoint_file(_request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """The text, its signature, or the public key, as files for `guiju verify-audit --checkpoint`."""
    made = get_object_or_404(Checkpoint, pk=pk)
    name = f"checkpoint-{made.sequence}.txt"
    key = f"untrusted comment: guiju audit public key\n{made.key.public}\n"
    files = {name: made.text, name + ".minisig": made.signature, "guiju-audit.pub": key}
    if part not in files:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{part}"'}
    return HttpResponse(files[part].encode(), content_type="text/plain; charset=utf-8", headers=headers)


def keys(request: HttpRequest) -> HttpResponse:
    """The keys so far; a POST makes a new pair."""
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        done = perform(request, form, actions.make_key, to=reverse("audit:keys"), said=_("新钥匙已生成。"))
        if done:
            return done
    return render(request, "audit/keys.html", {"keys": SigningKey.objects.all(), "form": form})
