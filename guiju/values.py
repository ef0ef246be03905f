"""Exact values: fractions, truth with a third value, and how they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value nobody has found out yet; `facts` are the names whose answer would settle it."""

    facts: frozenset[str]

    def __str__(self) -> str:
        return "未知"


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is no such thing: the earliest of no records, a grade in a year without one."""

    def __str__(self) -> str:
        return "无"


NOTHING = Nothing()
Value = bool | int | Fraction | str | date | Unknown | Nothing | tuple[str, ...]

# The longest number a law or a data file may write: bounds the cost of hostile input.
LONGEST_NUMBER = 18
_DECIMAL = re.compile(r"^[+-]?\d+(\.\d+)?$")
_FRACTION = re.compile(r"^[+-]?\d+/\d+$")


def unknown_of(*values: object) -> Unknown:
    """One unknown that waits for everything the given unknowns wait for."""
    return Unknown(frozenset().union(*(v.facts for v in values if isinstance(v, Unknown))))


def exact(text: str) -> Number | None:
    """The number a text writes (`-1.5`, `1801/20`), or None when it writes none exactly."""
    text = text.strip()
    if len(text) > LONGEST_NUMBER or not (_DECIMAL.match(text) or _FRACTION.match(text)):
        return None
    try:
        return simplest(Fraction(text))
    except ZeroDivisionError:
        return None


def as_date(text: str) -> date | None:
    """The date an ISO text writes, or None."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def simplest(value: Number) -> Number:
    """The same number, as an int when it is whole."""
    return value.numerator if value.denominator == 1 else value


def round_half_up(value: Number, places: int) -> Fraction:
    """四舍五入 to so many decimal places; halves go away from zero."""
    scaled = abs(Fraction(value)) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def decimal_text(value: Number, places: int) -> str:
    """The number with exactly so many decimals, rounded half up; for people only."""
    rounded = round_half_up(value, places)
    digits = f"{abs(rounded.numerator) * 10**places // rounded.denominator:0{places + 1}d}"
    sign = "-" if rounded < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def show(value: object) -> str:
    """A value as Chinese text: 是/否, a fraction in lowest terms, an ISO date."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)
