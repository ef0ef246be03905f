"""power-denied: a power one rule gives to an organ, and another denies it or keeps for somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from guiju import tree as t
from guiju.findings import Finding
from guiju.health.conditions import All, Reader, possible
from guiju.health.places import addresses, cite, quoted, told_apart
from guiju.health.readings import defaults
from guiju.health.standards import brought, norms
from guiju.law import Law


def powers(law: Law) -> list[Finding]:
    """Every pair of rules that fight over who decides, and every measure decided by an organ that may not."""
    deciders = [n for n in norms(law) if n.clauses.actors and brought(n)]
    found = [f for one, other in combinations(deciders, 2) for f in _pair(law, one, other)]
    return [*found, *_beyond(law, deciders)]


def _pair(law: Law, one: t.Norm, other: t.Norm) -> Iterator[Finding]:
    shared = [m for m in brought(one) if m in brought(other)]
    if not shared or not _same_party(one, other) or not _together(law, one, other):
        return
    denied = [n for n in (one, other) if n.modal == "不得"]
    same = set(one.clauses.actors) & set(other.clauses.actors)
    if len(denied) == 1 and same:
        given, taken = told_apart(law, (other if denied[0] is one else one, denied[0]))
        message = f"{given}让{quoted(same)}决定{quoted(shared)}，{taken}又不许{quoted(same)}决定：权限互相抵触。"
    elif not denied and not same:
        first, second = told_apart(law, (one, other))
        message = (
            f"{quoted(shared)}由谁决定，两处说法不一：{first}写{quoted(one.clauses.actors)}，"
            f"{second}写{quoted(other.clauses.actors)}，两条会同时用上。"
        )
    else:
        return
    yield Finding(
        "power-denied", addresses(law, [one, other]), message, suggestion="只留一个决定机关，或者写明各管哪些案件。"
    )


def _same_party(one: t.Norm, other: t.Norm) -> bool:
    return bool(set(getattr(one.action, "parties", ())) & set(getattr(other.action, "parties", ())))


def _together(law: Law, one: t.Norm, other: t.Norm) -> bool:
    """Whether both can apply to one case, under the default readings."""
    reader = Reader(law, defaults(law))
    return possible(All((reader.guards(one.guards), reader.guards(other.guards)))) is True


def _beyond(law: Law, deciders: list[t.Norm]) -> Iterator[Finding]:
    """Measures that a superior rule keeps for certain organs, decided by another."""
    for competence in (s for s in law.standards if isinstance(s, t.Competence)):
        for norm in deciders:
            names = [m for m in brought(norm) if competence.words.fits(m)]
            wrong = [a for a in norm.clauses.actors if not any(word in a for word in competence.organs)]
            sources = "、".join(a.source for a in competence.authorities if a.certainty == "已查")
            if names and wrong and sources and norm.modal != "不得":
                message = f"{cite(law, norm)}让{quoted(wrong)}决定{quoted(names)}。{competence.meaning}（{sources}）。"
                advice = f"改为「建议有权的机关给予{'、'.join(names)}」，或者写明由有权的机关决定。"
                yield Finding("power-denied", addresses(law, [norm]), message, suggestion=advice)
