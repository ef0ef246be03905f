"""The numbers that a law compares with: 90分 in 考核得分 在 90分以上, 30% in 得票率 超过 30%."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from guiju.tree.expressions import Between, Compare, Expression, Negative, Quantity
from guiju.tree.nodes import Node

# What an operator is from the other side.
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Limit:
    """What is compared, and how from its side (= != < <= > >=); the number, and its text and unit as the law has them.

    `value` is exact: 3/10 for 30%.
    """

    subject: Expression
    operator: str
    value: Fraction
    text: str
    unit: str


def limits(node: Node) -> list[Limit]:
    """The limits that one comparison names, two for a range; none for what is no comparison with a number."""
    match node:
        case Compare(left=left, right=right):
            return [*_limit(left, node.operator, right), *_limit(right, _TURNED[node.operator], left)]
        case Between(subject=subject, low=low, high=high):
            return [*_limit(subject, ">=", low), *_limit(subject, "<=", high)]
    return []


def _limit(subject: Expression, operator: str, bound: Expression) -> Iterator[Limit]:
    number = _written(bound)
    if number and not _written(subject):
        yield Limit(subject, operator, *number)


def _written(node: Expression) -> tuple[Fraction, str, str] | None:
    """A number that stands in the text: its value, text and unit; None for what has to be found."""
    match node:
        case Quantity():
            return node.number, node.text, node.unit
        case Negative(operand=operand) if inner := _written(operand):
            value, text, unit = inner
            return -value, f"－{text}", unit
    return None
