"""A crowd on disk, made once and read by every peer: its columns and right results as .npy, and the same as Parquet.

DuckDB is imported only where it writes: the memory of a peer that has nothing to do with it is its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.crowd import FLAGS, HALVES, LAST_YEAR, LEADER_COLUMNS, PEER_COLUMNS, Columns, Crowd
from bench.people import OPTIONS
from bench.truth import CODES, truth

VOTES = (*PEER_COLUMNS, *LEADER_COLUMNS)
INPUTS = (*VOTES, HALVES, *FLAGS, LAST_YEAR)
# The flat form of the contract: 编号 and 上年等次 are text, 加减分 decimal, the bars true or false.
_ROW = ", ".join(f'"{name}"' for name in VOTES)
_FLAT = f"""
    SELECT printf('P%09d', {{start}} + row_number() OVER () - 1) AS "编号", {_ROW},
        CAST("{HALVES}" / 2 AS DECIMAL(4, 1)) AS "加减分", {", ".join(f'"{name}"' for name in FLAGS)},
        [NULL, {", ".join(f"'{option}'" for option in OPTIONS)}]["{LAST_YEAR}" + 1] AS "{LAST_YEAR}"
    FROM batch"""


@dataclass(frozen=True, slots=True)
class Store:
    """One crowd's folder."""

    folder: Path

    @property
    def parquet(self) -> Path:
        """The people as one Parquet file of the flat form."""
        return self.folder / "people.parquet"

    def columns(self, rows: int | None = None) -> Columns:
        """The first so many people."""
        return {name: self._load(name)[:rows].copy() for name in INPUTS}

    def truth(self, rows: int | None = None) -> Columns:
        """Their right results."""
        return {name: self._load(name)[:rows] for name in CODES}

    def _load(self, name: str) -> np.ndarray:
        return np.load(self.folder / f"{name}.npy", mmap_mode="r")


def keep(crowd: Crowd, folder: Path) -> Store:
    """Draw the crowd, some hundred thousand at a time, and write it."""
    import duckdb

    folder.mkdir(parents=True)
    kept: Columns = {}
    with duckdb.connect() as database:
        for start, batch in crowd.batches():
            for name, column in (batch | truth(batch)).items():
                if name not in kept:
                    path = folder / f"{name}.npy"
                    kept[name] = np.lib.format.open_memmap(path, "w+", column.dtype, (crowd.count,))
                kept[name][start : start + len(column)] = column
            part = folder / f"part-{start:010d}.parquet"
            database.execute(f"COPY ({_FLAT.format(start=start)}) TO '{part}' (FORMAT parquet)")
        parts = folder / "part-*.parquet"
        database.execute(f"COPY (FROM read_parquet('{parts}')) TO '{folder / 'people.parquet'}' (FORMAT parquet)")
    for path in folder.glob("part-*.parquet"):
        path.unlink()
    return Store(folder)


def repeated(store: Store, times: int, path: Path) -> None:
    """The same people so many times over, each time under other numbers, in no order of these, as one Parquet file."""
    import duckdb

    with duckdb.connect() as database:
        database.execute("SET preserve_insertion_order = false")
        database.execute(
            f'COPY (SELECT copy || reverse("编号") AS "编号", * EXCLUDE ("编号", copy) '
            f"FROM read_parquet('{store.parquet}'), range({times}) AS copies(copy)) TO '{path}' (FORMAT parquet)"
        )
