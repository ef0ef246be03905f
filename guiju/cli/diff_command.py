"""`guiju law diff-readings`: who would come out differently under other readings, or under each of them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from guiju.cases.decide import open_instrument
from guiju.check import load
from guiju.cli.appraise_commands import appraising_law
from guiju.cli.case_commands import FILE, parse_readings
from guiju.cli.diff_output import check_outputs, watched, write_chart, write_people, write_table
from guiju.cli.diff_screen import show_case, show_cases, show_effects, show_people
from guiju.errors import Problem, UsageError
from guiju.law import Law, builtin
from guiju.whatif.cases import is_dossier
from guiju.whatif.charts import cases_chart, comparison_chart, sensitivity_chart
from guiju.whatif.compare import CaseComparison, compare_cases, compare_tables, reading_causes
from guiju.whatif.documents import case_readings_json, people_readings_json, sensitivity_json
from guiju.whatif.each import each_option
from guiju.whatif.facts import Facts, find_facts
from guiju.whatif.sensitivity import most_telling
from guiju.whatif.tables import Sentences, case_pages, effects_page, people_pages


@click.command(
    "diff-readings",
    help="换一种或几种读法，谁的结果会不同；--all 把每条读法的每个选项逐一试一遍。"
    "FILE 是考核表、案件、档案，或者装着它们的文件夹。",
)
@click.argument("words", nargs=-1, required=True, metavar="[ID=选项]… FILE")
@click.option("--all", "every", is_flag=True, help="逐一试每条读法的每个选项，看这一年对每处疑义有多敏感。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--out", type=FILE, help="把变动写进这个文件（.xlsx，或 .csv、.parquet）。")
@click.option("--chart", type=FILE, help="把变动画成图（.svg）。")
@click.option("--law", "folder", type=FILE, help="用这个文件夹里的文书，而不是内置的。")
@click.option("--year", type=int, help="考核年度（考核表才用）。")
def diff_readings(
    words: tuple[str, ...], every: bool, as_json: bool, out: Path | None, chart: Path | None,
    folder: Path | None, year: int | None,
) -> None:  # fmt: skip
    """Compare readings on one file, or try each of them."""
    pairs, file = words[:-1], Path(words[-1])
    _check_usage(pairs, file, every)
    check_outputs(out, chart, (file,))
    facts = find_facts(file)
    law = _law(facts, folder, year)
    if every:
        _each(law, facts, year, as_json, (out, chart))
        return
    causes = reading_causes(law, parse_readings(pairs, law))
    title = f"《{law.title}》改用 {'、'.join(pairs)}"
    if facts.tables:
        people = compare_tables(causes, facts, year, watched(), out)
        if as_json:
            _print(people_readings_json(causes, people))
        else:
            click.echo(f"改用 {'、'.join(pairs)}：", nl=False)
            show_people(people, causes)
        write_people(out, title, people, people_pages(people, causes), as_json)
        write_chart(chart, comparison_chart(title, people, (law, law), Sentences(causes)), as_json)
        return
    cases = compare_cases(causes, facts.cases, watched())
    if as_json:
        _print(case_readings_json(causes, cases))
    elif len(facts.cases) == 1:
        _show_one(cases, "、".join(causes.after.chosen))
    else:
        show_cases(cases, causes)
    write_table(out, title, case_pages(cases, causes), as_json)
    write_chart(chart, cases_chart(title, cases, Sentences(causes)), as_json)


def _check_usage(pairs: tuple[str, ...], file: Path, every: bool) -> None:
    if every and pairs:
        raise UsageError([Problem("usage", "--all 是把全部读法逐一试一遍，不必再写 ID=选项。")])
    if not every and not pairs:
        message = f"要写明换哪种读法，如：guiju law diff-readings ID=选项 {file}；逐一全试用 --all。"
        raise UsageError([Problem("usage", message)])
    keys = [pair.partition("=")[0] for pair in pairs]
    if len(set(keys)) < len(keys):
        raise UsageError([Problem("usage", "同一条读法写了两次；一次只能换成一个选项。")])


def _law(facts: Facts, folder: Path | None, year: int | None) -> Law:
    if folder or facts.tables:
        return load(folder or appraising_law(year))
    data = facts.cases[0][1]
    return load(builtin().find("admission")) if is_dossier(data) else open_instrument(data, None)


def _show_one(cases: CaseComparison, readings: str) -> None:
    if not cases.changes:
        click.echo(f"换读法 {readings}，这一份的结果不变。")
    for change in cases.changes:
        show_case(change)


def _each(law: Law, facts: Facts, year: int | None, as_json: bool, files: tuple[Path | None, Path | None]) -> None:
    tried = each_option(law, facts, year, watched())
    what = "人" if facts.tables else "案"
    effects = most_telling(tried.effects)
    if as_json:
        _print(sensitivity_json(law, "people" if facts.tables else "cases", tried.total, tried.effects, tried.idle))
    else:
        show_effects(tried.effects, tried.total, what, tried.idle)
    title = f"《{law.title}》{tried.total}{what}，逐一换读法"
    write_table(files[0], title, iter([effects_page(tried.effects, what)]), as_json)
    write_chart(files[1], sensitivity_chart(title, effects, len(tried.effects), what, tried.idle), as_json)


def _print(document: dict[str, object]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
