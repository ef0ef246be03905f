"""Timing in turn: every round runs every side, so that a slow moment of the machine strikes all alike."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Job = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    name: str
    people: int
    checked: int
    rows: int
    remembered: int
    rounds: int
    crowds: tuple[int, ...] = ()  # people in the races of all engines
    laps: int = 1  # rounds of a race
    times: int = 10  # the largest crowd so many times over, for the memory of a file that is larger still


SMALL = Sizes("small", people=1_000, checked=5_000, rows=5_000, remembered=1_000, rounds=3, crowds=(10_000,), laps=2)
FULL = Sizes(
    "full", people=5_000, checked=100_000, rows=50_000, remembered=10_000, rounds=9,
    crowds=(10_000, 1_000_000, 10_000_000), laps=7,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what, Guiju's figure, the other side's, how many times as much, and the aim."""

    what: str
    ours: str
    theirs: str = ""
    times: str = ""
    aim: str = ""


@dataclass(frozen=True, slots=True)
class Timed:
    """The seconds of each round for one side."""

    seconds: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.seconds)

    def times(self, other: Timed) -> str:
        """How many times the other's: the ratio of medians, and the lowest and highest of any round."""
        ratios = [ours / theirs for ours, theirs in zip(self.seconds, other.seconds, strict=True)]
        return f"{self.middle / other.middle:.2f}（{min(ratios):.2f}–{max(ratios):.2f}）"


def in_turn(jobs: Sequence[Job], rounds: int) -> list[Timed]:
    """Each job's seconds, after one round that does not count."""
    found: list[list[float]] = [[] for _ in jobs]
    for number in range(rounds + 1):
        for job, seconds in zip(jobs, found, strict=True):
            taken = _timed(job)
            if number:
                seconds.append(taken)
    return [Timed(tuple(seconds)) for seconds in found]


def _timed(job: Job) -> float:
    gc.collect()
    start = perf_counter()
    kept = job()
    seconds = perf_counter() - start
    del kept
    return seconds


def milliseconds(timed: Timed) -> str:
    """The median, for the table."""
    return f"{timed.middle * 1000:.0f} 毫秒"
