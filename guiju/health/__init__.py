"""制度体检: everything a drafter should know about a law that is not an error."""

from __future__ import annotations

from guiju.findings import KINDS, Finding
from guiju.health.unused import unused_facts, unused_measures
from guiju.law import Law

_CHECKS = (unused_measures, unused_facts)


def findings(law: Law) -> list[Finding]:
    """All findings on a checked law, by kind (in the order of KINDS), then in the order of the text."""
    found = [finding for check in _CHECKS for finding in check(law)]
    return sorted(found, key=lambda finding: list(KINDS).index(finding.kind))


__all__ = ["KINDS", "Finding", "findings"]
