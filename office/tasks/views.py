"""Looking at tasks, giving them by hand, and what becomes of them."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from office.audit.action import Action
from office.audit.forms import perform, status_of
from office.ground import clock, shelf
from office.ground.pages import label_of
from office.ground.requests import Request
from office.look.paging import page_of
from office.people.questions import unit_names
from office.tasks import actions, forms, rights
from office.tasks.models import NOT_OVER, RUNNING, SUSPENDED, Task
from office.tasks.questions import nearness, seen_by

# What can be done with a task: the act, its button, its form, and the field that carries the words.
VERBS: dict[str, tuple[Action[..., Any], Any, type[django_forms.Form], tuple[str, ...]]] = {
    "finish": (actions.finish, gettext_lazy("办结"), forms.Finish, RUNNING),
    "suspend": (actions.suspend, gettext_lazy("中止"), forms.Because, RUNNING),
    "resume": (actions.resume, gettext_lazy("恢复"), forms.Because, (SUSPENDED,)),
    "withdraw": (actions.withdraw, gettext_lazy("撤回"), forms.Because, NOT_OVER),
}


@require_safe
def given(request: Request) -> HttpResponse:
    """What waits for whom, of all that the actor may see; the nearest first."""
    rows = seen_by(request.actor).order_by("waits_until", "pk")
    page = page_of(request, rows)
    shown = [(task, nearness(task, clock.today())) for task in page]
    words = {
        "page": page, "shown": shown, "title": _("等谁办"), "may_assign": actions.assign.may(request.actor),
        "names": unit_names(clock.today(), (task.unit_id for task in page)), "titles": shelf.titles(),
        "may_settle": rights.settle(request.actor) and any(task.provisional for task in page),
    }  # fmt: skip
    return render(request, "tasks/given.html", words)


@require_safe
def task(request: Request, pk: int) -> HttpResponse:
    """One task: the sentence it comes from, its deadline and how it was counted, and what became of it."""
    found = get_object_or_404(Task.objects.select_related("person", "unit"), pk=pk)
    right = rights.see(request.actor, found).or_refuse()
    steps = list(found.steps.all())
    buttons = [
        {"verb": verb, "label": label, "form": form(auto_id=f"{verb}-%s")}
        for verb, (act, label, form, states) in VERBS.items()
        if found.state in states and act.may(request.actor, found)
    ]
    words = {
        "task": found, "steps": steps, "last": steps[-1], "right": right, "buttons": buttons, "title": found.title,
        "near": nearness(found, clock.today()), "names": unit_names(clock.today(), [found.unit_id]),
        "titles": shelf.titles(), "place": label_of(found.page),
    }  # fmt: skip
    return render(request, "tasks/task.html", words)


def assign(request: Request) -> HttpResponse:
    """Give a task by hand."""
    form = forms.Assign(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        done = perform(request, form, actions.assign, form.given(), to=_page_of, said=_("已交办。"))
        if done:
            return done
    words = {"form": form, "title": _("交办一件事"), "button": _("交办"), "back": reverse("tasks:given")}
    return render(request, "look/form.html", words, status=status_of(form))


@require_POST
def settle(request: Request) -> HttpResponse:
    """Count the provisional days again."""
    done = perform(request, None, actions.settle, to=reverse("tasks:given"), said=_("已照现有的放假安排重算。"))
    assert done is not None
    return done


def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One of the buttons; refused words are shown in a form of their own."""
    found = get_object_or_404(Task, pk=pk)
    if verb not in VERBS:
        raise Http404
    doing, label, kind, _states = VERBS[verb]
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = next(iter(form.cleaned_data.values()))
        done = perform(request, form, doing, found, words, to=_page_of(found))
        if done:
            return done
    doing.may(request.actor, found).or_refuse()
    shown = {"form": form, "title": f"{label}：{found.title}", "button": label, "back": _page_of(found), "thing": found}
    shown["within"] = [(found.title, _page_of(found))]
    return render(request, "look/form.html", shown, status=status_of(form))


def _page_of(found: Task) -> str:
    return reverse("tasks:task", args=[found.pk])
