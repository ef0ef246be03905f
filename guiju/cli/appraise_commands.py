"""`guiju template` and `guiju appraise`: the sheets a law asks for, and what it makes of the people in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from guiju.appraise import Appraisal, Appraised, case_date
from guiju.check import load
from guiju.cli.appraise_screen import show_summary, with_progress
from guiju.cli.attention_screen import show_attention, write_appraisal_chart
from guiju.cli.case_commands import FILE, parse_readings
from guiju.cli.diff_output import check_outputs
from guiju.cli.mass_screen import FORMS, OUTPUTS, appraise_mass, engine_of, wants_query
from guiju.cli.page import tell
from guiju.columns import Refused
from guiju.errors import GuijuError, Problem, UsageError
from guiju.explain.sentences import explain_text, trace_json
from guiju.forms.read import read_people
from guiju.forms.result import WRITERS, write_result
from guiju.forms.roster import Roster
from guiju.forms.template import EXAMPLE, write_template
from guiju.law import builtin
from guiju.notation.hints import nearest
from guiju.notation.reader import read_law
from guiju.values import show

SCHEMA = "guiju-appraisal/1"
QUERYING = ("duckdb", "spark")
ENGINES = ("evaluate", *QUERYING)
_RESULT = "\n结果 "
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 9998
_HELP = (
    "按办法考核一批人。FILE 是工作簿（.xlsx）、一人一行的简表（.csv、.parquet），"
    "或者一个文件夹：各表一个 .parquet 或 .csv。"
)
_ENGINE_HELP = "用什么计算；不写时 .parquet、文件夹、大的 .csv 用 duckdb，其余逐人算（evaluate）。"
_FORM_HELP = "成批计算时结果的写法；紧凑：数写成分子、分母两个整数。"


@click.command("template", help="生成一份空白工作簿，各表各栏照文书的声明。例：guiju template appraisal 考核.xlsx")
@click.argument("words", nargs=-1, required=True, metavar="[INSTRUMENT] OUT.xlsx")
@click.option("--law", "folder", type=FILE, help="用这个文件夹里的文书，而不是内置的。")
@click.option("--force", is_flag=True, help="文件已经存在时也写。")
def template(words: tuple[str, ...], folder: Path | None, force: bool) -> None:
    """Write a workbook to fill in."""
    if len(words) != 2 and not (folder and len(words) == 1):
        raise _usage("要写明文书和输出文件，如：guiju template appraisal 考核.xlsx")
    instrument, out = words[0] if len(words) == 2 else "", Path(words[-1])
    if out.suffix.lower() != ".xlsx":
        raise _usage(f"工作簿的文件名应以 .xlsx 结尾，这里是「{out.name}」。")
    law = load(folder or builtin().find(instrument))
    if out.exists() and not force:
        raise GuijuError([Problem("file", f"「{out}」已经存在，没有覆盖；要覆盖请加 --force。")])
    write_template(out, law)
    click.echo(f"已写好「{out}」：《{law.title}》的空白工作簿。各表第2行是示例，填写时请删去。")


@click.command("appraise", help=_HELP)
@click.argument("file", type=FILE)
@click.option("--out", type=FILE, help="把结果写进这个文件（.xlsx 附理由，或 .csv、.parquet）。")
@click.option("--chart", type=FILE, help="把等次和得分画成图（.svg）。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--explain", "wanted", metavar="编号", help="写出这个人的全部理由。")
@click.option("--engine", type=click.Choice(ENGINES), help=_ENGINE_HELP)
@click.option(
    "--master", default="", metavar="地址", help="Spark 集群的地址（配 --engine spark）；不写就在本机起一个。"
)
@click.option("--form", type=click.Choice(list(FORMS)), default="完整", show_default=True, help=_FORM_HELP)
@click.option("--year", type=click.IntRange(_EARLIEST_YEAR, _LATEST_YEAR), help="考核年度；算到这年的12月31日。")
@click.option("--reading", "readings", multiple=True, metavar="ID=选项", help="采用另一种读法，可多次。")
@click.option("--law", "folder", type=FILE, help="用这个文件夹里的文书，而不是内置的。")
def appraise(
    file: Path, out: Path | None, chart: Path | None, as_json: bool, wanted: str | None,
    engine: str | None, master: str, form: str, year: int | None, readings: tuple[str, ...], folder: Path | None,
) -> None:  # fmt: skip
    """Appraise the people in a file."""
    one_by_one = as_json or wanted is not None
    _check_usage(file, out, engine, one_by_one)
    check_outputs(None, chart, (file,))
    law = load(folder or appraising_law(year))
    chosen = parse_readings(readings, law)
    if engine in QUERYING or (engine is None and not one_by_one and wants_query(file, out)):
        judged = partial(appraise_mass, file, law, chosen, year, (out, chart), form, engine_of(engine, master))
        if _is_done(judged, is_asked_for=engine is not None):
            return
    appraisal = Appraisal(law, chosen)
    roster = read_people(file, law)
    on = case_date(roster, year)
    number = None if wanted is None else _number_of(roster, wanted)
    _mention_examples(roster)
    people = list(with_progress(appraisal.people(roster, on), len(roster)))
    if out:
        write_result(out, appraisal, people)
    run = None if number is None else appraisal.program.run(roster.case(number, on))
    if as_json:
        document = appraisal_json(appraisal, people)
        if run is not None and number is not None:
            document["people"][number]["trace"] = trace_json(run)
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif run is not None:
        tell("\n".join([f"{roster.title(number or 0)}：", *explain_text(run)]))
    else:
        show_summary(appraisal, roster, people, on)
        show_attention(appraisal, roster, on)
    write_appraisal_chart(chart, appraisal, roster, people, on, as_json)
    if out:
        click.echo(f"已写好「{out}」：{len(people)}人。", err=as_json)


def _is_done(judged: Callable[[], None], is_asked_for: bool) -> bool:
    """Run the query; where it cannot say what the law does, and nobody asked for it, people are judged one by one."""
    try:
        judged()
    except Refused as refusal:
        if is_asked_for:
            raise
        click.echo(f"提示：{refusal.problems[0].render()}现在逐人计算。", err=True)
        return False
    return True


def _check_usage(file: Path, out: Path | None, engine: str | None, one_by_one: bool) -> None:
    """Refuse at once what would only be refused after all the work."""
    if engine in QUERYING and one_by_one:
        raise _usage(f"--json、--explain 要逐人算；请去掉 --engine {engine}。")
    if engine in QUERYING and out is not None and out.suffix.lower() not in OUTPUTS:
        raise _usage(f"成批计算的结果写成{'或'.join(OUTPUTS)}，这里是「{out.name}」。")
    if engine in QUERYING and file.suffix.lower() == ".xlsx":
        raise _usage(f"工作簿要逐人算；请去掉 --engine {engine}。")
    if out is None:
        return
    if out.suffix.lower() not in WRITERS:
        raise _usage(f"结果的文件名应以{'、'.join(WRITERS)}之一结尾，这里是「{out.name}」。")
    if out.exists() and file.exists() and out.samefile(file):
        raise _usage("结果不能写进输入的文件；请另取一个文件名。")
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise _usage(f"「{out}」写不进去：没有这个文件夹，或者它本身是文件夹。")


def appraising_law(year: int | None) -> Path:
    """The built-in law that appraises people, in the edition in force at the end of the year."""
    marked = (folder for folder in builtin().folders if _RESULT in (folder / "law.md").read_text(encoding="utf-8"))
    found = sorted({str(read_law(folder / "law.md").front["文书"]) for folder in marked})
    if len(found) != 1:
        listed = f"内置的有{'、'.join(found)}" if found else "内置的一件也没有"
        raise _usage(f"不知道用哪一件考核文书（{listed}）；请用 --law 写明文件夹。")
    return builtin().find(found[0], f"{year}-12-31" if year else "")


def appraisal_json(appraisal: Appraisal, people: list[Appraised]) -> dict[str, Any]:
    """The document of the contract: guiju-appraisal/1."""
    return {
        "schema": SCHEMA,
        "instrument": appraisal.law.id,
        "readings": appraisal.readings,
        "people": [dict(person.values) for person in people],
        "unknown": [
            {"person": person.identity, "fact": w.fact, "question": w.question, "columns": list(w.columns)}
            for person in people
            for w in person.wanting
        ],
    }


def _number_of(roster: Roster, wanted: str) -> int:
    identities = [show(identity) for identity in roster.identities]
    if wanted not in identities:
        raise _usage(f"--explain：没有编号为「{wanted}」的人。{nearest(wanted, identities[:1000])}")
    return identities.index(wanted)


def _mention_examples(roster: Roster) -> None:
    left = [show(identity) for identity in roster.identities if show(identity).startswith(EXAMPLE)]
    if left:
        click.echo(f"提示：还留着示例行「{'、'.join(left[:3])}」，一并考核了；如不需要，请从各表删去。", err=True)


def _usage(message: str) -> UsageError:
    return UsageError([Problem("usage", message)])
