"""A kept checkup as a page shows it: the core's own report parts (guiju/health/report.py) around what was found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guiju.findings import KINDS, Finding
from guiju.health.report import FAMILIES, MEANING, UNDECIDED, Place, counted, family, in_text_order, places, summary
from guiju.health.report import under_readings as readings_of
from guiju.health.thumbnail import thumbnail
from guiju.law import Law
from guiju.prove.properties import PROVED, REFUTED

Json = dict[str, Any]
# Of the sentences a finding concerns, so many are quoted at once; the rest opens at a click.
MOST_QUOTED = 3
_FAMILIES = list(FAMILIES)


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding: its anchor, heading and family (by number), the sentences quoted and those besides, and the words."""

    anchor: str
    finding: Finding
    heading: str
    kin: int
    cite: str
    quoted: list[Place]
    more: list[Place]
    meaning: str
    readings: list[str]


@dataclass(frozen=True, slots=True)
class Report:
    """All findings in the order of the text, counted by family, and the text in small with their marks."""

    summary: str
    families: list[tuple[int, str, list[tuple[str, int]], int]]
    shown: list[Shown]
    picture: SafeString
    undecided: str = UNDECIDED


def report(law: Law, found: Json) -> Report:
    """The report of a kept checkup."""
    findings = in_text_order(law, [_finding(entry) for entry in found["findings"]])
    numbered = [(f"f{n}", finding) for n, finding in enumerate(findings, 1)]
    families = [
        (_FAMILIES.index(name), name, [(KINDS[kind], n) for kind, n in kinds.items()], sum(kinds.values()))
        for name, kinds in counted(findings).items()
    ]
    told = summary(findings)
    # The core escapes whatever comes from the law file.
    picture = mark_safe(thumbnail(law, numbered, _("全文缩影：%(summary)s") % {"summary": told}))
    return Report(told, families, [_shown(law, anchor, one) for anchor, one in numbered], picture)


def _finding(entry: Json) -> Finding:
    return Finding(**(entry | {"addresses": tuple(entry["addresses"])}))


def _shown(law: Law, anchor: str, finding: Finding) -> Shown:
    found = places(law, finding)
    return Shown(
        anchor, finding, KINDS[finding.kind], _FAMILIES.index(family(finding.kind)), found[0].cite if found else "",
        found[:MOST_QUOTED], found[MOST_QUOTED:], MEANING[finding.kind], readings_of(law, finding),
    )  # fmt: skip


def by_answer(found: Json) -> list[tuple[str, str, list[Json]]]:
    """The declared properties: the answer, its mark, and those with it; what does not hold first."""
    counts = Counter(one["answer"] for one in found["verdicts"])
    marks = {REFUTED: "mark-warn", PROVED: "mark-done"}
    order = sorted(counts, key=lambda answer: (answer == PROVED, answer != REFUTED))
    return [(a, marks.get(a, "mark-care"), [v for v in found["verdicts"] if v["answer"] == a]) for a in order]


def cases_by_file(found: Json) -> list[tuple[str, list[Json]]]:
    """The cases beside the law, by file, in order."""
    files: dict[str, list[Json]] = {}
    for case in found["cases"]:
        files.setdefault(case["file"], []).append(case)
    return list(files.items())


@dataclass(frozen=True, slots=True)
class Covered:
    """A provision with its cases: those in which it bites, those in which it does not, and what is missing."""

    address: str
    cite: str
    text: str
    status: str
    bites: list[Json]
    silent: list[Json]
    fault: str


def coverage(law: Law, found: Json) -> list[Covered]:
    """Every provision that is computed or recorded, in the order of the text, with the cases that speak of it."""
    speaking: dict[tuple[str, str], list[Json]] = {}
    for case in found["cases"]:
        for key in ("fires", "silent"):
            for label in case[key]:
                speaking.setdefault((key, label), []).append(case)
    rows = []
    for address, row in found["coverage"].items():
        if row["status"] != "not-computed":
            here, label = law.provision(address), address.partition("/")[2]
            told = (speaking.get(("fires", label), []), speaking.get(("silent", label), []))
            rows.append(Covered(address, here.cite, here.text, row["status"], *told, row["fault"]))
    return rows
