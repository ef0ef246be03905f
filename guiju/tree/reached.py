"""What the sentences of a law rest on: all nodes under them, in the branches in force and behind the names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from guiju.tree.expressions import ByReading, Name
from guiju.tree.nodes import Node
from guiju.tree.norms import Definition

_NO_DEFINITIONS: Mapping[str, Definition] = {}


def reached(
    nodes: Iterable[object],
    readings: Mapping[str, str] | None = None,
    definitions: Mapping[str, Definition] = _NO_DEFINITIONS,
    enter: Callable[[Node], bool] = lambda _: True,
) -> Iterator[Node]:
    """The nodes and all nodes under them, outermost first, in the order of the text.

    `readings` has the option in force of every reading: only its branch is gone into (None: every branch).
    What `definitions` say of a name stands behind it where the name stands first. A node that `enter` refuses is told
    and not gone into, a name not looked behind.
    """
    waiting, seen = [*nodes][::-1], set[str]()
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting += node[::-1]
        elif isinstance(node, Node):
            yield node
            if enter(node):
                waiting += [*_under(node, readings)][::-1]
                if isinstance(node, Name) and node.text in definitions and node.text not in seen:
                    seen.add(node.text)
                    waiting.append(definitions[node.text].value)


def _under(node: Node, readings: Mapping[str, str] | None) -> Iterator[object]:
    if isinstance(node, ByReading) and readings is not None:
        yield node.under(readings)
    else:
        yield from (getattr(node, name) for name in node.__dataclass_fields__ if name != "span")


def readings_of(nodes: Iterable[Node]) -> list[str]:
    """The readings that stand among some nodes, each once, in their order."""
    return list(dict.fromkeys(node.reading for node in nodes if isinstance(node, ByReading)))


def in_force(node: Any, readings: Mapping[str, str]) -> Any:
    """A tree without its readings: each replaced by the branch in force."""
    if isinstance(node, ByReading):
        return in_force(node.under(readings), readings)
    if isinstance(node, tuple):
        return tuple(in_force(part, readings) for part in node)
    if not isinstance(node, Node):
        return node
    inner = {f.name: getattr(node, f.name) for f in fields(node) if f.name != "span"}
    changed = {name: new for name, old in inner.items() if (new := in_force(old, readings)) is not old and new != old}
    return replace(node, **changed) if changed else node
