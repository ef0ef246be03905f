"""Where a comparison is written: refused before the work when it cannot be, and whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from guiju.cli.appraise_screen import with_progress
from guiju.errors import Problem, UsageError
from guiju.whatif.compare import Watch
from guiju.whatif.people import Comparison
from guiju.writing.files import unwritable, write_whole
from guiju.writing.pages import ENDINGS, Page, write_pages

CHART = ".svg"
_ALL = 100


def check_outputs(out: Path | None, chart: Path | None, inputs: tuple[Path, ...]) -> None:
    """Refuse at once what would only be refused after all the work. Raises UsageError with every problem."""
    problems = [_problem(out, ENDINGS, inputs, "--out"), _problem(chart, (CHART,), inputs, "--chart")]
    if found := [Problem("usage", message) for message in problems if message]:
        raise UsageError(found)


def _problem(path: Path | None, endings: tuple[str, ...], inputs: tuple[Path, ...], option: str) -> str:
    if path is None:
        return ""
    if path.suffix.lower() not in endings:
        return f"{option} 的文件名应以{'、'.join(endings)}结尾，这里是「{path.name}」。"
    if found := unwritable(path):
        return found
    if path.exists() and any(other.exists() and path.samefile(other) for other in inputs):
        return f"{option} 不能写进输入的文件；请另取一个文件名。"
    return ""


def watched() -> Watch:
    """Progress on the terminal, when somebody is looking: a bar over people or cases, hundredths of a query."""
    return Watch(with_progress, _hundredths if sys.stderr.isatty() else Watch().hundredths)


def _hundredths(done: int) -> None:
    click.echo(f"\r查询 {done}%" if done < _ALL else "\r\033[K", err=True, nl=False)


def write_table(path: Path | None, title: str, pages: Iterator[Page], quiet: bool) -> None:
    """Write the pages, when a file was asked for, and say so."""
    if path:
        write_pages(path, title, pages)
        click.echo(f"已写好「{path}」。", err=quiet)


def write_people(path: Path | None, title: str, people: Comparison | None, pages: Iterator[Page], quiet: bool) -> None:
    """The same for people: those of a large table were written while it was read, or do not fit a workbook."""
    if path and people and people.written:
        click.echo(f"已写好「{path}」：{people.different}人。", err=quiet)
        return
    write_table(path, title, pages, quiet)
    if path and people and len(people.changes) < people.different:
        fewer = f"「{path.name}」里只有{len(people.changes)}人"
        click.echo(f"{fewer}；{people.different}人的名单请写成 .parquet 或 .csv。", err=True)


def write_chart(path: Path | None, svg: str, quiet: bool) -> None:
    """Write the picture, when a file was asked for, and say so."""
    if path:
        write_whole(path, lambda draft: draft.write_text(svg, encoding="utf-8"))
        click.echo(f"图已画好「{path}」。", err=quiet)
