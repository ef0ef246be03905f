"""制度体检: everything a drafter should know about a law that is not an error."""

from __future__ import annotations

from guiju.findings import KINDS, Finding
from guiju.health.solved import solved
from guiju.health.structure import structural
from guiju.law import Law

_CHECKS = (structural, solved)


def findings(law: Law) -> list[Finding]:
    """All findings on a checked law, by kind (in the order of KINDS), then in the order of the text."""
    found = [finding for check in _CHECKS for finding in check(law)]
    kinds, order = list(KINDS), {address: n for n, address in enumerate(law.provisions)}
    return sorted(found, key=lambda f: (kinds.index(f.kind), order.get(f.addresses[0], 0) if f.addresses else 0))


__all__ = ["KINDS", "Finding", "findings"]
