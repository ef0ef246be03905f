"""The numbers a law compares with: 90分 in 考核得分 在 90分以上."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from guiju import tree as t
from guiju.law import Law
from guiju.prove.spans import scaled
from guiju.prove.symbols import Term, number_term
from guiju.prove.theory import Theory

_FLIP = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A name, the number it is compared with (as the law writes it), and how: `operator` from the name's side."""

    name: str
    value: Fraction
    text: str
    unit: str
    operator: str = ""

    def at(self, theory: Theory) -> Term:
        """That the name is exactly the number."""
        return theory.named(self.name).term == number_term(self.value)


def thresholds(law: Law, nodes: Iterable[t.Node], readings: dict[str, str]) -> list[Threshold]:
    """The thresholds in some nodes and the conditions they name, under the readings in force; each once."""
    found = (one for node in reachable(law, nodes, readings) for one in of_comparison(node))
    return list(dict.fromkeys(found))


def of_comparison(node: t.Node) -> list[Threshold]:
    """The thresholds of one comparison of a name with a number."""
    match node:
        case t.Compare(left=t.Name(text=name), right=t.Quantity() as bound) if node.operator in _FLIP:
            return [_threshold(name, bound, node.operator)]
        case t.Compare(left=t.Quantity() as bound, right=t.Name(text=name)) if node.operator in _FLIP:
            return [_threshold(name, bound, _FLIP[node.operator])]
        case t.Between(subject=t.Name(text=name), low=t.Quantity() as low, high=t.Quantity() as high):
            return [_threshold(name, low, ">="), _threshold(name, high, "<=")]
    return []


def _threshold(name: str, bound: t.Quantity, operator: str) -> Threshold:
    return Threshold(name, scaled(bound), bound.text, bound.unit, operator)


def reachable(law: Law, nodes: Iterable[t.Node], readings: dict[str, str]) -> Iterator[t.Node]:
    """All nodes under some nodes and the definitions they name, along the readings in force.

    What may be given as a fact is not looked behind.
    """
    queue, seen = list(nodes), set[str]()
    while queue:
        node = queue.pop(0)
        yield node
        if isinstance(node, t.ByReading):
            queue.append(dict(node.branches)[readings[node.reading]])
            continue
        if isinstance(node, t.Name) and node.text in law.words.definitions and node.text not in seen:
            seen.add(node.text)
            definition = law.words.definitions[node.text]
            queue += [] if definition.fillable else [definition.value]
        queue += [part for name in node.__dataclass_fields__ for part in _nodes(getattr(node, name))]


def _nodes(value: object) -> list[t.Node]:
    if isinstance(value, t.Node):
        return [value]
    return [node for part in value for node in _nodes(part)] if isinstance(value, tuple) else []


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


def used(law: Law, nodes: Iterable[t.Node], readings: dict[str, str]) -> list[str]:
    """The readings that the nodes rest on under the readings in force, each once."""
    return list(dict.fromkeys(n.reading for n in reachable(law, nodes, readings) if isinstance(n, t.ByReading)))


def every_reading(law: Law, nodes: Iterable[t.Node]) -> list[str]:
    """The readings that the nodes rest on along any branch, each once."""
    found: dict[str, None] = {}
    queue, seen = list(nodes), set[str]()
    while queue:
        for node in t.walk(queue.pop(0)):
            if isinstance(node, t.ByReading):
                found[node.reading] = None
            definition = law.words.definitions.get(node.text) if isinstance(node, t.Name) else None
            if definition and not definition.fillable and definition.name not in seen:
                seen.add(definition.name)
                queue.append(definition.value)
    return list(found)
