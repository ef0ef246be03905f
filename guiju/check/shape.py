"""The shape of a law: cycles, rules that can never fire, the ledger of provisions, the text as issued."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from guiju import tree as t
from guiju.check.intervals import impossible
from guiju.check.types import Report, Types, nearest
from guiju.evaluate.program import dependencies
from guiju.law import Law
from guiju.reader import squeeze, strip_heading

HEAD = t.Span(1, 1, 3)


def check_cycles(law: Law, report: Report) -> bool:
    """Report one cycle of definitions that wait for each other; True when there is none."""
    graph = dependencies(law)
    sorter = TopologicalSorter({key: needs for key, (_, needs) in graph.items()})
    try:
        sorter.prepare()
    except CycleError as error:
        circle = [graph[key][0] for key in error.args[1]]
        names = "→".join(_name(s) for s in circle)
        report("cycle", circle[0].span, f"互相依赖，永远算不出来：{names}。请打断其中一环。")
        return False
    return True


def _name(statement: t.Statement) -> str:
    return getattr(statement, "name", "") or statement.label


def check_dead(law: Law, types: Types, report: Report) -> None:
    """Report conditions that no facts can meet."""
    for statement in law.statements:
        conditions: tuple[t.Expression, ...] = ()
        if isinstance(statement, t.Norm | t.Step):
            conditions = statement.guards.when
        elif isinstance(statement, t.Circumstance) and statement.condition:
            conditions = (statement.condition,)
        reason = impossible(conditions, types)
        if reason:
            report("dead", statement.span, f"这一条永远不会成立：{reason}。")


def check_ledger(law: Law, report: Report) -> None:
    """For a law with a ledger: labels that name no provision, provisions without a block."""
    ledger = {a.partition("/")[2]: p for a, p in law.provisions.items() if p.kind}
    if not ledger:
        return
    for statement in law.statements:
        if statement.label and statement.label not in ledger:
            message = f"条款台账里没有标号「{statement.label}」。{nearest(statement.label, ledger)}"
            report("reference", statement.span, message)
    written = {s.label for s in law.statements}
    for label, provision in ledger.items():
        if label not in written:
            report("missing", HEAD, f"条款「{provision.cite}」（{label}）没有块：{provision.text[:30]}")


def check_text(law: Law, report: Report) -> None:
    """For a law with source.txt beside it: the text outside the blocks is that text, character for character."""
    source = law.folder / "source.txt"
    if not source.is_file():
        return
    wanted, found = squeeze(source.read_text(encoding="utf-8")), law.source.text()
    if wanted == found:
        return
    place = next(
        (n for n, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), min(len(wanted), len(found))
    )
    message = (
        f"正文与 source.txt 不一致，自第{place + 1}字起：原文「{wanted[place : place + 12]}」，"
        f"这里「{found[place : place + 12]}」。法条正文一字不改。"
    )
    report("text", t.Span(_line_of(law, place), 1, 1), message)


def _line_of(law: Law, place: int) -> int:
    count = 0
    for line, text in law.source.prose:
        count += len(squeeze(strip_heading(text)))
        if count > place:
            return line
    return len(law.source.lines)
