"""diff-readings on a workbook or table: the people whose result changes, column by column."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from guiju.appraise import Appraisal, Appraised, case_date
from guiju.check import load
from guiju.cli.appraise_commands import appraising_law
from guiju.cli.case_commands import parse_readings
from guiju.forms.read import read_people
from guiju.law import Law


def show_table_differences(reading: str, file: Path, as_json: bool, folder: Path | None, year: int | None) -> None:
    """Print who comes out differently when one reading changes, and in which columns."""
    law = load(folder or appraising_law(year))
    chosen = parse_readings((reading,), law)
    roster = read_people(file, law)
    on = case_date(roster, year)
    before = Appraisal(law).people(roster, on)
    after = Appraisal(law, chosen).people(roster, on)
    changed = [_change(a, b) for a, b in zip(before, after, strict=True) if a.values != b.values]
    if as_json:
        click.echo(json.dumps(_document(law, reading, changed, len(roster)), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(reading, changed, len(roster))))


def _change(before: Appraised, after: Appraised) -> dict[str, Any]:
    columns = {
        name: {"before": value, "after": after.values[name]}
        for name, value in before.values.items()
        if value != after.values[name]
    }
    return {"person": before.identity, "columns": columns}


def _document(law: Law, reading: str, changed: list[dict[str, Any]], people: int) -> dict[str, Any]:
    key, _, choice = reading.partition("=")
    default = next(r.default for source in (law, law.baseline) if source for r in source.parsed.readings if r.id == key)
    return {
        "schema": "guiju-diff-readings/1", "instrument": law.id, "reading": key, "default": default, "choice": choice,
        "people": people, "changed": changed,
    }  # fmt: skip


def _lines(reading: str, changed: list[dict[str, Any]], people: int) -> list[str]:
    lines = [f"改用 {reading}：{people}人中{len(changed)}人的结果不同。"]
    for entry in changed:
        parts = [f"{name} {c['before'] or '（无）'}→{c['after'] or '（无）'}" for name, c in entry["columns"].items()]
        lines.append(f"  {entry['person']}：{'；'.join(parts)}")
    return lines
