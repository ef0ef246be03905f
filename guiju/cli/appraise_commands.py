"""`guiju template` and `guiju appraise`: the sheets a law asks for, and what it makes of the people in them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from guiju.appraisal_document import row_of, write_document
from guiju.appraise import Appraisal
from guiju.check import load
from guiju.cli.appraise_screen import MOST_COMPARED, mention_examples, nobody, show_summary, with_progress
from guiju.cli.attention_screen import show_attention, write_appraisal_chart
from guiju.cli.case_commands import FILE, parse_readings
from guiju.cli.diff_output import check_outputs
from guiju.cli.mass_screen import FORMS, Job, appraise_mass, engine_of, refuse_beyond_a_sheet, wants_query
from guiju.cli.page import tell
from guiju.columns import Refused
from guiju.errors import GuijuError, Problem, UsageError
from guiju.explain.sentences import explain_text, trace_json
from guiju.forms.read import read_people
from guiju.forms.roster import Roster
from guiju.forms.template import write_template
from guiju.law import builtin
from guiju.notation.reader import read_law
from guiju.values import show
from guiju.writing.files import unwritable
from guiju.writing.result import WRITERS, write_result

QUERYING = ("duckdb", "spark")
ENGINES = ("evaluate", *QUERYING)
_RESULT = "\n结果 "
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 9998
_HELP = (
    "按办法考核一批人。FILE 是工作簿（.xlsx）、一人一行的简表（.csv、.parquet），"
    "或者一个文件夹：各表一个 .parquet 或 .csv。"
)
_ENGINE_HELP = "用什么计算；不写时 .parquet、文件夹、大的 .csv 用 duckdb，其余逐人算（evaluate）。"
_DOUBTS_HELP = "小结里说不说：换一种读法，多少人会换等次。不写时人不太多才说。"
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
@click.option("--doubts/--no-doubts", default=None, help=_DOUBTS_HELP)
@click.option("--law", "folder", type=FILE, help="用这个文件夹里的文书，而不是内置的。")
def appraise(
    file: Path, out: Path | None, chart: Path | None, as_json: bool, wanted: str | None,
    engine: str | None, master: str, form: str, year: int | None, readings: tuple[str, ...], folder: Path | None,
    doubts: bool | None,
) -> None:  # fmt: skip
    """Appraise the people in a file."""
    _check_usage(file, out)
    check_outputs(None, chart, (file,))
    law = load(folder or appraising_law(year))
    job = Job(file, law, parse_readings(readings, law), year, out, chart, form, as_json, wanted, doubts)
    if out is not None and out.suffix.lower() == ".xlsx":
        refuse_beyond_a_sheet(file, law)
        if engine in QUERYING:
            click.echo("提示：结果写成工作簿，要写出每人的理由，现在逐人计算。", err=True)
    elif engine in QUERYING or (engine is None and wants_query(file)):
        judged = partial(appraise_mass, job, engine_of(engine, master))
        if _is_done(judged, is_asked_for=engine is not None):
            return
    _one_by_one(job)


def _one_by_one(job: Job) -> None:
    """Read everybody, and put each to `evaluate`."""
    appraisal = Appraisal(job.law, job.readings)
    roster = read_people(job.file, job.law)
    on = roster.case_date(job.year)
    number = None if job.wanted is None else _number_of(roster, job.wanted)
    mention_examples(roster)
    people = list(with_progress(appraisal.people(roster.cases(on)), len(roster)))
    if job.out:
        write_result(job.out, appraisal, people)
    run = None if number is None else appraisal.program.run(roster.case(number, on))
    if job.as_json:
        trace = None if run is None else trace_json(run)
        rows = (row_of(p, trace if n == number else None) for n, p in enumerate(people))
        write_document(appraisal, rows, sys.stdout)
    elif run is not None:
        tell("\n".join([f"{roster.title(number or 0)}：", *explain_text(run)]))
    else:
        show_summary(appraisal, roster, people, on)
        show_attention(appraisal, roster, on, job.doubts)
    write_appraisal_chart(job.chart, appraisal, roster, people, on, job.as_json)
    if job.out:
        click.echo(f"已写好「{job.out}」：{len(people)}人。", err=job.as_json)


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


def _check_usage(file: Path, out: Path | None) -> None:
    """Refuse at once what would only be refused after all the work."""
    if out is None:
        return
    if out.suffix.lower() not in WRITERS:
        raise _usage(f"结果的文件名应以{'、'.join(WRITERS)}之一结尾，这里是「{out.name}」。")
    if out.exists() and file.exists() and out.samefile(file):
        raise _usage("结果不能写进输入的文件；请另取一个文件名。")
    if found := unwritable(out):
        raise _usage(found)


def appraising_law(year: int | None) -> Path:
    """The built-in law that appraises people, in the edition in force at the end of the year."""
    marked = (folder for folder in builtin().folders if _RESULT in (folder / "law.md").read_text(encoding="utf-8"))
    found = sorted({str(read_law(folder / "law.md").front["文书"]) for folder in marked})
    if len(found) != 1:
        listed = f"内置的有{'、'.join(found)}" if found else "内置的一件也没有"
        raise _usage(f"不知道用哪一件考核文书（{listed}）；请用 --law 写明文件夹。")
    return builtin().find(found[0], f"{year}-12-31" if year else "")


def _number_of(roster: Roster, wanted: str) -> int:
    identities = [show(identity) for identity in roster.identities]
    if wanted not in identities:
        raise nobody(wanted, identities[:MOST_COMPARED])
    return identities.index(wanted)


def _usage(message: str) -> UsageError:
    return UsageError([Problem("usage", message)])
