"""Who may give a task by hand, see it, finish it, and stop its time."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from office.ground.actors import Actor, Right, held_by
from office.ground.roles import (
    COMMITTEE_SECRETARY,
    CONSOLE,
    LEADER_IN_CHARGE,
    OFFICE_CLERK,
    ORGANIZATION_MEMBER,
    PARTY_SECRETARY,
    PRINCIPAL_LEADER,
    UNIT_HEAD,
)
from office.people.models import Person
from office.people.questions import holdings_of, up_from
from office.tasks.models import Task

GIVERS = (PRINCIPAL_LEADER, PARTY_SECRETARY, ORGANIZATION_MEMBER, COMMITTEE_SECRETARY, OFFICE_CLERK)
OVER_UNITS = (LEADER_IN_CHARGE, UNIT_HEAD)
WHOLE_TOWN = (PRINCIPAL_LEADER, PARTY_SECRETARY, COMMITTEE_SECRETARY, OFFICE_CLERK)


def assign(actor: Actor, wanted: Any = None) -> Right:
    """Leaders and the office's clerks give tasks; who leads a unit, to the people of that unit."""
    right = held_by(actor, *GIVERS, *OVER_UNITS)
    if not right or wanted is None or actor.holds(*GIVERS):
        return right
    if wanted.to.person is None:
        return Right(False, _("办站所负责人、分管领导只能交给本单位、所分管单位的人。"))
    return leads(actor, wanted.to.person)


def leads(actor: Actor, person: Person) -> Right:
    """Whether the person is in a unit that the actor leads or oversees today."""
    units = up_from({holding.post.unit_id for holding in holdings_of(person, actor.on)}, actor.on)
    for role in actor.holds(*OVER_UNITS):
        if role.unit in units:
            return Right(True, role.reason)
    return Right(False, _("%(name)s今天不在您负责或者分管的单位。") % {"name": person.name})


def finish(actor: Actor, task: Task, *_args: Any, **_kwargs: Any) -> Right:
    """Whom it waits for."""
    if task.person_id is not None and task.person_id == actor.person:
        return Right(True, _("交给本人办的"))
    for role in actor.holds(task.role) if task.role else ():
        if task.unit_id is None or task.unit_id == role.unit:
            return Right(True, _("交给%(role)s办的：%(reason)s") % {"role": role.label, "reason": role.reason})
    return Right(False, _("这件事不是交给您办的。"))


def steer(actor: Actor, task: Task, *_args: Any, **_kwargs: Any) -> Right:
    """Who gave it, and the town's leaders and office, stop its time, let it go on, or take it back."""
    if actor.login == task.given_by:
        return Right(True, _("本人交办的"))
    if task.is_private:
        return Right(False, _("这件事只给经办人看。"))
    return held_by(actor, *WHOLE_TOWN, CONSOLE)


def see(actor: Actor, task: Task) -> Right:
    """Whom it waits for, who gave it; unless it is private, the town's leaders and office, and who leads the person."""
    for right in (finish(actor, task), steer(actor, task)):
        if right:
            return right
    if not task.is_private and task.person is not None and actor.holds(*OVER_UNITS):
        return leads(actor, task.person)
    return Right(False, _("这件事只给经办人、交办人和他们的领导看。"))


def settle(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """Provisional days become settled ones when the holiday notice is in: at the machine, or by the office clerk."""
    return held_by(actor, OFFICE_CLERK, CONSOLE)
