"""What is put to a law: the facts of one case, and what one run over them found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guiju.values import Value

Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Finding:
    """A circumstance found by a person: who, when, and what was recorded."""

    by: str = ""
    on: date | None = None
    records: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was carried out."""

    on: date | None = None
    by: str = ""
    records: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Case:
    """The facts of one case, by the names the law declares. What is absent is unknown.

    `circumstances` is None when nobody has said which are established; an empty set when none are.
    `records` maps a record name to its rows; an absent name is unknown, an empty list is none.
    """

    on: date | None = None
    facts: dict[str, Value] = field(default_factory=dict)
    records: dict[str, list[Row]] = field(default_factory=dict)
    parties: dict[str, Row] = field(default_factory=dict)
    circumstances: frozenset[str] | None = None
    findings: dict[str, Finding] = field(default_factory=dict)
    steps: dict[str, Done] = field(default_factory=dict)


class Frame:
    """The state of one run: the case, the values found so far and, for the trace, the value of every node."""

    __slots__ = ("case", "facts", "nodes", "records", "rows", "seen", "values")

    def __init__(self, case: Case, slots: int, nodes: int) -> None:
        self.case = case
        self.facts = case.facts
        self.records = case.records
        # values[n] is what statement n gave; nodes[n] is what expression node n gave.
        self.values: list[Any] = [None] * slots
        self.nodes: list[Any] = [None] * nodes
        # The row being walked, by record and how deep it is nested in itself.
        self.rows: dict[tuple[str, int], Row] = {}
        # What each aggregate walked: (row, whether it met the condition, what it gave), by the node's id.
        self.seen: dict[int, list[tuple[Row, Any, Any]]] = {}
