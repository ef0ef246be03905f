"""`guiju demo`: the made-up town from its workbook, cases and dossiers to results, as an office would do it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

import guiju
from guiju.appraise import Appraisal, Appraised
from guiju.cases.decide import decision, open_instrument, run_case
from guiju.cases.dossier import check_dossier
from guiju.check import load
from guiju.cli.appraise_commands import appraising_law
from guiju.cli.case_commands import FILE
from guiju.cli.page import say
from guiju.errors import Problem, UsageError
from guiju.explain.sentences import explain_text
from guiju.explain.trace import Json
from guiju.forms.read import read_people
from guiju.inputs import read_data
from guiju.law import builtin
from guiju.values import show
from guiju.writing.result import write_result

_PACKED = Path(guiju.__file__).parent / "_examples"
EXAMPLES = _PACKED if _PACKED.is_dir() else Path(guiju.__file__).parent.parent / "examples"
# Whose explanations are printed whole: somebody with over 90 points who is barred, and the case of docs/walk.md.
PERSON, CASE = "QQ003", "work-errors-principal-leader"
# The day as of which the dossiers are checked; the program itself never asks what day it is.
CHECKED_ON = date(2026, 3, 2)
CHOOSE = {"all": "", "one": "（择一）", "any": "（可以并用）"}


@click.command("demo", help="用虚构的青桥驿镇走一遍：年终考核、八个案件、六份档案，一名干部和一个案件的全部理由。")
@click.argument("examples", required=False, type=FILE)
@click.option("--out", type=FILE, default=Path("out"), show_default=True, help="结果写进这个文件夹。")
def demo(examples: Path | None, out: Path) -> None:
    """Run everything on the examples."""
    folder = examples or EXAMPLES
    workbook = _workbook(folder)
    say("规矩：用虚构的青桥驿镇走一遍", bold=True)
    say("法条是真的，人、事、票数、日期都是编的。")
    reasons, result = _appraise(workbook, out)
    explained = _cases(sorted((folder / "cases").glob("*.json")))
    _dossiers(sorted((folder / "dossiers").glob("*.json")))
    _section("四、一名干部的全部理由（先结论，再写用到的每个数从哪里来）")
    say(reasons)
    _section("五、一个案件的全部理由")
    say(explained)
    _next(folder, workbook, result)


def _workbook(folder: Path) -> Path:
    """The workbook of the folder; Excel and WPS leave files beside an open one whose names begin with ~$."""
    found = sorted(path for path in folder.glob("*.xlsx") if not path.name.startswith("~$"))
    if not found:
        message = f"「{folder}」里没有例子（.xlsx）。请在项目文件夹里运行，或者写明例子所在：guiju demo 文件夹"
        raise UsageError([Problem("usage", message)])
    return found[0]


def _section(title: str) -> None:
    say()
    say(title, bold=True)


# --- people


def _appraise(workbook: Path, out: Path) -> tuple[str, Path]:
    """Appraise, write the result and print a summary; gives one person's explanation and the file of the result."""
    year = _year(workbook)
    law = load(appraising_law(year))
    appraisal, roster = Appraisal(law), read_people(workbook, law)
    on = roster.case_date(year)
    people = list(appraisal.people(roster.cases(on)))
    out.mkdir(parents=True, exist_ok=True)
    result = out / f"{workbook.stem}结果.xlsx"
    write_result(result, appraisal, people)
    _section(f"一、年终考核：{workbook.name}")
    say(f"  《{law.title}》，{len(people)}人，截至{on}")
    for line in _summary(appraisal, people):
        say(f"  {line}")
    say(f"  结果已写进 {result}：每人的得分、等次，以及理由、待查、读法各一张表")
    number = next((n for n, identity in enumerate(roster.identities) if show(identity) == PERSON), 0)
    run = appraisal.program.run(roster.case(number, on))
    return "\n".join([f"{roster.title(number)}：", *explain_text(run)]), result


def _year(workbook: Path) -> int | None:
    found = re.search(r"(\d{4})年度", workbook.stem)
    return int(found[1]) if found else None


def _summary(appraisal: Appraisal, people: list[Appraised]) -> Iterator[str]:
    for outcome in appraisal.law.words.outcomes:
        counts = Counter(person.values[outcome] for person in people)
        yield f"拟评{outcome}：" + "，".join(f"{value}{n}人" for value, n in counts.most_common())
    presumed = Counter(a for p in people for a in dict.fromkeys(g.address for g in p.grounds if g.presumption))
    for address, count in presumed.most_common():
        row = appraisal.law.provision(address)
        yield f"{count}人按推定拟评，有理由并记录可以不照办：{row.cite}「{row.text}」"
    wanting = Counter((w.fact, w.question) for person in people for w in person.wanting)
    for (_, question), count in wanting.most_common():
        yield f"{count}人还有一件事要问：{question}"


# --- cases and dossiers


def _cases(files: list[Path]) -> str:
    """A few lines for each case; gives the whole explanation of one."""
    _section(f"二、{len(files)}个案件")
    explained: list[str] = []
    for file in files:
        data = read_data(file)
        law = open_instrument(data, None)
        run = run_case(law, data, file.name, {})
        say(f"  {file.name}")
        say(f"    《{law.title}》，行为日期{run.case.on}")
        for line in _gist(decision(run)):
            say(f"    {line}")
        if file.stem == CASE or not explained:
            explained = [f"{file.name}：", *explain_text(run)]
    return "\n".join(explained)


def _gist(found: Json) -> Iterator[str]:
    """What was found in a case, most important first."""
    yield from (f"本办法不适用（{x['cite']}）" for x in found["not_applicable"])
    yield from (f"转{x['to']}（{x['cite']}）" for x in found["elsewhere"])
    for x in found["duties"]:
        by = f"，由{'、'.join(x['decided_by'])}决定" if x.get("decided_by") else ""
        yield f"{x['modal']}对{x['party']}：{'、'.join(x['measures'])}{CHOOSE[x['choose']]}{by}（{x['cite']}）"
    yield from (f"{x['role']}：{x['effect']}，{x['from']}至{x['to']}（{x['cite']}）" for x in found["effects"])
    yield from (f"{x['modal']}问责{x['party']}（{x['cite']}）" for x in found["also_accountable"])
    yield from (f"期限：{x['due']} {x['step']}（{x['cite']}）" for x in found["steps"] if x["due"])
    yield from (f"冲突，须由人权衡：{x['message']}" for x in found["conflicts"])
    if found["unknown"]:
        first = "、".join(x["fact"] for x in found["unknown"][:2])
        more = f"等{len(found['unknown'])}件" if len(found["unknown"]) > 2 else ""
        yield f"还要查明：{first}{more}"


def _dossiers(files: list[Path]) -> None:
    """What each dossier breaches, and what falls due."""
    _section(f"三、{len(files)}份发展党员档案，查到{CHECKED_ON}")
    law = load(builtin().find("admission", CHECKED_ON))
    for file in files:
        found = check_dossier(law, read_data(file), file.name, CHECKED_ON, {})
        breaches = [f"{_finding(x)}{x['cite']}「{x['text']}」" for x in found["breaches"]]
        due = [f"将到期：{x['due'] or '待定'} {x['message']}" for x in found["upcoming"]]
        say(f"  {file.name}  {found['person']}")
        for line in breaches + due or ["没有发现违反制度的情形"]:
            say(f"    {line}")


def _finding(breach: Json) -> str:
    return "线索，须由人认定：" if breach["finding"] == "待认定" else "违反："


def _next(folder: Path, workbook: Path, result: Path) -> None:
    _section("接下来")
    say(f"  打开 {result} 看结果和理由。")
    say("  再试试（命令前面加 .venv/bin/）：")
    here = folder if folder != EXAMPLES else Path("examples")
    for line in (
        f"guiju appraise {here / workbook.name} --year {_year(workbook)} --explain QQ036",
        f"guiju decide {here}/cases/admission-vote-in-a-batch.json --ask",
        f"guiju check-dossier {here}/dossiers/4-meeting-faults.json",
        "guiju law show appraisal/5.4",
        "guiju template appraisal 考核.xlsx",
    ):
        click.echo(f"  {line}")  # never folded: it is there to be copied
