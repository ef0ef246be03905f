"""Taking over a decision: first its effects are shown and each is given to somebody, then they are entered together."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.audit.forms import perform, status_of
from office.ground import clock
from office.ground.refusals import Refused
from office.ground.requests import Request
from office.look.forms import DayField
from office.people.fields import SubjectField
from office.register import actions, decisions, forms
from office.register.actions import Taken, TakeOver, Wanted
from office.register.decisions import Decision
from office.register.kept import in_chinese


class TakeOverForm(forms.Papers):
    """The decision's papers, and whom each of its effects follows; one left empty is not taken over."""

    decided_on = DayField(label=gettext_lazy("决定日期"))
    text = django_forms.CharField(max_length=decisions.LARGEST, widget=django_forms.HiddenInput)

    def __init__(self, decision: Decision, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision
        self.rows = []
        for effect in decision.effects:
            name = f"subject_{effect.number}"
            label = _("%(role)s是谁") % {"role": effect.role}
            field = SubjectField(label=label, required=False, initial=effect.party, disabled=bool(effect.problems))
            field.introduce(self.actor)
            self.fields[name] = field
            self.rows.append((effect, self[name]))

    def wanted(self) -> TakeOver:
        """What was asked for."""
        given, items = self.cleaned_data, []
        with in_chinese():
            reason = _("照处理决定接收")
        for effect in self.decision.effects:
            subject = given.get(f"subject_{effect.number}")
            if subject is not None and not effect.problems:
                source = f"{self.decision.mark}:{effect.number}:{subject.pk}"
                items.append(Taken(subject, Wanted(
                    effect.kind, effect.address, given["decided_on"], given["document"], given["organ"],
                    since=effect.since, until=effect.until, source=source, reason=reason,
                )))  # fmt: skip
        return TakeOver(tuple(items))


def take_over(request: Request) -> HttpResponse:
    """Upload, look, name whom, enter."""
    if "text" in request.POST:
        return _named(request)
    form = forms.Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["file"].read(decisions.LARGEST + 1).decode("utf-8-sig")
            decision = decisions.read(text, clock.today())
            first = {"text": text, "decided_on": clock.today()}
            return _shown(request, TakeOverForm(decision, initial=first, actor=request.actor), decision)
        except UnicodeDecodeError:
            form.add_error("file", _("不是 UTF-8 文本文件。"))
        except Refused as refusal:
            for sentence in refusal.sentences:
                form.add_error("file", sentence)
    return render(request, "register/upload.html", {"title": _("从决定接收"), "form": form}, status=status_of(form))


def _named(request: Request) -> HttpResponse:
    decision = decisions.read(request.POST["text"], clock.today())
    form = TakeOverForm(decision, request.POST, actor=request.actor)
    if form.is_valid():
        done = perform(
            request, form, actions.take_over, form.wanted(), to=reverse("register:list"), said=_("已全部登记。")
        )
        if done:
            return done
    return _shown(request, form, decision)


def _shown(request: Request, form: TakeOverForm, decision: Decision) -> HttpResponse:
    words = {"title": _("从决定接收"), "form": form, "decision": decision}
    return render(request, "register/take_over.html", words, status=status_of(form))
