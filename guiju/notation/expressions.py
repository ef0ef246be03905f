"""Lark's parse tree -> expression nodes of guiju/tree.py, one method a grammar rule."""

from __future__ import annotations

from typing import Any

from lark import Token, Transformer, v_args
from lark.tree import Meta

from guiju import tree as t
from guiju.notation.lexer import parse_quantity
from guiju.values import LONGEST_NUMBER, as_date

_COMPARISONS = {
    "＝": "=", "=": "=", "≠": "!=", "!=": "!=", "＞": ">", ">": ">", "≥": ">=", ">=": ">=", "＜": "<", "<": "<",
    "≤": "<=", "<=": "<=", "超过": ">", "不超过": "<=", "低于": "<", "不低于": ">=", "早于": "<", "晚于": ">",
    "不早于": ">=", "不晚于": "<=",
}  # fmt: skip
_ARITHMETIC = {"＋": "+", "+": "+", "－": "-", "-": "-", "×": "*", "*": "*", "÷": "/", "/": "/"}
# Tokens that carry a value; every other token only marks a place.
_VALUES = {"NAME", "ID", "LABEL", "NUMBER", "QUANTITY", "DATE", "STRING"}


class NotationError(Exception):
    """A statement the grammar admits but the notation does not."""

    def __init__(self, message: str, span: t.Span) -> None:
        super().__init__(message)
        self.span = span


def span_of(meta: Meta) -> t.Span:
    """Where a rule stands; a rule over several lines is marked by its first word only."""
    same_line = meta.end_line == meta.line
    return t.Span(meta.line, meta.column, max(meta.end_column - meta.column, 1) if same_line else 1)


def span_of_token(found: Token) -> t.Span:
    """Where a word stands."""
    return t.Span(found.line or 0, found.column or 0, max((found.end_column or 0) - (found.column or 0), 1))


def values(children: list[Any]) -> list[Any]:
    """The children that carry a value."""
    return [c for c in children if not isinstance(c, Token) or c.type in _VALUES]


def token(children: list[Any], *types: str) -> str:
    """The text of the first token of one of the types, or ""."""
    return next((str(c) for c in children if isinstance(c, Token) and c.type in types), "")


def require_date(found: Token) -> None:
    """Refuse a date that no calendar has, such as 2026-02-30."""
    if as_date(str(found)) is None:
        raise NotationError(f"日历上没有「{found}」这一天。", span_of_token(found))


@v_args(meta=True)
class Expressions(Transformer[Token, Any]):
    """Expression rules."""

    def conditional(self, meta: Meta, c: list[Any]) -> t.Conditional:
        return t.Conditional(*values(c), span=span_of(meta))

    def either(self, meta: Meta, c: list[Any]) -> t.Either:
        return t.Either(tuple(values(c)), span=span_of(meta))

    def both(self, meta: Meta, c: list[Any]) -> t.Both:
        return t.Both(tuple(values(c)), span=span_of(meta))

    def negation(self, meta: Meta, c: list[Any]) -> t.Not:
        return t.Not(values(c)[0], span=span_of(meta))

    def compare(self, meta: Meta, c: list[Any]) -> t.Compare:
        left, word, right = c
        return t.Compare(_COMPARISONS[str(word)], left, right, str(word), span=span_of(meta))  # type: ignore[arg-type]

    def is_(self, meta: Meta, c: list[Any]) -> t.Compare:
        left, word, right = c
        return t.Compare("=" if word.type == "IS" else "!=", left, right, str(word), span=span_of(meta))

    def member(self, meta: Meta, c: list[Any]) -> t.Member:
        subject, *options = values(c)
        return t.Member(subject, tuple(options), bool(token(c, "NOTAMONG")), span=span_of(meta))

    def bounded(self, meta: Meta, c: list[Any]) -> t.Compare:
        subject, bound = values(c)
        word = token(c, "ORMORE", "ORLESS")
        return t.Compare(">=" if word == "以上" else "<=", subject, bound, word, span=span_of(meta))

    def between(self, meta: Meta, c: list[Any]) -> t.Between:
        return t.Between(*values(c), span=span_of(meta))

    def window(self, meta: Meta, c: list[Any]) -> t.Window:
        subject, anchor, length = values(c)
        return t.Window(subject, anchor, length, token(c, "SIDE") == "前", span=span_of(meta))

    def same_year(self, meta: Meta, c: list[Any]) -> t.SameYear:
        return t.SameYear(*values(c), span=span_of(meta))

    def some(self, meta: Meta, c: list[Any]) -> t.Exists:
        name, *condition = values(c)
        return t.Exists(str(name), condition[0] if condition else None, False, span=span_of(meta))

    def none(self, meta: Meta, c: list[Any]) -> t.Exists:
        name, *condition = values(c)
        return t.Exists(str(name), condition[0] if condition else None, True, span=span_of(meta))

    def every(self, meta: Meta, c: list[Any]) -> t.Every:
        name, *rest = values(c)
        return t.Every(str(name), rest[0] if len(rest) == 2 else None, rest[-1], span=span_of(meta))

    def has(self, meta: Meta, c: list[Any]) -> t.HasCircumstance:
        return t.HasCircumstance(tuple(values(c)), span=span_of(meta))

    def range(self, meta: Meta, c: list[Any]) -> tuple[str, str]:
        refs = [str(x) for x in values(c)]
        return refs[0], refs[-1]

    def overdue(self, meta: Meta, c: list[Any]) -> t.Overdue:
        return t.Overdue(str(values(c)[0]), span=span_of(meta))

    def arithmetic(self, meta: Meta, c: list[Any]) -> t.Arithmetic:
        left, sign, right = c
        return t.Arithmetic(_ARITHMETIC[str(sign)], left, right, span=span_of(meta))  # type: ignore[arg-type]

    def negative(self, meta: Meta, c: list[Any]) -> t.Negative:
        return t.Negative(values(c)[0], span=span_of(meta))

    def quantity(self, meta: Meta, c: list[Any]) -> t.Quantity:
        text = str(c[0])
        if len(text) > LONGEST_NUMBER + 6:
            raise NotationError(f"数太长，至多{LONGEST_NUMBER}位。", span_of(meta))
        try:
            value, unit = parse_quantity(text)
        except ValueError:
            message = f"「{text}」不是规范的数；请写阿拉伯数字，或「三」「十二」「一百零五」这样的中文数。"
            raise NotationError(message, span_of(meta)) from None
        return t.Quantity(value, unit, text, span=span_of(meta))

    def date(self, meta: Meta, c: list[Any]) -> t.DateLiteral:
        require_date(c[0])
        return t.DateLiteral(str(c[0]), span=span_of(meta))

    def truth(self, meta: Meta, c: list[Any]) -> t.Truth:
        return t.Truth(str(c[0]) == "成立", span=span_of(meta))

    def absent(self, meta: Meta, c: list[Any]) -> t.Absent:
        return t.Absent(span=span_of(meta))

    def name(self, meta: Meta, c: list[Any]) -> t.Name:
        return t.Name(str(c[0]), span=span_of(meta))

    def attribute(self, meta: Meta, c: list[Any]) -> t.Attribute:
        owner, name = values(c)
        return t.Attribute(str(owner), str(name), span=span_of(meta))

    def other_atom(self, meta: Meta, c: list[Any]) -> Any:
        return values(c)[0]

    def atom(self, meta: Meta, c: list[Any]) -> Any:
        return values(c)[0]

    def call(self, meta: Meta, c: list[Any]) -> t.Call:
        return t.Call(token(c, "FUNCTION"), tuple(values(c)), span=span_of(meta))

    def lookup(self, meta: Meta, c: list[Any]) -> t.Lookup:
        subject, *rest = values(c)
        rows = tuple(r for r in rest if isinstance(r, tuple))
        otherwise = next((r for r in rest if not isinstance(r, tuple)), None)
        return t.Lookup(subject, rows, otherwise, span=span_of(meta))

    def row(self, meta: Meta, c: list[Any]) -> tuple[Any, Any]:
        key, value = values(c)
        return key, value

    def by_reading(self, meta: Meta, c: list[Any]) -> t.ByReading:
        reading, *branches = values(c)
        return t.ByReading(str(reading), tuple(branches), span=span_of(meta))

    def branch(self, meta: Meta, c: list[Any]) -> tuple[str, Any]:
        return str(c[0]), c[-1]

    def parameter(self, meta: Meta, c: list[Any]) -> t.Parameter:
        name, on = values(c)
        return t.Parameter(str(name), on, span=span_of(meta))

    def fold_all(self, meta: Meta, c: list[Any]) -> t.Fold:
        name, *value = values(c)
        return t.Fold(token(c, "FOLD", "COUNT"), str(name), None, value[0] if value else None, span=span_of(meta))

    fold_paren = fold_all

    def fold_field(self, meta: Meta, c: list[Any]) -> t.Fold:
        name, column = values(c)
        value = t.Name(str(column), span=span_of(meta))
        return t.Fold(token(c, "FOLD"), str(name), None, value, span=span_of(meta))

    def fold(self, meta: Meta, c: list[Any]) -> t.Fold:
        name, condition, *value = values(c)
        return t.Fold(token(c, "FOLD", "COUNT"), str(name), condition, value[0] if value else None, span=span_of(meta))

    def article(self, meta: Meta, c: list[Any]) -> t.Article:
        label, name = values(c)
        return t.Article(str(label), str(name), span=span_of(meta))
