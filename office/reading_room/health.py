"""A kept checkup as a page shows it: the core's own report parts (guiju/health/report.py) around what was found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guiju.findings import KINDS, Finding, Item
from guiju.health.report import (
    FAMILIES,
    MEANING,
    UNDECIDED,
    Matter,
    Place,
    advice_title,
    counted,
    family,
    matters,
    places,
    quotable,
    repeated,
    summary,
    under_readings,
)
from guiju.health.safeguards import source_of
from guiju.health.thumbnail import thumbnail
from guiju.law import Law
from guiju.prove.properties import PROVED, REFUTED

Json = dict[str, Any]
_FAMILIES = list(FAMILIES)


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in its place: what was said there before is empty, an example seen there before is its number."""

    finding: Finding
    heading: str
    kin: int
    meaning: str
    example_at: int
    readings: list[str]
    suggestion: str
    advice: str
    items: list[tuple[Item, str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A place of the report: its anchor, heading, family (by number), sentences quoted and named, and its findings."""

    anchor: str
    heading: str
    kin: int
    cite: str
    quoted: list[Place]
    more: list[Place]
    told: list[Told]
    like: int
    is_line: bool


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, the weightiest first, counted by family, and the text in small with their marks."""

    summary: str
    families: list[tuple[int, str, list[tuple[str, int]], int]]
    shown: list[Shown]
    picture: SafeString
    undecided: str = UNDECIDED


def report(law: Law, found: Json) -> Report:
    """The report of a kept checkup."""
    findings = [_finding(entry) for entry in found["findings"]]
    placed = [(f"f{n}", matter) for n, matter in enumerate(matters(findings), 1)]
    families = [
        (_FAMILIES.index(name), name, [(KINDS[kind], n) for kind, n in kinds.items()], sum(kinds.values()))
        for name, kinds in counted(findings).items()
    ]
    said = summary(findings)
    marks = [(anchor, finding) for anchor, matter in placed for finding in matter.findings]
    # The core escapes whatever comes from the law file.
    picture = mark_safe(thumbnail(law, marks, _("全文缩影：%(summary)s") % {"summary": said}))
    return Report(said, families, [_shown(law, anchor, matter) for anchor, matter in placed], picture)


def _finding(entry: Json) -> Finding:
    items = tuple(Item(**(item | {"addresses": tuple(item["addresses"])})) for item in entry["items"])
    return Finding(**(entry | {"addresses": tuple(entry["addresses"]), "items": items}))


def _shown(law: Law, anchor: str, matter: Matter) -> Shown:
    concerned = places(law, *matter.findings)
    quoted, more = quotable(matter, concerned)
    told = [_told(law, matter, number) for number in range(len(matter.findings))]
    heading = matter.heading if matter.line else told[0].heading
    cite = concerned[0].cite if concerned else ""
    return Shown(anchor, heading, told[0].kin, cite, quoted, more, told, matter.like, bool(matter.line))


def _told(law: Law, matter: Matter, number: int) -> Told:
    finding, before = matter.findings[number], repeated(matter, number)
    several = finding.items if len(finding.items) > 1 else ()
    return Told(
        finding, KINDS[finding.kind], _FAMILIES.index(family(finding.kind)),
        "" if before.meaning else MEANING[finding.kind], before.witness,
        under_readings(law, finding, before.readings), "" if before.suggestion else finding.suggestion,
        advice_title(finding), [(item, source_of(item) if item.source else "") for item in several],
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
