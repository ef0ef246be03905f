"""After the grades of a mass: how many would get another one under each reading that is not in force."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from rich.console import Console
from rich.table import Table
from rich.text import Text

from guiju.cli.page import tell
from guiju.columns import Refused
from guiju.engines.duckdb import Watch
from guiju.engines.mass import Mass
from guiju.whatif.each import tried_on_people
from guiju.whatif.sensitivity import Effect, most_telling
from guiju.whatif.tries import Tries

# Up to so many people it is looked at without being asked: with 32 options about as long as the appraisal itself.
UNASKED = 5_000_000
MOST_DOUBTS, MOST_MOVES = 5, 3
Stage = Callable[[str], AbstractContextManager[Watch]]


def show_mass_doubts(people: Mass, asked: bool | None, stage: Stage) -> None:
    """Print the weightiest readings; where that takes long and nobody asked for it, how to ask."""
    if asked is False:
        return
    if asked is None and people.people > UNASKED:
        tell(
            "人多，没有逐一试换读法；要看哪些疑义会使人换等次，请加 --doubts，或用 guiju law diff-readings --all FILE。"
        )
        return
    translation = people.translation
    tried = tried_on_people(translation.law, translation.readings)
    try:
        with stage("试读法") as watch:
            effects = Tries(people).moved(tried, watch)
    except Refused as refusal:
        tell(f"没有逐一试换读法：{refusal.problems[0].message}")
        return
    _show([effect for effect in most_telling(effects) if effect.decided], len(tried))


def _show(telling: list[Effect], tried: int) -> None:
    if not telling:
        tell(f"逐一换过{tried}个别的读法，没有人因此换结论。" if tried else "")
        return
    most = min(len(telling), MOST_DOUBTS)
    more = "；全部请用 guiju law diff-readings --all FILE" if len(telling) > most else ""
    tell(f"换一种读法，{len(telling)}个选项会使有的人换结论。最要紧的{most}个{more}：")
    table = Table()
    table.add_column(Text("换成"), overflow="fold", ratio=2)
    table.add_column(Text("换结论的人数"), justify="right", no_wrap=True)
    table.add_column(Text("去向"), overflow="fold", ratio=3)
    for effect in telling[:most]:
        moves = "；".join(f"{a}→{b} {n}人" for (a, b), n in effect.moves.most_common(MOST_MOVES))
        more = "……" if len(effect.moves) > MOST_MOVES else ""
        table.add_row(*map(Text, (f"{effect.option.text}：{effect.option.meaning}", str(effect.moved), moves + more)))
    Console(highlight=False).print(table)
