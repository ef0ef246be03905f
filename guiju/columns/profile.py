"""What is known of the data before the query is made: how each column is stored, its range, whether any cell is empty.

Without data it is what the law declares. The narrower the ranges, the narrower the whole numbers of the query.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from guiju.forms.layout import Column, Layout
from guiju.inputs import FIRST_YEAR, LAST_YEAR
from guiju.values import Value

Stored = Literal[
    "whole", "float", "decimal", "decimal-text", "text", "text-number", "truth", "truth-text", "truth-number",
    "date", "date-text", "names",
]  # fmt: skip
# Where the law declares no range and no data have been looked at: stated in the text of the query.
ASSUMED_SCALE, ASSUMED_MOST = 2, 10**6
FIRST_DAY, LAST_DAY = f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31"
_STORED: dict[str, Stored] = {"是否": "truth", "日期": "date", "名单": "names"}


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column: how it is stored; of numbers the range, in units of 10**-scale.

    `missing`: some cell is empty. `nothing`: some cell of an option says 无. `untidy`: some text has space around it.
    `odd` are cells written in an unusual way that the readers of files take, with what they take them for.
    """

    stored: Stored
    low: int = 0
    high: int = 0
    scale: int = 0
    missing: bool = False
    nothing: bool = True
    untidy: bool = False
    odd: tuple[tuple[Any, Value], ...] = ()
    # Whether the data have been looked at, or only the law.
    measured: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """All columns, by sheet and column (the law's names); ranges of divisors by their spelling."""

    columns: dict[tuple[str, str], ColumnProfile]
    divisors: dict[str, tuple[int, int]] = field(default_factory=dict)
    rows: int | None = None

    @staticmethod
    def declared(layout: Layout) -> Profile:
        """The profile of any data the law admits."""
        return Profile({(s.name, c.name): declared_column(c) for s in layout.sheets for c in s.columns})


def declared_column(column: Column) -> ColumnProfile:
    """The profile of any column the law admits, well stored."""
    missing = not column.required
    if column.kind.name != "数":
        return ColumnProfile(_STORED.get(column.kind.name, "text"), missing=missing)
    whole = column.whole
    scale = 0 if whole else ASSUMED_SCALE
    low, high = declared_range(column)
    return ColumnProfile("whole" if whole else "decimal", low * 10**scale, high * 10**scale, scale, missing)


def declared_range(column: Column) -> tuple[int, int]:
    """The range of a column of numbers, in whole units, outwards."""
    low, high = column.type.low, column.type.high
    if low and high:
        return low.value.__floor__(), high.value.__ceil__()
    return (-ASSUMED_MOST if column.floor is None else column.floor), ASSUMED_MOST
