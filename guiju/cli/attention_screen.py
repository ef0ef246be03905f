"""After the grades: who stands exactly on a line, which doubts would change them, and the picture of it all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from guiju.appraise import Appraisal, Appraised
from guiju.cases.lines import graded, line_text
from guiju.cli.diff_output import write_chart
from guiju.cli.diff_screen import effects_table
from guiju.cli.page import tell
from guiju.forms.roster import Roster
from guiju.pictures.scores import MarkedLine
from guiju.whatif.attention import Standing, doubts, grades, soon_known, standing
from guiju.whatif.charts import appraisal_chart
from guiju.whatif.sensitivity import Effect

MOST_DOUBTS, MOST_NAMED = 5, 8


def show_attention(appraisal: Appraisal, roster: Roster, on: date | None, asked: bool | None = None) -> None:
    """Who is on a line, and the doubts that weigh most; where many people would take long, how to ask for it.

    `asked`: whether doubts are wanted; None leaves it to the number of people.
    """
    if soon_known(len(roster)):
        found = standing(appraisal, roster, on)
        if found.on:
            Console(highlight=False).print(_lines(appraisal, found))
    elif not asked:
        return
    if asked is False:
        return
    effects = doubts(appraisal, roster, on, anyway=bool(asked))
    if effects is None:
        tell("人多，没有逐一试换读法；要看哪些疑义会改变结果，请加 --doubts，或用 guiju law diff-readings --all FILE。")
        return
    telling = [effect for effect in effects if effect.decided]
    if telling:
        _show_doubts(telling)


def _lines(appraisal: Appraisal, found: Standing) -> Table:
    table = Table()
    table.add_column(Text("正好在线上"), overflow="fold", ratio=3)
    table.add_column(Text("人数"), justify="right")
    table.add_column(Text("是谁"), overflow="fold", ratio=2)
    for place, names in sorted(found.on.items()):
        more = f"等{len(names)}人" if len(names) > MOST_NAMED else ""
        line = line_text(appraisal.law, found.lines[place])
        table.add_row(Text(line), Text(str(len(names))), Text("、".join(names[:MOST_NAMED]) + more))
    return table


def _show_doubts(effects: Sequence[Effect]) -> None:
    more = "；全部请用 guiju law diff-readings --all FILE" if len(effects) > MOST_DOUBTS else ""
    tell(f"换一种读法，{len(effects)}个选项会使有的人换结论。最要紧的{min(len(effects), MOST_DOUBTS)}个{more}：")
    Console(highlight=False).print(effects_table(effects[:MOST_DOUBTS], "人"))


def write_appraisal_chart(
    chart: Path | None, appraisal: Appraisal, roster: Roster, people: list[Appraised], on: date | None, quiet: bool
) -> None:
    """Draw the grades and the scores about the lines, when a picture was asked for."""
    if chart is None:
        return
    found = standing(appraisal, roster, on)
    lines = [MarkedLine(line.bound, line.text, found.number_on(line)) for line in graded(found.lines)]
    until = f"，截至{on}" if on else ""
    title = f"《{appraisal.law.title}》考核{len(people)}人{until}"
    counts = grades(appraisal, [person.values for person in people])
    write_chart(chart, appraisal_chart(title, counts, appraisal.law, found.scores, lines, found.score), quiet)
