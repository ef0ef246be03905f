"""Who stands exactly on a line that grades hang on, as cells."""

from __future__ import annotations

from guiju.cases.lines import Line, lines_of
from guiju.columns.graph import Cell
from guiju.columns.program import Program
from guiju.columns.values import Number


def on_lines(program: Program) -> dict[str, Cell]:
    """Each line in words (`考核得分 90分`), and whether somebody is exactly on it."""
    found: dict[str, Cell] = {}
    for line in lines_of(program.law, program.readings):
        cell = _is_on(program, line) if line.grading else None
        if cell is not None:
            found.setdefault(f"{line.name} {line.text}", cell)
    return found


def _is_on(program: Program, line: Line) -> Cell | None:
    value = program.value(line.subject)
    if not isinstance(value, Number) or program.numbers.constant(value) is not None:
        return None
    graph = program.graph
    equal = program.numbers.compared("=", value, program.numbers.exact(line.bound))
    return graph.both(equal, program.make.known(value.mask), graph.invert(value.nothing))
