"""Choices of readings under which a law is looked at: the defaults, and each other reading for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guiju import tree as t
from guiju.health.conditions import Choice
from guiju.law import Law


def defaults(law: Law) -> Choice:
    """The default of every reading."""
    return {r.id: r.default for source in (law.baseline, law) if source for r in source.parsed.readings}


def choices(law: Law, nodes: Iterable[t.Node]) -> Iterator[tuple[Choice, Choice]]:
    """(all readings chosen, those that are not the default), the defaults first.

    Only readings that the nodes rest on, through whatever definitions, are varied, one at a time.
    """
    usual = defaults(law)
    yield usual, {}
    options = {r.id: r.options for r in law.parsed.readings}
    for reading in rested_on(law, nodes):
        for name, _ in options.get(reading, ()):
            if name != usual[reading]:
                yield {**usual, reading: name}, {reading: name}


def rested_on(law: Law, nodes: Iterable[t.Node]) -> list[str]:
    """The readings that nodes rest on, themselves or through definitions, each once."""
    return list(dict.fromkeys(n.reading for n in expanded(law, nodes) if isinstance(n, t.ByReading)))


def expanded(law: Law, nodes: Iterable[t.Node]) -> list[t.Node]:
    """All nodes under some nodes, and under the definitions they name."""
    found: list[t.Node] = []
    seen: set[str] = set()
    waiting = list(nodes)
    while waiting:
        for node in t.walk(waiting.pop(0)):
            found.append(node)
            named = law.words.definitions.get(node.text) if isinstance(node, t.Name) else None
            if named and named.name not in seen:
                seen.add(named.name)
                waiting.append(named.value)
    return found
