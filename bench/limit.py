"""What stands between the generated SQL and the limit of the machine: the same job, one thing more at each step.

All in one process, in turn: reading the columns and nothing else, the fused loop, then DuckDB from the bare scan to a
stored result. A step's own cost is its time less that of the step before it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from bench.crowd import FLAGS
from bench.peers import PEERS, guiju_sql, sql
from bench.peers.peer import COLUMNS
from bench.store import VOTES, Store
from bench.timing import in_turn

_USED = (*VOTES, "加减分", *FLAGS)
_STORED = "CREATE OR REPLACE TEMP TABLE 结果 AS "


@dataclass(frozen=True, slots=True)
class Job:
    """What is timed, and on how many cores."""

    what: str
    cores: int
    run: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is done, on how many cores, and the median seconds."""

    what: str
    cores: int
    seconds: float


def limit(store: Store, rows: int, rounds: int) -> list[Step]:
    """The steps, from the floor up; those of Guiju are left out where its SQL is not to be had."""
    loop = "numba：读、算、写在一个整数循环里"
    jobs = [Job("numpy：把各栏读一遍（取最大）", 1, _read(store, rows))]
    jobs += [Job(loop, cores, PEERS[f"numba-{cores}"].prepare(store, rows).run) for cores in (1, 2)]
    jobs += _by_hand(store, rows) + _generated(store, rows)
    timed = in_turn([job.run for job in jobs], rounds)
    return [Step(job.what, job.cores, time.middle) for job, time in zip(jobs, timed, strict=True)]


def _by_hand(store: Store, rows: int) -> list[Job]:
    """DuckDB from the bare scan to a stored column, from its own table and from the file."""
    database, file = sql.table(store, rows), f"read_parquet('{store.parquet}')"
    scan = ", ".join(f'max("{name}")' for name in _USED)
    grade, score = sql.exact("INTEGER"), sql.scored("INTEGER")
    steps = {
        "DuckDB，内存表：只扫描各栏": f"SELECT {scan} FROM 人员",
        "DuckDB，内存表：加上算分数（手写）": f"SELECT max(s), max(u) FROM ({score})",
        "DuckDB，内存表：加上比较、得出等次（手写），不存": f"SELECT max(等次) FROM ({grade})",
        "DuckDB，内存表：再存成一栏编码（手写）": _STORED + grade,
        "DuckDB，内存表：再存成一栏字（手写）": _STORED + sql.worded(False),
        "DuckDB，Parquet：只读出、解压各栏": f"SELECT {scan} FROM {file}",
        "DuckDB，Parquet：读出、得出等次（手写），不存": f"SELECT max(等次) FROM ({grade.replace('人员', file)})",
    }
    return [Job(what, _cores(), partial(_run, database, query)) for what, query in steps.items()]


def _generated(store: Store, rows: int) -> list[Job]:
    """The same with the query that Guiju makes."""
    try:
        guiju = guiju_sql.opened(store, rows)
    except ImportError:
        return []
    grade, text = (guiju_sql.query(guiju, guiju_sql.GRADE, is_coded) for is_coded in (True, False))
    steps = {
        "得出等次，不存": f"SELECT max(等次) FROM ({grade})",
        "再存成一栏编码": _STORED + grade,
        "再存成一栏字": _STORED + text,
    }
    return [
        Job(f"规矩，内存表：生成的 SQL，{what}", _cores(), partial(_run, guiju.connection, query))
        for what, query in steps.items()
    ]


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _read(store: Store, rows: int) -> Callable[[], Any]:
    columns = store.columns(rows)
    arrays = [columns[name] for name in COLUMNS]
    return lambda: [np.max(array) for array in arrays]


def _run(database: Any, query: str) -> Any:
    return database.execute(query).fetchall()
