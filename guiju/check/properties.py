"""性质: what they name must be there, and must be of a kind that can be so."""

from __future__ import annotations

from guiju import tree as t
from guiju.check.report import Report
from guiju.check.types import Types
from guiju.kinds import TRUTH
from guiju.law import Law
from guiju.notation.hints import nearest


def check_properties(law: Law, types: Types, report: Report) -> None:
    """Report every property that cannot be asked as it is written."""
    first: dict[str, int] = {}
    for one in law.parsed.properties:
        line = first.setdefault(one.name, one.span.line)
        if line != one.span.line:
            report("duplicate", one.span, f"性质「{one.name}」在第{line}行已经写过；请换一个名字。", one.name)
        match one.claim:
            case t.HasValue(outcome=outcome) if outcome not in law.words.outcomes:
                message = (
                    f"没有声明择一「{outcome}」。{nearest(outcome, law.words.outcomes)}「必有一值」前面写择一的名字。"
                )
                report("name", one.span, message, outcome)
            case t.Always(condition=condition, given=given):
                types.expect(condition, TRUTH, "「恒」后面")
                if given:
                    types.expect(given, TRUTH, "「当」后面")
            case t.Possible(condition=condition):
                types.expect(condition, TRUTH, "「可能」后面")
            case t.Monotone() as claim:
                _monotone(law, one, claim, types, report)


def _monotone(law: Law, one: t.Property, claim: t.Monotone, types: Types, report: Report) -> None:
    fillable = [name for name, d in law.words.definitions.items() if d.fillable]
    known = [*law.words.facts, *fillable]
    moved = len(claim.shifts) > 1
    if moved and len({shift.name for shift in claim.shifts}) == 1:
        report("name", one.span, f"由「{claim.shifts[0].name}」改为它自己，什么也没有变；请写两栏。")
    for shift in claim.shifts:
        kind = types.named(shift.name) if shift.name in known else None
        if kind is None:
            message = f"「{shift.name}」不是事实，也不是可填的定义，谈不上增减。{nearest(shift.name, known)}"
            report("name", one.span, message, shift.name)
        elif kind.name not in (("数",) if moved else ("数", "是否")):
            report("type", one.span, f"「{shift.name}」是{kind}，不能增减；要一个数（或者是否）。", shift.name)
    if claim.goal not in law.words.outcomes:
        found = types.named(claim.goal)
        if found is None or found.name != "数":
            hint = nearest(claim.goal, [*law.words.outcomes, *law.words.definitions])
            report("name", one.span, f"「{claim.goal}」不是择一，也不是数，谈不上升降。{hint}", claim.goal)
