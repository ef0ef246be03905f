"""`guiju appraise` over masses of people: the query in DuckDB, its progress, and what came out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from guiju.cli.diff_output import write_chart
from guiju.columns import Form
from guiju.engines.duckdb import Watch
from guiju.engines.duckdb import opened as duckdb_opened
from guiju.engines.mass import Mass, Opened, Tally, mass
from guiju.engines.spark import opened as spark_opened
from guiju.law import Law
from guiju.whatif.mass_chart import mass_chart

# A csv beyond this size is put to DuckDB; below, reading it takes longer than judging it.
LARGE_CSV = 5_000_000
OUTPUTS = (".parquet", ".csv")
FORMS = {"完整": Form.CONTRACT, "full": Form.CONTRACT, "紧凑": Form.COMPACT, "compact": Form.COMPACT}


def engine_of(name: str | None, master: str) -> Opened:
    """The engine of that name; of Spark `master` says where."""
    return partial(spark_opened, master=master) if name == "spark" else duckdb_opened


def wants_query(file: Path, out: Path | None) -> bool:
    """Whether a file is appraised by a query when nothing was said: a .parquet, a folder or a large .csv."""
    if out is not None and out.suffix.lower() not in OUTPUTS:
        return False
    if file.is_dir() or file.suffix.lower() == ".parquet":
        return file.exists()
    return file.suffix.lower() == ".csv" and file.is_file() and file.stat().st_size > LARGE_CSV


def appraise_mass(
    file: Path, law: Law, readings: dict[str, str], year: int | None, into: tuple[Path | None, Path | None], form: str,
    engine: Opened,
) -> None:  # fmt: skip
    """Appraise the people of a file or folder, write the result and the picture, and print what came out."""
    out, chart = into
    console = Console(highlight=False)
    beside = out.absolute().parent if out else None
    with _stage("看数据") as _, mass(file, law, readings, year, beside, engine) as people:
        if out:
            with _stage("写结果") as watch:
                people.write(out, FORMS[form], watch)
        with _stage("清点") as watch:
            tally = people.tally(watch)
        _show(console, law, people, tally)
        if chart:
            write_chart(chart, mass_chart(people, tally), quiet=False)
    if out:
        click.echo(f"已写好「{out}」：{tally.people}人。")


@contextmanager
def _stage(name: str) -> Iterator[Watch]:
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
