"""`guiju decide` and `guiju check-dossier`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from guiju.cases.ask import ask
from guiju.cases.decide import decision, open_instrument, run_case
from guiju.cases.dossier import check_dossier
from guiju.check import load
from guiju.cli.page import tell
from guiju.cli.show import show_decision, show_dossier
from guiju.errors import InputError, Problem
from guiju.explain.sentences import explain_text
from guiju.inputs import read_data
from guiju.law import Law, builtin
from guiju.values import as_date

FILE = click.Path(path_type=Path)


def parse_readings(pairs: tuple[str, ...], law: Law) -> dict[str, str]:
    """`ID=选项` pairs as a dict. Raises InputError naming every pair that the law does not know."""
    known = {
        r.id: [name for name, _ in r.options]
        for source in (law.baseline, law)
        if source
        for r in source.parsed.readings
    }
    found, problems = {}, []
    for pair in pairs:
        key, _, choice = pair.partition("=")
        if choice not in known.get(key, []):
            options = f"可选{'、'.join(known[key])}" if key in known else "没有这个读法"
            problems.append(Problem("reading", f"--reading {pair}：{options}。"))
        found[key] = choice
    if problems:
        raise InputError(problems)
    return found


@click.command(help="按办法处理一个案件（JSON 或 TOML），列出措施、效果、程序、待查事实，逐条注明依据。")
@click.argument("case", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--ask", "asking", is_flag=True, help="在终端逐个询问还会影响结果的事实。")
@click.option("--explain", is_flag=True, help="写出全部理由。")
@click.option("--law", "folder", type=FILE, help="用这个文件夹里的文书，而不是内置的。")
@click.option("--reading", "readings", multiple=True, metavar="ID=选项", help="采用另一种读法，可多次。")
def decide(
    case: Path, as_json: bool, asking: bool, explain: bool, folder: Path | None, readings: tuple[str, ...]
) -> None:
    """Decide one case."""
    data = read_data(case)
    law = open_instrument(data, folder)
    chosen = parse_readings(readings, law)
    if asking:
        data = ask(law, data, case.name, chosen)
    run = run_case(law, data, case.name, chosen)
    if as_json:
        _print(decision(run))
        return
    show_decision(run, decision(run))
    if explain:
        tell("\n".join(["", "理由：", *explain_text(run)]))


@click.command("check-dossier", help="检查一份发展党员档案（JSON）：违反了哪一条，哪些期限将到。")
@click.argument("file", type=FILE)
@click.option("--on", "on", metavar="日期", help="以哪一天为准（2026-03-02）；不写则以最后一项事项的日期为准。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--law", "folder", type=FILE, help="用这个文件夹里的文书，而不是内置的。")
@click.option("--reading", "readings", multiple=True, metavar="ID=选项", help="采用另一种读法，可多次。")
def check_dossier_command(
    file: Path, on: str | None, as_json: bool, folder: Path | None, readings: tuple[str, ...]
) -> None:
    """Check one dossier."""
    data = read_data(file)
    law = load(folder or builtin().find("admission", ""))
    day = as_date(on) if on else None
    if on and day is None:
        raise InputError([Problem("usage", f"--on 应是日期，写作 2026-03-02，这里是「{on}」。")])
    result = check_dossier(law, data, file.name, day, parse_readings(readings, law))
    if as_json:
        _print(result)
    else:
        show_dossier(result)


def _print(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
