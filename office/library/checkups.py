"""Checkups, kept by the digest of the law: worked out once for each content, in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from office.library.shelf import Edition

LONGEST = 600  # seconds; a law that takes longer is said to have none
_running: set[str] = set()
_failed: set[str] = set()
_lock = threading.Lock()


def known(edition: Edition) -> dict[str, Any] | None:
    """The checkup of this very content, if it was worked out already."""
    path = _path(edition)
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else None


def asked_for(edition: Edition) -> dict[str, Any] | None:
    """The checkup; when there is none yet, it is begun beside the request and None is given."""
    found = known(edition)
    if found is None and edition.law is not None and settings.CHECKUPS:
        with _lock:
            if edition.mark not in _running | _failed:
                _running.add(edition.mark)
                begin(edition)
    return found


def has_failed(edition: Edition) -> bool:
    """Whether it was tried in this process and did not end well."""
    return edition.mark in _failed


def begin(edition: Edition) -> None:
    """Work it out in the background."""
    threading.Thread(target=work_out, args=(edition,), daemon=True).start()


def work_out(edition: Edition) -> None:
    """Run the checkup as a process of low priority and keep what it found."""
    command = [sys.executable, "-m", "office.library.checkup", str(edition.folder)]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=LONGEST, check=True, cwd=settings.BASE.parent, preexec_fn=_politely,
            env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        keep(edition, json.loads(done.stdout))
    except (subprocess.SubprocessError, OSError, ValueError):
        _failed.add(edition.mark)
    finally:
        _running.discard(edition.mark)


def keep(edition: Edition, found: dict[str, Any]) -> None:
    """Write a checkup down, whole or not at all."""
    path = _path(edition)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(found, file, ensure_ascii=False)
    Path(name).replace(path)


def _path(edition: Edition) -> Path:
    return Path(settings.DATA) / "checkups" / f"{edition.mark}.json"


@lru_cache(64)
def _read(path: Path, _changed: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _politely() -> None:
    os.nice(10)
