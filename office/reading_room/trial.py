"""Another reading tried before it is adopted: which cases beside the law, and which people, would come out otherwise.

The core tells from which sentence (guiju/whatif); here it is asked under the readings in force in this office.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from guiju import tree as t
from guiju.appraise import Appraisal
from guiju.cases.case_files import read_case, read_readings
from guiju.errors import InputError
from guiju.evaluate.effects import lasting
from guiju.evaluate.program import Program, Run
from guiju.inputs import read_data
from guiju.law import Law
from guiju.notation.render import action_text
from guiju.values import show
from guiju.whatif.causes import Causes
from guiju.whatif.fit import read_crowd
from guiju.whatif.people import Comparison, PeopleComparer
from guiju.whatif.provisions import compare_laws
from guiju.whatif.sides import Side
from guiju.whatif.tables import Sentences
from office.ground.offers import YearOfPeople, people_under
from office.ground.shelf import Edition

Readings = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One thing a case comes to: the provision's address and citation, and what it says, in words."""

    address: str
    cite: str
    words: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a change begins at: its address, citation and words, and what became of it."""

    address: str
    cite: str
    text: str
    told: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A case that comes out otherwise: what it no longer gets, what it gets instead, and from which sentences."""

    title: str
    file: str
    gone: tuple[Conclusion, ...]
    come: tuple[Conclusion, ...]
    since: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """How many cases there are, and those that change."""

    cases: int
    changed: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """Someone who comes out otherwise: who, each column before and after, and from which sentences."""

    title: str
    columns: tuple[tuple[str, str, str], ...]
    since: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class PeopleTrial:
    """What would become of the people of a table: counts, the moves (before, after, how many), and those who change."""

    label: str
    people: int
    different: int
    leading: str
    moves: tuple[tuple[str, str, int], ...]
    changed: tuple[PersonChanged, ...]


def trial(edition: Edition, in_force: Mapping[str, str], reading: str, choice: str) -> Trial:
    """The cases beside the law under the readings in force, and again with this one read otherwise."""
    return _tried(edition, _key(in_force), reading, choice)


def people_trial(edition: Edition, in_force: Mapping[str, str], reading: str, choice: str) -> list[PeopleTrial]:
    """The same for the people whom the measure grades, table by table; nothing where there are none."""
    years = people_under(edition.id)
    return [_people(edition, _key(in_force), reading, choice, year) for year in years if year.file.is_file()]


def _key(readings: Mapping[str, str]) -> Readings:
    return tuple(sorted(readings.items()))


def _causes(law: Law, in_force: Readings, reading: str, choice: str) -> Causes:
    same = compare_laws(law, law)
    before = Side("", law, dict(in_force))
    return Causes(before, Side(choice, law, {**dict(in_force), reading: choice}), same.pairs, same.labels)


@lru_cache(256)
def _people(edition: Edition, in_force: Readings, reading: str, choice: str, year: YearOfPeople) -> PeopleTrial:
    law = edition.law
    assert law is not None
    causes = _causes(law, in_force, reading, choice)
    sides = [Appraisal(law, side.chosen) for side in (causes.before, causes.after)]
    return told_people(year.label, compared_people(PeopleComparer(sides[0], sides[1], causes), year), causes)


def compared_people(comparer: PeopleComparer, year: YearOfPeople) -> Comparison:
    """Everyone in a table under both sides. Raises InputError when the table cannot be read."""
    crowd = read_crowd(year.file, comparer.before.law, comparer.after.law)
    return comparer.compare(crowd.couples(crowd.before.case_date(year.year)))


def told_people(label: str, found: Comparison, causes: Causes) -> PeopleTrial:
    """A comparison of people in words."""
    say = Sentences(causes)
    moves = sorted((old, new, n) for (old, new), n in found.moves.items() if old != new)
    order = sorted(found.changes, key=lambda change: found.leading not in change.columns)
    changed = [
        PersonChanged(
            change.title,
            tuple((name, *pair) for name, pair in change.columns.items() if not _are_addresses(pair, causes)),
            tuple(sentences_of(change.causes, say)),
        )
        for change in order
    ]
    return PeopleTrial(label, found.people, found.different, found.leading, tuple(moves), tuple(changed))


def _are_addresses(pair: tuple[str, str], causes: Causes) -> bool:
    """Whether a column holds addresses: what they say follows in the sentences anyway."""
    return any(f"{side.law.id}/" in part for part in pair for side in (causes.before, causes.after))


def sentences_of(causes: tuple[Any, ...], say: Sentences) -> list[Sentence]:
    """The sentences whose own rule differs; where none does, all whose outcome does."""
    roots = [cause for cause in causes if cause.root] or list(causes)
    return list(
        dict.fromkeys(Sentence(c.address, say.cite(c.address), say.text(c.address), say.cause(c)) for c in roots)
    )


@lru_cache(256)
def _tried(edition: Edition, in_force: Readings, reading: str, choice: str) -> Trial:
    law = edition.law
    assert law is not None
    tried = _Tried(law, in_force, reading, choice)
    files = sorted((law.folder / "cases").glob("*.toml"))
    cases = [(case, file) for file in files for case in read_data(file).get("case", [])]
    changed = [found for case, file in cases if (found := tried.changed(case, file))]
    return Trial(len(cases), tuple(changed))


class _Tried:
    """Runs cases both ways; the law is compiled once for each set of readings that the cases ask for."""

    def __init__(self, law: Law, in_force: Readings, reading: str, choice: str) -> None:
        self.law, self.in_force, self.reading, self.choice = law, dict(in_force), reading, choice
        self.causes = _causes(law, in_force, reading, choice)
        self.say = Sentences(self.causes)
        self._made: dict[Readings, Program] = {}

    def _program(self, readings: dict[str, str]) -> Program:
        key = _key(readings)
        if key not in self._made:
            self._made[key] = Program(self.law, readings)
        return self._made[key]

    def changed(self, case: dict[str, Any], file: Path) -> Changed | None:
        """The case, when it comes out otherwise; one that cannot be read is told by the checkup."""
        given = {key: value for key, value in case.items() if key not in ("title", "expect")}
        try:
            own = read_readings(self.law, given.get("readings"), "")
            read = read_case(self.law, given, "")
        except InputError:
            return None
        asked = {**self.in_force, **{key: value for key, value in own.items() if key != self.reading}}
        runs = self._program(asked).run(read), self._program({**asked, self.reading: self.choice}).run(read)
        before, after = (conclusions(run) for run in runs)
        if before == after:
            return None
        gone, come = tuple(c for c in before if c not in after), tuple(c for c in after if c not in before)
        since = sentences_of(tuple(self.causes.of(*runs)), self.say)
        return Changed(str(case.get("title", "")), file.stem, gone, come, tuple(since))


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
