"""Lark's parse tree -> the claims of 性质 blocks, one method a grammar rule."""

from __future__ import annotations

from typing import Any

from lark import v_args
from lark.tree import Meta

from guiju import tree as t
from guiju.notation.expressions import Expressions, NotationError, span_of, token, values


@v_args(meta=True)
class Claims(Expressions):
    """Rules of properties."""

    def property(self, meta: Meta, c: list[Any]) -> t.Property:
        *label, name, claim = values(c)
        return t.Property(str(name), claim, label=str(label[0]) if label else "", span=span_of(meta))

    def has_value(self, meta: Meta, c: list[Any]) -> t.HasValue:
        return t.HasValue(token(c, "NAME"), span=span_of(meta))

    def always(self, meta: Meta, c: list[Any]) -> t.Always:
        *given, condition = values(c)
        return t.Always(condition, given[0] if given else None, span=span_of(meta))

    def possible(self, meta: Meta, c: list[Any]) -> t.Possible:
        return t.Possible(values(c)[0], span=span_of(meta))

    def rises(self, meta: Meta, c: list[Any]) -> tuple[t.Shift, ...]:
        return (t.Shift(token(c, "NAME"), 1 if token(c, "RISES") == "增加" else -1, span=span_of(meta)),)

    def moves(self, meta: Meta, c: list[Any]) -> tuple[t.Shift, ...]:
        quantity, one, other = values(c)
        moved = self.quantity(meta, [quantity])
        if not isinstance(moved.value, int) or moved.value < 1:
            raise NotationError("改几票写整数，例如 一票。", span_of(meta))
        place = span_of(meta)
        return t.Shift(str(one), -moved.value, span=place), t.Shift(str(other), moved.value, span=place)

    def monotone(self, meta: Meta, c: list[Any]) -> t.Monotone:
        shifts, goal = values(c)
        return t.Monotone(shifts, str(goal), token(c, "NOTDROP") == "不升", span=span_of(meta))
