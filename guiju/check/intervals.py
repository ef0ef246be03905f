"""Conditions that contradict themselves: x ≥ 90 且 x < 65; 甲 是 一 且 甲 是 二."""

from __future__ import annotations

from fractions import Fraction

from guiju import tree as t
from guiju.check.types import Types

_FLIP = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


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


def _bounds(part: t.Expression) -> list[tuple[str, str, Fraction]]:
    """(name, operator, value) for a comparison of a name with a number."""
    if isinstance(part, t.Between) and isinstance(part.subject, t.Name):
        low, high = _value(part.low), _value(part.high)
        if low is not None and high is not None:
            return [(part.subject.text, ">=", low), (part.subject.text, "<=", high)]
    if isinstance(part, t.Compare):
        for name, operator, value in (
            (part.left, part.operator, part.right),
            (part.right, _FLIP[part.operator], part.left),
        ):
            number = _value(value)
            if isinstance(name, t.Name) and number is not None:
                return [(name.text, operator, number)]
    return []


def _value(node: t.Expression) -> Fraction | None:
    if isinstance(node, t.Negative):
        inner = _value(node.operand)
        return None if inner is None else -inner
    if isinstance(node, t.Quantity):
        return Fraction(node.value) / (100 if node.unit == "%" else 1)
    return None


def _numbers(parts: list[t.Expression], types: Types) -> str:
    lows: dict[str, list[tuple[Fraction, bool]]] = {}
    highs: dict[str, list[tuple[Fraction, bool]]] = {}
    for part in parts:
        for name, operator, value in _bounds(part):
            if operator in (">", ">=", "="):
                lows.setdefault(name, []).append((value, operator == ">"))
            if operator in ("<", "<=", "="):
                highs.setdefault(name, []).append((value, operator == "<"))
    for name, decl in types.words.facts.items():
        if decl.type.low and decl.type.high and (name in lows or name in highs):
            lows.setdefault(name, []).append((_value(decl.type.low) or Fraction(0), False))
            highs.setdefault(name, []).append((_value(decl.type.high) or Fraction(0), False))
    for name in lows.keys() & highs.keys():
        low, open_low = max(lows[name])
        high, open_high = min(highs[name], key=lambda bound: (bound[0], not bound[1]))
        if low > high or (low == high and (open_low or open_high)):
            return f"「{name}」不可能同时满足这些界限"
    return ""


def _options(parts: list[t.Expression], types: Types) -> str:
    chosen: dict[str, set[str]] = {}
    for part in parts:
        if (
            isinstance(part, t.Compare)
            and isinstance(part.right, t.Name)
            and isinstance(part.left, t.Name | t.Attribute)
        ):
            kind = types.infer(part.left)
            name = part.left.text if isinstance(part.left, t.Name) else f"{part.left.owner}的{part.left.name}"
            if part.operator == "=" and part.right.text in kind.options:
                chosen.setdefault(name, set()).add(part.right.text)
    for name, options in chosen.items():
        if len(options) > 1:
            return f"「{name}」不可能既是{'又是'.join(sorted(options))}"
    return ""
