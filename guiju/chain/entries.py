"""One entry of the chain: its canonical JSON, and the hash over that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from guiju.errors import GuijuError, Problem

GENESIS = "0" * 64
FORM = "guiju-audit/1"
# What the hash covers, which is all that an entry says. `changes` is the text of a canonical JSON document.
COVERED = (
    "form", "sequence", "at", "actor", "name", "roles", "reason", "act", "act_id", "subject", "result", "changes",
    "algorithm", "previous",
)  # fmt: skip


class ChainError(GuijuError):
    """An export or a checkpoint cannot be read at all."""

    title = "审计记录读不进来"


def _sm3(data: bytes) -> str:
    from cryptography.hazmat.primitives import hashes

    context = hashes.Hash(hashes.SM3())
    context.update(data)
    return context.finalize().hex()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


ALGORITHMS: dict[str, Callable[[bytes], str]] = {"sha256": _sha256, "sm3": _sm3}


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys in order, no spaces, nothing escaped needlessly. No number with a point."""
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, Mapping):
        for part in value.values():
            _refuse_floats(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_floats(part)
    elif value is not None and not isinstance(value, str | int):
        raise TypeError(f"{type(value).__name__} has no canonical form")


def digest(facts: Mapping[str, Any]) -> str:
    """The hash of an entry with those facts (the names in COVERED). Raises ChainError for an unknown algorithm."""
    algorithm = ALGORITHMS.get(facts["algorithm"])
    if algorithm is None:
        raise ChainError([Problem("algorithm", _unknown(facts["algorithm"]))])
    return algorithm(canonical({name: facts[name] for name in COVERED}).encode("utf-8"))


def _unknown(algorithm: object) -> str:
    return f"不认识的哈希算法「{algorithm}」。认识：{'、'.join(ALGORITHMS)}。"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the verification needs of an entry. `sound`: its own hash is that of what it says."""

    line: int
    sequence: int
    previous: str
    hash: str
    sound: bool


def read_entry(line: int, text: str) -> Entry:
    """The entry on a line of an export. Raises ChainError when it is none."""
    try:
        facts = json.loads(text)
        wrong = [name for name in (*COVERED, "hash") if name not in facts]
        if wrong or not isinstance(facts["sequence"], int):
            raise ValueError
        if facts["algorithm"] not in ALGORITHMS:
            raise ChainError([Problem("algorithm", _unknown(facts["algorithm"]), "导出件", line, 1)])
        sound = set(facts) == {*COVERED, "hash"} and digest(facts) == facts["hash"]
        return Entry(line, facts["sequence"], str(facts["previous"]), str(facts["hash"]), sound)
    except (ValueError, TypeError, RecursionError) as error:
        raise ChainError([Problem("line", "这一行不是一条完整的审计记录。", "导出件", line, 1)]) from error
