"""The whole job, Parquet in to Parquet out, as commands: `guiju appraise` beside DuckDB that merely copies columns.

Both are processes from nothing, both write with DuckDB's own defaults. The columns that go in are copied, and those
that come out of each form of the result: the full one carries the reasons as text, the compact one as codes.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.process import GUIJU, ROOT, Job, run
from bench.store import Store

_COPY = "import duckdb; duckdb.execute(\"COPY (FROM read_parquet('{}')) TO '{}' (FORMAT parquet)\")"


@dataclass(slots=True)
class Whole:
    """The jobs of one file of people."""

    rows: int
    ours: list[Job]
    inputs: list[Job]
    results: list[Job]
    compact: list[Job]
    compact_results: list[Job]
    sizes: tuple[int, ...] = ()  # bytes of the file that goes in, of the full and of the compact one that come out

    @property
    def error(self) -> str:
        """Why Guiju did not do it; empty when it did."""
        return next((job.error for job in (*self.ours, *self.compact) if job.error), "")


def grade(people: Path, result: Path, engine: str = "duckdb", form: str = "完整") -> Job:
    """One `guiju appraise`. Spark is used from where `make spark` puts it."""
    guiju = GUIJU if engine == "duckdb" else ROOT / ".venv/bin/guiju"
    return _fresh([guiju, "appraise", people, "--out", result, "--engine", engine, "--form", form], result)


def whole(people: Path, rows: int, rounds: int, folder: Path) -> Whole:
    """Grade the people of the file in both forms, copy its columns and the results', all in turn."""
    result, compact, copy = folder / "result.parquet", folder / "compact.parquet", folder / "copy.parquet"
    found = Whole(rows, [], [], [], [], [])
    for _ in range(rounds):
        found.ours.append(grade(people, result))
        found.compact.append(grade(people, compact, form="紧凑"))
        if found.error:
            break
        for jobs, source in ((found.inputs, people), (found.results, result), (found.compact_results, compact)):
            jobs.append(_fresh([sys.executable, "-c", _COPY.format(source, copy)], copy))
    copy.unlink(missing_ok=True)
    if not found.error:
        found.sizes = tuple(path.stat().st_size for path in (people, result, compact))
    compact.unlink(missing_ok=True)
    return found


def _fresh(command: list[str | Path], out: Path) -> Job:
    if out.is_dir():
        shutil.rmtree(out)
    out.unlink(missing_ok=True)
    return run(command)


def seconds(jobs: list[Job]) -> float:
    """The median."""
    return median(job.seconds for job in jobs)


def memory(jobs: list[Job]) -> int:
    """The most of any round."""
    return max(job.memory for job in jobs)


def misgraded(result: Path, store: Store) -> int:
    """How many grades in the result file are not the right ones, person by person in the order of the file."""
    import duckdb
    import numpy as np

    from bench.people import OPTIONS

    # Spark writes a folder of files.
    files = f"{result}/*.parquet" if result.is_dir() else result
    found = duckdb.execute(f"SELECT 等次 FROM read_parquet('{files}')").fetchnumpy()["等次"]
    right = np.array(OPTIONS, dtype=object)[store.truth()["等次"]]
    return int((np.asarray(found, dtype=object) != right).sum()) if len(found) == len(right) else len(right)
