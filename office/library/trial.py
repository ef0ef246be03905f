"""Another reading tried on the cases beside the law before anyone adopts it: which would come out otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from guiju import tree as t
from guiju.cases.case_files import read_case, read_readings
from guiju.errors import InputError
from guiju.evaluate.effects import lasting
from guiju.evaluate.program import Program, Run
from guiju.explain.render import action_text
from guiju.inputs import read_data
from guiju.law import Law
from guiju.values import show
from office.library.shelf import Edition


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One thing a case comes to: the provision's address and citation, and what it says, in words."""

    address: str
    cite: str
    words: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A case that comes out otherwise: what it no longer gets, what it gets instead."""

    title: str
    file: str
    gone: tuple[Conclusion, ...]
    come: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """How many cases there are, and those that change."""

    cases: int
    changed: tuple[Changed, ...]


def trial(edition: Edition, in_force: Mapping[str, str], reading: str, choice: str) -> Trial:
    """The cases beside the law under the readings in force, and again with this one read otherwise."""
    return _tried(edition, tuple(sorted(in_force.items())), reading, choice)


@lru_cache(256)
def _tried(edition: Edition, in_force: tuple[tuple[str, str], ...], reading: str, choice: str) -> Trial:
    law = edition.law
    assert law is not None
    programs = _Programs(law)
    changed, count = [], 0
    for file in sorted((law.folder / "cases").glob("*.toml")):
        for case in read_data(file).get("case", []):
            count += 1
            found = _compared(programs, case, dict(in_force), reading, choice)
            if found:
                changed.append(Changed(str(case.get("title", "")), file.stem, *found))
    return Trial(count, tuple(changed))


class _Programs:
    """The law compiled once for each set of readings that the cases ask for."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self._made: dict[tuple[tuple[str, str], ...], Program] = {}

    def of(self, readings: dict[str, str]) -> Program:
        """The law under these readings."""
        key = tuple(sorted(readings.items()))
        if key not in self._made:
            self._made[key] = Program(self.law, readings)
        return self._made[key]


def _compared(
    programs: _Programs, case: dict[str, Any], in_force: dict[str, str], reading: str, choice: str
) -> tuple[tuple[Conclusion, ...], tuple[Conclusion, ...]] | None:
    given = {key: value for key, value in case.items() if key not in ("title", "expect")}
    try:
        own = read_readings(programs.law, given.get("readings"), "")
        read = read_case(programs.law, given, "")
        asked = {**in_force, **{key: value for key, value in own.items() if key != reading}}
        before = conclusions(programs.of(asked).run(read))
        after = conclusions(programs.of({**asked, reading: choice}).run(read))
    except InputError:
        return None
    if before == after:
        return None
    return tuple(c for c in before if c not in after), tuple(c for c in after if c not in before)


def conclusions(run: Run) -> list[Conclusion]:
    """What a run comes to, for comparing: what bites, for how long, what is due when, what is graded and reckoned."""
    law = run.law
    if run.excluded_by:
        return [_conclusion(law, s, "") for s in run.excluded_by]
    found = [_conclusion(law, norm, _norm_words(run, norm)) for norm in run.applied(*_ACTIONS)]
    found += [_conclusion(law, statement, words) for statement, words in _outcomes(run)]
    for state in run.steps():
        due = "、".join(str(i.deadline.due or i.deadline.provisional) for i in state.instances if i.deadline)
        found.append(_conclusion(law, state.step, f"{state.step.name} {due}".strip()))
    for statement in law.of(t.Definition):
        if statement.label:
            found.append(_conclusion(law, statement, f"{statement.name} ＝ {show(run.value(statement))}"))  # type: ignore[attr-defined]
    return found


_ACTIONS = (t.Impose, t.Bring, t.Hold, t.Refer)


def _norm_words(run: Run, norm: t.Norm) -> str:
    first, last, _ = lasting(run, norm.clauses.period)
    days = f"（{_day(first)}至{_day(last)}）" if norm.clauses.period else ""
    return f"{norm.modal}{action_text(norm.action)}{days}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "待定"


def _outcomes(run: Run) -> list[tuple[t.Statement, str]]:
    found: list[tuple[t.Statement, str]] = []
    for name, decl in run.law.words.outcomes.items():
        concluded = run.concluded(name)
        found.append((decl, f"{name} {concluded.value}（{'、'.join(concluded.open) or '无'}）"))
    return found


def _conclusion(law: Law, statement: t.Statement, words: str) -> Conclusion:
    address = law.address(statement)
    return Conclusion(address, law.provision(address).cite if address else "", words)
