"""Who may look into the people's records, and who keeps them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from office.ground.actors import Actor, Right, held_by
from office.ground.roles import (
    CADRE,
    CONSOLE,
    DISCIPLINE_MEMBER,
    LEADER_IN_CHARGE,
    OFFICE_CLERK,
    ORGANIZATION_MEMBER,
    ORGANIZER,
    PARTY_SECRETARY,
    PRINCIPAL_LEADER,
    UNIT_HEAD,
)
from office.people.models import Person
from office.people.questions import holdings_of, up_from

KEEPERS = (ORGANIZATION_MEMBER, ORGANIZER)
WHOLE_TOWN = (*KEEPERS, PRINCIPAL_LEADER, PARTY_SECRETARY, DISCIPLINE_MEMBER, OFFICE_CLERK)


def keep_records(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """The organization member and the organizer keep the records of people and units."""
    return held_by(actor, *KEEPERS, CONSOLE)


def see_record(actor: Actor, person: Person, day: date | None = None) -> Right:
    """Whose personal record may be read: one's own, one's unit's, that of a unit one oversees, or for some all."""
    if actor.person == person.pk:
        return Right(True, _("可阅：本人"))
    whole = actor.holds(*WHOLE_TOWN, CONSOLE)
    if whole:
        return Right(True, _("可阅：%(reason)s") % {"reason": whole[0].reason or whole[0].label})
    units = up_from({holding.post.unit_id for holding in holdings_of(person, day or actor.on)}, actor.on)
    for role in actor.holds(LEADER_IN_CHARGE, UNIT_HEAD):
        if role.unit in units:
            return Right(True, _("可阅：%(reason)s") % {"reason": role.reason})
    if actor.holds(CADRE):
        return Right(False, _("个人情况只给本人、所在单位负责人、分管领导、主要领导和组织、纪检、办公室人员看。"))
    return Right(False, _("您没有可以看人员情况的身份。"))
