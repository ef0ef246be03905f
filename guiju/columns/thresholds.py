"""The lines of a law: every comparison of something reckoned with a fixed number that decides a conclusion."""

from __future__ import annotations

from collections.abc import Iterator

from guiju import tree as t
from guiju.columns.graph import Cell
from guiju.columns.program import Program
from guiju.columns.values import Number
from guiju.evaluate.order import Links
from guiju.explain.render import render


def thresholds(program: Program) -> dict[str, Cell]:
    """Each line in words (`考核得分 90分`), and whether somebody is exactly on it."""
    found: dict[str, Cell] = {}
    links = Links(program.law)
    for outcome in program.law.words.outcomes:
        for norm in links.graders(outcome):
            for side, line in _compared(program, norm.guards, set()):
                cell = _on_line(program, side, line)
                if cell is not None:
                    found.setdefault(f"{render(side)} {render(line)}", cell)
    return found


def _compared(program: Program, node: object, seen: set[str]) -> Iterator[tuple[t.Expression, t.Expression]]:
    """Both sides of every comparison under a node, under the readings in force, through definitions of truths."""
    match node:
        case t.ByReading():
            yield from _compared(program, program.chosen(node), seen)
        case t.Compare():
            yield node.left, node.right
            yield node.right, node.left
        case t.Between():
            yield node.subject, node.low
            yield node.subject, node.high
        case t.Name(text=name) if name in program.law.words.definitions and name not in seen:
            yield from _compared(program, program.law.words.definitions[name].value, seen | {name})
        case t.Fold() | t.Exists() | t.Every():
            return  # what stands there is of a row, not of a person
        case t.Node():
            for name in node.__dataclass_fields__:
                yield from _compared(program, getattr(node, name), seen)
        case tuple():
            for part in node:
                yield from _compared(program, part, seen)


def _on_line(program: Program, side: t.Expression, line: t.Expression) -> Cell | None:
    if not isinstance(line, t.Quantity) or isinstance(side, t.Quantity):
        return None
    value, fixed = program.value(side), program.value(line)
    if not isinstance(value, Number) or not isinstance(fixed, Number) or program.numbers.constant(value) is not None:
        return None
    graph = program.graph
    equal = program.numbers.compared("=", value, fixed)
    return graph.both(equal, program.make.known(value.mask), graph.invert(value.nothing))
