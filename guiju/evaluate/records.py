"""Aggregates over records: count, sum, any, all, earliest… each noting what every row gave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from guiju import tree as t
from guiju.errors import InputError, Problem
from guiju.evaluate.case import Frame, Row
from guiju.law import Law
from guiju.values import NOTHING, Unknown, unknown_of

Closure = Callable[[Frame], Any]
# Rows looked at once for every row of another record: more would take hours.
MOST_NESTED_ROWS = 2000
_BEST: dict[str, Callable[[Any], Any]] = {"之最大": max, "之最晚": max, "之最小": min, "之最早": min, "之和": sum}


class Records:
    """The part of the compiler that deals with records; `inside` is the stack of records being walked."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.inside: list[str] = []

    def compile(self, node: t.Expression) -> Closure:
        """A closure for any expression; the compiler proper gives it."""
        raise NotImplementedError

    def field(self, name: str) -> Closure:
        """A column of the row now walked; an empty cell is unknown unless the column says otherwise."""
        record = self.inside[-1]
        return _column(record, self.inside.count(record), name)

    def outer_field(self, record: str, name: str) -> Closure:
        """记录 的 栏目: of the enclosing row, also when a record is looked at inside itself."""
        depth = self.inside.count(record)
        within_itself = record == self.inside[-1] and depth > 1
        return _column(record, depth - 1 if within_itself else depth, name)

    def _within(self, record: str, node: t.Expression | None) -> Closure | None:
        if node is None:
            return None
        self.inside.append(record)
        try:
            return self.compile(node)
        finally:
            self.inside.pop()

    def _walker(self, node: t.Exists | t.Every | t.Fold, condition: Closure | None, value: Closure | None) -> Closure:
        """Walks the rows: a list of (row, met, value), or Unknown when the records were never given."""
        record, key, depth = node.record, id(node), self.inside.count(node.record) + 1
        unknown = Unknown(frozenset([record]))
        place, nested = (record, depth), bool(self.inside)

        def walk(frame: Frame) -> Any:
            rows = frame.records.get(record)
            if rows is None:
                return unknown
            if nested and len(rows) > MOST_NESTED_ROWS:
                raise InputError(
                    [Problem("records", f"「{record}」超过{MOST_NESTED_ROWS}条，不能再与别的记录逐条对照。")]
                )
            found: list[tuple[Row, Any, Any]] = []
            for row in rows:
                frame.rows[place] = row
                met = condition(frame) if condition else True
                found.append((row, met, value(frame) if value and met is not False else None))
            frame.seen[key] = found
            return found

        return walk

    def _Exists(self, node: t.Exists) -> Closure:
        walk = self._walker(node, self._within(node.record, node.condition), None)
        negated = node.negated

        def exists(frame: Frame) -> Any:
            found = walk(frame)
            if found.__class__ is Unknown:
                return found
            met, maybe = _tally(found)
            return not negated if met else unknown_of(*maybe) if maybe else negated

        return exists

    def _Every(self, node: t.Every) -> Closure:
        then = self._within(node.record, node.then)
        walk = self._walker(node, self._within(node.record, node.condition), then)

        def every(frame: Frame) -> Any:
            found = walk(frame)
            if found.__class__ is Unknown:
                return found
            results = [_implied(met, value) for _, met, value in found]
            if False in results:
                return False
            return unknown_of(*results) if any(r.__class__ is Unknown for r in results) else True

        return every

    def _Fold(self, node: t.Fold) -> Closure:
        value = self._within(node.record, node.value)
        walk = self._walker(node, self._within(node.record, node.condition), value)
        if node.kind == "之数":
            return lambda frame: _count(walk(frame))
        best, empty = _BEST[node.kind], 0 if node.kind == "之和" else NOTHING

        def fold(frame: Frame) -> Any:
            found = walk(frame)
            if found.__class__ is Unknown:
                return found
            met, maybe = _tally(found)
            if maybe or any(v.__class__ is Unknown for v in met):
                return unknown_of(*maybe, *met)
            kept = [v for v in met if v is not NOTHING]
            return best(kept) if kept else empty

        return fold


def _column(record: str, depth: int, name: str) -> Closure:
    unknown = Unknown(frozenset([f"{record}的{name}"]))
    place = (record, depth)
    return lambda frame: frame.rows[place].get(name, unknown)


def _tally(found: list[tuple[Row, Any, Any]]) -> tuple[list[Any], list[Any]]:
    """The values of the rows that meet the condition, and the unknown conditions."""
    met = [value for _, held, value in found if held is True]
    return met, [held for _, held, _ in found if held.__class__ is Unknown]


def _count(found: Any) -> Any:
    if found.__class__ is Unknown:
        return found
    met, maybe = _tally(found)
    return unknown_of(*maybe) if maybe else len(met)


def _implied(met: Any, value: Any) -> Any:
    if met is False or value is True:
        return True
    if met is True:
        return value
    return unknown_of(met, value)
