"""A law's health: findings, how its cases went, how each provision is covered.

`python -m office.library.checkup FOLDER` prints it as JSON, so that it is worked out beside the office and not in it:
the proofs may take many seconds.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from guiju.check import load
from guiju.drafting.coverage import Row, status
from guiju.drafting.run_cases import run_cases
from guiju.evaluate.fired import standing
from guiju.health import KINDS, findings


def checkup(folder: Path) -> dict[str, Any]:
    """Findings with their headings, coverage by address, the number of cases and what failed of them."""
    law = load(folder)
    tested = run_cases(law)
    coverage = {}
    for provision in law.provisions.values():
        label = provision.address.partition("/")[2]
        row = Row(provision, status(law, standing(law, label)), tested.bites[label], tested.silent[label])
        found = {"status": row.status, "bites": row.bites, "silent": row.silent, "fault": row.fault}
        coverage[provision.address] = found
    return {
        "findings": [asdict(finding) | {"heading": KINDS[finding.kind]} for finding in findings(law)],
        "cases": tested.cases,
        "failures": [problem.render() for problem in tested.failures],
        "coverage": coverage,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(checkup(Path(sys.argv[1])), ensure_ascii=False))
