"""What a peer is: how it takes the people in, what is timed, and how its grades are read back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.crowd import FLAGS, HALVES, LEADER_COLUMNS, PEER_COLUMNS, Columns
from bench.store import Store

Codes = NDArray[np.generic]
# Zen and CEL read no Chinese names: votes of the peers, votes of the leaders, 加减分, the four bars.
ASCII = ("v1", "v2", "v3", "v4", "w1", "w2", "w3", "w4", "points", "b1", "b2", "b3", "b4")
COLUMNS = (*PEER_COLUMNS, *LEADER_COLUMNS, HALVES, *FLAGS)


@dataclass(frozen=True, slots=True)
class Ready:
    """An engine with the people in its own memory. `run` is timed; `grades` reads its result, a code a person."""

    run: Callable[[], Any]
    grades: Callable[[Any], Codes]


@dataclass(frozen=True, slots=True)
class Peer:
    """One engine, or one way to write the rules in it."""

    label: str
    package: str  # whose version is shown
    prepare: Callable[[Store, int], Ready]
    most: int | None = None  # a slow engine gets so many people at most
    kind: str = ""  # 规矩, 精确, 浮点, 绕回 or 极限: how the page sorts them


def dictionaries(columns: Columns) -> list[dict[str, Any]]:
    """A dictionary a person, in ASCII names, 加减分 in points: for engines that take one person at a time."""
    listed = [columns[name].tolist() for name in COLUMNS]
    listed[8] = [halves / 2 for halves in listed[8]]
    return [dict(zip(ASCII, row, strict=True)) for row in zip(*listed, strict=True)]


def listed(grades: list[int]) -> Codes:
    """A list of codes as an array."""
    return np.array(grades, dtype=np.uint8)
