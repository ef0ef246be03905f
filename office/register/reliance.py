"""Whoever acted on the register's answer is told when the answer would be another now: as a task on their desk."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from office.audit.action import Act
from office.audit.chain import subject_of
from office.ground.refusals import Refused
from office.ground.roles import ORGANIZATION_MEMBER
from office.people.models import Person
from office.people.questions import name_of
from office.register.kept import in_chinese
from office.register.models import Effect, Reliance, Step, subject_fields
from office.register.spells import Period, holds
from office.tasks.actions import To, give_task
from office.tasks.models import Task
from office.tasks.sentences import sentence_at

REOPEN = "register.reopen"


def told_of(act: Act, effect: Effect, step: Step, old: Sequence[Period], new: Sequence[Period]) -> None:
    """Give a task for every reliance on a day on which the effect held and now does not, or the other way round."""
    for row in Reliance.objects.filter(**subject_fields(effect.subject)).select_related("told"):
        was, now = holds(old, row.day), holds(new, row.day)
        if row.bears_on(effect.kind) and was != now:
            with in_chinese():
                _tell(act, effect, step, row, now)


def _tell(act: Act, effect: Effect, step: Step, row: Reliance, now: bool) -> None:
    subject = effect.subject
    name = subject.name if isinstance(subject, Person) else name_of(subject, row.day)
    words = {"what": step.get_what_display(), "name": name, "kind": effect.kind, "day": row.day, "purpose": row.purpose}
    title = (
        _("%(name)s的「%(kind)s」%(what)s，%(day)s那一天现在受限，请复查：%(purpose)s") if now
        else _("%(name)s的「%(kind)s」%(what)s，%(day)s那一天不再受限，请重新办理：%(purpose)s")
    ) % words  # fmt: skip
    to = To(person=row.told) if row.told else To(role=ORGANIZATION_MEMBER)
    page = reverse("register:effect", args=[effect.pk])
    give_task(act, REOPEN, title[:200], to, subject=row, law=_address(act, step), page=page, is_private=True)


def _address(act: Act, step: Step) -> str:
    """The provision's address, when it is one that a task can name; a superior rule is not."""
    try:
        return sentence_at(step.address, act.on).address
    except Refused:
        return ""


def tasks_of(rows: Sequence[Reliance]) -> dict[int, list[Task]]:
    """The tasks that came of these reliances."""
    marks = {subject_of(row): row.pk for row in rows}
    found: dict[int, list[Task]] = {}
    for task in Task.objects.filter(kind=REOPEN, subject__in=marks).order_by("pk"):
        found.setdefault(marks[task.subject], []).append(task)
    return found
