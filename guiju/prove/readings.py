"""Which readings conditions rest on, and the choices of readings under which they may mean something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guiju import tree as t
from guiju.law import Law


def behind(law: Law, nodes: Iterable[t.Node], readings: dict[str, str] | None) -> Iterator[t.Node]:
    """All nodes under some nodes and the definitions they name, along the readings in force (None: any branch).

    What may be given as a fact is not looked behind.
    """
    definitions = {name: d for name, d in law.words.definitions.items() if not d.fillable}
    return t.reached(nodes, readings, definitions)


def used(law: Law, nodes: Iterable[t.Node], readings: dict[str, str] | None) -> list[str]:
    """The readings that the nodes rest on under the readings in force (None: along any branch), each once."""
    return t.readings_of(behind(law, nodes, readings))


def variations(law: Law, nodes: list[t.Node], defaults: dict[str, str]) -> Iterator[dict[str, str]]:
    """Choices of readings under which the nodes may mean something else, the defaults ({}) first.

    One reading at a time; and where another branch brings in readings the default does not, those with it.
    """
    options = {r.id: [name for name, _ in r.options] for r in law.parsed.readings}
    usual = used(law, nodes, defaults)
    yield {}
    for reading in usual:
        for option in options.get(reading, []):
            if option == defaults[reading]:
                continue
            chosen = {reading: option}
            yield chosen
            for other in used(law, nodes, defaults | chosen):
                if other not in usual:
                    yield from ({**chosen, other: o} for o in options.get(other, []) if o != defaults[other])
