"""Comparisons and 且, 或, 非, three-valued.

Unknown spreads, except that one 否 settles 且 and one 是 settles 或. Compared in order, 无 is never met.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from guiju import tree as t
from guiju.dates.periods import in_window_after, in_window_before
from guiju.evaluate.case import Frame
from guiju.values import NOTHING, Unknown, unknown_of

Closure = Callable[[Frame], Any]
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip


class Truths:
    """The part of the compiler that gives truth values."""

    def compile(self, node: t.Expression) -> Closure:
        """A closure for any expression; the compiler proper gives it."""
        raise NotImplementedError

    def duration(self, node: t.Expression) -> Closure:
        """A closure for a length of time; the compiler proper gives it."""
        raise NotImplementedError

    def _Compare(self, node: t.Compare) -> Closure:
        left, right = self.compile(node.left), self.compile(node.right)
        apply = _COMPARE[node.operator]
        ordered = node.operator not in ("=", "!=")

        def compare(frame: Frame) -> Any:
            a, b = left(frame), right(frame)
            if a.__class__ is Unknown or b.__class__ is Unknown:
                return unknown_of(a, b)
            if ordered and (a is NOTHING or b is NOTHING):
                return False
            return apply(a, b)

        return compare

    def _Between(self, node: t.Between) -> Closure:
        subject, low, high = self.compile(node.subject), self.compile(node.low), self.compile(node.high)

        def between(frame: Frame) -> Any:
            a, b, c = subject(frame), low(frame), high(frame)
            if a.__class__ is Unknown or b.__class__ is Unknown or c.__class__ is Unknown:
                return unknown_of(a, b, c)
            return NOTHING not in (a, b, c) and b <= a <= c

        return between

    def _Member(self, node: t.Member) -> Closure:
        subject, options = self.compile(node.subject), [self.compile(o) for o in node.options]
        negated = node.negated

        def member(frame: Frame) -> Any:
            value = subject(frame)
            if value.__class__ is Unknown:
                return value
            return (value in [option(frame) for option in options]) is not negated

        return member

    def _Window(self, node: t.Window) -> Closure:
        subject, anchor = self.compile(node.subject), self.compile(node.anchor)
        length, inside = self.duration(node.length), in_window_before if node.backwards else in_window_after

        def window(frame: Frame) -> Any:
            a, b, period = subject(frame), anchor(frame), length(frame)
            if Unknown in (a.__class__, b.__class__, period.__class__):
                return unknown_of(a, b, period)
            return a is not NOTHING and b is not NOTHING and inside(a, b, period)

        return window

    def _SameYear(self, node: t.SameYear) -> Closure:
        left, right = self.compile(node.left), self.compile(node.right)

        def same(frame: Frame) -> Any:
            a, b = left(frame), right(frame)
            if a.__class__ is Unknown or b.__class__ is Unknown:
                return unknown_of(a, b)
            return a is not NOTHING and b is not NOTHING and a.year == b.year

        return same

    def _Both(self, node: t.Both) -> Closure:
        return settled_by(False, [self.compile(p) for p in node.parts])

    def _Either(self, node: t.Either) -> Closure:
        return settled_by(True, [self.compile(p) for p in node.parts])

    def _Not(self, node: t.Not) -> Closure:
        operand = self.compile(node.operand)

        def invert(frame: Frame) -> Any:
            value = operand(frame)
            return value if value.__class__ is Unknown else not value

        return invert


def always(_: Frame) -> bool:
    """成立"""
    return True


def never(_: Frame) -> bool:
    """不成立"""
    return False


def settled_by(settling: bool, parts: list[Closure]) -> Closure:
    """且 (settled by one 否) or 或 (settled by one 是). All parts are looked at, so that the trace is whole."""
    neutral = never if settling else always
    parts = [part for part in parts if part is not neutral] or [neutral]
    if len(parts) == 1:
        return parts[0]

    def settle(frame: Frame) -> Any:
        found: bool | Unknown = not settling
        for part in parts:
            value = part(frame)
            if value is settling:
                found = settling
            elif value.__class__ is Unknown and found is not settling:
                found = unknown_of(found, value)
        return found

    return settle
