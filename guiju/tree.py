"""The node types of the notation (docs/law-notation.md). Every node knows its place in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Modal = Literal["应", "不得", "可", "方可", "一般应", "一般不得"]


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a law file: line and column from 1, length in characters."""

    line: int
    column: int
    length: int = 1


NOWHERE = Span(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Node:
    """Root of all nodes."""

    span: Span = field(default=NOWHERE, compare=False, kw_only=True)


# --- expressions ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quantity(Node):
    """75分, 30%, 三次, 7个工作日: `value` as written (30 for 30%), `unit` as written."""

    value: int | Fraction
    unit: str
    text: str


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


@dataclass(frozen=True, slots=True)
class Call(Node):
    """较大者 较小者 四舍五入 人数 届满 期限"""

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


# --- declarations --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Type(Node):
    """是否 日期 文字 名单 整数 数, an enumeration by name, or options of its own."""

    name: str
    options: tuple[str, ...] = ()
    low: Quantity | None = None
    high: Quantity | None = None


@dataclass(frozen=True, slots=True)
class FieldDecl(Node):
    """A column of a record, a party or the subject; `key` is its name in data files."""

    name: str
    key: str
    type: Type
    blank: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Statement(Node):
    """A labelled (or helping) sentence of the notation; `label` is "" when it has none."""

    label: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class FactDecl(Statement):
    """事实 名：类型"""

    name: str
    type: Type
    question: str = ""
    found_by: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    default: str = ""
    blank: str | None = None


@dataclass(frozen=True, slots=True)
class PartyDecl(Statement):
    """当事方 名：属性"""

    names: tuple[str, ...]
    fields: tuple[FieldDecl, ...] = ()


@dataclass(frozen=True, slots=True)
class WordsDecl(Statement):
    """机构, 措施, 效果 or 不并用, and the words it declares."""

    kind: Literal["机构", "措施", "效果", "不并用"]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnumDecl(Statement):
    """枚举 or 择一; a 择一 is a conclusion, its options best first."""

    name: str
    options: tuple[str, ...]
    outcome: bool


@dataclass(frozen=True, slots=True)
class RecordDecl(Statement):
    """记录 名「key」，按 栏目 归属：栏目 类型，…"""

    name: str
    key: str
    owner: str
    fields: tuple[FieldDecl, ...]


@dataclass(frozen=True, slots=True)
class SubjectDecl(Statement):
    """对象 人员，以 编号 识别：栏目 类型，…"""

    name: str
    identifier: str
    fields: tuple[FieldDecl, ...]


@dataclass(frozen=True, slots=True)
class FlatDecl(Statement):
    """平表 栏目、栏目"""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultDecl(Statement):
    """结果 栏目、栏目：算法"""

    columns: tuple[tuple[str, Expression], ...]


# --- law -----------------------------------------------------------------------------------


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
    """步骤 名：由 …"""

    guards: Guards
    name: str
    clauses: Clauses


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


def walk(node: object) -> list[Node]:
    """The node and all nodes under it, outermost first."""
    if isinstance(node, Node):
        inner = (getattr(node, name) for name in node.__dataclass_fields__ if name != "span")
        return [node, *(found for part in inner for found in walk(part))]
    if isinstance(node, tuple):
        return [found for part in node for found in walk(part)]
    return []
