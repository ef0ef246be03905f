"""Findings the solver makes and `evaluate` confirms: nothing is told that no case shows and no proof carries."""

from __future__ import annotations

from guiju.findings import Finding
from guiju.health.solved.dead import never_fires, shadowed, unreachable_measures
from guiju.health.solved.exam import Exam
from guiju.health.solved.measures import no_consequence, opposed, order, overlapping
from guiju.health.solved.outcomes import outcome_findings
from guiju.health.solved.properties import property_findings
from guiju.health.solved.thresholds import boundaries
from guiju.health.solved.votes import uneven_tables, worse_for_better
from guiju.law import Law

_CHECKS = (
    outcome_findings, opposed, overlapping, no_consequence, order, never_fires, shadowed, unreachable_measures,
    boundaries, worse_for_better, uneven_tables, property_findings,
)  # fmt: skip


def solved(law: Law) -> list[Finding]:
    """All solver-found findings on a checked law."""
    exam = Exam(law)
    found = [finding for check in _CHECKS for finding in check(exam)]
    if exam.unfinished:
        message = "这件文书的规则太多，在限定的工作量内没有核对完：列出的是已经查到的，没有列出的不等于没有。"
        found.append(Finding("property", (), message, None, "分成几件文书，或者分章检查。", decided=False))
    return found
