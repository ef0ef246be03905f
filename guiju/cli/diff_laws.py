"""`guiju law diff A B`: what differs between two laws, and who would come out differently."""

from __future__ import annotations

import json
from pathlib import Path

import click

from guiju.check import load
from guiju.cli.case_commands import FILE
from guiju.cli.diff_output import check_outputs, watched, write_chart, write_people, write_table
from guiju.cli.diff_screen import show_cases, show_law_change, show_people
from guiju.cli.page import tell
from guiju.errors import Problem, UsageError
from guiju.law import Law, builtin
from guiju.whatif.charts import cases_chart, comparison_chart
from guiju.whatif.compare import as_if_both_in_force, compare_cases, compare_tables, law_causes
from guiju.whatif.documents import law_diff_json
from guiju.whatif.facts import find_facts
from guiju.whatif.provisions import compare_laws
from guiju.whatif.tables import Sentences, case_pages, law_page, people_pages


@click.command("diff", help="比较两件文书（两版、两稿）：条文哪里不同；加 --on，谁的结果会不同、从哪一句起。")
@click.argument("before", metavar="前")
@click.argument("after", metavar="后")
@click.option("--on", "on", type=FILE, help="拿这些事实来比：考核表、案件、档案，或者装着它们的文件夹。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--out", type=FILE, help="把比较写进这个文件（.xlsx，或 .csv、.parquet）。")
@click.option("--chart", type=FILE, help="把变动画成图（.svg），要有 --on。")
@click.option("--year", type=int, help="考核年度（考核表才用）。")
def diff_laws(
    before: str, after: str, on: Path | None, as_json: bool, out: Path | None, chart: Path | None, year: int | None
) -> None:
    """Compare two laws, and what they make of a year's facts."""
    if chart and not on:
        raise UsageError([Problem("usage", "--chart 画的是谁的结果不同，要用 --on 给出事实。")])
    check_outputs(out, chart, (on,) if on else ())
    laws = _open(before, year), _open(after, year)
    title = " 与 ".join(dict.fromkeys(f"《{law.title}》" for law in laws)) + "前后比较"
    heads = [f"{side}：《{law.title}》（{n}）" for side, n, law in zip("前后", (before, after), laws, strict=True)]
    if on:
        _on_facts(laws, on, year, as_json, (out, chart), [title, *heads])
        return
    change = compare_laws(*laws)
    if as_json:
        causes, _ = law_causes(*laws)
        _print(law_diff_json(causes, change, None, None))
    else:
        tell("\n".join(heads))
        show_law_change(change)
    write_table(out, title, iter([law_page(change)]), as_json)


def _on_facts(
    laws: tuple[Law, Law], on: Path, year: int | None, as_json: bool, files: tuple[Path | None, Path | None],
    titles: list[str],
) -> None:  # fmt: skip
    title, *heads = titles
    facts = find_facts(on)
    *tried, note = as_if_both_in_force(*laws)
    causes, _ = law_causes(*tried)
    change = compare_laws(*laws)
    if facts.tables:
        people, cases = compare_tables(causes, facts, year, watched(), files[0]), None
        people.notes += note
        pages, chart = people_pages(people, causes), comparison_chart(title, people, laws, Sentences(causes))
    else:
        people, cases = None, compare_cases(causes, facts.cases, watched())
        cases.notes += note
        pages, chart = case_pages(cases, causes), cases_chart(title, cases, Sentences(causes))
    if as_json:
        _print(law_diff_json(causes, change, people, cases))
    else:
        tell("\n".join(heads))
        show_law_change(change)
        click.echo()
        if people:
            show_people(people, causes)
        if cases:
            show_cases(cases, causes)
    write_people(files[0], title, people, iter([*pages, law_page(change)]), as_json)
    write_chart(files[1], chart, as_json)


def _open(named: str, year: int | None) -> Law:
    """A law by its path or by its id, in the edition in force at the end of the year."""
    if Path(named).exists():
        return load(Path(named))
    return load(builtin().find(named, f"{year}-12-31" if year else ""))


def _print(document: dict[str, object]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
