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
    return t.readings_of(expanded(law, nodes))


def expanded(law: Law, nodes: Iterable[t.Node]) -> Iterator[t.Node]:
    """All nodes under some nodes, and under the definitions they name, whatever the readings."""
    return t.reached(nodes, None, law.words.definitions)
