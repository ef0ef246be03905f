"""Comparisons on a terminal: what became of the law, of whom, and from which sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from rich.console import Console
from rich.table import Table
from rich.text import Text

from guiju.cli.page import tell
from guiju.values import decimal_text
from guiju.whatif.cases import CaseChange
from guiju.whatif.causes import Cause, Causes
from guiju.whatif.compare import CaseComparison
from guiju.whatif.people import Change, Comparison
from guiju.whatif.provisions import TEXT, LawChange, ProvisionChange
from guiju.whatif.sensitivity import Effect
from guiju.whatif.tables import PARTS, Sentences, entry_text

MOST_LISTED = 50
MOST_CAUSES, MOST_MOVES, MOST_NAMED = 4, 3, 3
# A number with so few decimals is written out; a longer one is rounded to two, and said to be.
_EXACT_PLACES = 4


def show_law_change(change: LawChange) -> None:
    """The provisions that differ, both versions below one another."""
    shown = [c for n, c in enumerate(change.provisions) if not _same_sentence(c, change.provisions[:n])]
    tell(f"条文有{len(shown)}处不同" if shown else "条文没有不同", bold=True)
    for entry in shown:
        _show_provision(entry)
    for line in change.readings:
        tell(f"  {line}")


def _same_sentence(change: ProvisionChange, earlier: list[ProvisionChange]) -> bool:
    """Whether only the text differs, and it is a sentence already shown: several rules may stand under one."""
    if change.kinds != (TEXT,) or not change.before or not change.after:
        return False
    texts = change.before.provision.text, change.after.provision.text
    shown = [(e.before.provision.text, e.after.provision.text) for e in earlier if e.before and e.after]
    return texts in shown


def _show_provision(change: ProvisionChange) -> None:
    version = change.after or change.before
    assert version is not None
    tell(f"  {version.provision.cite}（{version.provision.address}）：{'、'.join(change.kinds)}")
    if change.before and change.after:
        if TEXT in change.kinds:
            tell(f"    前：{change.before.provision.text}")
            tell(f"    后：{change.after.provision.text}")
        old, new = change.before.rule, change.after.rule
    else:
        tell(f"    {version.provision.text}")
        old, new = ((), version.rule) if change.after else (version.rule, ())
    for sign, lines, others in (("－", old, new), ("＋", new, old)):
        for line in lines:
            if line not in others:
                tell(f"    {sign} {line.strip()}")


def show_people(found: Comparison, causes: Causes) -> None:
    """The moves as a table, the sentences, then the people one by one."""
    moved = f"，其中{found.moved}人换了{found.leading}" if found.moved else f"，{found.leading}都没变"
    moved = moved if found.leading and found.different else ""
    tell(f"{found.people}人中{found.different}人的结果不同{moved}。", bold=True)
    say = Sentences(causes)
    console = Console(highlight=False)
    if found.moved:
        console.print(_moves(found, causes))
    if found.sentences:
        console.print(_sentences(found.sentences.most_common(), say, "人数"))
    for change in sorted(found.changes, key=lambda c: found.leading not in c.columns)[:MOST_LISTED]:
        tell(f"  {change.title}：{_columns(change)}{_from(change.causes, say)}")
    if found.different > MOST_LISTED:
        tell(f"  ……这里只列{MOST_LISTED}人；{found.different}人的名单请用 --out 写成文件。")
    show_notes(found.notes)


def _moves(found: Comparison, causes: Causes) -> Table:
    """Rows before, columns after; what stays is in the diagonal."""
    order = {g: n for side in (causes.before, causes.after)
             for n, g in enumerate(g for o in side.law.words.outcomes.values() for g in o.options)}  # fmt: skip
    grades = ({key[side] for key in found.moves} for side in (0, 1))
    before, after = (sorted(found_, key=lambda g: (order.get(g, len(order)), g)) for found_ in grades)
    table = Table()
    table.add_column(Text(f"{found.leading} 前＼后"))
    for grade in after:
        table.add_column(Text(grade), justify="right")
    for old in before:
        table.add_row(Text(old), *(Text(str(found.moves[old, new] or "")) for new in after))
    return table


def _sentences(counts: Sequence[tuple[str, int]], say: Sentences, what: str) -> Table:
    table = Table()
    table.add_column(Text("从哪一句"), overflow="fold")
    table.add_column(Text(what), justify="right")
    table.add_column(Text("原文"), ratio=1, overflow="fold")
    for address, count in counts:
        table.add_row(Text(say.place(address)), Text(str(count)), Text(say.text(address)))
    return table


def _columns(change: Change) -> str:
    """What changed. Lists of addresses are told only where nothing else changed: the sentences follow anyway."""
    plain = {name: pair for name, pair in change.columns.items() if not any(map(_is_address, pair))}
    told = plain or change.columns
    return "；".join(f"{name} {readable(a) or '（无）'}→{readable(b) or '（无）'}" for name, (a, b) in told.items())


def _is_address(text: str) -> bool:
    return "/" in text and _number(text) is None


def _from(causes: Sequence[Cause], say: Sentences) -> str:
    places = [c.address for c in causes]
    # Of one provision's helping definitions the first is enough; what follows from them is told by the norms.
    roots = [c for n, c in enumerate(causes) if c.root and not (c.name and c.address in places[:n])]
    told = roots + [c for c in causes if not c.root and not c.name]
    listed = list(dict.fromkeys(say.cause(_readable(c)) for c in told[:MOST_CAUSES] or causes[:1]))
    return f"  ——{'；'.join(listed)}" if listed else ""


def _readable(cause: Cause) -> Cause:
    return Cause(cause.address, readable(cause.before), readable(cause.after), cause.root, cause.name)


def readable(text: str) -> str:
    """A fraction as people read it: 0.5, or 约90.05 where the decimals go on."""
    number = _number(text)
    if number is None or "/" not in text:
        return text
    if (number * 10**_EXACT_PLACES).denominator == 1:
        return decimal_text(number, _EXACT_PLACES).rstrip("0")
    return f"约{decimal_text(number, 2)}"


def _number(text: str) -> Fraction | None:
    if not re.fullmatch(r"-?\d+(/[1-9]\d*)?", text):
        return None
    return Fraction(text)


def show_cases(found: CaseComparison, causes: Causes) -> None:
    """The sentences, then the cases that come out differently, each with what only one side gives."""
    tell(f"{found.cases}案中{len(found.changes)}案的结果不同。", bold=True)
    say = Sentences(causes)
    if found.sentences:
        Console(highlight=False).print(_sentences(found.sentences.most_common(), say, "案件数"))
    for change in found.changes[:MOST_LISTED]:
        tell(f"{change.title}{_from(change.causes, say)}")
        show_case(change, "  ")
    if len(found.changes) > MOST_LISTED:
        tell(f"……这里只列{MOST_LISTED}案；全部请用 --out 写成文件。")
    show_notes(found.notes)


def show_case(change: CaseChange, indent: str = "") -> None:
    """What only one side gives, a line each."""
    for difference in change.differences:
        tell(f"{indent}[只在{difference.only_under}] {PARTS[difference.part]}：{entry_text(difference.entry)}")


def show_notes(notes: Sequence[str]) -> None:
    """What could not be compared."""
    if notes:
        tell("不能比、要留意的：", bold=True)
        for note in notes:
            tell(f"  {note}")


def show_effects(effects: Sequence[Effect], total: int, what: str, idle: int) -> None:
    """The options that change anyone, the most telling first."""
    telling = [e for e in effects if e.different]
    tell(f"{total}{what}，逐一试了{len(effects)}个没有采用的选项：{len(telling)}个会使结果不同。", bold=True)
    if telling:
        Console(highlight=False).print(effects_table(telling, what))
    if idle:
        tell(f"还有{idle}条读法由人掌握，或者在别的选项之下才用到，换了也不进计算。")


def effects_table(effects: Sequence[Effect], what: str) -> Table:
    """Options with whom they change."""
    concluding = any(effect.moved for effect in effects)
    table = Table()
    table.add_column(Text("换成"), overflow="fold", ratio=2)
    if concluding:
        table.add_column(Text("换结论"), justify="right", no_wrap=True)
    table.add_column(Text("有不同"), justify="right", no_wrap=True)
    table.add_column(Text("去向，是谁"), overflow="fold", ratio=3)
    for effect in effects:
        moves = "；".join(f"{a}→{b}{n}{what}" for (a, b), n in effect.moves.most_common(MOST_MOVES))
        who = "、".join(effect.named[:MOST_NAMED]) + ("等" if effect.different > MOST_NAMED else "")
        counts = [effect.moved, effect.different] if concluding else [effect.different]
        told = "\n".join(line for line in (moves, who) if line)
        cells = [f"{effect.option.text}：{effect.option.meaning}", *map(str, counts), told]
        table.add_row(*map(Text, cells))
    return table
