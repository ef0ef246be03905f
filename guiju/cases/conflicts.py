"""Where the law demands what cannot be done together; listed for a person to weigh, never settled here."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from guiju import tree as t
from guiju.evaluate.outcome import CONFLICT
from guiju.evaluate.program import Run

_OPPOSED = ({"应", "不得"}, {"应", "一般不得"}, {"一般应", "不得"}, {"一般应", "一般不得"}, {"可", "不得"})


def conflicts(run: Run) -> list[dict[str, Any]]:
    """Opposed norms, measures that may not be combined, and conclusions in conflict; each with its addresses."""
    norms = run.applied(t.Impose, t.Bring)
    groups = [set(g.names) for g in run.law.of(t.WordsDecl) if isinstance(g, t.WordsDecl) and g.kind == "不并用"]
    found = [_entry(run, a, b, why) for a, b in combinations(norms, 2) if (why := _clash(a, b, groups))]
    for name in run.law.words.outcomes:
        if not run.excluded_by and run.concluded(name).value == CONFLICT:
            grounds = list(run.concluded(name).grounds)
            found.append({"addresses": grounds, "message": f"「{name}」同时被要求评定为不同的值"})
    return found + _unmet(run, norms) + _not_open(run)


def _unmet(run: Run, norms: list[t.Norm]) -> list[dict[str, Any]]:
    """Measures that apply although a 仅当 … 方可 on them is not met."""
    only = [n for n in run.law.of(t.Norm) if isinstance(n, t.Norm) and n.modal == "方可" and _things(n)]
    closed = [n for n in only if not run.excluded_by and run.value(n).applies is False]
    return [
        _entry(run, norm, gate, f"对{'、'.join(norm_parties)}，「仅当」的条件不成立，不能{norm.modal}这样处理")
        for norm in norms
        for gate in closed
        if norm.modal in ("应", "可", "一般应") and set(_things(norm)) & set(_things(gate))
        if (norm_parties := sorted(set(_parties(norm)) & set(_parties(gate))))
    ]


def _not_open(run: Run) -> list[dict[str, Any]]:
    """What a meeting chose although the law does not leave it open."""
    found = []
    for name in run.law.words.outcomes:
        chosen = run.case.facts.get(name)
        if chosen is not None and not run.excluded_by and not run.concluded(name).chosen:
            open_ = "、".join(run.concluded(name).open) or "无"
            message = f"「{name}」不能定为{chosen}：可评的只有{open_}"
            found.append({"addresses": list(run.concluded(name).grounds), "message": message})
    return found


def _entry(run: Run, a: t.Norm, b: t.Norm, why: str) -> dict[str, Any]:
    addresses = [run.law.address(a), run.law.address(b)]
    return {"addresses": addresses, "cites": [run.law.provision(x).cite for x in addresses], "message": why}


def _clash(a: t.Norm, b: t.Norm, groups: list[set[str]]) -> str:
    """Why two norms that apply cannot both be carried out, or ""."""
    parties = set(_parties(a)) & set(_parties(b))
    if not parties:
        return ""
    who, first, second = "、".join(sorted(parties)), set(_things(a)), set(_things(b))
    if {a.modal, b.modal} in _OPPOSED and first & second:
        words = f"{'、'.join(sorted(first & second))}既是「{a.modal}」又是「{b.modal}」"
        return f"对{who}，{words}，须由人裁量"
    for names in groups:
        one, other = first & names, second & names
        if one and other and one != other and "不得" not in (a.modal, b.modal):
            return (
                f"对{who}，{'、'.join(sorted(one))}与{'、'.join(sorted(other))}同时成立，不能并用，须由人权衡并记录理由"
            )
    return ""


def _parties(norm: t.Norm) -> tuple[str, ...]:
    return norm.action.parties if isinstance(norm.action, t.Impose | t.Bring) else ()


def _things(norm: t.Norm) -> tuple[str, ...]:
    if isinstance(norm.action, t.Impose):
        return norm.action.measures
    return (norm.action.effect,) if isinstance(norm.action, t.Bring) else ()
