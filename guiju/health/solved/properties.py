"""The properties a law declares of itself, where they are not so or could not be decided."""

from __future__ import annotations

from collections.abc import Iterator

from guiju import tree as t
from guiju.findings import Finding
from guiju.health.places import addresses
from guiju.health.solved.exam import Exam
from guiju.prove.properties import PROVED, REFUTED, Verdict, verdicts


def property_findings(exam: Exam) -> Iterator[Finding]:
    """A finding for each declared property that is refuted or undecided."""
    for verdict in verdicts(exam.law):
        if verdict.answer != PROVED:
            yield _finding(exam, verdict)


def _finding(exam: Exam, verdict: Verdict) -> Finding:
    one, refuted = verdict.property, verdict.answer == REFUTED
    if refuted:
        shows = f"：{verdict.shows}" if verdict.shows else "，有反例"
        message = f"所声明的「{one.name}」不成立{shows}。"
        advice = f"改规则，使「{one.name}」成立；或者改所声明的性质。"
    else:
        message = f"所声明的「{one.name}」在界限内未能判定：既没有证得，也没有找到反例。"
        advice = "把它拆成几条较简单的性质，或者用案件逐一测算。"
    kind = "out-of-range" if refuted and _is_range(one.claim) else "property"
    about = addresses(exam.law, _about(exam, one.claim)) or (exam.law.place(one),)
    return Finding(kind, about, message, verdict.witness, advice, decided=refuted)


def _about(exam: Exam, claim: t.Claim) -> list[t.Statement]:
    """The labelled definitions and conclusions that the property names."""
    words = exam.law.words
    names = {node.text for node in t.walk(claim) if isinstance(node, t.Name)}
    names |= {getattr(claim, "outcome", ""), getattr(claim, "goal", "")}
    named = [{**words.definitions, **words.outcomes}.get(name) for name in sorted(names)]
    return [s for s in named if s and s.label]


def _is_range(claim: t.Claim) -> bool:
    """恒 甲 在 一至二: a number said to stay within a range."""
    return isinstance(claim, t.Always) and claim.given is None and (
        isinstance(claim.condition, t.Between)
        or (isinstance(claim.condition, t.Compare) and claim.condition.operator not in ("=", "!="))
    )  # fmt: skip
