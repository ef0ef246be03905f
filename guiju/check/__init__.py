"""Checking a law before it runs: all defects at once, each with its place, what was expected, what to do."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path

from guiju import tree as t
from guiju.check.names import check_names
from guiju.check.properties import check_properties
from guiju.check.shape import check_cycles, check_dead, check_depth, check_ledger, check_text
from guiju.check.standards import check_standards
from guiju.check.types import Types
from guiju.errors import LawError, Problem
from guiju.law import Law, builtin, read_folder
from guiju.notation.reader import MOST_PROBLEMS

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
        law.baseline = _baseline(builtin().root / BASELINE)
    return law


@cache
def _baseline(folder: Path) -> Law:
    """The national baseline, which stands behind every law; read and checked once."""
    baseline = read_folder(folder)
    baseline.baseline = baseline
    problems = check(baseline)
    if problems:
        raise LawError(problems)
    return baseline


def check(law: Law) -> list[Problem]:
    """Every defect of the law, in the order of the file; of a file with hundreds, the first ones."""
    notes = _Notes(law)
    types = Types(law, notes)
    with suppress(_Enough):
        check_names(law, types, notes)
        check_properties(law, types, notes)
        check_standards(law, notes)
        if check_cycles(law, notes) and check_depth(law, notes):
            check_dead(law, types, notes)
        check_ledger(law, notes)
        check_text(law, notes)
    found = sorted(notes.problems, key=lambda p: (p.line, p.column))
    if len(found) < MOST_PROBLEMS:
        return found
    return [*found, Problem("many", f"问题太多，只列出{len(found)}处；请先改好这些，再检查一遍。", law.source.name)]


class _Enough(Exception):
    """So many defects that more of them would help nobody."""


class _Notes:
    """Gathers defects, each once. `word` is the word of the statement that a defect is about."""

    def __init__(self, law: Law) -> None:
        self.source = law.source
        self.problems = list(law.parsed.problems)
        self.seen = {(p.line, p.column, p.message) for p in self.problems}

    def __call__(self, kind: str, span: t.Span, message: str, word: str = "") -> None:
        place = self.source.narrowed(span, word) if word else span
        if (place.line, place.column, message) in self.seen:
            return
        self.seen.add((place.line, place.column, message))
        self.problems.append(self.source.problem(kind, place, message))
        if len(self.problems) >= MOST_PROBLEMS:
            raise _Enough
