"""Every option of every reading, tried on a year's facts whatever their form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from guiju.appraise import case_date
from guiju.evaluate.case import Case
from guiju.forms.read import read_people
from guiju.forms.roster import Roster
from guiju.law import Law
from guiju.whatif.cases import CaseChange, compare_file
from guiju.whatif.causes import Causes
from guiju.whatif.compare import Watch
from guiju.whatif.facts import Facts
from guiju.whatif.sensitivity import Effect, Option, idle, most_telling, options, sensitivity
from guiju.whatif.sides import Side


@dataclass(frozen=True, slots=True)
class Tried:
    """The effect of each option, the most telling first; how many people or cases there are, and readings at rest."""

    effects: list[Effect]
    total: int
    idle: int


def each_option(law: Law, facts: Facts, year: int | None, watch: Watch) -> Tried:
    """Try the options one at a time. Raises InputError with every problem of the facts."""
    if facts.tables:
        return _people(law, facts.rosters(law), year, watch)
    tried = options(Side("现行读法", law))
    effects = [_on_cases(law, option, facts) for option in watch.items(iter(tried), len(tried))]
    return Tried(_ordered(effects), len(facts.cases), idle(law, tried))


def _people(law: Law, files: tuple[Path, ...], year: int | None, watch: Watch) -> Tried:
    tried = tried_on_people(law, {})
    if found := _by_query(law, files, year, tried, watch):
        return found
    rosters = [(roster, case_date(roster, year)) for roster in (read_people(file, law) for file in files)]

    def people() -> Iterator[tuple[str, Case]]:
        return chain.from_iterable(everyone(roster, on) for roster, on in rosters)

    effects = list(watch.items(sensitivity(law, {}, people, tried), len(tried)))
    return Tried(_ordered(effects), sum(len(roster) for roster, _ in rosters), idle(law, tried))


def _by_query(law: Law, files: tuple[Path, ...], year: int | None, tried: list[Option], watch: Watch) -> Tried | None:
    """The same on one large table, by queries; None when it is small, or SQL cannot say what the law says."""
    if len(files) != 1 or files[0].suffix.lower() == ".xlsx":
        return None
    from guiju.columns import Refused  # databases, which small tables do without
    from guiju.whatif.large import is_large, too_many_to_walk, try_options

    if not is_large(files[0]):
        return None
    try:
        with try_options(law, {}, files[0], year) as attempt:
            people, effects = attempt.people, list(watch.items(map(attempt.effect, tried), len(tried)))
    except Refused:
        if too_many_to_walk(files[0]):
            raise
        return None
    return Tried(_ordered(effects), people, idle(law, tried))


def tried_on_people(law: Law, chosen: dict[str, str]) -> list[Option]:
    """The options that the results of an appraisal could rest on."""
    declared = law.words.result.columns if law.words.result else ()
    return options(Side("", law, chosen), [node for _, node in declared])


def everyone(roster: Roster, on: date | None) -> Iterator[tuple[str, Case]]:
    """The people of a roster: title and case."""
    return ((roster.title(number), roster.case(number, on)) for number in range(len(roster)))


def _on_cases(law: Law, option: Option, facts: Facts) -> Effect:
    # No pairs: which sentences are behind it is not asked here.
    causes = Causes(Side("", law), Side("", law, {option.reading: option.choice}), [], {})
    effect = Effect(option)
    for title, data in facts.cases:
        given = {key: value for key, value in data.items() if key != "instrument"}
        change = compare_file(causes, title, given, given, ("前", "后"))
        if change.differences:
            effect.add(title, *_conclusions(change))
    return effect


def _conclusions(change: CaseChange) -> tuple[str, str]:
    """The first conclusion of a case before and after; empty where it has none."""
    found = {d.only_under: str(d.entry["value"]) for d in reversed(change.differences) if d.part == "outcomes"}
    return found.get("前", ""), found.get("后", "")


def _ordered(effects: list[Effect]) -> list[Effect]:
    telling = most_telling(effects)
    return [*telling, *(effect for effect in effects if not effect.different)]
