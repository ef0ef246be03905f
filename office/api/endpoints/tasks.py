"""Tasks: those that wait for the token's owner, one of them, giving one and finishing one."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Body, Path, Query, Router, Status

from office.api import schemas as s
from office.api.endpoints.offering import CHANGED_MEANWHILE, Offer, part
from office.api.models import ACT, TASKS
from office.ground.refusals import Refused
from office.ground.requests import Request
from office.ground.roles import LABELS
from office.people.models import Person
from office.tasks import actions, rights
from office.tasks.models import Task
from office.tasks.questions import by_nearness, mine

router = Router()
TAG = gettext_lazy("待办")
_NAMES = ("title", "state", "due", "provisional", "role", "law", "sentence", "given_on", "giver")


@Offer(
    "tasks", TASKS, gettext_lazy("等我办的事"),
    gettext_lazy("等令牌的主人办的，快到期的在前，没有期限的在后。"), TAG,
).get(router, "/tasks", s.Tasks)  # fmt: skip
def tasks(request: Request, window: Query[s.Window]) -> Any:
    """What waits for the token's owner, the nearest first."""
    found = by_nearness(mine(request.actor), window.offset + window.limit + 1)
    return part([_task(task) for task in found], window)


@Offer(
    "give-task", ACT, gettext_lazy("交办一件事"),
    gettext_lazy("和页面上的交办是同一个动作、同一种许可，记审计。person（编号）和 role（身份）写一样。"), TAG,
).post(router, "/tasks/give", {201: s.TaskOut}, CHANGED_MEANWHILE)  # fmt: skip
def give_task(request: Request, wanted: Body[s.NewTask]) -> Any:
    """Give a task, by the same act as on the page."""
    person = Person.objects.filter(code=wanted.person).first() if wanted.person else None
    if wanted.person and person is None:
        raise Http404(_("没有编号是%(code)s的人。") % {"code": wanted.person})
    if bool(person) == bool(wanted.role) or (wanted.role and wanted.role not in LABELS):
        raise Refused(_("人和身份要填一样，只填一样；身份要是系统里有的。"))
    to = actions.To(person=person, role=wanted.role)
    return Status(201, _task(actions.assign(request.actor, actions.Wanted(wanted.title, to, wanted.due, wanted.law))))


@Offer(
    "task", TASKS, gettext_lazy("一件待办"), gettext_lazy("看得到它的人才问得到。"), TAG,
).get(router, "/tasks/{number}", s.TaskOut)  # fmt: skip
def task(request: Request, number: Path[s.Number]) -> Any:
    """One task, for whom may see it."""
    found = _of_number(number)
    rights.see(request.actor, found).or_refuse()
    return _task(found)


@Offer(
    "finish-task", ACT, gettext_lazy("办结一件"),
    gettext_lazy("和页面上的办结是同一个动作、同一种许可，记审计。"), TAG,
).post(router, "/tasks/{number}/finish", {200: s.TaskOut}, CHANGED_MEANWHILE)  # fmt: skip
def finish_task(request: Request, number: Path[s.Number], done: Body[s.Done]) -> Any:
    """It is done, by the same act as on the page."""
    return _task(actions.finish(request.actor, _of_number(number), done.note))


def _of_number(number: int) -> Task:
    found = Task.objects.select_related("person").filter(pk=number).first()
    if found is None:
        raise Http404(_("没有第%(n)s号待办。") % {"n": number})
    return found


def _task(task: Task) -> dict[str, Any]:
    return {
        "id": task.pk,
        "person": task.person.code if task.person else None,
        **{name: getattr(task, name) for name in _NAMES},
    }
