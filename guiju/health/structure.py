"""The findings that follow from how a law is written, without a solver: milliseconds for any law."""

from __future__ import annotations

from guiju.findings import Finding
from guiju.health.floors import below_baseline
from guiju.health.measures import no_period, outside_catalogue, unmapped, unused_measures
from guiju.health.powers import powers
from guiju.health.procedure import never_taken, no_actor, no_deadline, no_start
from guiju.health.rights import skipped_rights
from guiju.health.unused import unused_facts, unused_names
from guiju.law import Law

_CHECKS = (
    outside_catalogue, unused_measures, unmapped, skipped_rights, no_actor, no_deadline, no_start, never_taken,
    powers, no_period, below_baseline, unused_facts, unused_names,
)  # fmt: skip


def structural(law: Law) -> list[Finding]:
    """All structural findings on a checked law."""
    return [finding for check in _CHECKS for finding in check(law)]
