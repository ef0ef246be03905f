"""The lines a law draws (得分 在 90分以上, 得票率 超过 30%), as its rules stand, and who is exactly on one.

Found in the tree: every comparison with a number that a rule or a circumstance makes, in the branches in force,
definitions followed. Whole counts (三次以上) are no lines: whoever was counted three times stands on three by nature.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from guiju import tree as t
from guiju.check.types import Types
from guiju.evaluate.program import Program, Run
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


def thresholds(program: Program) -> list[Threshold]:
    """The lines of a law as its readings stand, in the order of the text."""
    law = program.law
    types = Types(law, lambda *_: None)
    found: dict[tuple[str, Fraction], Threshold] = {}
    for statement in law.statements:
        if isinstance(statement, t.Norm | t.Circumstance):
            for subject, bound, text in _lines(program, _conditions(statement), set()):
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


def graded(lines: list[Threshold]) -> list[Threshold]:
    """The lines of the score that the most grades hang on; the others are of rates and of bars."""
    names = [line.name for line in lines if line.grading]
    most = max(names, key=names.count, default="")
    return sorted((line for line in lines if line.grading and line.name == most), key=lambda line: line.bound)


def _conditions(statement: t.Norm | t.Circumstance) -> list[Any]:
    if isinstance(statement, t.Norm):
        return [*statement.guards.when, *statement.guards.unless]
    return [c for c in (statement.condition, statement.exception) if c]


def _lines(program: Program, nodes: list[Any], seen: set[str]) -> Iterator[tuple[t.Expression, Fraction, str]]:
    """(subject, bound, the bound as written) of every comparison with a number, in the branches in force."""
    for node in nodes:
        match node:
            case t.ByReading():
                yield from _lines(program, [program.compiler.chosen(node)], seen)
            case t.Compare(left=left, right=right):
                yield from _line(left, right)
            case t.Between(subject=subject, low=low, high=high):
                yield from [*_line(subject, low), *_line(subject, high)]
            case t.Both(parts=parts) | t.Either(parts=parts):
                yield from _lines(program, list(parts), seen)
            case t.Not(operand=operand):
                yield from _lines(program, [operand], seen)
            case t.Name(text=name) if name in program.law.words.definitions and name not in seen:
                yield from _lines(program, [program.law.words.definitions[name].value], {*seen, name})


def _line(left: t.Expression, right: t.Expression) -> Iterator[tuple[t.Expression, Fraction, str]]:
    for subject, bound in ((left, right), (right, left)):
        if isinstance(bound, t.Quantity) and not isinstance(subject, t.Quantity):
            yield subject, Fraction(bound.value) / (100 if bound.unit in ("%", "％") else 1), bound.text


def _is_line(types: Types, subject: t.Expression) -> bool:
    kind = types.infer(subject)
    return kind.name == "数" and (kind.unit not in _COUNTED or (kind.unit == "" and isinstance(subject, t.Name)))


def histogram(values: list[Fraction], lines: list[Fraction], most: int) -> list[tuple[Fraction, Fraction, int]]:
    """Counts of values in steps (from, below, how many) of one width, at most so many; see `step_for`."""
    if not values:
        return []
    step = step_for(min(values), max(values), lines, most)
    return steps_of(Counter(int(value // step) for value in values), step, lines)


def step_for(low: Fraction, high: Fraction, lines: list[Fraction], most: int) -> Fraction:
    """The width of the steps: the narrowest of 1, 2, 5, 10, 20, 50… that gives few enough, if it has every line on an
    edge; else a wider one that has; else the narrowest."""
    low, high = min([low, *lines]), max([high, *lines])
    steps = [Fraction(n) * Fraction(10) ** power for power in range(-4, 8) for n in (1, 2, 5)]
    enough = [step for step in steps if (high - low) / step <= most]
    return next((s for s in enough[:3] if all(line % s == 0 for line in lines)), enough[0])


def steps_of(counts: Mapping[int, int], step: Fraction, lines: list[Fraction]) -> list[tuple[Fraction, Fraction, int]]:
    """The steps in order, from counts by number of the step (0 begins at 0); empty ones between and at lines too."""
    ends = [*counts, *(int(line // step) for line in lines)]
    return [(n * step, (n + 1) * step, counts.get(n, 0)) for n in range(min(ends), max(ends) + 1)]


def line_text(law: Law, line: Threshold) -> str:
    """`考核得分 90分（五、2）`: a line and where it stands."""
    cites = dict.fromkeys(law.provision(address).cite for address in line.addresses)
    return f"{line.name} {line.text}（{'、'.join(cites)}）"
