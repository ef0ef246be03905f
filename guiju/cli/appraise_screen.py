"""An appraisal on a terminal: how many of each grade, and who needs a person's attention."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from guiju import tree as t
from guiju.appraise import NOT_APPLICABLE, Appraisal, Appraised
from guiju.errors import Problem, UsageError
from guiju.evaluate.outcome import CONFLICT, NO_GROUND, UNDETERMINED
from guiju.forms.roster import Roster
from guiju.forms.template import EXAMPLE
from guiju.notation.hints import nearest
from guiju.values import show

MOST_LISTED = 8
# A wrong identity is compared with no more others, to say which was meant.
MOST_COMPARED = 1_000
_PRESUMED = "按推定，有理由并记录可以不照办"
_BEFORE_A_BAR = 1  # second
_UPDATE_EVERY = 64
T = TypeVar("T")


def with_progress(items: Iterator[T], total: int) -> Iterator[T]:
    """The items; when they take more than a second and somebody is looking, with a progress bar."""
    if not sys.stderr.isatty():
        yield from items
        return
    started = time.monotonic()
    words = (TextColumn("考核"), BarColumn(), MofNCompleteColumn(), TextColumn("人，还要"), TimeRemainingColumn())
    bar = Progress(*words, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=total)
    try:
        for number, item in enumerate(items, 1):
            if number % _UPDATE_EVERY == 0 and time.monotonic() - started > _BEFORE_A_BAR:
                bar.start()
                bar.update(task, completed=number)
            yield item
    finally:
        bar.stop()


def show_summary(appraisal: Appraisal, roster: Roster, people: list[Appraised], on: date | None) -> None:
    """Print the counts of each grade and the people to look at."""
    console = Console(highlight=False)
    until = f"，截至{on}" if on else ""
    console.print(Text(f"《{appraisal.law.title}》考核{len(people)}人{until}", style="bold"))
    for column, outcome in _outcomes(appraisal).items():
        console.print(_counts(column, appraisal.law.words.outcomes[outcome].options, people))
    causes = _causes(appraisal, roster, people)
    if causes:
        console.print(_listed(causes))
    changed = [r for r in appraisal.chosen if appraisal.chosen[r] != _default(appraisal, r)]
    if changed:
        console.print(Text("采用了另外的读法：" + "、".join(f"{r}＝{appraisal.chosen[r]}" for r in changed)))


def _outcomes(appraisal: Appraisal) -> dict[str, str]:
    """The columns that hold a conclusion, and which."""
    words = appraisal.law.words
    columns = words.result.columns if words.result else ()
    return {name: n.text for name, n in columns if isinstance(n, t.Name) and n.text in words.outcomes}


def _counts(column: str, options: tuple[str, ...], people: list[Appraised]) -> Table:
    counts = Counter(person.values[column] for person in people)
    table = Table()
    table.add_column(Text(column))
    table.add_column(Text("人数"), justify="right")
    for option in (*options, NO_GROUND, CONFLICT, UNDETERMINED, NOT_APPLICABLE):
        if option in options or counts[option]:
            table.add_row(Text(option), Text(str(counts[option])))
    return table


def _causes(appraisal: Appraisal, roster: Roster, people: list[Appraised]) -> dict[str, list[str]]:
    """Why somebody should look at some people, and who they are; nothing when all is plain."""
    found: dict[str, list[str]] = {}
    for number, person in enumerate(people):
        for cause in _causes_of(appraisal, person):
            found.setdefault(cause, []).append(roster.title(number))
    return dict(sorted(found.items(), key=lambda item: item[0].startswith(_PRESUMED)))


def _causes_of(appraisal: Appraisal, person: Appraised) -> Iterator[str]:
    for column in _outcomes(appraisal):
        value = person.values[column]
        if value == UNDETERMINED:
            facts = "、".join(w.fact for w in person.wanting if column in w.columns)
            yield f"{column}{value}，待查：{facts}"
        elif value in (NO_GROUND, CONFLICT):
            yield f"{column}{value}，须由人定"
    for address in dict.fromkeys(g.address for g in person.grounds if g.presumption):
        row = appraisal.law.provision(address)
        yield f"{_PRESUMED}：{row.cite}「{row.text}」"


def _listed(causes: dict[str, list[str]]) -> Table:
    table = Table()
    table.add_column(Text("须留意"), ratio=3, overflow="fold")
    table.add_column(Text("人数"), justify="right")
    table.add_column(Text("是谁"), ratio=2, overflow="fold")
    for cause, names in causes.items():
        more = f"等{len(names)}人" if len(names) > MOST_LISTED else ""
        table.add_row(Text(cause), Text(str(len(names))), Text("、".join(names[:MOST_LISTED]) + more))
    return table


def _default(appraisal: Appraisal, reading: str) -> str:
    laws = [law for law in (appraisal.law, appraisal.law.baseline) if law]
    return next((r.default for law in laws for r in law.parsed.readings if r.id == reading), "")


def mention_examples(roster: Roster) -> None:
    """Say so when example rows of a template were left in."""
    left = [show(identity) for identity in roster.identities if show(identity).startswith(EXAMPLE)]
    if left:
        click.echo(f"提示：还留着示例行「{'、'.join(left[:3])}」，一并考核了；如不需要，请从各表删去。", err=True)


def nobody(wanted: str, others: list[str]) -> UsageError:
    """The refusal of an identity that nobody has."""
    message = f"--explain：没有编号为「{wanted}」的人。{nearest(wanted, others)}"
    return UsageError([Problem("usage", message)])
