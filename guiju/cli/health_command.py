"""`guiju law check`: every defect of law files, what a drafter should know besides, and reports of it to read."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click

from guiju.check import check, open_law
from guiju.cli.page import tell
from guiju.errors import LawError, Problem, UsageError
from guiju.findings import KINDS, Finding, Item
from guiju.health import findings
from guiju.health.markdown import as_markdown
from guiju.health.page import as_page
from guiju.health.report import (
    UNDECIDED,
    Matter,
    advice_title,
    matters,
    places,
    proved,
    repeated,
    summary,
    under_readings,
)
from guiju.health.safeguards import source_of
from guiju.law import Law, builtin
from guiju.writing.files import write_whole

Checked = list[tuple[Law, list[Finding]]]
# Of the sentences a finding concerns, so many are named on its line.
MOST_CITED = 3


@click.command("check", help="检查法条文件，列出全部问题和提示。不写 PATH 就检查内置的全部文书。")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="另写一份网页报告，可以打印。")
@click.option("--md", type=click.Path(path_type=Path, dir_okay=False), help="另写一份 Markdown 报告（一次一件文书）。")
def check_command(path: Path | None, as_json: bool, html: Path | None, md: Path | None) -> None:
    """All defects and findings of one law folder, or of all built-in ones; reports are written only without defects."""
    if md and not path:
        advice = "--md 一次写一件文书：请写明 PATH，例如 guiju law check law/appraisal --md 报告.md"
        raise UsageError([Problem("usage", advice)])
    folders = [path] if path else builtin().folders
    problems, checked = _checked(folders)
    if not problems:
        _write(html, lambda: as_page(checked))
        _write(md, lambda: as_markdown(*checked[0]))
    if as_json:
        click.echo(json.dumps(_json(problems, checked), ensure_ascii=False, indent=2))
    else:
        _print(problems, checked, [file for file in (html, md) if file])
        number = sum(len(found) for _, found in checked)
        click.echo(f"共检查{len(folders)}件文书，{len(problems)}处问题，{number}条提示。")
    sys.exit(1 if problems else 0)


def _checked(folders: list[Path]) -> tuple[list[Problem], Checked]:
    """The defects of all folders; when there are none, each law with its findings."""
    problems: list[Problem] = []
    laws: list[Law] = []
    for folder in folders:
        try:
            laws.append(open_law(folder))
            problems += check(laws[-1])
        except LawError as error:
            problems += error.problems
    return problems, [] if problems else [(law, findings(law)) for law in laws]


def _write(file: Path | None, report: Callable[[], str]) -> None:
    if file:
        text = report()
        write_whole(file, lambda draft: draft.write_text(text, encoding="utf-8"))


def _json(problems: list[Problem], checked: Checked) -> dict[str, object]:
    errors = [
        {"kind": p.kind, "file": p.place, "line": p.line, "column": p.column, "message": p.message} for p in problems
    ]
    return {"schema": "guiju-check/1", "errors": errors, "findings": [asdict(f) for _, found in checked for f in found]}


def _print(problems: list[Problem], checked: Checked, written: list[Path]) -> None:
    for problem in problems:
        click.echo(problem.render())
    for law, found in checked:
        if found or proved(law):
            _print_law(law, found)
    if written and problems:
        click.echo("有问题没有改好，报告没有写。")
    for file in written if not problems else ():
        click.echo(f"报告已写入 {file}。")


def _print_law(law: Law, found: list[Finding]) -> None:
    tell(f"《{law.title}》（{law.id}）", bold=True)
    tell(summary(found))
    if told := proved(law):
        tell(told)
    for number, matter in enumerate(matters(found), 1):
        tell(f"\n  {number}. {matter.heading}", bold=True)
        for place in range(len(matter.findings)):
            _print_finding(law, matter, place)
    tell()


def _print_finding(law: Law, matter: Matter, number: int) -> None:
    finding, told = matter.findings[number], repeated(matter, number)
    kind = f"（{number + 1}）{KINDS[finding.kind]}　" if matter.line else ""
    tell(f"  · {kind}{_where(law, finding)}{finding.message}{'' if finding.decided else UNDECIDED}")
    for item in finding.items if len(finding.items) > 1 else ():
        tell(f"    – {_told(item)}")
    if matter.like:
        tell(f"    第{matter.like}处举的也是这种情形。")
    if told.witness:
        tell(f"    例子同（{told.witness}）。")
    elif finding.witness:
        tell(f"    例：{'，'.join(f'{name} {value}' for name, value in finding.witness.items())}")
    for line in under_readings(law, finding, told.readings):
        tell(f"    读法：{line}")
    if finding.suggestion and not told.suggestion:
        tell(f"    {advice_title(finding)}：{finding.suggestion}")


def _told(item: Item) -> str:
    source = f"（{source_of(item)}）" if item.source else ""
    return f"{item.name}：{item.message}{item.suggestion}{source}"


def _where(law: Law, finding: Finding) -> str:
    """The provisions concerned, by address: what `guiju law show` takes."""
    named = [place.address for place in places(law, finding)]
    rest = f"等{len(named)}句" if len(named) > MOST_CITED else ""
    return f"{'、'.join(named[:MOST_CITED])}{rest}：" if named else ""
