"""The tree of units on a day, as the page draws it; a fixed number of queries, and a page of no more than so many."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef

from office.people.models import Holding, Oversight, Unit, UnitVersion
from office.people.questions import first_under
from office.people.terms import OVERSEES

# A town's tree shows everybody; a larger one shows each unit's leaders, and the rest on the unit's own page.
MOST_PEOPLE_SHOWN = 600
# A larger tree ends above the level that would make it more than so many units; from there one goes on.
MOST_UNITS = 100


@dataclass(slots=True)
class Node:
    """A unit in the tree: its version, who is in charge, who is in it, how many, and the units below.

    `goes_on`: there are units below that this page does not show.
    """

    version: UnitVersion
    in_charge: list[Oversight] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    people: int = 0
    below: list[Node] = field(default_factory=list)
    goes_on: bool = False


def tree_on(day: date, roof: Unit | None = None) -> list[Node]:
    """The unit with all below it (no unit given: those without one above them), in order, as far as a page goes."""
    below = UnitVersion.objects.on(day).filter(parent=OuterRef("unit"))
    rows = UnitVersion.objects.on(day).filter(unit__in=first_under(roof, day, MOST_UNITS + 1))
    versions = list(rows.select_related("kind").annotate(has_below=Exists(below)).order_by("order", "name"))
    nodes = {v.unit_id: Node(v) for v in _whole_levels(versions)}
    counts = Holding.objects.on(day).filter(post__unit__in=nodes).values_list("post__unit")
    for unit, number in counts.annotate(n=Count("person", distinct=True)):
        nodes[unit].people = number
    _put_people(nodes, day, sum(node.people for node in nodes.values()) <= MOST_PEOPLE_SHOWN)
    for row in Oversight.objects.on(day).filter(manner__key=OVERSEES, unit__in=nodes).select_related("person"):
        nodes[row.unit_id].in_charge.append(row)
    return _hang(nodes)


def _whole_levels(versions: list[UnitVersion]) -> list[UnitVersion]:
    """Without the deepest level when there is more than a page shows; the one below the roof is cut instead."""
    if len(versions) <= MOST_UNITS:
        return versions
    parents = {v.unit_id: v.parent_id for v in versions}
    depth = {unit: _depth(unit, parents) for unit in parents}
    deepest = max(depth.values())
    if deepest > 1:
        return [v for v in versions if depth[v.unit_id] < deepest]
    return sorted(versions, key=lambda v: depth[v.unit_id])[:MOST_UNITS]


def _depth(unit: int, parents: dict[int, int | None]) -> int:
    found = 0
    above = parents[unit]
    while above in parents and found < len(parents):
        found, above = found + 1, parents[above]
    return found


def _put_people(nodes: dict[int, Node], day: date, everybody: bool) -> None:
    rows = Holding.objects.on(day).filter(post__unit__in=nodes).select_related("person", "post", "post__standing")
    if not everybody:
        rows = rows.filter(post__standing__order__lt=50)
    for row in rows.order_by("post__order", "since"):
        nodes[row.post.unit_id].holdings.append(row)


def _hang(nodes: dict[int, Node]) -> list[Node]:
    children: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes.values():
        parent = node.version.parent_id
        children[parent if parent in nodes else None].append(node)
    for unit, node in nodes.items():
        node.below = children[unit]
        node.goes_on = node.version.has_below and not node.below  # type: ignore[attr-defined]
    return children[None]
