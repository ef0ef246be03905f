"""`guiju appraise` over masses of people: the query in DuckDB, its progress, and what came out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from guiju.appraisal_document import Row, write_document
from guiju.appraise import Appraisal
from guiju.cli.appraise_screen import MOST_COMPARED, mention_examples, nobody
from guiju.cli.diff_output import write_chart
from guiju.cli.mass_doubts import show_mass_doubts
from guiju.cli.page import tell
from guiju.columns import Form
from guiju.engines.duckdb import Watch
from guiju.engines.duckdb import opened as duckdb_opened
from guiju.engines.mass import Mass, Opened, Tally, mass
from guiju.engines.people import as_folder, few, first_identities, result_rows
from guiju.engines.spark import opened as spark_opened
from guiju.errors import InputError, Problem, UsageError
from guiju.evaluate.program import Run
from guiju.explain.sentences import explain_text, trace_json
from guiju.forms.read import check_file, read_people
from guiju.law import Law
from guiju.values import show
from guiju.whatif.large import people_in
from guiju.whatif.mass_chart import mass_chart
from guiju.writing.pages import MOST_SHEET_ROWS

# A csv beyond this size is put to DuckDB; below, reading it takes longer than judging it.
LARGE_CSV = 5_000_000
FORMS = {"完整": Form.CONTRACT, "full": Form.CONTRACT, "紧凑": Form.COMPACT, "compact": Form.COMPACT}


def engine_of(name: str | None, master: str) -> Opened:
    """The engine of that name; of Spark `master` says where."""
    return partial(spark_opened, master=master) if name == "spark" else duckdb_opened


def wants_query(file: Path) -> bool:
    """Whether a file is appraised by a query when nothing was said: a .parquet, a folder or a large .csv."""
    if file.is_dir() or file.suffix.lower() == ".parquet":
        return file.exists()
    return file.suffix.lower() == ".csv" and file.is_file() and file.stat().st_size > LARGE_CSV


@dataclass(frozen=True, slots=True)
class Job:
    """What a query is asked for: whom to appraise under what, and where it goes. `wanted` is whose reasons to tell."""

    file: Path
    law: Law
    readings: dict[str, str]
    year: int | None
    out: Path | None = None
    chart: Path | None = None
    form: str = "完整"
    as_json: bool = False
    wanted: str | None = None
    doubts: bool | None = None


def refuse_beyond_a_sheet(file: Path, law: Law) -> None:
    """Refuse a workbook for more people than it has lines for, before they are read. Raises UsageError."""
    people = people_in(file, law)
    if people > MOST_SHEET_ROWS:
        fits = f"一张工作表放不下（最多{MOST_SHEET_ROWS}人）"
        message = f"「{file.name}」有{people}人，{fits}；请把结果写成 .parquet 或 .csv。"
        raise UsageError([Problem("usage", message)])


def appraise_mass(job: Job, engine: Opened) -> None:
    """Appraise the people of a file or folder, write the result and the picture, and print what came out."""
    check_file(job.file)
    beside = job.out.absolute().parent if job.out else None
    if job.file.suffix.lower() != ".xlsx" or job.file.is_dir():
        _appraise(job, job.file, beside, engine)
        return
    roster = read_people(job.file, job.law)
    mention_examples(roster)
    with as_folder(roster, beside) as tables:
        del roster
        _appraise(job, tables, beside, engine)


def _appraise(job: Job, tables: Path, beside: Path | None, engine: Opened) -> None:
    with ExitStack() as opened:
        with stage("看数据"):
            people = opened.enter_context(mass(tables, job.law, job.readings, job.year, beside, engine))
        alone = None if job.wanted is None else _alone(job, people, job.wanted)
        if job.out:
            with stage("写结果") as watch:
                people.write(job.out, FORMS[job.form], watch)
        if job.as_json:
            _print_rows(job, people, alone)
        elif alone:
            tell("\n".join([f"{alone.title}：", *explain_text(alone.run)]))
        tally = _tally(people) if job.chart or not (job.as_json or alone) else None
        if tally and not (job.as_json or alone):
            _show(Console(highlight=False), job.law, people, tally)
            show_mass_doubts(people, job.doubts, stage)
        if tally and job.chart:
            write_chart(job.chart, mass_chart(people, tally), quiet=job.as_json)
    if job.out:
        click.echo(f"已写好「{job.out}」：{people.people}人。", err=job.as_json)


def _tally(people: Mass) -> Tally:
    with stage("清点") as watch:
        return people.tally(watch)


@dataclass(frozen=True, slots=True)
class Alone:
    """One person out of the mass, put to `evaluate`."""

    identity: str
    title: str
    run: Run


def _alone(job: Job, people: Mass, wanted: str) -> Alone:
    """The person whose reasons are asked for. Raises UsageError when nobody is called so."""
    try:
        roster = few(people, [wanted])
        number = [show(identity) for identity in roster.identities].index(wanted)
    except (InputError, ValueError) as error:
        raise nobody(wanted, first_identities(people, MOST_COMPARED)) from error
    run = Appraisal(job.law, job.readings).program.run(roster.case(number, people.on))
    return Alone(wanted, roster.title(number), run)


def _print_rows(job: Job, people: Mass, alone: Alone | None) -> None:
    with stage("写结果") as watch:
        found = result_rows(people, watch)
        rows = (
            Row(identity, values, wanted, trace_json(alone.run) if alone and alone.identity == identity else None)
            for identity, values, wanted in found
        )
        write_document(Appraisal(job.law, job.readings), rows, sys.stdout)


@contextmanager
def stage(name: str) -> Iterator[Watch]:
    """A progress bar while somebody looks on."""
    if not sys.stderr.isatty():
        yield lambda percent: None
        return
    words = (TextColumn(name), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*words, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=100)
        yield lambda percent: bar.update(task, completed=percent)


def _show(console: Console, law: Law, people: Mass, tally: Tally) -> None:
    until = f"，截至{people.on}" if people.on else ""
    console.print(Text(f"《{law.title}》考核{tally.people}人{until}", style="bold"))
    for column, counts in tally.conclusions.items():
        options = law.words.outcomes[people.conclusions[column]].options
        console.print(_table(column, {o: counts.get(o, 0) for o in options} | counts))
    if tally.on_lines:
        console.print(_table("正好在线上", tally.on_lines))
    if tally.waiting:
        console.print(_table("待查", tally.waiting))
    changed = people.translation.program.changed_readings()
    if changed:
        console.print(Text("采用了另外的读法：" + "、".join(f"{r}＝{option}" for r, option in changed.items())))


def _table(heading: str, counts: dict[str, int]) -> Table:
    table = Table()
    table.add_column(Text(heading))
    table.add_column(Text("人数"), justify="right")
    for name, count in counts.items():
        table.add_row(Text(name), Text(str(count)))
    return table
