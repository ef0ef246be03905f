"""Checkups, kept by what they rest on: the law's content and the program that examined it.

The state is told by files alone, so that several processes of the office see the same: NAME.json is a checkup that was
worked out, NAME.failed says why there is none, NAME.lock is held by the process that works (checkup.py).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

import guiju
from office.ground import clock, shelf
from office.ground.shelf import Edition
from office.reading_room.checkup import STEPS

logger = logging.getLogger(__name__)
LONGEST = 600  # seconds; then it is stopped
SOLVER = "z3-solver"
_BEGAN, _STEP = 0, 1  # the lines of a lock file
_running: set[str] = set()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class State:
    """How it stands with a law's checkup; `found` is it. Running: since so many seconds, at a step. Else why not."""

    found: dict[str, Any] | None = None
    is_running: bool = False
    seconds: int = 0
    step: int = 0
    failure: str = ""

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The steps by name: done, now or later."""
        return [(name, "done" if n < self.step else "now" if n == self.step else "") for n, name in enumerate(STEPS)]


def known(edition: Edition) -> dict[str, Any] | None:
    """The checkup of this very content by this very program, if it was worked out already."""
    path = _path(edition, "json")
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else None


def asked_for(edition: Edition) -> State:
    """How it stands; when nobody has worked on it yet, it is begun beside the request."""
    state = state_of(edition)
    if state.found or state.is_running or state.failure or not settings.CHECKUPS:
        return state
    begin(edition)
    return State(is_running=True)


def state_of(edition: Edition) -> State:
    """How it stands."""
    found = known(edition)
    if found or edition.law is None:
        return State(found)
    began = _held(_path(edition, "lock"))
    if began is not None or str(_path(edition, "")) in _running:
        return _under_way(began or "")
    failed = _path(edition, "failed")
    if failed.is_file():
        return State(failure=failed.read_text(encoding="utf-8"))
    stopped = _("没有做完就停了（办公系统关了，或者进程被结束）。")
    return State(failure=stopped if _path(edition, "lock").is_file() else "")


def again(edition: Edition) -> None:
    """Try once more after a failure; nothing happens while one works or when there is a checkup."""
    if not state_of(edition).is_running and known(edition) is None and settings.CHECKUPS:
        begin(edition)


def begin(edition: Edition) -> None:
    """Work it out in the background, once in this process; among processes the lock decides."""
    mark = str(_path(edition, ""))
    with _lock:
        if mark in _running:
            return
        _running.add(mark)
    threading.Thread(target=_work, args=(edition, mark), daemon=True).start()


def _work(edition: Edition, mark: str) -> None:
    try:
        work_out(edition)
    finally:
        _running.discard(mark)


def work_out(edition: Edition) -> None:
    """Run the checkup as a process of low priority; what stops it from outside is told in its place."""
    path = _path(edition, "failed")
    path.parent.mkdir(parents=True, exist_ok=True)
    clear(edition)
    command = [sys.executable, "-m", "office.reading_room.checkup", str(edition.folder), str(_path(edition, ""))]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=LONGEST, check=False, cwd=settings.BASE.parent,
            preexec_fn=_politely, env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        path.write_text(_("超过%(n)s分钟没有做完，停下了。") % {"n": LONGEST // 60}, encoding="utf-8")
    except OSError as error:
        path.write_text(str(error), encoding="utf-8")
    else:
        if done.returncode:
            path.write_text(_failure(done), encoding="utf-8")


def _failure(done: subprocess.CompletedProcess[bytes]) -> str:
    """Why a process did not end well: the signal, or the last line of what it said; all of it is in the log."""
    if done.returncode < 0:
        return _("进程被结束（信号%(n)s）。") % {"n": -done.returncode}
    told = done.stderr.decode(errors="replace").strip()
    logger.error("a checkup failed: %s", told)
    return told.rpartition("\n")[2]


def clear(edition: Edition | None = None) -> None:
    """Take away what no law on the shelf has any more: other contents, other programs; not what is worked on."""
    folder = _folder()
    kept = {_path(one, "").name for one in ([edition] if edition else []) + shelf.editions()}
    for path in folder.glob("*") if folder.is_dir() else ():
        if path.name.partition(".")[0] not in kept and not (path.suffix == ".lock" and _held(path) is not None):
            path.unlink(missing_ok=True)


def _under_way(began: str) -> State:
    lines = began.splitlines()
    try:
        since, step = datetime.fromisoformat(lines[_BEGAN]), int(lines[_STEP])
    except (IndexError, ValueError):  # it has only just begun
        return State(is_running=True)
    return State(is_running=True, seconds=max(0, (clock.now() - since).seconds), step=step)


def _held(lock: Path) -> str | None:
    """What stands in a lock file that some process holds; None when none does."""
    if not lock.is_file():
        return None
    with lock.open(encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read()
    return None


def _folder() -> Path:
    return Path(settings.DATA) / "checkups"


def _path(edition: Edition, ending: str) -> Path:
    stem = hashlib.sha256(f"{edition.mark} {program_mark()}".encode()).hexdigest()[:32]
    return _folder() / (f"{stem}.{ending}" if ending else stem)


@cache
def program_mark() -> str:
    """The digest of what examines a law: the core's files, the checkup's own, and the solver's version."""
    root = Path(guiju.__file__).parent
    files = sorted(path for ending in ("py", "lark", "css") for path in root.rglob(f"*.{ending}"))
    mark = hashlib.sha256(version(SOLVER).encode())
    for path in [*files, Path(__file__).with_name("checkup.py")]:
        mark.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return mark.hexdigest()


@lru_cache(64)
def _read(path: Path, _changed: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _politely() -> None:
    os.nice(10)
