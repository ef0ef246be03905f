"""A command as a process of its own: how long it took, and the most memory it and its children held at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

import psutil

GUIJU = Path(sys.executable).with_name("guiju")
ROOT = Path(__file__).parent.parent
_STEP = 0.02


@dataclass(frozen=True, slots=True)
class Job:
    """What a finished command took; `error` is the last line it wrote when it failed."""

    seconds: float
    memory: int
    error: str = ""


def run(command: Sequence[str | Path]) -> Job:
    """Run it to its end, looking at its memory fifty times a second (Linux keeps each process's own highest mark)."""
    start, marks = perf_counter(), {}
    process = subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    while process.poll() is None:
        marks |= highest(process.pid)
        sleep(_STEP)
    seconds = perf_counter() - start
    assert process.stderr is not None
    lines = process.stderr.read().strip().splitlines()
    process.stderr.close()
    return Job(seconds, sum(marks.values()), (lines or ["失败"])[-1] if process.returncode else "")


def highest(pid: int) -> dict[int, int]:
    """The highest mark of memory, in bytes, of a process and of each of its children that is still there."""
    try:
        top = psutil.Process(pid)
        pids = [pid, *(child.pid for child in top.children(recursive=True))]
    except psutil.NoSuchProcess:
        return {}
    return {each: mark for each in pids if (mark := _mark(each))}


def _mark(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(lines[0].split()[1]) * 1024 if lines else 0
