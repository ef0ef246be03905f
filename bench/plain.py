"""The appraisal by hand: what one would write for this one measure in Python's fractions, without a trace.

The formula is written as the law writes it, term by term; the default readings are built in. This is what Guiju's
speed is measured against, and its results must be Guiju's, person by person.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

BASE, PEERS, LEADERS = 75, 20, 5
COMPETENT_COUNTS, BARELY_COUNTS = Fraction(70, 100), Fraction(40, 100)
MOST_FAILING, LEAST_EXCELLENT = Fraction(30, 100), Fraction(90, 100)
EXCELLENT, COMPETENT, BARELY, FAILING = "优秀", "称职", "基本称职", "不称职"


class Graded(NamedTuple):
    """One person's result, with the words and addresses of the law."""

    score: Fraction
    grade: str
    open: tuple[str, ...]
    presumed: tuple[str, ...]
    grounds: tuple[str, ...]


def graded(person: dict[str, Any]) -> Graded:
    """The grade of one person, the grades open to the committee, the presumptions and grounds."""
    peers = _rates(person["测评优秀"], person["测评称职"], person["测评基本称职"], person["测评不称职"])
    leaders = _rates(person["领导优秀"], person["领导称职"], person["领导基本称职"], person["领导不称职"])
    score = BASE + _weighted(leaders) * LEADERS + _weighted(peers) * PEERS + person["加减分"]
    failed, doubted = peers[3] > MOST_FAILING, peers[0] < LEAST_EXCELLENT
    bars = _bars(person)
    open_ = _open(score, failed, bool(bars))
    grounds = _bands(score) + ["5.3"] * failed + ["5.4"] * doubted + bars
    presumed = ["5.3"] * failed + ["5.4"] * doubted
    grade = _grade(open_, failed, doubted)
    return Graded(score, grade, open_, _addresses(presumed), _addresses(grounds))


def _rates(*votes: int) -> list[Fraction]:
    total = sum(votes)
    return [Fraction(n, total) for n in votes]


def _weighted(rates: list[Fraction]) -> Fraction:
    return rates[0] + rates[1] * COMPETENT_COUNTS + rates[2] * BARELY_COUNTS


def _bands(score: Fraction) -> list[str]:
    if score >= 90:
        return ["5.2a", "5.2b"]
    if score >= 65:
        return ["5.2b"]
    return ["5.2c"] if score >= 50 else ["5.2d"]


def _bars(person: dict[str, Any]) -> list[str]:
    bars = [("重点工作后三位", "5.5a"), ("被通报批评", "5.5b"), ("受党政纪处分", "5.6"), ("取消评优资格", "work-errors/2.4")]
    return [label for fact, label in bars if person[fact]]


def _open(score: Fraction, failed: bool, barred: bool) -> tuple[str, ...]:
    if score < 50:
        return (FAILING,)
    found = [BARELY] if score < 65 else [COMPETENT] if score < 90 or barred else [EXCELLENT, COMPETENT]
    return tuple(found + [FAILING] * failed)


def _grade(open_: tuple[str, ...], failed: bool, doubted: bool) -> str:
    if failed:
        return FAILING
    return open_[1] if doubted and open_[0] == EXCELLENT else open_[0]


def _addresses(labels: list[str]) -> tuple[str, ...]:
    return tuple(label if "/" in label else f"appraisal/{label}" for label in labels)
