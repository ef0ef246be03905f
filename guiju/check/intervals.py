"""Conditions that contradict themselves: x ≥ 90 且 x < 65; 甲 是 一 且 甲 是 二."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from guiju import tree as t
from guiju.check.types import Types
from guiju.notation.render import render


def impossible(conditions: tuple[t.Expression, ...], types: Types) -> str:
    """Why the conditions cannot all hold, or "" when nothing plain speaks against it."""
    parts = [p for c in conditions for p in _conjuncts(c)]
    if any(isinstance(p, t.Truth) and not p.value for p in parts):
        return "条件写着「不成立」"
    return _numbers(parts, types) or _options(parts, types)


def _conjuncts(node: t.Expression) -> list[t.Expression]:
    if isinstance(node, t.Both):
        return [p for part in node.parts for p in _conjuncts(part)]
    return [node]


@dataclass(frozen=True, slots=True)
class _Bound:
    """One end of where a number may lie, and the words that say so."""

    value: Fraction
    open: bool
    text: str


def _numbers(parts: list[t.Expression], types: Types) -> str:
    lows: dict[str, list[_Bound]] = {}
    highs: dict[str, list[_Bound]] = {}
    for part in parts:
        for limit in t.limits(part):
            if not isinstance(limit.subject, t.Name):
                continue
            name, operator, value = limit.subject.text, limit.operator, limit.value
            if operator in (">", ">=", "="):
                lows.setdefault(name, []).append(_Bound(value, operator == ">", f"「{render(part)}」"))
            if operator in ("<", "<=", "="):
                highs.setdefault(name, []).append(_Bound(value, operator == "<", f"「{render(part)}」"))
    for name in lows.keys() | highs.keys():
        _add_range(name, lows, highs, types)
    for name in sorted(lows.keys() & highs.keys()):
        low = max(lows[name], key=lambda bound: (bound.value, bound.open))
        high = min(highs[name], key=lambda bound: (bound.value, not bound.open))
        if low.value > high.value or (low.value == high.value and (low.open or high.open)):
            return f"{low.text}前大后小" if low.text == high.text else f"{low.text}与{high.text}不能同时成立"
    return ""


def _add_range(name: str, lows: dict[str, list[_Bound]], highs: dict[str, list[_Bound]], types: Types) -> None:
    """The range a fact was declared with also bounds it."""
    decl = types.words.facts.get(name)
    if decl is None or decl.type.low is None or decl.type.high is None:
        return
    low, high = decl.type.low.number, decl.type.high.number
    if low <= high:
        text = f"词表里「{name}」的范围（{decl.type.low.text}至{decl.type.high.text}）"
        lows.setdefault(name, []).append(_Bound(low, False, text))
        highs.setdefault(name, []).append(_Bound(high, False, text))


def _options(parts: list[t.Expression], types: Types) -> str:
    chosen: dict[str, dict[str, None]] = {}
    for part in parts:
        if (
            isinstance(part, t.Compare)
            and isinstance(part.right, t.Name)
            and isinstance(part.left, t.Name | t.Attribute)
        ):
            kind = types.infer(part.left)
            name = part.left.text if isinstance(part.left, t.Name) else f"{part.left.owner}的{part.left.name}"
            if part.operator == "=" and part.right.text in kind.options:
                chosen.setdefault(name, {})[part.right.text] = None
    for name, options in chosen.items():
        if len(options) > 1:
            return f"「{name}」不能既是{'又是'.join(options)}"
    return ""
