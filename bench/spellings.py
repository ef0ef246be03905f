"""One rule, spelled several ways in floating point: how many people each spelling grades otherwise than the exact rule.

Every spelling is right on paper. Only the score is spelled differently; rates and bars are the same in all.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from bench.crowd import HALVES, LEADER_COLUMNS, PEER_COLUMNS, Columns
from bench.truth import truth

_ORDERS = {
    "75＋领导＋测评": ("base", "leaders", "peers"), "75＋测评＋领导": ("base", "peers", "leaders"),
    "领导＋测评＋75": ("leaders", "peers", "base"),
}  # fmt: skip
_TYPES = {"float64": np.float64, "float32": np.float32}


def spellings(columns: Columns) -> dict[tuple[str, str, str], int]:
    """(written how, in which order, in which type) -> people on the wrong side of a line of the score."""
    right = truth(columns)["依据"] & 15
    found = {}
    for (how, points), (order, parts), (name, type_) in product(_POINTS.items(), _ORDERS.items(), _TYPES.items()):
        terms = [type_(75) if part == "base" else points(columns, part, type_) for part in parts]
        score = terms[0] + terms[1] + terms[2] + columns[HALVES].astype(type_) / type_(2)
        band = (score < 90).astype(int) + (score < 65) + (score < 50)
        found[how, order, name] = int((np.array([3, 2, 4, 8])[band] != right).sum())
    return found


def _literal(columns: Columns, part: str, type_: Any) -> Any:
    (a, b, c, d), full = _votes(columns, part, type_)
    n = a + b + c + d
    return (a / n * type_(1) + b / n * type_(0.7) + c / n * type_(0.4)) * full


def _merged(columns: Columns, part: str, type_: Any) -> Any:
    (a, b, c, d), full = _votes(columns, part, type_)
    return full * (type_(100) * a + type_(70) * b + type_(40) * c) / (type_(100) * (a + b + c + d))


def _votes(columns: Columns, part: str, type_: Any) -> tuple[list[Any], Any]:
    names, full = (PEER_COLUMNS, 20) if part == "peers" else (LEADER_COLUMNS, 5)
    return [columns[name].astype(type_) for name in names], type_(full)


_POINTS = {"照法条逐项": _literal, "并成一式": _merged}
