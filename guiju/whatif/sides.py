"""One side of a comparison: a law under fixed readings, ready to run."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from guiju import tree as t
from guiju.evaluate.program import Program
from guiju.law import Law


@dataclass(slots=True)
class Side:
    """A law and the readings chosen under it; `name` is what the side is called on a page."""

    name: str
    law: Law
    chosen: dict[str, str] = field(default_factory=dict)
    program: Program = field(init=False)

    def __post_init__(self) -> None:
        self.program = Program(self.law, self.chosen)

    def in_force(self, statement: t.Statement) -> Any:
        """The statement with every reading replaced by the branch in force."""
        return t.in_force(statement, self.program.readings)


def as_if_in_force(law: Law) -> Law:
    """The law without its commencement: to see what a draft would do to facts that are older than it."""
    statements = [s for s in law.statements if not isinstance(s, t.Commencement)]
    if len(statements) == len(law.statements):
        return law
    found = Law(law.folder, law.source, replace(law.parsed, statements=statements), law.baseline)
    found.provisions = law.provisions
    return found


def default_reading(law: Law, reading: str) -> str:
    """The option of a reading that holds when nobody chose; "" when there is no such reading."""
    sources = [source for source in (law, law.baseline) if source]
    return next((r.default for source in sources for r in source.parsed.readings if r.id == reading), "")
