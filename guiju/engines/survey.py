"""Looking at the data before the query: the profile, and every refusal that the readers of files would make.

Whatever SQL alone cannot read is fetched and put to those readers, so that both engines take and refuse the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Protocol

from sqlglot import exp

from guiju.columns.measure import Measure, Raw, answers, measuring, sheet_of
from guiju.columns.profile import FIRST_DAY, LAST_DAY, ColumnProfile, Profile
from guiju.forms.cells import FLAT, CellReader, clean
from guiju.forms.faults import MOST_SHOWN, Faults
from guiju.forms.layout import Column, Layout, Sheet
from guiju.forms.table import TableReader
from guiju.inputs import BadValue
from guiju.values import Value

# So many unusual spellings of one column are written into the query; more are refused.
MOST_ODD = 500
MOST_SCALE = 17
# A column of text with no more different cells than this is judged by them alone.
MOST_VALUES = 5_000
_FIRST_ROW = 2


class Engine(Protocol):
    """What a survey asks of an engine."""

    dialect: str

    def rows(self, query: exp.Expr) -> Sequence[Sequence[Any]]:
        """The rows of a query."""
        ...


@dataclass(slots=True)
class Survey:
    """Looks at the tables of a layout. `sources` are the relations by sheet, `raw` their columns by sheet.

    `titles` are how messages call the sheets, `row` the column that numbers the lines of a file from 0.
    """

    engine: Engine
    layout: Layout
    sources: Mapping[str, exp.Expr]
    raw: Mapping[str, Mapping[str, Raw]]
    titles: Mapping[str, str]
    row: str
    # Tells, when it is certain, that no two lines of a relation are alike in those columns.
    all_different: Callable[[exp.Expr, Sequence[str]], bool] = lambda source, columns: False
    faults: Faults = field(default_factory=Faults)
    columns: dict[tuple[str, str], ColumnProfile] = field(default_factory=dict)
    ranges: dict[tuple[str, str], tuple[Any, Any]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def profile(self) -> Profile:
        """The profile. Raises FormError with every problem found."""
        for sheet in self.layout.sheets:
            self._sheet(sheet)
        if not self.faults.total:
            self._keys()
        self.faults.refuse()
        return Profile(self.columns, rows=self.rows)

    @property
    def rows(self) -> int:
        """How many people there are."""
        return self.counts[self.layout.subject.name]

    @property
    def years(self) -> set[int]:
        """The calendar years of the dated records."""
        found: set[int] = set()
        for sheet in self.layout.records:
            for column in sheet.columns:
                ends = self.ranges.get((sheet.name, column.name))
                if column.kind.name == "日期" and ends:
                    found |= {ends[0].year, ends[1].year}
        return found

    def _sheet(self, sheet: Sheet) -> None:
        title, raw = self.titles[sheet.name], self.raw[sheet.name]
        TableReader(self.layout.words, FLAT, 0, self.faults).headings(replace(sheet, heading=title), list(raw))
        if any(column.heading not in raw for column in sheet.columns):
            return
        measures = sheet_measures = sheet_of(sheet, raw, self.engine.dialect)
        readable = {m.column.name for m in measures}
        for place, column in enumerate(sheet.columns):
            if column.name not in readable:
                type_ = raw[column.heading].type
                message = f"是 {type_} 类型的栏，不能读；可用整数、小数、真假、日期、文字。"
                self.faults.add(title, 0, column.heading, message, place)
        values = {m.column.name: self._values(sheet, m) for m in measures if m.has_few_values}
        measures = [m for m in measures if values.get(m.column.name) is None]
        for measure in (m for m in sheet_measures if values.get(m.column.name) is not None):
            self._column(sheet, measure, measure.of_values(values[measure.column.name] or ()))
        row = self.engine.rows(measuring(measures, self.sources[sheet.name]))[0]
        self.counts[sheet.name] = int(row[0])
        if sheet is self.layout.subject and not self.rows:
            self.faults.add(title, 0, "", "一行数据也没有。")
        for measure, told in zip(measures, answers(measures, row), strict=True):
            self._column(sheet, measure, told)

    def _values(self, sheet: Sheet, measure: Measure) -> list[str | None] | None:
        """All the different cells of a column of text; None when they are many."""
        query = exp.select(measure.cell).distinct().from_(self.sources[sheet.name].copy())
        found = [row[0] for row in self.engine.rows(query.limit(MOST_VALUES + 1))]
        return None if len(found) > MOST_VALUES else found

    def _column(self, sheet: Sheet, measure: Measure, told: dict[str, Any]) -> None:
        column = measure.column
        found = measure.told(told)
        if told.get("low") is not None:
            self.ranges[sheet.name, column.name] = (told["low"], told["high"])
        if (column.required and told["empty"]) or measure.outside(told, _bounds(column)):
            self._report(sheet, measure, column)
        if told.get("odd") and measure.has_odd(self.engine, self.sources[sheet.name]):
            found = self._with_odd(sheet, measure, found)
        self.columns[sheet.name, column.name] = found

    # --- cells that do not fit, or are written in an unusual way

    def _report(self, sheet: Sheet, measure: Measure, column: Column) -> None:
        """The first lines that do not fit, as the readers would report them."""
        bad = exp.or_(measure.is_empty(), measure.is_odd())
        value, bounds = measure.value(), _bounds(column)
        if value is not None and bounds is not None:
            ends = [(exp.LT, bounds[0]), (exp.GT, bounds[1])]
            outside = [how(this=value, expression=_literal(end)) for how, end in ends if end is not None]
            bad = exp.or_(bad, *outside)
        self._read(sheet, column, bad)

    def _read(self, sheet: Sheet, column: Column, where: exp.Expr) -> None:
        reader = CellReader(column, self.layout.words, FLAT)
        place = sheet.columns.index(column)
        cells = exp.select(exp.column(self.row, quoted=True), exp.column(column.heading, quoted=True))
        cells = cells.from_(self.sources[sheet.name].copy()).where(where).order_by(exp.column(self.row, quoted=True))
        for number, cell in self.engine.rows(cells.limit(MOST_SHOWN)):
            try:
                reader.read(cell)
            except BadValue as error:
                title = self.titles[sheet.name]
                self.faults.add(title, int(number) + _FIRST_ROW, column.heading, f"{error}。", place)

    def _with_odd(self, sheet: Sheet, measure: Measure, found: ColumnProfile) -> ColumnProfile:
        """The unusual spellings, read one by one; what cannot be read is reported."""
        before = self.faults.total
        self._read(sheet, measure.column, measure.is_odd())
        if self.faults.total > before:
            return found
        odd: dict[str, Value] = {}
        query = exp.select(measure.cell).distinct().from_(self.sources[sheet.name].copy()).where(measure.is_odd())
        reader = CellReader(measure.column, self.layout.words, FLAT)
        for (cell,) in self.engine.rows(query):
            try:
                value = reader.read(cell)
            except BadValue:  # beyond the first lines: reported by itself
                self._read(sheet, measure.column, exp.EQ(this=measure.cell, expression=_literal(str(cell))))
                continue
            tidy = clean(str(cell))
            if tidy != str(cell):
                found = replace(found, untidy=True, missing=found.missing or not tidy)
            if tidy and value != tidy and measure.raw.is_text:
                assert value is not None
                odd[tidy] = value
        return self._widened(sheet, measure.column, found, odd)

    def _widened(self, sheet: Sheet, column: Column, found: ColumnProfile, odd: dict[str, Value]) -> ColumnProfile:
        """The profile with the unusual spellings in it."""
        numbers = [Fraction(v) for v in odd.values() if isinstance(v, int | Fraction) and not isinstance(v, bool)]
        scale = next(
            (s for s in range(found.scale, MOST_SCALE) if all((v * 10**s).denominator == 1 for v in numbers)), None
        )
        is_key = column.name == sheet.owner and found.untidy
        if len(odd) > MOST_ODD or scale is None or is_key:
            message = "有的格子前后带空格，或者写法不合常规（如分数）；请整理后再试，或用 --engine evaluate。"
            self.faults.add(self.titles[sheet.name], 0, column.heading, message, sheet.columns.index(column))
            return found
        by, ends = 10 ** (scale - found.scale), [int(v * 10**scale) for v in numbers]
        low, high = min([found.low * by, *ends]), max([found.high * by, *ends])
        return replace(found, low=low, high=high, scale=scale, odd=tuple(odd.items()))

    # --- across rows and tables

    def _keys(self) -> None:
        subject = self.layout.subject
        self._repeated(subject, (subject.owner,), "一人只能有一行")
        for sheet in self.layout.records:
            if sheet.unique:
                self._repeated(sheet, sheet.unique, f"每{'、'.join(sheet.unique)}只能有一行")
            if sheet.owner:
                self._strangers(sheet)

    def _repeated(self, sheet: Sheet, names: tuple[str, ...], rule: str) -> None:
        """Lines whose key another line has already."""
        headings = [column.heading for name in names if (column := sheet.column(name))]
        if self.all_different(self.sources[sheet.name], headings):
            return
        keys = [self._clean(sheet, heading) for heading in headings]
        filled = exp.and_(*(exp.Not(this=exp.Is(this=key.copy(), expression=exp.Null())) for key in keys))
        grouped = exp.select(*(exp.alias_(key, f"k{n}") for n, key in enumerate(keys)))
        number = exp.column(self.row, quoted=True)
        grouped = grouped.select(
            exp.alias_(exp.Min(this=number), "first"), exp.alias_(exp.Max(this=number.copy()), "last")
        )
        grouped = grouped.from_(self.sources[sheet.name].copy()).where(filled)
        grouped = grouped.group_by(*(key.copy() for key in keys)).having(
            exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1))
        )
        for *key, first, last in self.engine.rows(grouped.order_by(exp.column("last")).limit(MOST_SHOWN)):
            what = "、".join(map(str, key))
            heading = headings[0] if sheet is self.layout.subject else ""
            message = f"「{what}」与第{int(first) + _FIRST_ROW}行重复；{rule}。"
            self.faults.add(self.titles[sheet.name], int(last) + _FIRST_ROW, heading, message)

    def _clean(self, sheet: Sheet, heading: str) -> exp.Expr:
        return exp.column(heading, quoted=True)

    def _strangers(self, sheet: Sheet) -> None:
        """Lines of people who are not among the subjects."""
        subject = self.layout.subject
        owner, known = sheet.column(sheet.owner), subject.column(subject.owner)
        assert owner is not None
        assert known is not None
        raw: exp.Expr = exp.column(owner.heading, quoted=True)
        if owner.kind.name == "名单":
            raw = exp.Explode(this=exp.Split(this=raw, expression=exp.Literal.string("、")))
        rows = exp.select(exp.alias_(exp.column(self.row, quoted=True), "line"), exp.alias_(raw, "owner"))
        rows = rows.from_(self.sources[sheet.name].copy())
        people = exp.select(exp.column(known.heading, quoted=True)).from_(self.sources[subject.name].copy())
        query = exp.select("line", "owner").from_(exp.Subquery(this=rows, alias="r"))
        unknown = exp.Not(this=exp.In(this=exp.column("owner"), query=exp.Subquery(this=people)))
        query = query.where(unknown).order_by("line").limit(MOST_SHOWN)
        for line, name in self.engine.rows(query):
            message = f"「{self.titles[subject.name]}」表里没有「{clean(str(name))}」。"
            place = sheet.columns.index(owner)
            self.faults.add(self.titles[sheet.name], int(line) + _FIRST_ROW, owner.heading, message, place)


def _bounds(column: Column) -> tuple[Any, Any] | None:
    """What the law admits of numbers and dates."""
    if column.kind.name == "日期":
        return FIRST_DAY, LAST_DAY
    low, high = column.type.low, column.type.high
    if column.kind.name == "数":
        return (low.value, high.value) if low and high else (column.floor, None)
    return None


def _literal(end: Any) -> exp.Expr:
    if isinstance(end, str):
        return exp.Literal.string(end)
    return exp.Literal.number(str(end)) if end >= 0 else exp.Neg(this=exp.Literal.number(str(-end)))
