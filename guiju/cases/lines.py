"""The lines a law draws (得分 在 90分以上, 得票率 超过 30%), as its rules stand: one finder for every reader.

Found in the tree: every comparison with a number that a rule or a circumstance makes, in the branches in force,
definitions followed. Whole counts (三次以上) are no lines: whoever was counted three times stands on three by nature.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from guiju import tree as t
from guiju.check.types import Types
from guiju.evaluate.program import Run
from guiju.explain.render import render
from guiju.kinds import COUNTED
from guiju.law import Law
from guiju.values import Unknown

_COUNTED = (*COUNTED, "个", "天")


@dataclass(frozen=True, slots=True)
class Threshold:
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


def lines_of(law: Law, readings: Mapping[str, str]) -> list[Threshold]:
    """The lines of a law under these readings (the option of each), in the order of the text."""
    types = Types(law, lambda *_: None)
    found: dict[tuple[str, Fraction], Threshold] = {}
    for statement in law.statements:
        if isinstance(statement, t.Norm | t.Circumstance):
            for subject, bound, text in _lines(law, readings, _conditions(statement), set()):
                if not _is_line(types, subject):
                    continue
                key = render(subject), bound
                old = found.get(key)
                addresses = dict.fromkeys([*(old.addresses if old else ()), law.address(statement)])
                grading = isinstance(statement, t.Norm) and isinstance(statement.action, t.Grade)
                found[key] = Threshold(
                    subject, key[0], bound, text, tuple(addresses), grading or bool(old and old.grading)
                )
    return list(found.values())


def _conditions(statement: t.Norm | t.Circumstance) -> list[Any]:
    if isinstance(statement, t.Norm):
        return [*statement.guards.when, *statement.guards.unless]
    return [c for c in (statement.condition, statement.exception) if c]


def _lines(
    law: Law, readings: Mapping[str, str], nodes: list[Any], seen: set[str]
) -> Iterator[tuple[t.Expression, Fraction, str]]:  # fmt: skip
    """(subject, bound, the bound as written) of every comparison with a number, in the branches in force."""
    for node in nodes:
        match node:
            case t.ByReading():
                yield from _lines(law, readings, [dict(node.branches)[readings[node.reading]]], seen)
            case t.Compare(left=left, right=right):
                yield from _line(left, right)
            case t.Between(subject=subject, low=low, high=high):
                yield from [*_line(subject, low), *_line(subject, high)]
            case t.Both(parts=parts) | t.Either(parts=parts):
                yield from _lines(law, readings, list(parts), seen)
            case t.Not(operand=operand):
                yield from _lines(law, readings, [operand], seen)
            case t.Name(text=name) if name in law.words.definitions and name not in seen:
                yield from _lines(law, readings, [law.words.definitions[name].value], {*seen, name})


def _line(left: t.Expression, right: t.Expression) -> Iterator[tuple[t.Expression, Fraction, str]]:
    for subject, bound in ((left, right), (right, left)):
        if isinstance(bound, t.Quantity) and not isinstance(subject, t.Quantity):
            yield subject, Fraction(bound.value) / (100 if bound.unit in ("%", "％") else 1), bound.text


def _is_line(types: Types, subject: t.Expression) -> bool:
    kind = types.infer(subject)
    return kind.name == "数" and (kind.unit not in _COUNTED or (kind.unit == "" and isinstance(subject, t.Name)))
