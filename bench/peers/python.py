"""Plain Python, one person after another: floats written two ways, and fractions (bench/plain.py)."""

from __future__ import annotations

from functools import partial
from typing import Any

from bench.peers.peer import Peer, Ready, dictionaries, listed
from bench.people import OPTIONS
from bench.plain import graded
from bench.store import Store
from bench.truth import person


def _literal(p: dict[str, Any]) -> int:
    n, m = p["v1"] + p["v2"] + p["v3"] + p["v4"], p["w1"] + p["w2"] + p["w3"] + p["w4"]
    leaders = (p["w1"] / m * 1.0 + p["w2"] / m * 0.7 + p["w3"] / m * 0.4) * 5
    peers = (p["v1"] / n * 1.0 + p["v2"] / n * 0.7 + p["v3"] / n * 0.4) * 20
    return _grade(p, n, 75 + leaders + peers + p["points"])


def _merged(p: dict[str, Any]) -> int:
    n, m = p["v1"] + p["v2"] + p["v3"] + p["v4"], p["w1"] + p["w2"] + p["w3"] + p["w4"]
    peers = 20 * (100 * p["v1"] + 70 * p["v2"] + 40 * p["v3"]) / (100 * n)
    leaders = 5 * (100 * p["w1"] + 70 * p["w2"] + 40 * p["w3"]) / (100 * m)
    return _grade(p, n, 75 + peers + leaders + p["points"])


def _grade(p: dict[str, Any], n: int, score: float) -> int:
    if p["v4"] / n > 0.3:
        return 3
    if score >= 65:
        return int(score < 90 or p["v1"] / n < 0.9 or p["b1"] or p["b2"] or p["b3"] or p["b4"])
    return 2 if score >= 50 else 3


def _floats(grade: Any, store: Store, rows: int) -> Ready:
    people = dictionaries(store.columns(rows))
    return Ready(lambda: [grade(p) for p in people], listed)


def _fractions(store: Store, rows: int) -> Ready:
    columns = store.columns(rows)
    people = [person(columns, row) for row in range(rows)]

    def run() -> list[int]:
        return [OPTIONS.index(graded(p).grade) for p in people]

    return Ready(run, listed)


PEERS = {
    "float": Peer("Python 浮点，照法条逐项", "", partial(_floats, _literal), most=1_000_000, kind="浮点"),
    "float-merged": Peer("Python 浮点，并成一式", "", partial(_floats, _merged), most=1_000_000, kind="浮点"),
    "fraction": Peer("Python 分数（连可评、推定、依据）", "", _fractions, most=50_000, kind="精确"),
}
