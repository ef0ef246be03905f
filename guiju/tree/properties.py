"""性质: what the drafter means the law to be, for the health check to prove or to refute."""

from __future__ import annotations

from dataclasses import dataclass

from guiju.tree.declarations import Statement
from guiju.tree.expressions import Expression
from guiju.tree.nodes import Node


@dataclass(frozen=True, slots=True)
class HasValue(Node):
    """等次 必有一值: the conclusion always comes to one of its options."""

    outcome: str


@dataclass(frozen=True, slots=True)
class Always(Node):
    """当 甲，恒 乙: whenever the one holds, so does the other."""

    condition: Expression
    given: Expression | None = None


@dataclass(frozen=True, slots=True)
class Possible(Node):
    """可能 甲: some case is so."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class Shift(Node):
    """测评优秀 增加 (by 1), 减少 (by -1): what changes while the rest stays."""

    name: str
    by: int


@dataclass(frozen=True, slots=True)
class Monotone(Node):
    """测评优秀 增加，等次 不降; 一票 由 测评称职 改为 测评优秀，等次 不降."""

    shifts: tuple[Shift, ...]
    goal: str
    upwards: bool = False


Claim = HasValue | Always | Possible | Monotone


@dataclass(frozen=True, slots=True)
class Property(Statement):
    """性质的名字：所声明的"""

    name: str
    claim: Claim
