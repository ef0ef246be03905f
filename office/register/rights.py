"""Who keeps the register, and whose entries may be read."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from office.ground.actors import Actor, Right, held_by
from office.ground.roles import (
    BUSINESS,
    CONSOLE,
    DISCIPLINE_MEMBER,
    LEADER_IN_CHARGE,
    OFFICE_CLERK,
    ORGANIZATION_MEMBER,
    PARTY_SECRETARY,
    PRINCIPAL_LEADER,
    UNIT_HEAD,
)
from office.people.models import Holding, Person, Unit
from office.people.questions import under, up_from
from office.register.models import Effect

KEEPERS = (ORGANIZATION_MEMBER, OFFICE_CLERK)
WHOLE_TOWN = (*KEEPERS, PARTY_SECRETARY, PRINCIPAL_LEADER, DISCIPLINE_MEMBER)
OVER_UNITS = (LEADER_IN_CHARGE, UNIT_HEAD)


def keep(actor: Actor, thing: Person | Unit | Effect | None = None, *_args: Any, **_kwargs: Any) -> Right:
    """The organization member and the office clerk keep it; never what is about themselves."""
    subject = thing.subject if isinstance(thing, Effect) else thing
    if isinstance(subject, Person) and actor.person == subject.pk:
        return Right(False, _("涉及本人的，由别人登记。"))
    return held_by(actor, *KEEPERS, CONSOLE)


def keep_at_all(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """Whether the actor is one of those who keep the register."""
    return held_by(actor, *KEEPERS, CONSOLE)


def see(actor: Actor, subject: Person | Unit) -> Right:
    """One's own; that of a unit one leads or oversees, and of those in it; for some, all."""
    if isinstance(subject, Person) and actor.person == subject.pk:
        return Right(True, _("可阅：本人"))
    whole = actor.holds(*WHOLE_TOWN, CONSOLE)
    if whole:
        return Right(True, _("可阅：%(reason)s") % {"reason": whole[0].reason or whole[0].label})
    units = up_from({subject.pk} if isinstance(subject, Unit) else _units_of(subject, actor), actor.on)
    for role in actor.holds(*OVER_UNITS):
        if role.unit in units:
            return Right(True, _("可阅：%(reason)s") % {"reason": role.reason})
    return Right(False, _("台账只给本人、所在单位负责人、分管领导、主要领导和组织委员、纪检委员、办公室办事员看。"))


def _units_of(person: Person, actor: Actor) -> set[int]:
    return set(Holding.objects.on(actor.on).filter(person=person).values_list("post__unit_id", flat=True))


def seen_by(actor: Actor) -> Q:
    """The same rule as `see`, asked of the database: which effects the actor may read."""
    if actor.holds(*WHOLE_TOWN, CONSOLE):
        return Q()
    own = Q(person=actor.person) if actor.person else Q(pk__in=())
    units = {role.unit for role in actor.holds(*OVER_UNITS) if role.unit is not None}
    if units:
        led = under(units, actor.on)
        own |= Q(unit__in=led) | Q(person__in=Holding.objects.on(actor.on).filter(post__unit__in=led).values("person"))
    return own


def take_out(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """Whoever has a business role takes out what they may read, and nothing else."""
    role = next((role for role in actor.roles if role.key in BUSINESS), None)
    return Right(True, role.reason or role.label) if role else held_by(actor, *KEEPERS)


def rely(actor: Actor, subject: Person | Unit, *_args: Any, **_kwargs: Any) -> Right:
    """Whoever may read the entries may act on them, and is then told when they change."""
    return see(actor, subject)
