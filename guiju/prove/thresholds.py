"""The named numbers that conditions compare with a limit, which a witness is wished to stand on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from guiju import tree as t
from guiju.law import Law
from guiju.prove.symbols import Term, number_term
from guiju.prove.theory import Theory


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
    """The thresholds in some nodes and the conditions they name, under the readings in force; each once.

    What goes into a number they compare is not a threshold of theirs.
    """

    def enter(node: t.Node) -> bool:
        definition = law.words.definitions.get(node.text) if isinstance(node, t.Name) else None
        return definition is None or not (definition.fillable or isinstance(definition.value, t.Arithmetic | t.Call))

    return named_limits(t.reached(nodes, readings, law.words.definitions, enter))


def named_limits(nodes: Iterable[t.Node]) -> list[Threshold]:
    """The thresholds among some nodes: what has a name and is compared with a number as more or less; each once."""
    found = [limit for node in nodes for limit in t.limits(node) if limit.operator not in ("=", "!=")]
    return list(dict.fromkeys(Threshold(limit.subject.text, limit.value, limit.text, limit.unit, limit.operator)
                              for limit in found if isinstance(limit.subject, t.Name)))  # fmt: skip
