"""Everybody's right result: whole numbers only, denominators cleared, checked against fractions and against the law.

A result is four small codes a person: the grade (its place in OPTIONS), the grades open to the committee (a bit each),
the presumptions and the grounds (a bit an address, in the order below).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.crowd import FLAGS, HALVES, LAST_YEAR, LEADER_COLUMNS, PEER_COLUMNS, Columns
from bench.people import LAST_YEAR as YEARS
from bench.people import OPTIONS, Person
from bench.plain import Graded
from guiju.values import simplest

PRESUMPTIONS = ("appraisal/5.3", "appraisal/5.4")
GROUNDS = (
    "appraisal/5.2a", "appraisal/5.2b", "appraisal/5.2c", "appraisal/5.2d", *PRESUMPTIONS,
    "appraisal/5.5a", "appraisal/5.5b", "appraisal/5.6", "work-errors/2.4",
)  # fmt: skip
CODES = ("等次", "可评等次", "推定", "依据")
Ints = NDArray[np.int64]


def truth(columns: Columns) -> Columns:
    """The four codes of each person."""
    score, unit = scores(columns)
    peers = [columns[name].astype(np.int64) for name in PEER_COLUMNS]
    failed, doubted = 10 * peers[3] > 3 * sum(peers), 10 * peers[0] < 9 * sum(peers)
    bars = [columns[flag].astype(bool) for flag in FLAGS]
    band = (score < 90 * unit).astype(np.int64) + (score < 65 * unit) + (score < 50 * unit)
    barred = np.logical_or.reduce(bars)
    best = np.where((band == 0) & barred, 1, band)
    open_ = np.select([best == 0, best == 1, best == 2], [3, 2, 4], 8) | np.where(failed & (best < 3), 8, 0)
    grade = np.where(failed, 3, np.where((best == 0) & doubted, 1, best))
    presumed = failed * 1 | doubted * 2
    grounds = np.array([3, 2, 4, 8])[band] | presumed << 4
    for place, bar in enumerate(bars, 6):
        grounds |= bar.astype(np.int64) << place
    found = (grade.astype(np.uint8), open_.astype(np.uint8), presumed.astype(np.uint8), grounds.astype(np.uint16))
    return dict(zip(CODES, found, strict=True))


def scores(columns: Columns) -> tuple[Ints, Ints]:
    """Each one's score times a unit of their own, and the unit: twice the voters times the leaders."""
    peers = np.stack([columns[name] for name in PEER_COLUMNS]).astype(np.int64)
    leaders = np.stack([columns[name] for name in LEADER_COLUMNS]).astype(np.int64)
    weights = np.array([10, 7, 4, 0])
    voters, leading = peers.sum(axis=0), leaders.sum(axis=0)
    halves = columns[HALVES].astype(np.int64)
    unit = 2 * voters * leading
    return 75 * unit + 4 * (weights @ peers) * leading + (weights @ leaders) * voters + halves * (unit // 2), unit


def lines(columns: Columns) -> dict[str, int]:
    """How many people stand exactly on each line."""
    score, unit = scores(columns)
    peers = [columns[name].astype(np.int64) for name in PEER_COLUMNS]
    on = {f"{line}分": score == line * unit for line in (90, 65, 50)}
    on["优秀得票率90%"] = 10 * peers[0] == 9 * sum(peers)
    on["不称职得票率30%"] = 10 * peers[3] == 3 * sum(peers)
    counts = {line: int(who.sum()) for line, who in on.items()}
    return counts | {"任何一条": int(np.logical_or.reduce(list(on.values())).sum())}


def person(columns: Columns, row: int) -> Person:
    """One row as the facts of one person."""
    votes: Person = {name: int(columns[name][row]) for name in (*PEER_COLUMNS, *LEADER_COLUMNS)}
    flags: dict[str, Any] = {name: bool(columns[name][row]) for name in FLAGS}
    points = simplest(Fraction(int(columns[HALVES][row]), 2))
    return {"编号": f"P{row:08d}", **votes, "加减分": points, **flags, "上年等次": YEARS[columns[LAST_YEAR][row]]}


def code(graded: Graded) -> tuple[int, ...]:
    """The four codes of a result given in words and addresses."""
    return (
        OPTIONS.index(graded.grade), _bits(graded.open, OPTIONS),
        _bits(graded.presumed, PRESUMPTIONS), _bits(graded.grounds, GROUNDS),
    )  # fmt: skip


def _bits(found: tuple[str, ...], among: tuple[str, ...]) -> int:
    return sum(1 << among.index(name) for name in found)
