"""Declarations: the words a law uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from guiju.tree.expressions import Expression, Quantity
from guiju.tree.nodes import Node


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
    """记录 名「key」，按 栏目 归属，每 栏目、栏目 一行：栏目 类型，…"""

    name: str
    key: str
    owner: str
    fields: tuple[FieldDecl, ...]
    unique: tuple[str, ...] = ()


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
