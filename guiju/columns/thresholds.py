"""The lines that grades hang on, as cells: whether somebody is exactly on one."""

from __future__ import annotations

from guiju.cases.lines import Threshold, lines_of
from guiju.columns.graph import Cell
from guiju.columns.program import Program
from guiju.columns.values import Number


def thresholds(program: Program) -> dict[str, Cell]:
    """Each line in words (`考核得分 90分`), and whether somebody is exactly on it."""
    found: dict[str, Cell] = {}
    for line in lines_of(program.law, program.readings):
        cell = _on_line(program, line) if line.grading else None
        if cell is not None:
            found.setdefault(f"{line.name} {line.text}", cell)
    return found


def _on_line(program: Program, line: Threshold) -> Cell | None:
    value = program.value(line.subject)
    if not isinstance(value, Number) or program.numbers.constant(value) is not None:
        return None
    graph = program.graph
    equal = program.numbers.compared("=", value, program.numbers.exact(line.bound))
    return graph.both(equal, program.make.known(value.mask), graph.invert(value.nothing))
