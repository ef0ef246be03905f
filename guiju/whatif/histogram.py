"""How many scores there are in each of a few steps of one width, the lines of the law on an edge of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction


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
