"""`python -m bench.office`: fill both offices, look at every page; in full size, write docs/benchmarks-office.md.

GUIJU_BENCH_SIZE is small (about a minute, for CI) or full. Exit code 1 when a page of the larger office asks the
database more often than the smaller one's, whatever the timing.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.office import words
from bench.office.asking import Pages, pages
from bench.office.report import more_queries, parts
from bench.office.served import rates
from bench.page import machine, page, table

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs/benchmarks-office.md"


@dataclass(frozen=True, slots=True)
class Size:
    """How many people and audit entries in the smaller and in the larger office; how often each page is looked at."""

    name: str
    people: tuple[int, int]
    entries: tuple[int, int]
    rounds: int
    seconds: float
    laps: int


SMALL = Size("small", (200, 2_000), (10_000, 20_000), rounds=2, seconds=0.5, laps=1)
FULL = Size("full", (200, 200_000), (10_000, 1_000_000), rounds=40, seconds=3, laps=3)


def main() -> int:
    """Run the benchmark."""
    size = SMALL if os.environ.get("GUIJU_BENCH_SIZE") == "small" else FULL
    print(f"{machine()}；规模 {size.name}", flush=True)
    with TemporaryDirectory(prefix="guiju-office-") as folder:
        small, large = (_filled(Path(folder), *numbers) for numbers in zip(size.people, size.entries, strict=True))
        print(f"已填好 {size.people[0]:,} 人和 {size.people[1]:,} 人的两个系统。", flush=True)
        found = pages(small, large, size.rounds)
        offices = {f"小（{size.people[0]:,} 人）": small, f"大（{size.people[1]:,} 人）": large}
        targets = rates(offices, size.seconds, size.laps)
    made = parts(found, targets, size.entries[1])
    print(table(made))
    if size is FULL:
        introduction = words.INTRODUCTION.format(
            small=size.people[0], large=size.people[1], small_entries=size.entries[0], large_entries=size.entries[1],
            machine=machine(), sqlite=sqlite3.sqlite_version, rounds=size.rounds,
        )  # fmt: skip
        PAGE.write_text(page(introduction, made), encoding="utf-8")
        print(f"\n已写成 {PAGE.relative_to(ROOT)}")
    return _told(found)


def _filled(folder: Path, people: int, entries: int) -> Path:
    office = folder / str(people)
    office.mkdir()
    command = [sys.executable, "-m", "bench.office.filling", str(office), str(people), str(entries)]
    subprocess.run(command, cwd=ROOT, check=True)
    return office


def _told(found: Pages) -> int:
    """Name the pages that ask more often in the larger office, and what they ask there; the exit code."""
    for look in more_queries(found):
        print(f"\n{look.name}（{look.login}）：{len(look.small.queries)} 次，大的系统 {len(look.large.queries)} 次")
        for sql in look.large.queries:
            print("  " + sql[:300])
    return 1 if more_queries(found) else 0


if __name__ == "__main__":
    sys.exit(main())
