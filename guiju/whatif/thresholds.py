"""The lines a law draws, for those who look on: which the grades hang on, how many scores stand about them, in words.

Which lines there are: guiju/cases/lines.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from guiju.cases.lines import Threshold, lines_of
from guiju.evaluate.program import Program
from guiju.law import Law


def thresholds(program: Program) -> list[Threshold]:
    """The lines of a law as its readings stand, in the order of the text."""
    return lines_of(program.law, program.readings)


def graded(lines: list[Threshold]) -> list[Threshold]:
    """The lines of the score that the most grades hang on; the others are of rates and of bars."""
    names = [line.name for line in lines if line.grading]
    most = max(names, key=names.count, default="")
    return sorted((line for line in lines if line.grading and line.name == most), key=lambda line: line.bound)


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


__all__ = ["Threshold", "graded", "histogram", "line_text", "step_for", "steps_of", "thresholds"]
