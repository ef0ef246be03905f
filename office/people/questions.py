"""Questions about any day: who was where, who led, who was in charge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models.expressions import RawSQL

from office.people.models import Holding, Oversight, Person, Unit, UnitVersion
from office.people.terms import HEAD, OVERSEES, PRINCIPAL


@dataclass(frozen=True, slots=True)
class InCharge:
    """A leader in charge: who, by which row, and over which unit directly (the unit asked for or one above it)."""

    person: Person
    oversight: Oversight
    unit: Unit


# Along the tree in one query, whatever its depth; UNION ends even a ring. The same SQL serves both databases.
_HELD = "v.since <= %s AND (v.until IS NULL OR v.until >= %s)"
_NEXT = (
    "SELECT v.{to} FROM people_unitversion v JOIN found ON v.{by} = found.unit_id "
    f"WHERE v.{{to}} IS NOT NULL AND {_HELD}"
)
_ALONG = (
    f"WITH RECURSIVE found(unit_id) AS (SELECT id FROM people_unit WHERE id IN ({{units}}) UNION {_NEXT}) "
    "SELECT unit_id FROM found"
)
_UP, _DOWN = {"by": "unit_id", "to": "parent_id"}, {"by": "parent_id", "to": "unit_id"}


def leader_in_charge(unit: Unit, day: date) -> InCharge | None:
    """Who was in charge of the unit on that day; if nobody directly, of the next unit above it. None: nobody was."""
    line = [unit, *above(unit, day)]
    rows = Oversight.objects.on(day).filter(unit__in=line, manner__key=OVERSEES).select_related("person")
    found = {row.unit_id: row for row in rows}
    return next((InCharge(found[u.pk].person, found[u.pk], u) for u in line if u.pk in found), None)


def above(unit: Unit, day: date) -> list[Unit]:
    """The units above it on that day, nearest first."""
    rows = UnitVersion.objects.on(day).filter(unit__in=_along(_UP, {unit.pk}, day)).select_related("parent")
    parents = {v.unit_id: v.parent for v in rows}
    found: list[Unit] = []
    parent = parents.get(unit.pk)
    while parent is not None and parent not in found:
        found.append(parent)
        parent = parents.get(parent.pk)
    return found


def up_from(units: Iterable[int], day: date) -> set[int]:
    """Those units and all above them on that day."""
    return set(Unit.objects.filter(pk__in=_along(_UP, units, day)).values_list("pk", flat=True))


def under(units: Iterable[int], day: date) -> RawSQL:
    """Those units and all under them on that day, to be asked for within another query: `unit__in=under(…)`."""
    return _along(_DOWN, units, day)


def first_under(roof: Unit | None, day: date, most: int) -> RawSQL:
    """The unit (none: those without one above them) and those under it, level after level, no more than so many."""
    start = "v.unit_id = %s" if roof else "v.parent_id IS NULL"
    first = f"SELECT v.unit_id FROM people_unitversion v WHERE {start} AND {_HELD}"
    sql = f"WITH RECURSIVE found(unit_id) AS ({first} UNION {_NEXT}) SELECT unit_id FROM found LIMIT %s"
    return RawSQL(sql.format(**_DOWN), [*([roof.pk] if roof else []), day, day, day, day, most])


def _along(way: dict[str, str], units: Iterable[int], day: date) -> RawSQL:
    numbers = sorted(units) or [0]
    return RawSQL(_ALONG.format(units=", ".join(["%s"] * len(numbers)), **way), [*numbers, day, day])


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


def unit_names(day: date, units: Iterable[int | None] | None = None) -> dict[int, str]:
    """What those units (none given: all) were called on that day."""
    rows = UnitVersion.objects.on(day)
    if units is not None:
        rows = rows.filter(unit__in={unit for unit in units if unit is not None})
    return dict(rows.values_list("unit_id", "name"))


def name_of(unit: Unit | int, day: date) -> str:
    """What the unit was called on that day, or when it was last or first called anything."""
    versions = UnitVersion.objects.filter(unit=unit)
    version = versions.on(day).first() or versions.order_by("-since").first()
    return version.name if version else str(unit)
