"""skips-right: procedures in which the person concerned can be passed over.

What the rights are, how a step is recognised as granting one, when it has to come and where that is written stand in
the 保障 blocks of the national baseline. Two strengths: the right is absent altogether; or it is there, but there is a
path on which it is skipped. safeguards.py says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guiju import tree as t
from guiju.findings import Finding
from guiju.health.conditions import NEVER, All, Formula, One, Reader, negated, possible
from guiju.health.places import cite, cites, guards_text, quoted
from guiju.health.readings import choices
from guiju.health.safeguards import Lack, suited, told
from guiju.health.standards import called_for, deciding, needed_before, rights, steps
from guiju.law import Law

PARTY = "当事方"
_COUNTED_FROM = re.compile(r"自[^,，;；。]*?之日")


def skipped_rights(law: Law) -> list[Finding]:
    """Every right that the law does not grant, or not on every path, wherever it imposes something that needs it."""
    return told(law, [lack for right in rights(law) if called_for(law, right) for lack in _right(law, right)])


def _right(law: Law, right: t.Right) -> Iterator[Lack]:
    granting = [s for s in steps(law) if _grants(law, right, s)]
    if not granting:
        yield _absent(law, right)
    elif right.needs:
        yield from _hollow(law, right, granting)
    else:
        skipped = [f for decision in deciding(law) for f in _skippable(law, right, granting, decision)]
        yield from skipped or _only_by_reading(law, right, granting)


# --- recognising


def _grants(law: Law, right: t.Right, step: t.Step) -> bool:
    if any(word in step.name for word in right.words.but) or not _exercised(law, right, step):
        return False
    named = any(right.words.fits(text) for text in (step.name, *step.clauses.records))
    return (named or _by_sentence(law, right, step)) and _in_order(law, right, step)


def _exercised(law: Law, right: t.Right, step: t.Step) -> bool:
    """Where the person is to exercise the right: a step he may take, or that is his."""
    return right.by != PARTY or step.modal == "可" or _of_party(law, step)


def _of_party(law: Law, step: t.Step) -> bool:
    return any(actor in law.words.parties for actor in step.clauses.actors)


def _by_sentence(law: Law, right: t.Right, step: t.Step) -> bool:
    """A step whose own sentence speaks of the right, when no step is named for it and it decides nothing itself."""
    if any(right.words.fits(text) for s in steps(law) for text in (s.name, *s.clauses.records)):
        return False
    return step not in deciding(law) and _spoken_of(law, right, step)


def _spoken_of(law: Law, right: t.Right, statement: t.Statement) -> bool:
    """Whether its sentence speaks of the right, and not only of the day from which something else is counted."""
    return right.words.fits(_COUNTED_FROM.sub("", law.provision(law.address(statement)).text))


def _in_order(law: Law, right: t.Right, step: t.Step) -> bool:
    """随同: the deciding step itself, or one that follows upon it. Other orders are looked at path by path."""
    if right.order != "随同":
        return True
    decided = {s.name for s in deciding(law)}
    return step.name in decided or bool(decided & needed_before(law, step)) or not decided


# --- absent


def _absent(law: Law, right: t.Right) -> Lack:
    decisions = deciding(law)
    about: list[t.Step] | list[t.Norm] = decisions or [norm for norm, _ in called_for(law, right)]
    said = [s for s in law.statements if s.label and _spoken_of(law, right, s)]
    said = [s for s in said if right.order != "随同" or s in decisions]
    if said:
        message = f"{cites(law, said)}的正文提到{right.name}，程序里却没有一步照它办。"
        return Lack(right, (*said, *about), message)
    when = {"先于": f"{right.of}之前，", "后于": f"{right.of}之后，", "随同": f"{right.of}时，"}.get(right.order, "")
    message = f"{when if decisions else ''}没有规定要{suited(law, right.meaning)}。{_doubled(law, right)}"
    return Lack(right, tuple(about), message, absent=True)


def _doubled(law: Law, right: t.Right) -> str:
    """Who handles and judges the case and may be the one it is about; told with the right that is to prevent it."""
    if right.order != "不论先后":
        return ""
    targets = {p: norm for norm, _ in called_for(law, right) for p in getattr(norm.action, "parties", ())}
    judging = {p for s in law.statements for node in t.walk(s) for p in getattr(node, "found_by", ()) if p in targets}
    handled = [s for s in steps(law) if judging & set(s.clauses.actors)]
    both = [p for p in targets if any(p in s.clauses.actors for s in handled) and p in judging]
    if not both:
        return ""
    where = cites(law, [targets[p] for p in both])
    return f"{quoted(both)}既办理、认定（{cites(law, handled)}），自己又可能是被管的一方（{where}）。"


# --- there, but a path leads round it


def _skippable(law: Law, right: t.Right, granting: list[t.Step], decision: t.Step) -> Iterator[Lack]:
    needed = needed_before(law, decision)
    on_the_way = [s for s in granting if right.order != "先于" or s.name in needed or s is decision]
    firm = [s for s in on_the_way if s.modal == "应" or _of_party(law, s)]
    if not on_the_way:
        message = (
            f"{quoted([granting[0].name])}（{cite(law, granting[0])}）不在{quoted([decision.name])}"
            f"（{cite(law, decision)}）的「须先」之列，不办它也能往下办：{right.name}会被略过。"
        )
        advice = f"在「{decision.name}」的「须先」里加上「{granting[0].name}」。"
        yield Lack(right, (granting[0], decision), message, advice)
    elif not firm:
        names = quoted(s.name for s in on_the_way)
        message = f"{names}（{cites(law, on_the_way)}）写的是「可」，办不办由办的人定：{right.name}会被略过。"
        advice = f"把「可 步骤 {on_the_way[0].name}」的「可」去掉：这一步必须办。"
        yield Lack(right, (*on_the_way, decision), message, advice)
    elif right.order != "不论先后" or not any(_called_for_by(right, s) for s in firm):
        yield from _conditional(law, right, decision, firm)


def _called_for_by(right: t.Right, step: t.Step) -> bool:
    """Whether the step's condition is the very thing that calls for it, such as an interest in the case."""
    named = [n.text for n in t.walk(step.guards) if isinstance(n, t.Name)]
    return any(word in name for word in right.waived for name in named)


def _conditional(law: Law, right: t.Right, decision: t.Step, granting: list[t.Step]) -> Iterator[Lack]:
    """The deciding step may apply where no granting step does, and the person has not forgone the right."""
    guards = [decision.guards, *(s.guards for s in granting)]
    for choice, changed in choices(law, guards):
        reader = Reader(law, choice, right.waived)
        without = [_not_waived(right, negated(reader.guards(s.guards))) for s in granting]
        if possible(All((reader.guards(decision.guards), *without))):
            only = "；".join(dict.fromkeys(guards_text(s.guards) for s in granting))
            message = (
                f"{quoted(s.name for s in granting)}（{cites(law, granting)}）只在「{only}」时才办，"
                f"{quoted([decision.name])}（{cite(law, decision)}）不受这个限制：有的人少了这一步。"
            )
            advice = f"让「{granting[0].name}」的条件与「{decision.name}」一样，凡有后一步的都办。"
            yield Lack(right, (*granting, decision), message, advice, changed)
            return


def _not_waived(right: t.Right, formula: Formula) -> Formula:
    """Without the ways in which the step is rightly left out: the person forgoes it, or nothing calls for it."""
    if isinstance(formula, One):
        return NEVER if any(word in formula.name for word in right.waived) else formula
    return type(formula)(tuple(_not_waived(right, part) for part in formula.parts))


def _only_by_reading(law: Law, right: t.Right, granting: list[t.Step]) -> Iterator[Lack]:
    """The right is granted under one reading of a doubt, and not under another."""
    for choice, changed in choices(law, [s.guards for s in granting]):
        reader = Reader(law, choice)
        if changed and not any(possible(reader.guards(s.guards)) for s in granting):
            message = (
                f"{right.name}只凭读法得来：{quoted(s.name for s in granting)}（{cites(law, granting)}）"
                f"要照默认的读法才会有，正文没有写明。{_doubled(law, right)}"
            )
            yield Lack(right, tuple(granting), message, "", changed)
            return


def _hollow(law: Law, right: t.Right, granting: list[t.Step]) -> Iterator[Lack]:
    """A right without a term to use it in, or without anyone who has to answer."""
    lacking = []
    if "期限" in right.needs and not any(s.clauses.due_in for s in granting):
        lacking.append("没有写多少天内提出")
    if "答复" in right.needs and not any(_answers(right, s, granting) for s in steps(law)):
        lacking.append("没有写由谁答复")
    if lacking:
        message = (
            f"{quoted(s.name for s in granting)}（{cites(law, granting)}）{'，也'.join(lacking)}，这项权利不易用上。"
        )
        yield Lack(right, tuple(granting), message)


def _answers(right: t.Right, step: t.Step, granting: list[t.Step]) -> bool:
    return step not in granting and step.modal == "应" and any(word in step.name for word in right.words.known)
