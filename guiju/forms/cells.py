"""A column of raw cells -> values of its declared kind. Each distinct cell is read once; plain text in one sweep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from guiju import tree as t
from guiju.forms.layout import Column
from guiju.inputs import BadValue, convert
from guiju.law import Words
from guiju.values import NOTHING, Number, Value, exact, simplest

# Signs of no width that come along when people copy from a page; str.strip does not take them off.
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
# All that is taken off around a text.
SPACES = "".join(filter(str.isspace, map(chr, range(0x10000)))) + _NO_WIDTH
# Excel keeps fifteen digits of a number: beyond that, what it stores is not what was typed.
MOST_DIGITS = 15
_LONGEST_TEXT = 10_000
_LONGEST_QUOTED = 200
Bad = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a kind of file writes values: `text`: dates and counts may be text; `typed`: a float is what was typed."""

    text: bool
    typed: bool


WORKBOOK = Manner(text=False, typed=True)
FLAT = Manner(text=True, typed=False)


@dataclass(frozen=True, slots=True, eq=False)
class Broken:
    """A cell that holds no value: an error of a formula, part of a merged area. No reason: reported elsewhere."""

    reason: str = ""


COVERED = Broken()


def clean(text: str) -> str:
    """The text without white space and signs of no width around it."""
    text = text.strip()
    return text if text.isascii() else text.strip(SPACES)


def _cleaned(cells: Sequence[str]) -> list[str]:
    """All texts clean. Signs of no width are rare, so they are looked for in all at once."""
    texts = list(map(str.strip, cells))
    together = "".join(texts)
    return list(map(clean, texts)) if any(sign in together for sign in _NO_WIDTH) else texts


def read_cells(cells: Sequence[Any], column: Column, words: Words, manner: Manner) -> tuple[list[Any], list[Bad]]:
    """The values of a column (None where not known), and what does not fit, as (index, message)."""
    kinds = set(map(type, cells))
    if kinds == {str} and column.kind.name == "文字":
        texts = _cleaned(cells)
        if max(map(len, texts)) <= _LONGEST_TEXT and not (manner.text and any(map(_lost_digits, texts))):
            return _plain_text(texts, column)
    read = CellReader(column, words, manner).read
    # 1, 1.0 and TRUE are one key of a dict, so they are told apart where both occur.
    return _each(cells, read) if bool in kinds and kinds & {int, float, Decimal} else _distinct(cells, read)


def _plain_text(texts: list[str], column: Column) -> tuple[list[Any], list[Bad]]:
    if all(texts):
        return texts, []
    if column.required:
        return [text or None for text in texts], [(n, _EMPTY) for n, text in enumerate(texts) if not text]
    return [text or column.empty for text in texts], []


def _distinct(cells: Sequence[Any], read: Callable[[Any], Value | None]) -> tuple[list[Any], list[Bad]]:
    values: dict[Any, Value | None] = {}
    bad: dict[Any, str] = {}
    for cell in dict.fromkeys(cells):
        try:
            values[cell] = read(cell)
        except BadValue as error:
            bad[cell] = str(error)
    if not bad:
        return list(map(values.__getitem__, cells)), []
    faults = [(n, bad[cell]) for n, cell in enumerate(cells) if bad.get(cell)]
    return list(map(values.get, cells)), faults


def _each(cells: Sequence[Any], read: Callable[[Any], Value | None]) -> tuple[list[Any], list[Bad]]:
    found = [_distinct([cell], read) for cell in cells]
    values = [value for one, _ in found for value in one]
    return values, [(n, message) for n, (_, bad) in enumerate(found) for _, message in bad]


_EMPTY = "空着；这一栏必填"


class CellReader:
    """Reads one cell of a column. What it cannot take, it refuses with what to do about it."""

    def __init__(self, column: Column, words: Words, manner: Manner) -> None:
        self.column, self.words, self.manner = column, words, manner
        self.kind = column.kind.name

    def read(self, cell: Any) -> Value | None:
        """The value; None when it is not known. Raises BadValue."""
        if isinstance(cell, Broken):
            raise BadValue(cell.reason)
        if isinstance(cell, str):
            cell = clean(cell)
        if cell is None or cell == "":
            return self._empty()
        value = convert(self._raw(cell), self.column.type, self.words)
        return self._checked(value, cell)

    def _empty(self) -> Value | None:
        if self.column.required:
            raise BadValue(_EMPTY)
        return self.column.empty

    def _checked(self, value: Value, cell: Any) -> Value:
        if value is NOTHING and self.column.required and "无" not in self.column.kind.options:
            raise BadValue(f"只能填{'、'.join(self.column.kind.options)}之一，这里是「无」")
        if self.column.floor is not None and isinstance(value, int | Fraction) and value < self.column.floor:
            raise BadValue(f"不能小于{self.column.floor}，这里是「{cell}」")
        if isinstance(value, tuple):
            _distinct_names(value)
        return value

    def _raw(self, cell: Any) -> Any:
        match cell:
            case bool():
                return self._truth(cell)
            case str():
                return self._text(cell)
            case int():
                return str(cell) if self.kind in ("文字", "名单") else cell
            case float():
                return self._number(cell)
            case Decimal():
                return self._exact(cell)
            case date():
                return self._date(cell)
            case time() | timedelta():
                raise BadValue(f"应是{self._wanted()}，这里是时间「{cell}」")
        raise BadValue(f"应是{self._wanted()}")

    def _truth(self, cell: bool) -> bool:
        if self.kind != "是否":
            raise BadValue(f"应是{self._wanted()}，这里是「{'是' if cell else '否'}」")
        return cell

    def _text(self, cell: str) -> str:
        if self.kind in ("文字", "名单"):
            if self.manner.text and _lost_digits(cell):
                raise BadValue(
                    f"「{cell}」是 Excel 简写过的长数字，末几位已经丢失；请把这一列设为「文本」格式，重新填写再导出"
                )
            return cell
        if len(cell) > _LONGEST_QUOTED:
            raise BadValue(f"应是{self._wanted()}，这里是一段长文字（{len(cell)}字）")
        if self.manner.text:
            return cell
        if self.kind == "日期":
            raise BadValue(f"「{cell}」是文字，不是日期；请把单元格设为日期格式，重新填写")
        if self.column.whole and exact(cell) is not None:
            raise BadValue(f"「{cell}」是文字，不是数；请把单元格设为数值格式，重新填写")
        return cell

    def _number(self, cell: float) -> Any:
        if self.kind == "日期":
            raise BadValue(f"「{_digits(cell)}」是数，不是日期；如果本是日期，请把单元格设为日期格式")
        if not cell.is_integer():
            return self._fraction(cell)
        if abs(cell) >= 10**MOST_DIGITS:
            raise BadValue(
                f"长数字被存成了近似的数（{_digits(cell)}），{MOST_DIGITS}位以后的数字已经丢失；"
                "请把这一列设为「文本」格式，重新填写"
            )
        return str(int(cell)) if self.kind in ("文字", "名单") else int(cell)

    def _fraction(self, cell: float) -> Number:
        """A number with decimals, when its digits are those that were typed."""
        if self.kind != "数" or self.column.whole or cell != cell:  # NaN differs from itself
            raise BadValue(f"应是{self._wanted()}，这里是「{_digits(cell)}」")
        if not self.manner.typed:
            raise BadValue(f"「{_digits(cell)}」是浮点数，不能保证精确；请把这一列存成 DECIMAL 或文字")
        if not _is_as_typed(cell):
            raise BadValue(f"「{_digits(cell)}」是算出来的近似数；请填准确的小数，或者以文字填分数（如 1/3）")
        return simplest(Fraction(_digits(cell)))

    def _exact(self, cell: Decimal) -> Any:
        value = simplest(Fraction(cell))
        if self.kind in ("文字", "名单") and isinstance(value, int):
            return str(value)
        return value if self.kind == "数" else str(cell)

    def _date(self, cell: date) -> date:
        day = cell.date() if isinstance(cell, datetime) else cell
        if self.kind == "日期":
            return day
        hint = "；请把这一列设为「文本」格式，重新填写" if self.kind in ("文字", "名单") else ""
        raise BadValue(f"应是{self._wanted()}，这里被存成了日期「{day}」{hint}")

    def _wanted(self) -> str:
        if self.kind == "数":
            return _range(self.column.type)
        if self.kind == "选项":
            return "、".join(self.column.kind.options) + "之一"
        return {"是否": "「是」或「否」", "名单": "名单（几个名字，以「、」分开）"}.get(self.kind, self.kind)


def _range(type_: t.Type) -> str:
    within = f"{type_.low.text}至{type_.high.text}之间的" if type_.low and type_.high else ""
    return within + ("整数" if type_.name == "整数" else "数")


def _distinct_names(names: tuple[str, ...]) -> None:
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1] if len(set(names)) < len(names) else []
    if twice:
        raise BadValue(f"「{'、'.join(twice)}」写了不止一次")


def _digits(cell: float) -> str:
    """The shortest text that gives the number back."""
    text = repr(cell)
    return text.removesuffix(".0")


def _is_as_typed(cell: float) -> bool:
    mantissa = _digits(cell).partition("e")[0]
    return len(mantissa.lstrip("-0.").replace(".", "")) <= MOST_DIGITS


def _lost_digits(text: str) -> bool:
    """Whether the text is how a spreadsheet abbreviates a long number: 1.10105E+17."""
    head, mark, power = text.upper().partition("E+")
    return bool(mark) and power.isdigit() and head.replace(".", "", 1).isdigit()
