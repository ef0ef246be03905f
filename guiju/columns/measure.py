"""One pass over the data that tells everything the query rests on, and counts what does not fit.

A cell is `plain` when SQL alone can read it as the readers of files would. Every other cell is `odd`: the engine
fetches the odd ones and puts them to those readers, so that what is taken, and what is refused, is the same by
construction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from sqlglot import exp

from guiju.columns.functions import split, text
from guiju.columns.profile import ColumnProfile, Stored
from guiju.columns.source import FALSE_WORDS, TRUE_WORDS
from guiju.forms.cells import SPACES
from guiju.forms.layout import Column, Sheet
from guiju.values import as_date

Written = exp.Expr
_WHOLE_TYPES = {"TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
                "UBIGINT", "UHUGEINT", "NUMERIC"}  # fmt: skip
# Digits before and after the point of a decimal text; the readers take 18 characters in all.
_DIGITS, _DECIMALS = 17, 16
_PLAIN = {
    "whole": rf"^-?[0-9]{{1,{_DIGITS}}}$",
    "decimal": rf"^-?[0-9]{{1,{_DIGITS}}}(\.[0-9]{{1,{_DECIMALS}}})?$",
    "date": r"^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$",  # of a year 0 SQL makes a day before Christ
    "text": rf"^[^{SPACES}]([^+]{{0,198}}[^{SPACES}])?$",
    "names": rf"^[^{SPACES}、+]+(、[^{SPACES}、+]+)*$",
    "number": r"^[0-9./-]+$",
}
_LONGEST_NUMBER, _LONGEST = 18, 200


class Asked(Protocol):
    """Whatever runs a query."""

    def rows(self, query: exp.Expr) -> Sequence[Sequence[Any]]:
        """The rows of a query."""
        ...


@dataclass(frozen=True, slots=True)
class Raw:
    """A column as it lies there: its type's name in the engine, and of decimals how many."""

    type: str
    scale: int = 0

    @property
    def is_text(self) -> bool:
        """Whether it is text."""
        return self.type in ("VARCHAR", "TEXT", "STRING", "ENUM", "CHAR", "NULL")

    @property
    def is_float(self) -> bool:
        """Whether it is a floating number: taken only where it holds whole numbers."""
        return self.type in ("DOUBLE", "FLOAT", "REAL")


def stored_as(column: Column, raw: Raw) -> Stored | None:
    """How a column of that kind is read when it lies there so; None when no such column can be read."""
    kind = column.kind.name
    if raw.is_text:
        return {"是否": "truth-text", "日期": "date-text", "名单": "names", "数": "decimal-text"}.get(kind, "text")  # type: ignore[return-value]
    if raw.is_float and kind == "数":
        return "float"
    if raw.type in _WHOLE_TYPES or raw.is_float:
        return {"数": "whole", "是否": "truth-number", "文字": "text-number", "名单": None}.get(kind)
    if raw.type == "DECIMAL":
        return "decimal" if kind == "数" else None
    if raw.type == "BOOLEAN":
        return "truth" if kind == "是否" else None
    if raw.type in ("DATE", "TIMESTAMP"):
        return "date" if kind == "日期" else None
    return None


class Measure:
    """What is asked of one column, and what the answers tell."""

    def __init__(self, column: Column, raw: Raw, stored: Stored, dialect: str) -> None:
        self.column, self.raw, self.stored, self.dialect = column, raw, stored, dialect
        self.cell: Written = exp.column(column.heading, quoted=True)

    # --- conditions on one cell

    def is_empty(self) -> Written:
        """Whether nothing stands there."""
        if self.raw.is_text:
            return exp.EQ(this=exp.Coalesce(this=self.cell, expressions=[text("")]), expression=text(""))
        return exp.Is(this=self.cell, expression=exp.Null())

    def is_plain(self) -> Written:
        """Whether SQL alone reads it; of numbers and dates the range is looked at afterwards."""
        kind = self.column.kind.name
        if self.raw.is_float:
            whole = exp.EQ(this=self.cell, expression=exp.Floor(this=self.cell))
            return exp.and_(whole, exp.LT(this=exp.Abs(this=self.cell), expression=exp.Literal.number(10**15)))
        if self.raw.scale and self.column.whole:
            return exp.EQ(this=self.cell, expression=exp.Floor(this=self.cell))
        if not self.raw.is_text:
            bits = exp.In(this=self.cell, expressions=[exp.Literal.number(0), exp.Literal.number(1)])
            return bits if self.stored == "truth-number" else exp.true()
        match kind:
            case "数":
                fits = self._matches("whole" if self.column.whole else "decimal")
                short = exp.LTE(this=exp.Length(this=self.cell), expression=exp.Literal.number(_LONGEST_NUMBER))
                return exp.and_(fits, short)
            case "是否":
                return exp.In(this=self.cell, expressions=[text(w) for w in (*TRUE_WORDS, *FALSE_WORDS)])
            case "日期":
                day = exp.TryCast(this=self.cell, to=exp.DataType.build("DATE"))
                return exp.and_(self._matches("date"), exp.Not(this=exp.Is(this=day, expression=exp.Null())))
            case "选项":
                return exp.In(this=self.cell, expressions=[text(option) for option in self._options()])
            case "名单":
                return exp.and_(self._matches("names"), exp.Not(this=self._matches("number")), self._is_distinct())
        return self._matches("text")

    def _options(self) -> tuple[str, ...]:
        """What may stand in a cell; 无 only where there may be nothing."""
        return (*self.column.kind.options, *(() if self.column.required else ("无",)))

    def _is_distinct(self) -> Written:
        """Whether no name stands twice in a list."""
        names = split(self.dialect, self.cell)
        each = exp.ArraySize(this=exp.ArrayDistinct(this=names.copy()))
        return exp.EQ(this=exp.ArraySize(this=names), expression=each)

    def _matches(self, what: str) -> Written:
        # In Java's regular expressions $ also stands before a last line feed; \z, which Python lacks, does not.
        return exp.RegexpLike(this=self.cell, expression=text(_PLAIN[what].removesuffix("$") + r"\z"))

    def is_odd(self) -> Written:
        """Whether a cell is filled, and not plain."""
        return exp.and_(exp.Not(this=exp.Paren(this=self.is_empty())), exp.Not(this=exp.Paren(this=self.is_plain())))

    @property
    def has_few_values(self) -> bool:
        """Whether a column of text of that kind mostly holds the same few cells over and over."""
        return self.raw.is_text and self.column.kind.name in ("数", "选项", "是否", "日期")

    def has_odd(self, engine: Asked, source: Written) -> bool:
        """Whether what looked odd at a glance is."""
        found = engine.rows(exp.select(self.cell).from_(source.copy()).where(self.is_odd()).limit(1))
        return len(found) > 0

    # --- what is asked, and what it tells

    def asked(self) -> dict[str, Written]:
        """The aggregates over the column; of most columns the file itself knows them, without a look at its rows."""
        if self.raw.is_text:
            found = {"empty": _count(self.is_empty()), "odd": _count(self.is_odd_at_a_glance())}
        else:
            found = {"filled": exp.Count(this=self.cell)}
            if self.is_plain() != exp.true():
                found["odd"] = _count(self.is_odd())
        if self.column.kind.name == "选项":
            found["nothing"] = _count(exp.EQ(this=self.cell, expression=text("无")))
        value = self.value()
        if value is not None:
            found |= {"low": exp.Min(this=value), "high": exp.Max(this=value)}
        if self.stored == "decimal-text":
            point = exp.StrPosition(this=self.cell, substr=text("."))
            decimals = exp.Sub(this=exp.Length(this=self.cell), expression=point)
            has = exp.and_(self.is_plain(), exp.GT(this=point.copy(), expression=exp.Literal.number(0)))
            found["scale"] = exp.Max(this=exp.Case().when(has, decimals).else_(exp.Literal.number(0)))
        return found

    def is_odd_at_a_glance(self) -> Written:
        """Odd, or not of plain ASCII: quicker to tell in DuckDB than `is_odd` is, and mostly enough of identities."""
        if self.dialect != "duckdb" or self.column.kind.name != "文字":
            return self.is_odd()
        first, last = self.cell, exp.Anonymous(this="RIGHT", expressions=[self.cell, exp.Literal.number(1)])
        edges = [exp.LT(this=end, expression=text("!")) for end in (first, last)]
        inside = [exp.Anonymous(this="CONTAINS", expressions=[self.cell, text(sign)]) for sign in " +"]
        bytes_ = exp.Anonymous(this="STRLEN", expressions=[self.cell])
        wide = exp.NEQ(this=bytes_, expression=exp.Length(this=self.cell))
        long_ = exp.GT(this=bytes_.copy(), expression=exp.Literal.number(_LONGEST))
        return exp.and_(exp.Not(this=exp.Paren(this=self.is_empty())), exp.or_(*edges, *inside, wide, long_))

    def of_values(self, cells: Sequence[str | None]) -> dict[str, Any]:
        """The same answers from all the different cells of a column of text."""
        filled = [cell for cell in cells if cell]
        plain = [cell for cell in filled if self._reads(cell)]
        found: dict[str, Any] = {"empty": int(len(filled) < len(cells)), "odd": len(filled) - len(plain)}
        found["nothing"] = int("无" in filled)
        if self.column.kind.name == "数":
            numbers = sorted(map(Decimal, plain))
            found["scale"] = max((len(cell.partition(".")[2]) for cell in plain), default=0)
            if numbers:
                found |= {"low": numbers[0], "high": numbers[-1]}
        if self.column.kind.name == "日期":
            days = sorted(day for cell in plain if (day := as_date(cell)))
            if days:
                found |= {"low": days[0], "high": days[-1]}
        return found

    def _reads(self, cell: str) -> bool:
        """`is_plain` of one cell of text."""
        match self.column.kind.name:
            case "数":
                pattern = _PLAIN["whole" if self.column.whole else "decimal"]
                whole = re.fullmatch(pattern.removeprefix("^").removesuffix(r"$"), cell)
                return whole is not None and len(cell) <= _LONGEST_NUMBER
            case "是否":
                return cell in (*TRUE_WORDS, *FALSE_WORDS)
            case "日期":
                return re.fullmatch(_PLAIN["date"], cell) is not None and as_date(cell) is not None
        return cell in self._options()

    def value(self) -> Written | None:
        """The plain cell as a number or date; None where the range is of no use."""
        if self.column.kind.name == "数":
            if self.raw.is_float:
                return exp.Case().when(self.is_plain(), exp.cast(self.cell, "BIGINT"))
            if not self.raw.is_text:
                return self.cell
            number = exp.cast(self.cell, f"DECIMAL(36, {_DECIMALS})")
            return exp.Case().when(exp.and_(exp.Not(this=exp.Paren(this=self.is_empty())), self.is_plain()), number)
        if self.column.kind.name == "日期":
            return exp.TryCast(this=self.cell, to=exp.DataType.build("DATE"))
        return None

    def told(self, answers: Mapping[str, Any]) -> ColumnProfile:
        """The profile of the column."""
        scale = int(answers.get("scale") or 0) if self.raw.is_text else self.raw.scale
        low, high = answers.get("low"), answers.get("high")
        missing, nothing = bool(answers["empty"]), bool(answers.get("nothing"))
        if self.column.kind.name != "数":
            return ColumnProfile(self.stored, missing=missing, nothing=nothing, measured=True)
        ends = [int(end * 10**scale) for end in (low, high) if end is not None] or [0, 0]
        return ColumnProfile(self.stored, ends[0], ends[-1], scale, missing, measured=True)

    def outside(self, answers: Mapping[str, Any], bounds: tuple[Any, Any] | None) -> bool:
        """Whether some plain cell lies outside what the law admits."""
        low, high = answers.get("low"), answers.get("high")
        if bounds is None or low is None or high is None:
            return False
        least, most = bounds
        if isinstance(low, date):
            low, high = low.isoformat()[:10], high.isoformat()[:10]
        return bool((least is not None and low < least) or (most is not None and high > most))


def _count(condition: Written) -> Written:
    one, none = exp.Literal.number(1), exp.Literal.number(0)
    return exp.Coalesce(this=exp.Sum(this=exp.Case().when(condition, one).else_(none)), expressions=[none.copy()])


def measuring(measures: Sequence[Measure], source: Written) -> exp.Select:
    """The one pass over a sheet: how many rows, then every answer in order."""
    asked = [cell for measure in measures for cell in measure.asked().values()]
    return exp.select(exp.Count(this=exp.Star()), *asked).from_(source.copy())


def answers(measures: Sequence[Measure], row: Sequence[Any]) -> list[dict[str, Any]]:
    """The answers of each column, from the row that the pass gave."""
    found, place = [], 1
    for measure in measures:
        names = list(measure.asked())
        told = dict(zip(names, row[place : place + len(names)], strict=True))
        told.setdefault("empty", row[0] - told.get("filled", row[0]))
        found.append(told)
        place += len(names)
    return found


def sheet_of(sheet: Sheet, raw: Mapping[str, Raw], dialect: str) -> list[Measure]:
    """A measure for each column that can be read."""
    found = []
    for column in sheet.columns:
        stored = stored_as(column, raw[column.heading])
        if stored is not None:
            found.append(Measure(column, raw[column.heading], stored, dialect))
    return found
