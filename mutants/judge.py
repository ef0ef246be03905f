"""Whether the check finds a planted defect: something new, of a fitting kind, that speaks of the place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from guiju.check import check
from guiju.errors import LawError, Problem
from guiju.findings import Finding
from guiju.health import findings
from mutants.draw import law_of
from mutants.mutator import ERROR
from mutants.plant import Mutant
from mutants.seeds import Seed

# Kind and provisions of a finding, and how many there are of it. Only one more of them is new: the same finding with
# another number in its words, or another case to show it, is not.
Known = Counter[tuple[str, tuple[str, ...], str]]
_DECLARED = ("property", "out-of-range")


@dataclass(frozen=True)
class Checked:
    """All that `guiju law check` says of one text."""

    errors: tuple[Problem, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Verdict:
    """What became of one mutant; `new` is all that the check says now and did not say of the law as written."""

    found: bool
    by: tuple[str, ...]
    new: tuple[str, ...]


def checked(text: str, name: str) -> Checked:
    """Everything `guiju law check` says: the errors, or when there are none the findings."""
    try:
        law = law_of(text, name)
        errors = tuple(check(law))
    except LawError as error:
        return Checked(tuple(error.problems), ())
    return Checked(errors, () if errors else tuple(part for f in findings(law) for part in _parts(f)))


def _parts(finding: Finding) -> list[Finding]:
    """A finding that tells several like things together, each of them as a finding of its own."""
    parts = [replace(finding, addresses=i.addresses, message=f"「{i.name}」{i.message}") for i in finding.items]
    return parts or [finding]


def known(seed: Seed) -> Known:
    """What the check says of a law as written."""
    return Counter(_said(f) for f in checked(seed.text, seed.name).findings)


def _said(finding: Finding) -> tuple[str, tuple[str, ...], str]:
    """What tells findings apart; of a declared property or one of several like things also its name, in 「」."""
    name = finding.message.partition("」")[0] if finding.kind in _DECLARED or finding.items else ""
    return finding.kind, finding.addresses, name


def judge(mutant: Mutant, before: Known) -> Verdict:
    """Check the mutant and look for what is new."""
    after = checked(mutant.text, mutant.seed.name)
    if after.errors:
        kinds = {ERROR + problem.kind for problem in after.errors}
        fitting = sorted(kinds & mutant.mutator.accepts)
        new = tuple(f"{ERROR}{p.kind} {p.message}" for p in after.errors)
        return Verdict(bool(fitting), tuple(fitting), new)
    fresh = list(_fresh(after.findings, before))
    fitting = [f for f in fresh if f.kind in mutant.mutator.accepts and _speaks_of(f, mutant)]
    return Verdict(bool(fitting), tuple(sorted({f.kind for f in fitting})), tuple(_line(f) for f in fresh))


def _fresh(found: Iterable[Finding], before: Known) -> Iterable[Finding]:
    left = Counter(before)
    for finding in found:
        if left[_said(finding)] > 0:
            left[_said(finding)] -= 1
        else:
            yield finding


def _speaks_of(finding: Finding, mutant: Mutant) -> bool:
    """Whether the finding cites the provision or names what is concerned; a property is broken by nothing else."""
    if finding.kind in _DECLARED:
        return finding.decided
    about = {a for a in (mutant.change.address, *mutant.change.about) if a}
    return not about or any(a in finding.addresses or a in finding.message for a in about)


def _line(finding: Finding) -> str:
    return f"{finding.kind} {'、'.join(finding.addresses)} {finding.message}"
