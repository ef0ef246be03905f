"""Expression nodes: values, comparisons, choices, aggregates over records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from guiju.tree.nodes import Node


@dataclass(frozen=True, slots=True)
class Quantity(Node):
    """75分, 30%, 三次, 7个工作日: `value` as written (30 for 30%), `unit` as written."""

    value: int | Fraction
    unit: str
    text: str

    @property
    def number(self) -> Fraction:
        """The number it stands for: 30% is 3/10."""
        return Fraction(self.value) / (100 if self.unit == "%" else 1)


@dataclass(frozen=True, slots=True)
class DateLiteral(Node):
    """2012-02-16"""

    text: str


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """成立 / 不成立"""

    value: bool


@dataclass(frozen=True, slots=True)
class Absent(Node):
    """无, as a value"""


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A fact, definition, field or option."""

    text: str


@dataclass(frozen=True, slots=True)
class Attribute(Node):
    """责任人 的 身份; 上报 的 日期 (a field of an enclosing record); 等次 的 可评"""

    owner: str
    name: str


@dataclass(frozen=True, slots=True)
class Article(Node):
    """第 6 的 依据: the statements in force whose label begins so."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """＋ － × ÷"""

    operator: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """-2分"""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """A comparison by one of = != > >= < <= ; `text` is the word the law file uses."""

    operator: Literal["=", "!=", ">", ">=", "<", "<="]
    left: Expression
    right: Expression
    text: str


@dataclass(frozen=True, slots=True)
class Between(Node):
    """在 65分至90分: both ends included."""

    subject: Expression
    low: Expression
    high: Expression


@dataclass(frozen=True, slots=True)
class Member(Node):
    """属于 领导、业务干部"""

    subject: Expression
    options: tuple[Expression, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Window(Node):
    """日期 在 决定日期 前 12个月 内: a look-back (or look-ahead) window, both ends included."""

    subject: Expression
    anchor: Expression
    length: Expression
    backwards: bool


@dataclass(frozen=True, slots=True)
class SameYear(Node):
    """甲 与 乙 同年"""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Both(Node):
    """且"""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either(Node):
    """或"""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """非"""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """若 … 则 … 否则 …"""

    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Lookup(Node):
    """对照 名次（1位：2分；其余：0分）"""

    subject: Expression
    rows: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression | None


@dataclass(frozen=True, slots=True)
class ByReading(Node):
    """按 A3-57（归上档：…；含两端：…）"""

    reading: str
    branches: tuple[tuple[str, Expression], ...]

    def under(self, readings: Mapping[str, str]) -> Expression:
        """The branch in force, when these are the options of all readings."""
        return dict(self.branches)[readings[self.reading]]


@dataclass(frozen=True, slots=True)
class Call(Node):
    """较大者 较小者 四舍五入 人数 届满 影响期满 期限"""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """参数 集中培训天数 于 某日期"""

    name: str
    on: Expression


@dataclass(frozen=True, slots=True)
class Exists(Node):
    """记录 中 有 … 者 (negated: 无)"""

    record: str
    condition: Expression | None
    negated: bool


@dataclass(frozen=True, slots=True)
class Every(Node):
    """记录 中 凡 … 者 皆 …"""

    record: str
    condition: Expression | None
    then: Expression


@dataclass(frozen=True, slots=True)
class Fold(Node):
    """之数 之和 之最大 之最小 之最早 之最晚 over the records that meet the condition."""

    kind: str
    record: str
    condition: Expression | None
    value: Expression | None


@dataclass(frozen=True, slots=True)
class HasCircumstance(Node):
    """有情形 1.1至1.8、1.9 之一; ranges as (first, last) labels."""

    ranges: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Overdue(Node):
    """逾期 自我纠正"""

    step: str


Expression = (
    Quantity | DateLiteral | Truth | Absent | Name | Attribute | Article | Arithmetic | Negative | Compare
    | Between | Member | Window | SameYear | Both | Either | Not | Conditional | Lookup | ByReading | Call
    | Parameter | Exists | Every | Fold | HasCircumstance | Overdue
)  # fmt: skip
