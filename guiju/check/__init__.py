"""Checking a law before it runs: all defects at once, each with its place, what was expected, what to do."""

from __future__ import annotations

from pathlib import Path

from guiju import tree as t
from guiju.check.names import check_names
from guiju.check.shape import check_cycles, check_dead, check_ledger, check_text
from guiju.check.types import Types
from guiju.errors import LawError, Problem
from guiju.grammar import problem_at
from guiju.law import Law, builtin, read_folder

BASELINE = "national-baseline"


def load(folder: Path) -> Law:
    """A checked law, ready to run, with the national baseline behind it. Raises LawError with every defect."""
    law = open_law(folder)
    problems = check(law)
    if problems:
        raise LawError(problems)
    return law


def open_law(folder: Path) -> Law:
    """The law as parsed, not yet checked, with the national baseline behind it."""
    law = read_folder(folder)
    if law.id == BASELINE:
        law.baseline = law
    elif (builtin().root / BASELINE / "law.md").is_file():
        law.baseline = read_folder(builtin().root / BASELINE)
    return law


def check(law: Law) -> list[Problem]:
    """Every defect of the law, in the order of the file."""
    problems = list(law.parsed.problems)
    seen = {(p.line, p.column, p.message) for p in problems}

    def report(kind: str, span: t.Span, message: str) -> None:
        if (span.line, span.column, message) not in seen:
            seen.add((span.line, span.column, message))
            problems.append(problem_at(law.source, kind, span, message))

    types = Types(law, report)
    check_names(law, types, report)
    if check_cycles(law, report):
        check_dead(law, types, report)
    check_ledger(law, report)
    check_text(law, report)
    return sorted(problems, key=lambda p: (p.line, p.column))
