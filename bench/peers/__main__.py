"""One peer in a process of its own: `python -m bench.peers KEY FOLDER ROWS`, driven line by line.

It answers each line of standard input with one line of JSON: `round` with the seconds one run took, `check` with how
many people are graded wrongly and the most memory the process and those it started have held. Before the first line it
says that it is ready, or why not.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.peers import PEERS
from bench.peers.peer import Ready
from bench.process import highest
from bench.store import Store


def main(key: str, folder: str, rows: int) -> None:
    """Prepare the engine, then do as the lines say."""
    store, peer = Store(Path(folder)), PEERS[key]
    try:
        ready = peer.prepare(store, rows)
        result = ready.run()
    except (ImportError, OSError, RuntimeError) as error:
        _say({"error": f"{type(error).__name__}：{error}"})
        return
    _say({"version": _version(peer.package)})
    gc.collect()
    for line in sys.stdin:
        match line.strip():
            case "round":
                del result
                start = perf_counter()
                result = ready.run()
                _say({"seconds": perf_counter() - start})
            case "check":
                _say(_checked(ready, result, store, rows))


def _checked(ready: Ready, result: Any, store: Store, rows: int) -> dict[str, int]:
    memory = sum(highest(os.getpid()).values())
    wrong = int((ready.grades(result) != store.truth(rows)["等次"]).sum())
    return {"wrong": wrong, "memory": memory}


def _version(package: str) -> str:
    try:
        return version(package) if package else ""
    except PackageNotFoundError:
        return ""


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
