"""The root of all nodes, and the places they stand at."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a law file: line and column from 1, length in characters."""

    line: int
    column: int
    length: int = 1


NOWHERE = Span(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Node:
    """Root of all nodes."""

    span: Span = field(default=NOWHERE, compare=False, kw_only=True)


def walk(node: object) -> list[Node]:
    """The node and all nodes under it, outermost first."""
    if isinstance(node, Node):
        inner = (getattr(node, name) for name in node.__dataclass_fields__ if name != "span")
        return [node, *(found for part in inner for found in walk(part))]
    if isinstance(node, tuple):
        return [found for part in node for found in walk(part)]
    return []
