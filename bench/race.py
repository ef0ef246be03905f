"""Every peer in a process of its own, on the same people, round after round in turn.

The processes stand by with their input in memory; one runs at a time. What is timed goes from there to a column of
grades. Then each says how many grades are wrong and the most memory it and its children have held.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from typing import IO

from bench.peers import PEERS
from bench.store import Store

ROOT = Path(__file__).parent.parent


@dataclass(slots=True)
class Runner:
    """One peer's process, and what it has told so far."""

    key: str
    rows: int
    process: subprocess.Popen[str]
    complaints: IO[str] | None = None  # what the process writes to standard error
    seconds: list[float] = field(default_factory=list)
    version: str = ""
    wrong: int = -1
    memory: int = 0
    error: str = ""

    @property
    def speed(self) -> float:
        """People a second, the median round; 0 when it did not run."""
        return self.rows / median(self.seconds) if self.seconds else 0.0

    def hear(self) -> dict[str, float]:
        """The next answer; an empty one when the process has nothing more to say."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            # An engine may print lines of its own.
            if line.startswith("{"):
                answer: dict[str, float] = json.loads(line)
                return answer
        self.error = self.error or self._last_words()
        return {}

    def _last_words(self) -> str:
        if self.complaints is None:
            return "进程中断"
        self.process.wait()
        self.complaints.seek(0)
        lines = self.complaints.read().strip().splitlines()
        return f"进程中断：{lines[-1]}" if lines else "进程中断"

    def ask(self, line: str) -> dict[str, float]:
        """Say a line, hear the answer."""
        if self.error:
            return {}
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(f"{line}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            self.error = self._last_words()
            return {}
        return self.hear()


def race(store: Store, keys: Iterable[str], rows: int, rounds: int) -> dict[str, Runner]:
    """Each peer's speed on the first so many people (a slow one's own limit), mistakes and memory."""
    runners = [_start(key, store, rows) for key in keys]
    for _ in range(rounds):
        for runner in runners:
            if answer := runner.ask("round"):
                runner.seconds.append(answer["seconds"])
    for runner in runners:
        answer = runner.ask("check")
        runner.wrong, runner.memory = int(answer.get("wrong", -1)), int(answer.get("memory", 0))
        _end(runner)
    return {runner.key: runner for runner in runners}


def _start(key: str, store: Store, rows: int) -> Runner:
    rows = min(rows, PEERS[key].most or rows)
    command = [sys.executable, "-m", "bench.peers", key, str(store.folder), str(rows)]
    complaints = TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 # closed in _end
    process = subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
    )
    runner = Runner(key, rows, process, complaints)
    answer = runner.hear()
    runner.version, runner.error = str(answer.get("version", "")), str(answer.get("error", runner.error))
    return runner


def _end(runner: Runner) -> None:
    assert runner.process.stdin is not None
    assert runner.process.stdout is not None
    try:
        runner.process.stdin.close()
    except BrokenPipeError:
        runner.error = runner.error or "进程中断"
    runner.process.stdout.close()
    try:
        runner.process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        runner.process.kill()
        runner.process.wait()
    assert runner.complaints is not None
    runner.complaints.close()
