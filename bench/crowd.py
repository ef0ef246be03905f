"""Made-up people by the million: the flat table's columns as numpy arrays, drawn the way people.py draws one person.

A share of the people is put exactly on a line; with a share of 0 nobody is put there, and the few who stand on one
got there by chance. The same seed, count and share give the same people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bench.people import HOW_MANY, LINES, OPTIONS, SPREADS

Columns = dict[str, NDArray[np.generic]]
Ints = NDArray[np.int64]

PEERS, LEADERS = "测评", "领导"
PEER_COLUMNS = tuple(f"{PEERS}{option}" for option in OPTIONS)
LEADER_COLUMNS = tuple(f"{LEADERS}{option}" for option in OPTIONS)
# 加减分 goes by half points, so arrays hold it as a whole number of halves.
HALVES = "加减分_半分"
FLAGS = {"重点工作后三位": 0.06, "被通报批评": 0.04, "受党政纪处分": 0.02, "取消评优资格": 0.02}
LAST_YEAR = "上年等次"
_LAST_YEARS = np.array([4, 20, 70, 4, 2]) / 100
_SCORES = {"90分": 90, "65分": 65, "50分": 50}
_TRIED = 1_500_000
BATCH = 500_000


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many people, from which seed, and how many times the shares of `people.LINES` are put on a line."""

    count: int
    seed: int
    lined: float = 1.0

    def batches(self) -> Iterator[tuple[int, Columns]]:
        """The people, some hundred thousand at a time, each batch with its first one's place and a seed of its own."""
        for start in range(0, self.count, BATCH):
            yield start, self.batch(start, min(BATCH, self.count - start))

    def batch(self, start: int, count: int) -> Columns:
        """So many people from this place on."""
        draw = np.random.default_rng([self.seed, start])
        peers = _votes(draw, draw.integers(36, 93, count))
        leaders = _votes(draw, draw.integers(7, 14, count))
        heavy = draw.random(count) < 0.03
        halves = np.where(heavy, -draw.integers(13, 91, count), draw.integers(-12, 13, count))
        line = self._lines(draw, count)
        for name, number in zip(LINES, range(1, 1 + len(LINES)), strict=True):
            who = np.flatnonzero(line == number)
            if name in _SCORES:
                peers[who], leaders[who], halves[who] = _on_score(draw, _SCORES[name], len(who))
            else:
                peers[who] = _RATES[name](draw, len(who))
        flags = {name: draw.random(count) < share for name, share in FLAGS.items()}
        last = draw.choice(5, count, p=_LAST_YEARS).astype(np.uint8)
        return _named(peers, leaders) | {HALVES: halves.astype(np.int16)} | flags | {LAST_YEAR: last}

    def _lines(self, draw: Generator, count: int) -> Ints:
        """0 for nobody's line, else the number of the line in `LINES`."""
        shares = np.array(list(LINES.values())) / 1000 * self.lined
        return draw.choice(1 + len(LINES), count, p=[1 - shares.sum(), *shares])


def _named(peers: Ints, leaders: Ints) -> Columns:
    names = (*PEER_COLUMNS, *LEADER_COLUMNS)
    return {name: column.astype(np.int16) for name, column in zip(names, (*peers.T, *leaders.T), strict=True)}


def _votes(draw: Generator, voters: Ints) -> Ints:
    """Each one's voters spread over the four options."""
    spreads = np.array(SPREADS) / 100
    which = draw.choice(len(SPREADS), len(voters), p=np.array(HOW_MANY) / 100)
    return draw.multinomial(voters, spreads[which])


def _on_score(draw: Generator, line: int, count: int) -> tuple[Ints, Ints, Ints]:
    """Votes whose points are halves, and the 加减分 that leads to the line."""
    peers, leaders, points = _halved()
    chosen = draw.integers(0, len(points), count)
    return peers[chosen], leaders[chosen], 2 * (line - 75) - points[chosen]


@cache
def _halved() -> tuple[Ints, Ints, Ints]:
    """Votes of peers and leaders that together give whole half points, and how many; some twenty thousand of them."""
    draw = np.random.default_rng(_TRIED)
    voters, leading = draw.integers(36, 93, _TRIED), draw.integers(7, 14, _TRIED)
    peers, leaders = _votes(draw, voters), _votes(draw, leading)
    # Twice the points of the two ballots is 4P/n + L/m, where P and L are 10, 7 and 4 for each vote.
    over = 4 * _weighed(peers) * leading + _weighed(leaders) * voters
    fits = over % (voters * leading) == 0
    return peers[fits], leaders[fits], (over // (voters * leading))[fits]


def _weighed(votes: Ints) -> Ints:
    return votes @ np.array([10, 7, 4, 0])


def _nine_in_ten(draw: Generator, count: int) -> Ints:
    """Exactly 90% 优秀."""
    tens = draw.integers(4, 10, count)
    rest = draw.integers(0, tens + 1)
    return np.stack([9 * tens, rest, tens - rest, 0 * tens], axis=1)


def _three_in_ten(draw: Generator, count: int) -> Ints:
    """Exactly 30% 不称职."""
    tens = draw.integers(4, 10, count)
    best = draw.integers(0, 7 * tens + 1)
    return np.stack([best, 7 * tens - best, 0 * tens, 3 * tens], axis=1)


_RATES = {"优秀得票率90%": _nine_in_ten, "不称职得票率30%": _three_in_ten}
