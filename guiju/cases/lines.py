"""The lines a law draws (得分 在 90分以上, 得票率 超过 30%), as its rules stand: one finder for every reader.

Found in the tree: every comparison with a number that a rule or a circumstance makes, in the branches in force,
definitions followed. Whole counts (三次以上) are no lines: whoever was counted three times stands on three by nature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from guiju import tree as t
from guiju.check.types import Types
from guiju.evaluate.program import Run
from guiju.kinds import COUNTED
from guiju.law import Law
from guiju.notation.render import render
from guiju.values import Unknown

_COUNTED = (*COUNTED, "个", "天")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: `subject` compared with `bound` (an exact number, as the subject is measured) by these provisions."""

    subject: t.Expression
    name: str
    bound: Fraction
    text: str
    addresses: tuple[str, ...]
    grading: bool

    def is_on(self, run: Run) -> bool:
        """Whether the run's person stands exactly on the line."""
        value = run.compute(self.subject)
        return not isinstance(value, Unknown) and not isinstance(value, bool) and value == self.bound


def lines_of(law: Law, readings: Mapping[str, str]) -> list[Line]:
    """The lines of a law under these readings (the option of each), in the order of the text."""
    types = Types(law, lambda *_: None)
    found: dict[tuple[str, Fraction], Line] = {}
    for statement in law.statements:
        if isinstance(statement, t.Norm | t.Circumstance):
            nodes = t.reached(_conditions(statement), readings, law.words.definitions, _is_joined)
            for limit in (limit for node in nodes for limit in t.limits(node)):
                if not _is_line(types, limit.subject):
                    continue
                key = render(limit.subject), limit.value
                old = found.get(key)
                addresses = dict.fromkeys([*(old.addresses if old else ()), law.address(statement)])
                grading = isinstance(statement, t.Norm) and isinstance(statement.action, t.Grade)
                found[key] = Line(
                    limit.subject, *key, limit.text, tuple(addresses), grading or bool(old and old.grading)
                )
    return list(found.values())


def _conditions(statement: t.Norm | t.Circumstance) -> list[Any]:
    if isinstance(statement, t.Norm):
        return [*statement.guards.when, *statement.guards.unless]
    return [c for c in (statement.condition, statement.exception) if c]


def _is_joined(node: t.Node) -> bool:
    """Whether what stands under a node is a condition of the case itself, not of each of its records."""
    return isinstance(node, t.ByReading | t.Both | t.Either | t.Not | t.Name)


def _is_line(types: Types, subject: t.Expression) -> bool:
    kind = types.infer(subject)
    return kind.name == "数" and (kind.unit not in _COUNTED or (kind.unit == "" and isinstance(subject, t.Name)))


def graded(lines: list[Line]) -> list[Line]:
    """The lines of the score that the most grades hang on; the others are of rates and of bars."""
    names = [line.name for line in lines if line.grading]
    most = max(names, key=names.count, default="")
    return sorted((line for line in lines if line.grading and line.name == most), key=lambda line: line.bound)


def line_text(law: Law, line: Line) -> str:
    """`考核得分 90分（五、2）`: a line and where it stands."""
    cites = dict.fromkeys(law.provision(address).cite for address in line.addresses)
    return f"{line.name} {line.text}（{'、'.join(cites)}）"
