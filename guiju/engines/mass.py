"""Appraising masses of people: files -> survey -> query -> one result file, and what a clerk wants to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from sqlglot import exp

from guiju import tree as t
from guiju.appraise import year_end
from guiju.columns import Form, Translation, translate
from guiju.columns.graph import Cell
from guiju.columns.measure import Raw
from guiju.columns.on_lines import on_lines
from guiju.columns.results import WAITS
from guiju.engines.duckdb import DIALECT, ROW, Database, Watch, as_json, opened
from guiju.engines.survey import Survey
from guiju.forms.faults import Faults
from guiju.forms.folder import sheet_files
from guiju.forms.layout import Layout, flat_layout, workbook_layout
from guiju.law import Law

SCHEMA = "guiju-columns/1"
# Without it Excel takes Chinese in a csv for something else.
_MARK = "\ufeff"


class Engine(Protocol):
    """What runs the queries: DuckDB's `Database`, or Spark's."""

    dialect: str

    @property
    def files(self) -> Database:
        """What reads and writes single files for it."""
        ...

    def rows(self, query: exp.Expr) -> Sequence[Sequence[Any]]:
        """The rows of a query."""
        ...

    def watched(self, query: exp.Expr, watch: Watch) -> list[tuple[Any, ...]]:
        """The rows of a query that takes long."""
        ...

    def source(self, path: Path) -> exp.Expr:
        """A file as a relation, its lines numbered in a column `ROW`. Raises InputError."""
        ...

    def columns(self, source: exp.Expr, name: str) -> dict[str, Raw]:
        """The columns of a relation and how they lie there. Raises InputError."""
        ...

    def all_different(self, source: exp.Expr, columns: Sequence[str]) -> bool:
        """Whether it is certain that no two lines are alike in those columns."""
        ...

    def write(self, query: exp.Expr, out: Path, meta: Mapping[str, str], watch: Watch) -> None:
        """Write a query's rows, in order, into a file. Raises WriteError."""
        ...


# Opens an engine with a folder for what it puts down on the way, beside the result.
Opened = Callable[[Path | None], AbstractContextManager[Engine]]


@dataclass(frozen=True, slots=True)
class Tally:
    """What came out: how many people, how many of each conclusion, on each line, waiting for each fact."""

    people: int
    conclusions: dict[str, dict[str, int]] = field(default_factory=dict)
    on_lines: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Mass:
    """People in a file or folder, looked at and ready to be appraised."""

    database: Engine
    translation: Translation
    people: int
    on: date | None
    is_joined: bool
    files: dict[str, Path]

    def select(self, form: Form, is_coded: bool = False) -> exp.Select:
        """The query for the result, in the order of the input; `is_coded` as of `Results.cells`."""
        return self.ordered(self.translation.results.cells(form, is_coded))

    def ordered(self, cells: Mapping[str, Cell]) -> exp.Select:
        """The query for any cells of a person, in the order of the input."""
        if not self.is_joined:
            return self.translation.query(cells)  # one file read straight through stays in order
        subject, graph = self.translation.layout.subject, self.translation.program.graph
        found = self.translation.query({**cells, ROW: graph.column(subject.name, ROW, "text")})
        names = [name for name in found.named_selects if name != ROW]
        columns = [exp.column(name, quoted=True) for name in names]
        ordered = exp.select(*columns).from_(exp.Subquery(this=found, alias="found"))
        return ordered.order_by(exp.column(ROW, quoted=True))

    def write(self, out: Path, form: Form, watch: Watch) -> None:
        """Write the result. Raises WriteError."""
        is_csv = out.suffix.lower() == ".csv"
        query = self.select(form, is_coded=not is_csv and self.database.dialect == DIALECT)
        if is_csv:
            query = for_csv(query)
        self.database.write(query, out, {"guiju": as_json(self.meta(form))}, watch)

    def meta(self, form: Form) -> dict[str, Any]:
        """What is written beside the columns of a parquet file: under what they were found, and what they can hold."""
        translation = self.translation
        return {
            "schema": SCHEMA,
            "instrument": translation.law.id,
            "form": form.value,
            "on": self.on.isoformat() if self.on else None,
            "readings": translation.readings,
            "denominators": dict(translation.results.denominators) if form is Form.COMPACT else {},
            "meanings": {c.name: list(c.meanings) for c in translation.results.columns if c.meanings},
        }

    @property
    def conclusions(self) -> dict[str, str]:
        """The result columns that hold a conclusion, and which."""
        words = self.translation.law.words
        declared = words.result.columns if words.result else ()
        return {name: n.text for name, n in declared if isinstance(n, t.Name) and n.text in words.outcomes}

    def tally(self, watch: Watch) -> Tally:
        """Count what came out."""
        translation = self.translation
        results, program = translation.results, translation.program
        concluded = list(self.conclusions)
        lines = on_lines(program)
        masks = [n for n, cell in results.masks().items() if n.startswith(WAITS)]
        cells = {name: cell for name, cell in results.cells(Form.AUDIT).items() if name in concluded or name in masks}
        inside = program.graph.invert(results.excluded)
        cells |= {f"线{n}": program.graph.both(cell, inside) for n, cell in enumerate(lines.values())}
        counts = [exp.Count(this=exp.Star())] + [_how_many(f"线{n}") for n in range(len(lines))]
        groups = [exp.column(name, quoted=True) for name in (*concluded, *masks)]
        query = exp.select(*groups, *counts).from_(exp.Subquery(this=translation.query(cells), alias="found"))
        rows = self.database.watched(query.group_by(*groups) if groups else query, watch)
        return _tallied(rows, concluded, masks, list(lines), translation)


def _tallied(
    rows: list[tuple[Any, ...]], concluded: list[str], masks: list[str], lines: list[str], of: Translation
) -> Tally:
    found = Tally(sum(row[len(concluded) + len(masks)] for row in rows))
    for row in rows:
        count, on = row[len(concluded) + len(masks)], row[len(concluded) + len(masks) + 1 :]
        for name, value in zip(concluded, row, strict=False):
            group = found.conclusions.setdefault(name, {})
            group[value] = group.get(value, 0) + count
        facts = frozenset[str]().union(*(of.program.facts.of(int(m)) for m in row[len(concluded) :][: len(masks)]))
        for fact in facts:
            found.waiting[fact] = found.waiting.get(fact, 0) + count
        for line, many in zip(lines, on, strict=True):
            found.on_lines[line] = found.on_lines.get(line, 0) + int(many or 0)
    return found


def for_csv(query: exp.Select) -> exp.Select:
    """As the csv of the other engine: nothing at all for an empty text, a mark for Excel before the first heading."""
    columns = []
    for number, name in enumerate(query.named_selects):
        cell = exp.Nullif(this=exp.column(name, quoted=True), expression=exp.Literal.string(""))
        columns.append(exp.alias_(cell, name if number else _MARK + name, quoted=True))
    return exp.select(*columns).from_(exp.Subquery(this=query, alias="found"))


def _how_many(name: str) -> exp.Expr:
    one, none = exp.Literal.number(1), exp.Literal.number(0)
    return exp.Sum(this=exp.Case().when(exp.column(name, quoted=True), one).else_(none))


@contextmanager
def mass(
    path: Path, law: Law, readings: dict[str, str], year: int | None,
    beside: Path | None = None, engine: Opened = opened,
) -> Iterator[Mass]:  # fmt: skip
    """The people in a file or folder, ready. Raises InputError with every problem, Refused what SQL cannot say."""
    with engine(beside) as database:
        layout, files = _files(path, law)
        sources = {name: database.source(file) for name, file in files.items()}
        raw = {name: database.columns(sources[name], file.name) for name, file in files.items()}
        titles = {s.name: s.heading if path.is_dir() else path.name for s in layout.sheets}
        survey = Survey(database, layout, sources, raw, titles, ROW, database.all_different)
        profile = survey.profile()
        on = year_end(survey.years, year)
        translation = translate(law, readings, on, layout, profile, database.dialect, database.rows, sources)
        yield Mass(database, translation, survey.rows, on, path.is_dir(), files)


def _files(path: Path, law: Law) -> tuple[Layout, dict[str, Path]]:
    if not path.is_dir():
        layout = flat_layout(law)
        return layout, {layout.subject.name: path}
    layout, faults = workbook_layout(law), Faults()
    files = sheet_files(path, layout.sheets, faults)
    faults.refuse()
    return layout, files
