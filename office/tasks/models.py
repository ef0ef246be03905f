"""A task, and its history: every change of its state or its deadline is a row."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from office.ground.roles import LABELS
from office.people.models import Person, Unit

OPEN, SUSPENDED, RESUMED, DONE, WITHDRAWN = "open", "suspended", "resumed", "done", "withdrawn"
STATES = [
    (OPEN, _("待办")), (SUSPENDED, _("中止")), (RESUMED, _("恢复")), (DONE, _("办结")), (WITHDRAWN, _("撤回")),
]  # fmt: skip
RUNNING = (OPEN, RESUMED)
NOT_OVER = (*RUNNING, SUSPENDED)
FAR_OFF = date(9999, 12, 31)


class Tasks(models.QuerySet["Task"]):
    """Tasks, by where they stand and whom they wait for."""

    def not_over(self) -> Tasks:
        """Those neither done nor withdrawn."""
        return self.filter(waits_until__isnull=False)

    def for_actor(self, actor: Any) -> Tasks:
        """Those that wait for the actor: by name, or in one of today's roles (over that unit, where it names one)."""
        wanted = Q(person=actor.person) if actor.person else Q(pk__in=())
        for role in actor.roles:
            wanted |= Q(role=role.key, unit=None) | (Q(role=role.key, unit=role.unit) if role.unit else Q(pk__in=()))
        return self.filter(wanted)


class Task(models.Model):
    """Something to be done by a person, or by whoever holds a role on the day it is done (over a unit).

    `state`, `due` and `provisional` are those of the last step; guards.py holds that in the database.
    """

    kind = models.CharField(max_length=60, db_index=True)
    title = models.CharField(_("要办的事"), max_length=200)
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    page = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="tasks", verbose_name=_("交给谁"))
    role = models.CharField(_("交给什么身份"), max_length=40, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="tasks", verbose_name=_("机构"))
    law = models.CharField(_("条文地址"), max_length=120, blank=True)
    cite = models.CharField(max_length=200, blank=True)
    sentence = models.TextField(_("条文"), blank=True)
    start = models.DateField(_("期限起算"), null=True)
    count = models.PositiveIntegerField(null=True)
    measure = models.CharField(max_length=10, blank=True)
    is_private = models.BooleanField(_("只给经办人看"), default=False)
    given_on = models.DateField(_("交办日期"))
    given_by = models.CharField(max_length=150)
    giver = models.CharField(_("交办人"), max_length=100)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default=OPEN)
    due = models.DateField(_("期限"), null=True)
    provisional = models.DateField(_("暂定期限"), null=True)
    # The day up to which it still waits, a far one if it has none, nothing once it is over: what lists are ordered by.
    waits_until = models.GeneratedField(
        expression=Case(
            When(
                state__in=NOT_OVER,
                then=Coalesce("due", "provisional", Value(FAR_OFF, output_field=models.DateField())),
            )
        ),
        output_field=models.DateField(null=True),
        db_persist=True,
    )

    objects = Tasks.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="task_for_somebody", condition=Q(person__isnull=False) ^ ~Q(role="")),
            models.CheckConstraint(name="task_due_once", condition=Q(due__isnull=True) | Q(provisional__isnull=True)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "state"], name="task_person"),
            models.Index(fields=["role", "unit", "state"], name="task_role"),
            models.Index(fields=["given_by", "state"], name="task_giver"),
            models.Index(fields=["waits_until", "id"], name="task_waits"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def until(self) -> date | None:
        """The last day, settled or provisional."""
        return self.due or self.provisional

    @property
    def instrument(self) -> str:
        """The id of the law it comes from."""
        return self.law.partition("/")[0]

    @property
    def place(self) -> str:
        """The place in that law, as its page names it."""
        return self.law.partition("/")[2]

    @property
    def is_running(self) -> bool:
        """Whether its time runs."""
        return self.state in RUNNING

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be done."""
        return self.state not in NOT_OVER

    @property
    def role_label(self) -> str:
        """The role it waits for, in words."""
        return str(LABELS.get(self.role, self.role))


class Step(models.Model):
    """What became of a task: its state from then on, why, by whom, and its deadline from then on. Never changed."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="steps")
    state = models.CharField(_("状态"), max_length=10, choices=STATES)
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("时间"))
    by = models.CharField(max_length=150)
    name = models.CharField(_("姓名"), max_length=100)
    reason = models.CharField(_("理由"), max_length=400, blank=True)
    due = models.DateField(_("期限"), null=True)
    provisional = models.DateField(_("暂定期限"), null=True)
    explanation = models.TextField(_("期限怎么算的"), blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["state", "on"], name="task_step_state")]
