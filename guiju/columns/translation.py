"""A law as a query: what others use. `translate` makes it; see docs/decisions/0010-the-tree-as-sql.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlglot import exp

from guiju.columns.functions import rows_of, split
from guiju.columns.graph import Cell
from guiju.columns.profile import Profile
from guiju.columns.program import Program
from guiju.columns.records import Aggregates
from guiju.columns.refusals import Refused, refusal_of_width
from guiju.columns.results import SCOPE, WAITS, Form, Results
from guiju.columns.sql import Query
from guiju.columns.widths import TooWide
from guiju.forms.layout import Layout, Sheet
from guiju.law import Law

Ask = Callable[[exp.Select], Sequence[Sequence[Any]]]
Sources = Mapping[str, exp.Expr]
_REDUCE: dict[str, Callable[[exp.Expr], exp.Expr]] = {
    "any": lambda cell: exp.LogicalOr(this=cell),
    "sum": lambda cell: exp.Sum(this=cell),
    "count": lambda cell: exp.Sum(this=exp.Case().when(cell, exp.Literal.number(1)).else_(exp.Literal.number(0))),
    "max": lambda cell: exp.Max(this=cell),
    "min": lambda cell: exp.Min(this=cell),
    "bits": lambda cell: exp.BitwiseOrAgg(this=cell),
}


@dataclass(slots=True)
class Translation:
    """A law under fixed readings, ready to be run over people of one layout."""

    law: Law
    layout: Layout
    dialect: str
    program: Program
    results: Results
    sources: Sources = field(default_factory=dict)

    @property
    def readings(self) -> dict[str, str]:
        """Every reading's option in force."""
        return self.program.readings

    def select(
        self, form: Form = Form.CONTRACT, sources: Sources | None = None, extra: Sequence[str] = ()
    ) -> exp.Select:
        """The query: a row a person, no order. `sources` stand in for the tables named as the sheets.

        `extra` are columns of the subject to hand through, e.g. a row number. Raises Refused for numbers too wide.
        """
        cells = self.results.cells(form)
        cells |= {name: self.program.graph.column(self.layout.subject.name, name, "text") for name in extra}
        return self.query(cells, sources)

    def query(self, cells: Mapping[str, Cell], sources: Sources | None = None) -> exp.Select:
        """A query for any cells of a person."""
        try:
            return Query(self.dialect, self.program.names).select(cells, self._people(cells, sources or self.sources))
        except TooWide as error:
            raise refusal_of_width(self.law, str(error)) from error

    def sql(self, form: Form = Form.CONTRACT) -> str:
        """The query as text."""
        return self.select(form).sql(dialect=self.dialect, pretty=True)

    def wanting(self, row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        """The facts a row (of the audit form) waits for, each with the columns that do."""
        waits: list[tuple[Any, tuple[str, ...]]] = [
            (mask, (c.name,)) for c in self.results.columns if (mask := row.get(WAITS + c.name))
        ]
        if mask := row.get(SCOPE):
            waits.append((mask, tuple(self.results.outcomes)))
        found: dict[str, tuple[str, ...]] = {}
        for mask, columns in waits:  # of nearly everybody none
            for fact in sorted(self.program.facts.of(int(mask))):
                found[fact] = (*found.get(fact, ()), *columns)
        return found

    # --- where the people come from

    def _people(self, cells: Mapping[str, Cell], sources: Sources) -> exp.Select:
        subject = self.layout.subject
        found = exp.select().from_(self._table(subject.name, sources))
        for aggregates in self._needed(cells):
            query = exp.Subquery(this=self._aggregated(aggregates, sources), alias=_alias(aggregates.relation))
            if aggregates.sheet.owner:
                mine = self._key(subject, subject.name)
                on = exp.EQ(this=mine, expression=exp.column("归属", table=aggregates.relation, quoted=True))
                found = found.join(query, on=on, join_type="left")
            else:
                found = found.join(query, join_type="cross")
        return found

    def _needed(self, cells: Mapping[str, Cell]) -> list[Aggregates]:
        """The aggregates that the cells use."""
        seen: dict[Cell, None] = {}
        queue = list(cells.values())
        for cell in queue:
            if cell not in seen:
                seen[cell] = None
                queue += cell.parts
        used = {cell.args[0] for cell in seen if cell.op == "column"}
        return [a for a in self.program.aggregates.values() if a.relation in used]

    def _aggregated(self, aggregates: Aggregates, sources: Sources) -> exp.Select:
        """One row an owner: every aggregate over that record at once."""
        sheet = aggregates.sheet
        cells = {name: cell for name, (_, cell) in aggregates.columns.items()}
        rows = Query(
            self.dialect, self.program.names, prefix=f"r{list(self.program.aggregates).index(sheet.name) + 1}_"
        )
        source = exp.select().from_(self._table(sheet.name, sources))
        if sheet.owner:
            source = exp.select().from_(self._owned(aggregates, sources))
            cells = {"归属": self.program.graph.column(sheet.name, "归属", "text")} | cells
        inner = rows.select(cells, source)
        found = exp.select().from_(exp.Subquery(this=inner, alias=_alias("行")))
        if sheet.owner:
            found = found.select(exp.column("归属", quoted=True)).group_by(exp.column("归属", quoted=True))
        for name, (how, _) in aggregates.columns.items():
            reduced = _REDUCE[how](exp.column(name, quoted=True))
            found = found.select(exp.alias_(reduced, name, quoted=True))
        return found

    def _owned(self, aggregates: Aggregates, sources: Sources) -> exp.Expr:
        """The rows of a record, one for each owner, who stands in a column of its own."""
        sheet = aggregates.sheet
        rows = exp.select(exp.Star(), exp.alias_(self._owners(aggregates), "归属", quoted=True))
        return exp.Subquery(this=rows.from_(self._table(sheet.name, sources)), alias=_alias(sheet.name))

    def _owners(self, aggregates: Aggregates) -> exp.Expr:
        raw = self._key(aggregates.sheet)
        column = aggregates.sheet.column(aggregates.sheet.owner)
        if column is None or column.kind.name != "名单":
            return raw
        return rows_of(self.dialect, split(self.dialect, raw))

    def _key(self, sheet: Sheet, table: str | None = None) -> exp.Expr:
        """The column that says whose a row is, as text."""
        column = sheet.column(sheet.owner)
        assert column is not None
        raw = exp.column(column.heading, table=table, quoted=True)
        stored = self.program.profile.columns[sheet.name, column.name].stored
        return exp.cast(exp.cast(raw, "BIGINT"), "TEXT") if stored == "text-number" else raw

    def _table(self, name: str, sources: Sources) -> exp.Expr:
        source = sources.get(name)
        if source is None:
            return exp.Table(this=exp.to_identifier(name, quoted=True), alias=_alias(name))
        return exp.Subquery(this=exp.select("*").from_(source.copy()), alias=_alias(name))


def _alias(name: str) -> exp.TableAlias:
    return exp.TableAlias(this=exp.to_identifier(name, quoted=True))


def translate(  # noqa: PLR0913 - what a query rests on; each is named where it is called
    law: Law, readings: dict[str, str], on: date | None, layout: Layout, profile: Profile,
    dialect: str = "duckdb", ask: Ask | None = None, sources: Sources | None = None,
    beside: Translation | None = None,
) -> Translation:  # fmt: skip
    """The law as a query over people of this layout.

    `ask` runs a query over the same data and gives its rows: for codes too many to enumerate, and for the ranges of
    divisors. `beside` is another reading of the same law over the same data: any cells of both can then be asked for in
    one query of either. Raises Refused where the law, under these readings, cannot be put as a query.
    """
    job = _Job(law, readings, on, layout, dialect, ask, sources or {}, beside.program if beside else None)
    found = job.translated(profile)
    doubtful = {k: c for k, c in found.program.numbers.doubtful.items() if k not in profile.divisors}
    if ask is None or not doubtful:
        return found
    ranges = _measured(found, doubtful, ask)
    profile = replace(profile, divisors=profile.divisors | ranges)
    return job.translated(profile)


@dataclass(frozen=True, slots=True)
class _Job:
    """What a translation is asked for, whatever is known of the data."""

    law: Law
    chosen: dict[str, str]
    on: date | None
    layout: Layout
    dialect: str
    ask: Ask | None
    sources: Sources
    beside: Program | None = None

    def translated(self, profile: Profile) -> Translation:
        """The translation for data of that profile."""

        def codes(code: Cell) -> list[int]:
            assert self.ask is not None
            query = Translation.query(waiting, {"code": code}, self.sources)
            return [int(row[0]) for row in self.ask(query.distinct())]

        ask = codes if self.ask else None
        program = Program(self.law, self.chosen, self.on, self.layout, profile, ask, self.beside)
        waiting = Translation(self.law, self.layout, self.dialect, program, None, self.sources)  # type: ignore[arg-type]
        return Translation(self.law, self.layout, self.dialect, program, Results(program), self.sources)


def _measured(found: Translation, doubtful: dict[str, Cell], ask: Ask) -> dict[str, tuple[int, int]]:
    """The least and greatest value of each divisor."""
    cells = {f"d{n}": cell for n, cell in enumerate(doubtful.values())}
    inner = exp.Subquery(this=found.query(cells), alias=_alias("divisors"))
    ends = [how(this=exp.column(name, quoted=True)) for name in cells for how in (exp.Min, exp.Max)]
    row = ask(exp.select(*ends).from_(inner))[0]
    pairs = zip(doubtful, row[::2], row[1::2], strict=True)
    return {key: (int(low), int(high)) for key, low, high in pairs if low is not None}


__all__ = ["Ask", "Form", "Refused", "Translation", "translate"]
