"""Acts on tasks. Other apps give tasks inside their own acts: `give_task(act, …)`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.dates.periods import Duration
from guiju.law import Provision
from office.audit.action import Act, action
from office.audit.chain import subject_of
from office.ground import clock
from office.ground.refusals import Refused
from office.ground.roles import BUSINESS
from office.people.models import Person, Unit
from office.tasks import rights
from office.tasks.deadlines import Due, Term, due_of
from office.tasks.models import DONE, OPEN, RESUMED, RUNNING, SUSPENDED, WITHDRAWN, Step, Task
from office.tasks.sentences import sentence_at

BY_HAND = "tasks.by_hand"


@dataclass(frozen=True, slots=True)
class To:
    """Whom a task waits for: a person; or whoever holds a role on the day it is done, over a unit if one is named."""

    person: Person | None = None
    role: str = ""
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task given by hand: what, to whom, by which day, by which sentence (its address)."""

    title: str
    to: To
    due: date | None = None
    law: str = ""

    def __str__(self) -> str:
        return "tasks.task"


def give_task(
    act: Act,
    kind: str,
    title: str,
    to: To,
    *,
    subject: Any = "",
    term: Term | None = None,
    law: str = "",
    page: str = "",
    is_private: bool = False,
) -> Task:
    """Give a task as part of another act.

    kind: `app.what`, the giver's own; subject: the thing it is about (a row, or as the chain names it); term: the day,
    or the period and its first day; law: the address of the sentence it comes from; page: where it is done. A private
    task is seen only by whom it waits for and who gave it. Raises Refused when the address is none.
    """
    found = sentence_at(law, act.on) if law else Provision("", "", "")
    due = due_of(term)
    period = term.period if term else None
    task = Task.objects.create(
        kind=kind, title=title, subject=subject_of(subject), page=page, person=to.person, role=to.role, unit=to.unit,
        law=law, cite=found.cite, sentence=found.text.strip(), start=term.start if term else None,
        count=period.count if period else None, measure=period.unit if period else "", is_private=is_private,
        given_on=act.on, given_by=act.actor.login, giver=act.actor.name, due=due.day, provisional=due.provisional,
    )  # fmt: skip
    _step(act, task, OPEN, "", due)
    whom = to.person.code if to.person else task.role_label
    act.record(task, {"事项": title, "交给": whom, "期限": [None, _said(due)], "条文": law})
    return task


def finish_tasks(act: Act, subject: Any, kind: str = "", reason: str = "") -> int:
    """Close the tasks about a thing as part of another act that did what they asked for; returns how many."""
    rows = Task.objects.not_over().filter(subject=subject_of(subject), **({"kind": kind} if kind else {}))
    for task in list(rows):
        _set(act, task, DONE, reason, Due(task.due, task.provisional))
    return len(rows)


@action("tasks.assign", label=gettext_lazy("交办"), may=rights.assign)
def assign(act: Act, wanted: Wanted) -> Task:
    """Give a task by hand, to be done by a day that is set."""
    if wanted.due is not None and wanted.due < act.on:
        raise Refused(_("期限%(due)s已经过了。") % {"due": wanted.due})
    if wanted.to.role and wanted.to.role not in BUSINESS:
        raise Refused(_("只能交给办业务的身份。"))
    term = Term(wanted.due) if wanted.due else None
    return give_task(act, BY_HAND, wanted.title, wanted.to, term=term, law=wanted.law)


@action("tasks.finish", label=gettext_lazy("办结"), may=rights.finish)
def finish(act: Act, task: Task, note: str = "") -> Task:
    """It is done. Whoever lets it be done by the page it leads to needs not call this."""
    task = _latest(task)
    if task.state == SUSPENDED:
        raise Refused(_("这件事中止了，恢复以后才能办结。"))
    return _set(act, task, DONE, note, Due(task.due, task.provisional))


@action("tasks.suspend", label=gettext_lazy("中止"), may=rights.steer)
def suspend(act: Act, task: Task, reason: str) -> Task:
    """Its time stands still from today, for a reason."""
    task = _latest(task)
    if task.state == SUSPENDED:
        raise Refused(_("这件事已经中止了。"))
    return _set(act, task, SUSPENDED, _needed(reason), Due(task.due, task.provisional))


@action("tasks.resume", label=gettext_lazy("恢复"), may=rights.steer)
def resume(act: Act, task: Task, reason: str) -> Task:
    """Its time goes on today; the days it stood still are not counted."""
    task = _latest(task)
    if task.state != SUSPENDED:
        raise Refused(_("这件事没有中止。"))
    return _set(act, task, RESUMED, _needed(reason), due_of(term_of(task), [*pauses_of(task, act.on)]))


@action("tasks.withdraw", label=gettext_lazy("撤回"), may=rights.steer)
def withdraw(act: Act, task: Task, reason: str) -> Task:
    """It need not be done after all, for a reason."""
    return _set(act, _latest(task), WITHDRAWN, _needed(reason), Due())


@action("tasks.settle", label=gettext_lazy("重算暂定期限"), may=rights.settle)
def settle(act: Act) -> int:
    """Count the provisional days again by the holiday notices there are now; returns how many tasks changed."""
    changed = 0
    for task in Task.objects.filter(state__in=RUNNING, provisional__isnull=False):
        due = due_of(term_of(task), pauses_of(task))
        if (due.day, due.provisional) != (task.due, task.provisional):
            _set(act, task, task.state, _("按新的放假安排重算"), due)
            changed += 1
    if not changed:
        act.nothing_changed()
    return changed


def term_of(task: Task) -> Term | None:
    """What the task's deadline follows from."""
    if task.start is None:
        return None
    return Term(task.start, Duration(task.count, task.measure) if task.count else None)


def pauses_of(task: Task, resumed: date | None = None) -> list[tuple[date, date]]:
    """From when to when it stood still; a pause that is still open ends on `resumed`."""
    found: list[tuple[date, date]] = []
    stopped: date | None = None
    for step in task.steps.all():
        if step.state == SUSPENDED:
            stopped = step.on
        elif step.state == RESUMED and stopped is not None:
            found.append((stopped, step.on))
            stopped = None
    if stopped is not None and resumed is not None:
        found.append((stopped, resumed))
    return found


def _latest(task: Task) -> Task:
    found = Task.objects.get(pk=task.pk)
    if found.is_over:
        raise Refused(_("这件事已经%(state)s了。") % {"state": found.get_state_display()})
    return found


def _needed(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    return reason.strip()


def _set(act: Act, task: Task, state: str, reason: str, due: Due) -> Task:
    before = {"状态": str(task.get_state_display()), "期限": _said(Due(task.due, task.provisional))}
    _step(act, task, state, reason, due)
    task.state, task.due, task.provisional = state, due.day, due.provisional
    task.save()
    now = {"状态": str(task.get_state_display()), "期限": _said(due)}
    changes: dict[str, Any] = {name: [before[name], now[name]] for name in now if before[name] != now[name]}
    act.record(task, changes | ({"理由": reason} if reason else {}))
    return task


def _step(act: Act, task: Task, state: str, reason: str, due: Due) -> None:
    Step.objects.create(
        task=task, state=state, on=act.on, at=clock.now(), by=act.actor.login, name=act.actor.name,
        reason=reason[:400], due=due.day, provisional=due.provisional, explanation=due.explanation,
    )  # fmt: skip


def _said(due: Due) -> str | None:
    if due.day is None and due.provisional is not None:
        return f"{due.provisional.isoformat()}（暂定）"
    return due.day.isoformat() if due.day else None
