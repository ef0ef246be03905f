"""`guiju law …`: list, show, coverage, check, test."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from guiju.check import load, open_law
from guiju.cli.diff_command import diff_readings
from guiju.cli.diff_laws import diff_laws
from guiju.cli.health_command import check_command
from guiju.cli.sql_command import sql_command
from guiju.drafting.coverage import Row, coverage
from guiju.drafting.run_cases import run_cases
from guiju.drafting.show import show_place
from guiju.errors import InputError, Problem
from guiju.law import builtin


@click.group(help="法条文件：查看、检查、覆盖情况。")
def law() -> None:
    """Commands on law files."""


law.add_command(diff_readings)
law.add_command(diff_laws)
law.add_command(check_command)
law.add_command(sql_command)


@law.command("list", help="列出内置的文书。")
def list_command() -> None:
    """The built-in instruments."""
    for folder in builtin().folders:
        found = open_law(folder)
        front = found.source.front
        dated = front.get("施行日期") or front.get("成文日期") or "日期未载明"
        click.echo(f"{found.id}\t{found.title}\t{dated}\t读法{len(found.parsed.readings)}条")


@law.command("show", help="看一件文书或其中一条：原文、规则、读法。例：guiju law show appraisal/5.2")
@click.argument("place")
def show_command(place: str) -> None:
    """One instrument or one provision of it, with the blocks that stand under the text."""
    name, _, label = place.partition("/")
    if Path(place).is_dir():
        folder, label = Path(place), ""
    elif (Path(place).parent / "law.md").is_file():
        folder, label = Path(place).parent, Path(place).name
    else:
        folder = builtin().find(name)
    lines = show_place(load(folder), label)
    if not lines:
        raise InputError([Problem("reference", f"《{name}》没有标号以「{label}」开头的条款。")])
    click.echo("\n".join(lines))


@law.command("test", help="运行法条文件旁边 cases/ 里的案件。")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
def test_command(path: Path | None) -> None:
    """Run the cases beside one law, or all."""
    failed = 0
    for folder in [path] if path else builtin().folders:
        tested = run_cases(load(folder))
        for problem in tested.failures:
            click.echo(problem.render())
        failed += len(tested.failures)
        click.echo(f"{folder.name}：{tested.cases}案，{len(tested.failures)}处不符。")
    sys.exit(1 if failed else 0)


@law.command("coverage", help="每一条款的状态与测试数；有缺漏即退出码 1。")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def coverage_command(path: Path | None, as_json: bool) -> None:
    """Status and tests of each provision."""
    rows = [row for folder in ([path] if path else builtin().folders) for row in coverage(load(folder))]
    rows = [row for row in rows if path or row.provision.kind]
    if as_json:
        document = {
            "schema": "guiju-coverage/1",
            "rows": [{"id": r.provision.address, "status": r.status, "tests": r.tests} for r in rows],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        _show_coverage(rows)
    sys.exit(1 if any(row.fault for row in rows) else 0)


def _show_coverage(rows: list[Row]) -> None:
    for row in rows:
        if row.fault:
            click.echo(f"{row.provision.address}（{row.provision.cite}）：{row.fault}")
    counts = {s: sum(r.status == s for r in rows) for s in ("computed", "recorded", "not-computed", "missing")}
    faults = sum(bool(row.fault) for row in rows)
    words = {"computed": "可计算", "recorded": "由人认定并记录", "not-computed": "不计算", "missing": "缺"}
    summary = "，".join(f"{words[s]}{n}条" for s, n in counts.items())
    click.echo(f"共{len(rows)}条：{summary}。{faults}处缺漏。测试{sum(r.tests for r in rows)}个。")
