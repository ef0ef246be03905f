"""Questions about any day: who was where, who led, who was in charge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from office.people.models import Holding, Oversight, Person, Unit, UnitVersion
from office.people.terms import HEAD, OVERSEES, PRINCIPAL


@dataclass(frozen=True, slots=True)
class InCharge:
    """A leader in charge: who, by which row, and over which unit directly (the unit asked for or one above it)."""

    person: Person
    oversight: Oversight
    unit: Unit


def leader_in_charge(unit: Unit, day: date) -> InCharge | None:
    """Who was in charge of the unit on that day; if nobody directly, of the next unit above it. None: nobody was."""
    for ancestor in [unit, *above(unit, day)]:
        rows = Oversight.objects.on(day).filter(unit=ancestor, manner__key=OVERSEES).select_related("person")
        found = rows.first()
        if found:
            return InCharge(found.person, found, ancestor)
    return None


def above(unit: Unit, day: date) -> list[Unit]:
    """The units above it on that day, nearest first."""
    parents = {v.unit_id: v.parent for v in UnitVersion.objects.on(day).select_related("parent")}
    found: list[Unit] = []
    parent = parents.get(unit.pk)
    while parent is not None and parent not in found:
        found.append(parent)
        parent = parents.get(parent.pk)
    return found


def below(unit_ids: set[int], day: date) -> set[int]:
    """Those units and all under them on that day."""
    children: dict[int, list[int]] = {}
    for child, parent in UnitVersion.objects.on(day).values_list("unit_id", "parent_id"):
        children.setdefault(parent, []).append(child)
    found: set[int] = set()
    waiting = list(unit_ids)
    while waiting:
        unit = waiting.pop()
        if unit not in found:
            found.add(unit)
            waiting += children.get(unit, [])
    return found


def heads(unit: Unit, day: date) -> list[Person]:
    """Who led the unit on that day."""
    return holders(day, unit=unit, standings=(HEAD,))


def principal_leaders(day: date) -> list[Person]:
    """The town's principal leaders on that day."""
    return holders(day, standings=(PRINCIPAL,))


def holders(day: date, unit: Unit | None = None, standings: tuple[str, ...] = ()) -> list[Person]:
    """Who held a post on that day, in that unit, of one of those standings; in the posts' order."""
    rows = Holding.objects.on(day).select_related("person").order_by("post__order", "since")
    if unit is not None:
        rows = rows.filter(post__unit=unit)
    if standings:
        rows = rows.filter(post__standing__key__in=standings)
    return list(dict.fromkeys(row.person for row in rows))


def holdings_of(person: Person | int, day: date) -> list[Holding]:
    """The posts a person held on that day, in order."""
    rows = Holding.objects.on(day).filter(person=person).select_related("post", "post__standing", "post__unit")
    return list(rows.order_by("post__order", "since"))


def unit_names(day: date) -> dict[int, str]:
    """What every unit was called on that day."""
    return dict(UnitVersion.objects.on(day).values_list("unit_id", "name"))


def name_of(unit: Unit | int, day: date) -> str:
    """What the unit was called on that day, or when it was last or first called anything."""
    versions = UnitVersion.objects.filter(unit=unit)
    version = versions.on(day).first() or versions.order_by("-since").first()
    return version.name if version else str(unit)
