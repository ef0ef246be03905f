"""The tree of units on a day, as the page draws it; a fixed number of queries whatever the size."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from office.people.models import Holding, Oversight, UnitVersion
from office.people.terms import OVERSEES

# A town's tree shows everybody; a larger one shows each unit's leaders, and the rest on the unit's own page.
MOST_PEOPLE_SHOWN = 600


@dataclass(slots=True)
class Node:
    """A unit in the tree: its version, who is in charge, who is in it, how many, and the units below."""

    version: UnitVersion
    in_charge: list[Oversight] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    people: int = 0
    below: list[Node] = field(default_factory=list)


def tree_on(day: date) -> list[Node]:
    """The units without one above them, in order, each with all below."""
    nodes = {v.unit_id: Node(v) for v in UnitVersion.objects.on(day).select_related("kind").order_by("order", "name")}
    counts = Holding.objects.on(day).values_list("post__unit").annotate(n=Count("person", distinct=True))
    for unit, number in counts:
        if unit in nodes:
            nodes[unit].people = number
    _put_people(nodes, day, sum(node.people for node in nodes.values()) <= MOST_PEOPLE_SHOWN)
    for row in Oversight.objects.on(day).filter(manner__key=OVERSEES).select_related("person"):
        if row.unit_id in nodes:
            nodes[row.unit_id].in_charge.append(row)
    return _hang(nodes)


def _put_people(nodes: dict[int, Node], day: date, everybody: bool) -> None:
    rows = Holding.objects.on(day).select_related("person", "post", "post__standing").order_by("post__order", "since")
    if not everybody:
        rows = rows.filter(post__standing__order__lt=50)
    for row in rows:
        if row.post.unit_id in nodes:
            nodes[row.post.unit_id].holdings.append(row)


def _hang(nodes: dict[int, Node]) -> list[Node]:
    children: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes.values():
        parent = node.version.parent_id
        children[parent if parent in nodes else None].append(node)
    for unit, node in nodes.items():
        node.below = children[unit]
    return children[None]
