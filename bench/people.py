"""Made-up people of the appraisal's flat table: a town's spread of votes, and enough of them exactly on a line.

The same seed gives the same people. `LINES` says which line, and how many in a thousand people are put on it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from guiju.values import NOTHING, Value, simplest

Person = dict[str, Value]
Votes = tuple[int, int, int, int]

OPTIONS = ("优秀", "称职", "基本称职", "不称职")
LAST_YEAR: tuple[Value, ...] = (NOTHING, *OPTIONS)
LINES = {"90分": 20, "65分": 10, "50分": 10, "优秀得票率90%": 20, "不称职得票率30%": 10}
# How the votes of one person spread over the four options: well liked, solid, doubtful, failing.
SPREADS = ((85, 12, 2, 1), (60, 32, 6, 2), (35, 40, 15, 10), (10, 25, 30, 35))
HOW_MANY = (40, 45, 10, 5)


def people(count: int, seed: int) -> list[Person]:
    """So many people, as facts of the appraisal."""
    draw = Random(seed)
    return [_person(draw, number) for number in range(count)]


def _person(draw: Random, number: int) -> Person:
    line = draw.choices([*LINES, ""], [*LINES.values(), 1000 - sum(LINES.values())])[0]
    peers, leaders, points = _LINED.get(line, _anywhere)(draw)
    votes = {f"{kind}{option}": n for kind, found in (("测评", peers), ("领导", leaders))
             for option, n in zip(OPTIONS, found, strict=True)}  # fmt: skip
    return {
        "编号": f"P{number:06d}", **votes, "加减分": simplest(points),
        "重点工作后三位": draw.random() < 0.06, "被通报批评": draw.random() < 0.04,
        "受党政纪处分": draw.random() < 0.02, "取消评优资格": draw.random() < 0.02,
        "上年等次": draw.choices(LAST_YEAR, [4, 20, 70, 4, 2])[0],
    }  # fmt: skip


def _anywhere(draw: Random) -> tuple[Votes, Votes, Fraction]:
    peers, leaders = _votes(draw, draw.randint(36, 92)), _votes(draw, draw.randint(7, 13))
    heavy = draw.random() < 0.03
    return peers, leaders, Fraction(-draw.randint(13, 90) if heavy else draw.randint(-12, 12), 2)


def _votes(draw: Random, voters: int) -> Votes:
    drawn = draw.choices(range(4), draw.choices(SPREADS, HOW_MANY)[0], k=voters)
    return drawn.count(0), drawn.count(1), drawn.count(2), drawn.count(3)


def _on_score(line: int) -> Callable[[Random], tuple[Votes, Votes, Fraction]]:
    """Votes whose points are halves, and the 加减分 (in halves, as the law gives them) that leads to the line."""

    def lined(draw: Random) -> tuple[Votes, Votes, Fraction]:
        while True:
            peers, leaders = _votes(draw, 20 * draw.randint(2, 4)), _votes(draw, 10)
            points = line - 75 - _points(peers, 20) - _points(leaders, 5)
            if (2 * points).denominator == 1:
                return peers, leaders, points

    return lined


def _points(votes: Votes, full: int) -> Fraction:
    return Fraction(full * (100 * votes[0] + 70 * votes[1] + 40 * votes[2]), 100 * sum(votes))


def _nine_in_ten(draw: Random) -> tuple[Votes, Votes, Fraction]:
    """Exactly 90% 优秀."""
    tens = draw.randint(4, 9)
    rest = draw.randint(0, tens)
    _, leaders, points = _anywhere(draw)
    return (9 * tens, rest, tens - rest, 0), leaders, points


def _three_in_ten(draw: Random) -> tuple[Votes, Votes, Fraction]:
    """Exactly 30% 不称职."""
    tens = draw.randint(4, 9)
    best = draw.randint(0, 7 * tens)
    _, leaders, points = _anywhere(draw)
    return (best, 7 * tens - best, 0, 3 * tens), leaders, points


_LINED = {
    "90分": _on_score(90), "65分": _on_score(65), "50分": _on_score(50),
    "优秀得票率90%": _nine_in_ten, "不称职得票率30%": _three_in_ten,
}  # fmt: skip
