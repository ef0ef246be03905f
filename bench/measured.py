"""All that is measured beside other engines, in one folder that is deleted afterwards. Needs the peers' environment."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bench.crowd import Crowd
from bench.health import health
from bench.limit import Step, limit
from bench.peers import PEERS
from bench.plain import graded
from bench.process import Job
from bench.race import Runner, race
from bench.spellings import spellings
from bench.store import Store, keep, repeated
from bench.timing import Sizes
from bench.truth import CODES, code, lines, person
from bench.whole import Whole, grade, misgraded, whole

SEED = 20120216
COLUMNS = tuple(key for key, peer in PEERS.items() if peer.most is None)
# Whole numbers that are right for people put on a line are right for people who were not.
DOUBTFUL = tuple(key for key in COLUMNS if PEERS[key].kind in ("规矩", "浮点", "绕回"))
ROWS = tuple(key for key, peer in PEERS.items() if peer.most is not None)
Spellings = dict[tuple[str, str, str], int]


@dataclass(slots=True)
class Set:
    """One set of people: how many there are, how many stand on each line, what floating point makes of them."""

    rows: int
    lines: dict[str, int]
    spellings: Spellings
    wrong: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Measured:
    """Every figure of the comparison."""

    truth_checked: int
    truth_wrong: int
    races: dict[int, dict[str, Runner]]
    rows: dict[str, Runner]
    lined: Set
    natural: Set
    steps: list[Step]
    whole: Whole
    mixed: Whole
    larger: Whole
    spark: Whole
    file_wrong: int
    health: Job

    @property
    def largest(self) -> dict[str, Runner]:
        """The race of most people."""
        return self.races[max(self.races)]

    @property
    def wrong(self) -> int:
        """People whom anything of Guiju's, or the truth itself, grades otherwise than the fractions do."""
        ours = (r for r in (*self.runners(), *self.rows.values()) if PEERS[r.key].kind == "规矩" and not r.error)
        natural = (n for key, n in self.natural.wrong.items() if PEERS[key].kind == "规矩")
        return self.truth_wrong + sum(r.wrong for r in ours) + sum(natural) + self.file_wrong

    def runners(self) -> Iterable[Runner]:
        """Everyone who ran with all people."""
        return (runner for found in self.races.values() for runner in found.values())


def measure(sizes: Sizes, folder: Path) -> Measured:
    """Measure everything; the folder may be removed afterwards."""
    stores = {count: keep(Crowd(count, SEED), folder / f"lined-{count}") for count in sizes.crowds}
    largest = max(stores)
    checked, wrong = check(stores[largest], sizes.checked // 5)
    races = {count: race(store, COLUMNS, count, sizes.laps) for count, store in stores.items()}
    rows = race(stores[largest], ROWS, largest, min(sizes.laps, 3))
    steps = limit(stores[largest], largest, sizes.laps)
    files = _files(stores[largest], largest, sizes, folder)
    lined = _set(stores[largest], largest)
    for store in stores.values():
        shutil.rmtree(store.folder)
    natural = _natural(largest, folder)
    return Measured(checked, wrong, races, rows, lined, natural, steps, *files, health())


def check(store: Store, sample: int) -> tuple[int, int]:
    """The truth beside fractions on so many people spread over all: how many were compared, how many differ."""
    columns, right = store.columns(), store.truth()
    count = len(right[CODES[0]])
    rows = np.unique(np.linspace(0, count - 1, min(sample, count), dtype=np.int64))
    wrong = sum(code(graded(person(columns, row))) != tuple(int(right[name][row]) for name in CODES) for row in rows)
    return len(rows), wrong


def _set(store: Store, rows: int) -> Set:
    columns = store.columns()
    return Set(rows, lines(columns), spellings(columns))


def _natural(rows: int, folder: Path) -> Set:
    """The same with nobody put on a line."""
    store = keep(Crowd(rows, SEED, lined=0), folder / "natural")
    found = _set(store, rows)
    found.wrong = {key: runner.wrong for key, runner in race(store, DOUBTFUL, rows, 0).items() if not runner.error}
    shutil.rmtree(store.folder)
    return found


def _files(store: Store, rows: int, sizes: Sizes, folder: Path) -> tuple[Whole, Whole, Whole, Whole, int]:
    """From file to file: the crowd on DuckDB, the same once and several times over with mixed numbers; on Spark.

    Last comes how many grades were wrong.
    """
    result = folder / "result.parquet"
    file = whole(store.parquet, rows, min(sizes.laps, 3), folder)
    wrong = 0 if file.error else misgraded(result, store)
    spark = Whole(rows, [grade(store.parquet, result, "spark")], [], [], [], [])
    wrong += 0 if spark.error else misgraded(result, store)
    mixed, larger = (_mixed(store, rows, times, file, folder) for times in (1, sizes.times))
    return file, mixed, larger, spark, wrong


def _mixed(store: Store, rows: int, times: int, file: Whole, folder: Path) -> Whole:
    """The people so many times over, their numbers in no order: Guiju cannot see at one look that all differ."""
    if file.error:
        return Whole(rows * times, file.ours[-1:], [], [], [], [])
    people = folder / "mixed.parquet"
    repeated(store, times, people)
    found = whole(people, rows * times, 1, folder)
    people.unlink()
    return found
