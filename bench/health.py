"""The health check of all built-in law files, on one core, in a process of its own."""

from __future__ import annotations

import sys

from bench.process import Job, run

_CHECK = """
import os
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
from guiju.check import load
from guiju.health import findings
from guiju.law import builtin
for folder in builtin().folders:
    findings(load(folder))
"""


def health() -> Job:
    """From the start of Python to the last finding."""
    return run([sys.executable, "-c", _CHECK])
