"""Keeping the register: one form an act."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from office.audit.forms import perform, status_of
from office.ground import clock
from office.ground.refusals import Refused
from office.ground.requests import Request
from office.people.models import Person
from office.people.questions import unit_names
from office.register import actions, forms
from office.register.actions import Relied, Wanted
from office.register.changes import CHANGES, initial_of
from office.register.kept import in_chinese
from office.register.laws import kinds_on
from office.register.models import Effect
from office.register.questions import Subject, with_history
from office.register.views import filtered, history_of, naming


def enter(request: Request) -> HttpResponse:
    """An effect by hand, with its document."""
    initial = {"subject": request.GET.get("who", ""), "decided_on": clock.today()}
    form = forms.Enter(request.POST or None, initial=initial, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        subject = given.pop("subject")
        done = perform(request, form, actions.enter_effect, subject, Wanted(**given), to=_effect, said=_("已登记。"))
        if done:
            return done
    kinds = [kind for kind in kinds_on(clock.today()).values() if kind.bases]
    return render(
        request, "register/enter.html", {"title": _("登记限制"), "form": form, "kinds": kinds}, status=status_of(form)
    )


def _effect(effect: Effect) -> str:
    return reverse("register:effect", args=[effect.pk])


def change(request: Request, pk: int, what: str) -> HttpResponse:
    """Suspending, resuming, lifting, the outcome of an appeal, a correction."""
    found = get_object_or_404(with_history(Effect.objects.all()), pk=pk)
    if what not in CHANGES:
        raise Http404
    one = CHANGES[what]
    form = one.form(request.POST or None, initial={"on": clock.today(), **initial_of(found, what)})
    if request.method == "POST" and form.is_valid():
        done = perform(request, form, one.act, found, to=_effect(found), said=_("已登记。"), **form.cleaned_data)
        if done:
            return done
    name = naming(found.subject, clock.today())
    words: dict[str, Any] = {
        "form": form, "title": f"{one.title}：{name}　{found.kind}", "lead": one.lead, "button": one.title,
        "back": _effect(found), "thing": found,
        "within": [history_of(found.subject, clock.today()), (found.kind, _effect(found))],
    }  # fmt: skip
    return render(request, "look/form.html", words, status=status_of(form))


@require_POST
def rely(request: Request) -> HttpResponse:
    """Note that an answer is acted upon."""
    form = forms.Rely(request.POST, actor=request.actor)
    if not form.is_valid():
        raise Refused(*(str(error) for errors in form.errors.values() for error in errors))
    given = form.cleaned_data
    subject: Subject = given["who"]
    kinds = tuple(filter(None, given["kinds"].split("|")))
    with in_chinese():
        answer = _("受限制") if given["is_barred"] else _("没有妨碍")
    relied = Relied(given["day"], given["question"], kinds, answer, given["purpose"])
    name = "register:person" if isinstance(subject, Person) else "register:unit"
    done = perform(
        request, None, actions.rely, subject, relied, to=reverse(name, args=[subject.pk]),
        said=_("已记下。那一天的情形有变，会通知您。"),
    )  # fmt: skip
    assert done is not None
    return done


@require_POST
def export(request: Request) -> HttpResponse:
    """The list as it was filtered, as a workbook; what the actor may not read is not in it."""
    request.GET = request.POST
    _form, day, rows = filtered(request)
    content = actions.export_list(request.actor, day, rows, unit_names(day))
    answer = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    answer["Content-Disposition"] = f'attachment; filename="register-{clock.today():%Y%m%d}.xlsx"'
    return answer
