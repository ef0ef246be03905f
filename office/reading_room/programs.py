"""Laws compiled and kept, each with a lock: looking into a run compiles, and requests come side by side."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import lru_cache

from guiju.evaluate.program import Program
from office.ground.shelf import Edition

Ready = tuple[Program, threading.RLock]


def program(edition: Edition, readings: Mapping[str, str]) -> Ready:
    """The edition's law compiled under these readings, and the lock to hold while running it and looking at the run."""
    return _compiled(edition, tuple(sorted(readings.items())))


@lru_cache(64)
def _compiled(edition: Edition, readings: tuple[tuple[str, str], ...]) -> Ready:
    assert edition.law is not None
    return Program(edition.law, dict(readings)), threading.RLock()
