"""Which type of whole number holds a range, in each dialect. What no type holds is refused, never wrapped around."""

from __future__ import annotations

from sqlglot import exp

Ladder = tuple[tuple[str, int], ...]
_32, _64, _127, _38_DIGITS = 2**31 - 1, 2**63 - 1, 2**127 - 1, 10**38 - 1
# Each type with the largest number it holds on both sides of zero. PostgreSQL's NUMERIC has no width to speak of.
LADDERS: dict[str, Ladder] = {
    "duckdb": (("INT", _32), ("BIGINT", _64), ("INT128", _127)),
    "spark": (("INT", _32), ("BIGINT", _64), ("DECIMAL(38, 0)", _38_DIGITS)),
    "postgres": (("INT", _32), ("BIGINT", _64), ("DECIMAL", 10**1000)),
}
# The place of the type beyond 64 bits, which is no machine number in Spark and PostgreSQL.
WIDEST = 2


class TooWide(Exception):
    """A number that no type of the dialect holds."""


def rung(dialect: str, reach: int) -> int:
    """The narrowest type that holds numbers of that size, as its place on the ladder. Raises TooWide."""
    found = next((n for n, (_, most) in enumerate(LADDERS[dialect]) if reach <= most), None)
    if found is None:
        raise TooWide(f"{reach.bit_length()} bits")
    return found


def data_type(dialect: str, place: int) -> exp.DataType:
    """The type at that place on the dialect's ladder."""
    return exp.DataType.build(LADDERS[dialect][place][0], dialect="duckdb" if place < 2 else None)
