"""GoRules zen: an expression node makes the score, a decision table the grade (first hit), people in batches."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from bench.peers.peer import Peer, Ready, dictionaries, listed
from bench.store import Store

# Zen reads no Chinese names.
_EXPRESSIONS = {
    "n": "v1 + v2 + v3 + v4",
    "m": "w1 + w2 + w3 + w4",
    "score": "75 + (w1 / $.m * 1.0 + w2 / $.m * 0.7 + w3 / $.m * 0.4) * 5"
    " + (v1 / $.n * 1.0 + v2 / $.n * 0.7 + v3 / $.n * 0.4) * 20 + points",
    "failed": "v4 / $.n > 0.3",
    "barred": "v1 / $.n < 0.9 or b1 or b2 or b3 or b4",
}
_RULES = (
    ("true", "", "", "3"),
    ("", "false", ">= 90", "0"),
    ("", "", ">= 65", "1"),
    ("", "", ">= 50", "2"),
    ("", "", "", "3"),
)
_COLUMNS = ("failed", "barred", "score", "grade")


def _model() -> dict[str, Any]:
    expressions = [{"id": key, "key": key, "value": value} for key, value in _EXPRESSIONS.items()]
    inputs = [{"id": name, "name": name, "field": name} for name in _COLUMNS[:3]]
    table = {
        "hitPolicy": "first",
        "inputs": inputs,
        "outputs": [{"id": "grade", "name": "grade", "field": "grade"}],
        "rules": [{"_id": str(n)} | dict(zip(_COLUMNS, rule, strict=True)) for n, rule in enumerate(_RULES)],
    }
    nodes: list[dict[str, Any]] = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "score", "name": "score", "type": "expressionNode", "content": {"expressions": expressions}},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    joined = pairwise(nodes)
    edges = [
        {"id": f"{a['id']}-{b['id']}", "type": "edge", "sourceId": a["id"], "targetId": b["id"]} for a, b in joined
    ]
    return {"nodes": nodes, "edges": edges}


def _prepare(store: Store, rows: int) -> Ready:
    import zen

    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"appraisal": _model()}}})
    requests = [{"key": "appraisal", "context": person} for person in dictionaries(store.columns(rows))]

    def grades(results: list[dict[str, Any]]) -> Any:
        return listed([int(result["data"]["result"]["grade"]) for result in results])

    return Ready(lambda: engine.evaluate_batch(requests), grades)


PEERS = {"zen": Peer("zen-engine，成批，表达式接决策表", "zen-engine", _prepare, most=100_000, kind="浮点")}
