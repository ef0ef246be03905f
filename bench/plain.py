"""The appraisal by hand: what one would write for this one measure in Python's fractions, without a trace.

The default readings are built in. Guiju's speed is measured against this, and its results must be the same, person by
person. The score is written twice: term by term, as the law writes it, and merged into one fraction, which is quicker
and no longer looks like the law.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

BASE, PEERS, LEADERS = 75, 20, 5
COMPETENT_COUNTS, BARELY_COUNTS = Fraction(70, 100), Fraction(40, 100)
MOST_FAILING, LEAST_EXCELLENT = Fraction(30, 100), Fraction(90, 100)
BARS = [
    ("重点工作后三位", "appraisal/5.5a"),
    ("被通报批评", "appraisal/5.5b"),
    ("受党政纪处分", "appraisal/5.6"),
    ("取消评优资格", "work-errors/2.4"),
]
EXCELLENT, COMPETENT, BARELY, FAILING = "优秀", "称职", "基本称职", "不称职"
Votes = tuple[int, int, int, int]


class Graded(NamedTuple):
    """One person's result, with the words and addresses of the law."""

    score: Fraction
    grade: str
    open: tuple[str, ...]
    presumed: tuple[str, ...]
    grounds: tuple[str, ...]


def term_by_term(votes: Votes, full: int) -> Fraction:
    """The points of a ballot: 优秀得票率×100%＋称职得票率×70%＋基本称职得票率×40%, times the full points."""
    excellent, competent, barely, _ = votes
    total = sum(votes)
    rate = Fraction(excellent, total) + Fraction(competent, total) * COMPETENT_COUNTS
    return (rate + Fraction(barely, total) * BARELY_COUNTS) * full


def merged(votes: Votes, full: int) -> Fraction:
    """The same as one fraction."""
    excellent, competent, barely, _ = votes
    return Fraction(full * (100 * excellent + 70 * competent + 40 * barely), 100 * sum(votes))


def graded(person: dict[str, Any], points: Callable[[Votes, int], Fraction] = term_by_term) -> Graded:
    """The grade of one person, the grades open to the committee, the presumptions and grounds."""
    peers = person["测评优秀"], person["测评称职"], person["测评基本称职"], person["测评不称职"]
    leaders = person["领导优秀"], person["领导称职"], person["领导基本称职"], person["领导不称职"]
    score = BASE + points(leaders, LEADERS) + points(peers, PEERS) + person["加减分"]
    failed = Fraction(peers[3], sum(peers)) > MOST_FAILING
    doubted = Fraction(peers[0], sum(peers)) < LEAST_EXCELLENT
    bars = [address for fact, address in BARS if person[fact]]
    open_ = _open(score, failed, bool(bars))
    presumed = ["appraisal/5.3"] * failed + ["appraisal/5.4"] * doubted
    grounds = _bands(score) + presumed + bars
    return Graded(score, _grade(open_, failed, doubted), open_, tuple(presumed), tuple(grounds))


def _bands(score: Fraction) -> list[str]:
    if score >= 90:
        return ["appraisal/5.2a", "appraisal/5.2b"]
    if score >= 65:
        return ["appraisal/5.2b"]
    return ["appraisal/5.2c"] if score >= 50 else ["appraisal/5.2d"]


def _open(score: Fraction, failed: bool, barred: bool) -> tuple[str, ...]:
    if score < 50:
        return (FAILING,)
    found = [BARELY] if score < 65 else [COMPETENT] if score < 90 or barred else [EXCELLENT, COMPETENT]
    return tuple(found + [FAILING] * failed)


def _grade(open_: tuple[str, ...], failed: bool, doubted: bool) -> str:
    if failed:
        return FAILING
    return open_[1] if doubted and open_[0] == EXCELLENT else open_[0]
