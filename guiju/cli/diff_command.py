"""`guiju law diff-readings ID=选项 FILE`: who would come out differently under another reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from guiju.cases.decide import open_instrument
from guiju.cases.diff_readings import Difference, compare_case, compare_dossier
from guiju.check import load
from guiju.cli.case_commands import FILE, parse_readings
from guiju.inputs import read_data
from guiju.law import Law, builtin

PARTS = {
    "duties": "措施", "effects": "效果", "accountable": "承担责任", "also_accountable": "连带", "steps": "程序",
    "elsewhere": "转别的规定", "conflicts": "冲突", "outcomes": "结论", "values": "算得",
    "findings": "认定", "not_applicable": "本办法不适用", "unknown": "待查",
    "breaches": "违反的条款", "upcoming": "期限",
}  # fmt: skip


@click.command("diff-readings", help="换一种读法，谁的结果会不同。FILE 是案件、档案（JSON、TOML）或考核表。")
@click.argument("reading", metavar="ID=选项")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--law", "folder", type=FILE, help="用这个文件夹里的文书，而不是内置的。")
@click.option("--year", type=int, help="考核年度（考核表才用）。")
def diff_readings(reading: str, file: Path, as_json: bool, folder: Path | None, year: int | None) -> None:
    """Compare two readings on one file."""
    key, _, choice = reading.partition("=")
    if file.suffix.lower() not in (".json", ".toml"):
        from guiju.cli.diff_tables import show_table_differences

        show_table_differences(reading, file, as_json, folder, year)
        return
    data = read_data(file)
    law = _law(data, folder)
    parse_readings((reading,), law)
    compare = compare_dossier if "events" in data else compare_case
    found = compare(law, data, file.name, key, choice)
    click.echo(
        json.dumps(_document(law, key, choice, found), ensure_ascii=False, indent=2) if as_json else _text(found, key)
    )


def _law(data: dict[str, Any], folder: Path | None) -> Law:
    if "events" in data:
        return load(folder or builtin().find("admission"))
    return open_instrument(data, folder)


def _document(law: Law, key: str, choice: str, found: list[Difference]) -> dict[str, Any]:
    default = next(r.default for source in (law, law.baseline) if source for r in source.parsed.readings if r.id == key)
    return {
        "schema": "guiju-diff-readings/1", "instrument": law.id, "reading": key, "default": default, "choice": choice,
        "differences": [{"part": d.part, "only_under": d.only_under, "entry": d.entry} for d in found],
    }  # fmt: skip


def _text(found: list[Difference], key: str) -> str:
    if not found:
        return f"换读法 {key}，这一份的结果不变。"
    return "\n".join(f"[只在{d.only_under}] {PARTS[d.part]}：{_entry(d.entry)}" for d in found)


def _entry(entry: dict[str, Any]) -> str:
    if "outcome" in entry:
        return f"{entry['outcome']} {entry['value']}（可评：{'、'.join(entry['open']) or '无'}）"
    if "value" in entry:
        return f"{entry['name']} ＝ {entry['value']}"
    if "effect" in entry:
        return f"{entry['role']} {entry['effect']} {entry['from']}至{entry['to']}（{entry['cite']}）"
    names = ("party", "modal", "step", "due", "message", "fact") + (("to",) if "actor" not in entry else ())
    words = [str(entry[name]) for name in names if entry.get(name)]
    words += ["、".join(entry["measures"])] if entry.get("measures") else []
    return " ".join(words) + (f"（{entry['cite']}）" if entry.get("cite") else "")
