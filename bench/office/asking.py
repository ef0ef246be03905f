"""Two offices in two processes, asked the same pages in turn: queries, and the processor's time at both sizes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any

# What goes over every entry of the chain by its nature: looked at once.
WHOLE_CHAIN = "audit:verify now=1"

ROOT = Path(__file__).parent.parent.parent


@dataclass(slots=True)
class Look:
    """One page of one office, looked at many times."""

    status: int
    bytes: int
    queries: list[str]
    whole: float
    in_queries: float
    in_template: float
    seconds: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        """The middle of its times, in seconds."""
        return median(self.seconds)

    @property
    def p95(self) -> float:
        """The time that one in twenty exceeds, in seconds."""
        return sorted(self.seconds)[ceil(len(self.seconds) * 0.95) - 1]


@dataclass(frozen=True, slots=True)
class Looked:
    """The same page in the smaller and in the larger office."""

    view: str
    login: str
    name: str
    small: Look
    large: Look

    @property
    def ratio(self) -> float:
        """The larger office's p95 as so many times the smaller's."""
        return self.large.p95 / self.small.p95

    @property
    def is_closed(self) -> bool:
        """Whether the address only takes forms, and so cannot be looked at."""
        return self.small.status == self.large.status == 405


class Office:
    """The process of one office."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "bench.office.answering", str(folder)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        said = self._hear()
        self.cases: list[list[str]] = said["cases"]
        self.missing: list[str] = said["missing"]

    def ask(self, number: int, counted: bool = False) -> dict[str, Any]:
        """One look."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"case": number, "counted": counted}) + "\n")
        self.process.stdin.flush()
        return self._hear()

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the office's process ended (code {self.process.wait()})")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """Let it end."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


@dataclass(slots=True)
class Pages:
    """What was seen: every page, and the seconds of the one that goes over the whole chain in both offices."""

    looked: list[Looked]
    whole_chain: tuple[float, float]


def pages(small: Path, large: Path, rounds: int) -> Pages:
    """Every case in both offices. Raises RuntimeError when an address has no case, or a page is not shown."""
    offices = Office(small), Office(large)
    try:
        named = offices[0].cases
        if offices[0].missing or named != offices[1].cases:
            raise RuntimeError(f"no example in bench/office/cases.py for: {offices[0].missing or 'the larger office'}")
        chain = next(number for number, case in enumerate(named) if case[2] == WHOLE_CHAIN)
        found = {
            number: Looked(*case, *(Look(**office.ask(number, counted=True)) for office in offices))
            for number, case in enumerate(named) if number != chain
        }  # fmt: skip
        _refuse_wrong(found.values())
        shown = {number: look for number, look in found.items() if not look.is_closed}
        for _ in range(rounds):
            for number, look in shown.items():
                look.small.seconds.append(offices[0].ask(number)["seconds"])
                look.large.seconds.append(offices[1].ask(number)["seconds"])
        verified = [office.ask(chain)["seconds"] for office in offices]
    finally:
        for office in offices:
            office.close()
    return Pages(list(shown.values()), (verified[0], verified[1]))


def _refuse_wrong(found: Iterable[Looked]) -> None:
    wrong = [f"{look.name}: {look.small.status}/{look.large.status}" for look in found if not _is_shown(look)]
    if wrong:
        raise RuntimeError(f"not shown: {wrong}")


def _is_shown(look: Looked) -> bool:
    return look.is_closed or (look.small.status == look.large.status and look.small.status in (200, 302))
