"""Norms, circumstances, steps, readings: what a law says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from guiju.tree.declarations import Statement
from guiju.tree.expressions import Expression
from guiju.tree.nodes import Node

Modal = Literal["应", "不得", "可", "方可", "一般应", "一般不得"]


@dataclass(frozen=True, slots=True)
class Circumstance(Statement):
    """情形: computed when `condition` is given, else found by a person."""

    condition: Expression | None = None
    exception: Expression | None = None
    found_by: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    signal: Expression | None = None


@dataclass(frozen=True, slots=True)
class Definition(Statement):
    """定义 名（可填） ＝ 式"""

    name: str
    value: Expression
    fillable: bool = False


@dataclass(frozen=True, slots=True)
class Period(Node):
    """期间: a calendar year (`whole_year`), from a start for a length, or between two dates."""

    start: Expression
    whole_year: bool = False
    length: Expression | None = None
    end: Expression | None = None


@dataclass(frozen=True, slots=True)
class Impose(Node):
    """对 P 采取 M（择一）; choose is all, one or any."""

    parties: tuple[str, ...]
    measures: tuple[str, ...]
    choose: Literal["all", "one", "any"]


@dataclass(frozen=True, slots=True)
class Bring(Node):
    """对 P 施加 E"""

    parties: tuple[str, ...]
    effect: str


@dataclass(frozen=True, slots=True)
class Hold(Node):
    """追究 P, or 问责 P (linked) by joint liability"""

    parties: tuple[str, ...]
    linked: bool


@dataclass(frozen=True, slots=True)
class Grade(Node):
    """评定 O 为 V"""

    outcome: str
    option: str


@dataclass(frozen=True, slots=True)
class Refer(Node):
    """转「…」办理"""

    to: str


@dataclass(frozen=True, slots=True)
class Exclude(Node):
    """不适用 本办法"""


Action = Impose | Bring | Hold | Grade | Refer | Exclude


@dataclass(frozen=True, slots=True)
class Clauses(Node):
    """What may follow an action or a step."""

    actors: tuple[str, ...] = ()
    verb: str = ""
    found_by: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    period: Period | None = None
    due_from: Expression | None = None
    due_in: Expression | None = None
    after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    each: str = ""
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guards(Node):
    """当 (all must hold), 除非 (any defeats), 仅当."""

    when: tuple[Expression, ...] = ()
    unless: tuple[Expression, ...] = ()
    only: bool = False


@dataclass(frozen=True, slots=True)
class Norm(Statement):
    """A modal sentence: guards, modal word, action, clauses."""

    guards: Guards
    modal: Modal
    action: Action
    clauses: Clauses


@dataclass(frozen=True, slots=True)
class Step(Statement):
    """步骤 名：由 …; a duty, or with 可 a right."""

    guards: Guards
    name: str
    clauses: Clauses
    modal: Literal["应", "可"] = "应"


@dataclass(frozen=True, slots=True)
class Scope(Statement):
    """适用于 条件"""

    condition: Expression


@dataclass(frozen=True, slots=True)
class Commencement(Statement):
    """自 日期 施行"""

    start: Expression


@dataclass(frozen=True, slots=True)
class NotComputed(Statement):
    """A provision that is text only, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reading(Node):
    """读法: a doubt, its possible readings, the default and why."""

    id: str
    question: str
    options: tuple[tuple[str, str], ...]
    default: str
    reason: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class ParameterValue(Node):
    """One dated value of a superior rule."""

    name: str
    since: str
    until: str
    value: Expression
    authority: str
    certainty: str
