"""The functions of the graph in SQL; where dialects differ in more than spelling, the difference is here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from guiju.forms.cells import SPACES

Written = exp.Expr
_WIDEST = 36
# White space and signs of no width, as forms/cells.py takes them off.


def wrapped(node: Written) -> Written:
    """In brackets, where it is more than one word."""
    plain = exp.Column | exp.Literal | exp.Func | exp.Paren | exp.Boolean | exp.Case | exp.Cast | exp.Bracket
    # And, Or and RegexpLike are functions too, in sqlglot's eyes; written as operators they need brackets.
    is_plain = isinstance(node, plain) and not isinstance(node, exp.Binary)
    return node if is_plain else exp.Paren(this=node)


def number(value: int) -> Written:
    """A whole number as SQL writes it."""
    return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))


def text(value: str) -> Written:
    """A text as SQL writes it."""
    return exp.Literal.string(value)


def function(name: str, *arguments: Written) -> Written:
    """A function called by its name as it is."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def _unscaled(dialect: str, raw: Written, scale: int, digits: int) -> Written:
    """Decimal text or a decimal number -> whole number of units of 10**-scale, exactly.

    `digits` are enough for every number of the column, where the data have been looked at; else 0, and the widest
    decimal is taken, which refuses what does not fit. What has been looked at cannot fail, and DuckDB is then quicker
    (it casts each different text once).
    """
    of = exp.DataType.build(f"DECIMAL({digits or _WIDEST}, {scale})")
    as_decimal = exp.TryCast(this=raw, to=of) if digits and dialect == "duckdb" else exp.cast(raw, of)
    if not scale:
        return as_decimal
    moved = exp.Mul(this=as_decimal, expression=number(10**scale))
    return exp.TryCast(this=moved, to=exp.DataType.build("BIGINT")) if digits and dialect == "duckdb" else moved


def _months_later(dialect: str, day: Written, months: int) -> Written:
    """The corresponding day so many months on, or that month's end where it has none."""
    if dialect == "spark":
        return function("ADD_MONTHS", day, number(months))
    unit = exp.Interval(this=text(str(months)), unit=exp.var("MONTH"))
    return exp.cast(wrapped(exp.Add(this=day, expression=unit)), "DATE")


def _days_later(dialect: str, day: Written, days: int) -> Written:
    if dialect == "spark":
        return function("DATE_ADD", day, number(days))
    return exp.Add(this=day, expression=number(days))


def _part(name: str) -> Callable[..., Written]:
    return lambda dialect, day: exp.Extract(this=exp.var(name), expression=day)


def _trimmed(_: str, raw: Written) -> Written:
    return exp.Trim(this=raw, expression=text(SPACES))


def _day_text(dialect: str, day: Written) -> Written:
    if dialect == "postgres":
        return function("TO_CHAR", day, text("YYYY-MM-DD"))
    return exp.cast(day, "TEXT")


def _joined(_: str, *parts: Written) -> Written:
    found = wrapped(parts[0])
    for part in parts[1:]:
        found = exp.DPipe(this=found, expression=wrapped(part))
    return found


def _padded(_: str, digits: Written, width: int) -> Written:
    return function("LPAD", digits, number(width), text("0"))


def _whole_quotient(dialect: str, left: Written, right: Written, is_widest: bool) -> Written:
    """Without the rest. Of decimals Spark's DIV is a BIGINT that wraps around, so there the rest is taken off first."""
    if dialect == "postgres" and not is_widest:
        return exp.Div(this=left, expression=right, typed=True)  # of whole numbers it is whole there
    if dialect == "spark" and is_widest:
        even = exp.Sub(this=left, expression=exp.Mod(this=left.copy(), expression=right))
        return exp.Div(this=exp.Paren(this=even), expression=right.copy())
    return exp.IntDiv(this=left, expression=right)


# Of two numbers of 38 digits no pair takes more of Euclid's steps: 10**38 is below Fibonacci's 184th.
_MOST_STEPS = 184
_GCD_CLASS = "org.apache.commons.math3.util.ArithmeticUtils"


def _greatest_divisor(dialect: str, left: Written, right: Written, is_widest: bool) -> Written:
    """Of two numbers of one type. Spark has none of its own: it lends Java's; of decimals it takes Euclid's steps."""
    if dialect != "spark":
        return function("GCD", left, right)
    if not is_widest:
        return function("REFLECT", text(_GCD_CLASS), text("gcd"), left, right)
    start = f"NAMED_STRUCT('a', ABS({left.sql('spark')}), 'b', {right.sql('spark')})"
    fold = (
        f"AGGREGATE(SEQUENCE(1, {_MOST_STEPS}), {start}, "
        "(s, i) -> IF(s.b = 0, s, NAMED_STRUCT('a', s.b, 'b', s.a % s.b)), s -> s.a)"
    )
    return exp.maybe_parse(fold, dialect="spark")


def split(dialect: str, raw: Written) -> Written:
    """A list of names as an array."""
    if dialect == "postgres":
        return exp.StringToArray(this=raw, expression=text("、"))
    return exp.Split(this=raw, expression=text("、"))


def _size(dialect: str, array: Written) -> Written:
    return function("CARDINALITY", array) if dialect == "postgres" else exp.ArraySize(this=array)


def rows_of(dialect: str, array: Written) -> Written:
    """A row for each place of an array."""
    return function("UNNEST", array) if dialect == "postgres" else exp.Explode(this=array)


FUNCTIONS: dict[str, Callable[..., Written]] = {
    "coalesce": lambda _, raw, other: exp.Coalesce(this=raw, expressions=[other]),
    "is null": lambda _, raw: exp.Is(this=raw, expression=exp.Null()),
    "is empty": lambda _, raw: exp.EQ(this=exp.Coalesce(this=raw, expressions=[text("")]), expression=text("")),
    "only where": lambda _, condition, value: exp.Case().when(condition, value),
    "filled": lambda _, raw: exp.Nullif(this=raw, expression=text("")),
    "unscaled": _unscaled,
    "months later": _months_later,
    "days later": _days_later,
    "year": _part("YEAR"),
    "month": _part("MONTH"),
    "day": _part("DAY"),
    "trimmed": _trimmed,
    "in": lambda _, raw, *options: exp.In(this=raw, expressions=list(options)),
    "as date": lambda _, raw: exp.cast(raw, "DATE"),
    "as whole": lambda _, raw: exp.cast(raw, "BIGINT"),
    "as text": lambda _, value: exp.cast(value, "TEXT"),
    "day text": _day_text,
    "joined": _joined,
    "padded": _padded,
    "parts": lambda dialect, raw: _size(dialect, split(dialect, raw)),
}
GREATEST_DIVISOR, WHOLE_QUOTIENT = _greatest_divisor, _whole_quotient


def written(dialect: str, name: str, arguments: list[Any]) -> Written:
    """The call of a function of the graph."""
    return FUNCTIONS[name](dialect, *arguments)
