"""What kind of value a word or an expression has: number with a unit, truth, date, option…"""

from __future__ import annotations

from dataclasses import dataclass

COUNTING = ("次", "个", "项", "人", "名", "位", "份", "件", "起", "例", "篇", "场", "户", "条", "批", "轮")
# 每张票100分, 旷工一天扣50元: these count something, so that so much for each of them is so much of that.
COUNTED = ("", "个", "票", "天", "学时")
DURATIONS = {
    "年": "年",
    "个月": "个月",
    "月": "个月",
    "日": "日",
    "个自然日": "日",
    "个工作日": "个工作日",
    "工作日": "个工作日",
}
BUILTIN = ("是否", "日期", "文字", "名单", "整数", "数")


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is 数, 是否, 日期, 文字, 名单, 选项, 无 or 不明; `unit` for numbers, `options` for 选项."""

    name: str
    unit: str = ""
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.name == "数":
            return f"数（{'次、个、人等' if self.unit == '个' else self.unit or '没有单位'}）"
        if self.name == "选项":
            return f"选项（{'、'.join(self.options)}）"
        return "条件（是或否）" if self.name == "是否" else self.name


TRUTH, DATE, TEXT, NAMES, NONE, ANY = (Kind(n) for n in ("是否", "日期", "文字", "名单", "无", "不明"))


def canonical_unit(unit: str) -> str:
    """All counting words are one unit; a percentage has none; 月 is 个月."""
    if unit in COUNTING:
        return "个"
    return "" if unit in ("%", "％") else DURATIONS.get(unit, unit)


def number(unit: str = "") -> Kind:
    """A number of this unit, as written in the law."""
    return Kind("数", canonical_unit(unit))


def product_unit(left: str, right: str) -> str | None:
    """The unit of a product: counts and bare numbers take the other's unit; None when it makes no sense."""
    for one, other in ((left, right), (right, left)):
        if one in ("", "个"):
            return other or one
        if one in COUNTED and other not in COUNTED:
            return other
    return None


def quotient_unit(left: str, right: str) -> str | None:
    """The unit of a quotient: like by like has none; None when it makes no sense."""
    if left == right:
        return ""
    if right in ("", "个") or (right in COUNTED and left not in COUNTED):
        return left
    return None


def comparable(left: Kind, right: Kind) -> bool:
    """Whether two values may be compared or stand for one another."""
    if "不明" in (left.name, right.name) or "无" in (left.name, right.name):
        return True
    if left.name == right.name == "数":
        return left.unit == right.unit
    if {left.name, right.name} == {"选项", "文字"}:
        return True
    return left.name == right.name
