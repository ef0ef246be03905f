"""The trace opened out under each result: every node with its sentence, what is told elsewhere put in its place."""

from __future__ import annotations

from typing import Any

from guiju import tree as t
from guiju.law import Law
from guiju.order import within

Json = dict[str, Any]
DEEPEST = 14
_MOODS = {"是": " mark-done", "成立": " mark-done", "未知": " mark-care", "待查": " mark-care"}


class Why:
    """Looks up, in one trace, why a provision came out as it did."""

    def __init__(self, law: Law, trace: Json) -> None:
        self.provisions: list[Json] = trace["provisions"]
        self.labels = [c.label for c in law.of(t.Circumstance)]
        self.law, self.whole = law, True
        self.definitions: dict[str, Json] = {}
        for node in self.provisions:
            self._note(node)

    def _note(self, node: Json) -> None:
        if node["kind"] == "definition" and "see" not in node:
            self.definitions.setdefault(node["text"].partition(" ＝ ")[0], node)
        for child in node["children"]:
            self._note(child)

    def of(self, address: str, *kinds: str, whole: bool = True) -> list[Json]:
        """The opened nodes of a provision that hold, of those kinds.

        Unless `whole`, definitions with an address of their own stay closed: they are told beside it.
        """
        self.whole = whole
        here = [node for node in self.provisions if node["address"] == address and node["kind"] in kinds]
        return [self._opened(node, frozenset(), 0) for node in here if node["value"] != "不成立"]

    def _opened(self, node: Json, above: frozenset[str], depth: int) -> Json:
        name = node.get("see", "")
        told_here = name in self.definitions and (self.whole or "address" not in self.definitions[name])
        if told_here and name not in above:
            node, above = self.definitions[name], above | {name}
        children = node["children"] if depth < DEEPEST else []
        if node["kind"] == "hascircumstance":
            children = self._established(node["text"])
        opened = [self._opened(child, above, depth + 1) for child in children if child["kind"] != "literal"]
        rows = [" ".join(f"{k} {v}" for k, v in row["record"].items()) for row in node.get("rows", [])]
        keys = ("text", "value", "law", "cite", "address", "reading")
        mood = _MOODS.get(node["value"], "")
        return {"children": opened, "rows": rows, "mood": mood} | {key: node[key] for key in keys if node.get(key)}

    def _established(self, text: str) -> list[Json]:
        """The circumstances of a range that hold."""
        pieces = [part.partition("至") for part in text.removeprefix("有情形 ").removesuffix(" 之一").split("、")]
        named = within(tuple((a, b or a) for a, _sign, b in pieces), self.labels)
        wanted = {f"{self.law.id}/{label}" for label in named}
        return [
            node | {"children": []} for node in self.provisions
            if node["kind"] == "circumstance" and node["address"] in wanted and node["value"] == "是"
        ]  # fmt: skip
