"""`guiju law sql`: the law as a query, for those whose data lie in a database of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from guiju.check import load
from guiju.cli.case_commands import parse_readings
from guiju.columns import Form, Profile, translate
from guiju.columns.admitted import described, misfits
from guiju.forms.layout import flat_layout, workbook_layout
from guiju.law import builtin

DIALECTS = ("duckdb", "spark", "postgres")
SHAPES = {"平表": flat_layout, "各表": workbook_layout}


@click.command("sql", help="把一件考核文书译成 SQL。例：guiju law sql appraisal --dialect postgres --year 2025")
@click.argument("place")
@click.option("--dialect", type=click.Choice(DIALECTS), default=DIALECTS[0], show_default=True, help="哪种数据库。")
@click.option(
    "--shape", type=click.Choice(list(SHAPES)), default="平表", show_default=True, help="一人一行，还是各表。"
)
@click.option("--year", type=click.IntRange(1900, 2199), help="考核年度；算到这年的12月31日。")
@click.option("--reading", "readings", multiple=True, metavar="ID=选项", help="采用另一种读法，可多次。")
def sql_command(place: str, dialect: str, shape: str, year: int | None, readings: tuple[str, ...]) -> None:
    """Print the query with what it rests on, and the query that finds what does not fit."""
    law = load(Path(place) if Path(place).is_dir() else builtin().find(place))
    layout = SHAPES[shape](law)
    on = date(year, 12, 31) if year else None
    profile = Profile.declared(layout)
    translation = translate(law, parse_readings(readings, law), on, layout, profile, dialect)
    click.echo("\n".join(f"-- {line}" for line in described(translation)))
    click.echo(translation.sql(Form.CONTRACT) + ";")
    click.echo("\n-- 不合的格子")
    click.echo(misfits(layout, profile).sql(dialect=dialect, pretty=True) + ";")
