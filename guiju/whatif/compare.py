"""A year's facts under two sides, whatever form they have. This is what the command line and the pages call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guiju import tree as t
from guiju.appraise import Appraisal, case_date
from guiju.errors import GuijuError, InputError, Problem, UsageError
from guiju.law import Law
from guiju.whatif.cases import CaseChange, compare_file, is_dossier
from guiju.whatif.causes import Causes
from guiju.whatif.facts import Facts
from guiju.whatif.fit import own_part, read_crowd
from guiju.whatif.people import Comparison, PeopleComparer, origins
from guiju.whatif.provisions import LawChange, compare_laws
from guiju.whatif.sides import Side, as_if_in_force


@dataclass(frozen=True, slots=True)
class Watch:
    """Shows progress: over items of which so many are expected, and of a query in hundredths."""

    items: Callable[[Iterator[Any], int], Iterator[Any]] = lambda items, _: items
    hundredths: Callable[[int], None] = lambda _: None


@dataclass(slots=True)
class CaseComparison:
    """What became of cases: those that come out differently, and what could not be compared."""

    cases: int = 0
    changes: list[CaseChange] = field(default_factory=list)
    sentences: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def reading_causes(law: Law, chosen: dict[str, str]) -> Causes:
    """One law under its default readings, and under others."""
    change = compare_laws(law, law)
    return Causes(Side("现行读法", law), Side("、".join(chosen.values()), law, chosen), change.pairs, change.labels)


def law_causes(before: Law, after: Law) -> tuple[Causes, LawChange]:
    """Two laws, and the difference of their texts."""
    change = compare_laws(before, after)
    return Causes(Side("前", before), Side("后", after), change.pairs, change.labels), change


def as_if_both_in_force(before: Law, after: Law) -> tuple[Law, Law, list[str]]:
    """Both laws without their commencement where these differ: a draft is tried on facts older than it; and a note."""
    if before.of(t.Commencement) == after.of(t.Commencement):
        return before, after, []
    note = "两件的施行日期不同；这里按假如两件都已施行来比较。"
    return as_if_in_force(before), as_if_in_force(after), [note]


def compare_tables(
    causes: Causes, facts: Facts, year: int | None, watch: Watch, table: Path | None = None
) -> Comparison:
    """The people of these tables under both sides. Raises InputError; UsageError when a law grades nobody.

    Those who change in a large table come back as the first few; all of them are written into `table`, when one is
    given, and `written` says so.
    """
    before, after = causes.before, causes.after
    for law in (before.law, after.law):
        if law.words.subject is None or law.words.result is None:
            message = f"《{law.title}》不是考核一批人的文书（没有声明对象与结果），不能拿名册来比；请给案件文件。"
            raise UsageError([Problem("facts", message)])
    comparer = PeopleComparer(Appraisal(before.law, before.chosen), Appraisal(after.law, after.chosen), causes)
    total = Comparison(comparer.leading, notes=comparer.not_comparable)
    files = facts.rosters(before.law)
    for file in files:
        is_alone = len(files) == 1
        found = _by_query(comparer, file, year, watch, table if is_alone else None)
        total.merge(found or _one_by_one(comparer, file, year, watch, total.notes))
    return total


def _one_by_one(comparer: PeopleComparer, file: Path, year: int | None, watch: Watch, notes: list[str]) -> Comparison:
    """Everyone in a table, by `evaluate`."""
    crowd = read_crowd(file, comparer.before.law, comparer.after.law)
    notes += [note for note in crowd.notes if note not in notes]
    return comparer.compare(watch.items(crowd.couples(case_date(crowd.before, year)), len(crowd)))


def _by_query(
    comparer: PeopleComparer, file: Path, year: int | None, watch: Watch, table: Path | None
) -> Comparison | None:
    """Everyone in a large table, by one query; None when it is small, or SQL cannot say what the laws say."""
    if file.suffix.lower() == ".xlsx":
        return None
    from guiju.columns import Refused  # databases, which small tables do without
    from guiju.whatif.large import is_large, large, same_layout, too_many_to_walk

    if not is_large(file) or not same_layout(comparer.before.law, comparer.after.law, file):
        return None
    try:
        with large(comparer, file, year) as found:
            compared = found.compare(watch.hundredths)
            if table and compared.different and table.suffix.lower() != ".xlsx":
                found.write(table, watch.hundredths)
                compared.written = True
            return compared
    except Refused:
        if too_many_to_walk(file):
            raise
        return None


def compare_cases(causes: Causes, cases: tuple[tuple[str, dict[str, Any]], ...], watch: Watch) -> CaseComparison:
    """These cases under both sides. One that neither can read is an error; one that only one can is a note."""
    found, problems = CaseComparison(), list[Problem]()
    names = causes.before.name, causes.after.name
    for title, data in watch.items(iter(cases), len(cases)):
        if skipped := _foreign(causes, data):
            found.notes.append(f"{title}：{skipped}")
            continue
        parts = [own_part(*laws, data) for laws in _both_ways(causes)]
        try:
            change = compare_file(causes, title, parts[0][0], parts[1][0], names)
        except GuijuError as error:
            _unread(causes, title, parts, error, found, problems)
            continue
        found.cases += 1
        found.notes += [f"{title}：{note}" for _, notes in parts for note in notes]
        if change.differences:
            found.changes.append(change)
            found.sentences.update(origins(change.causes))
    if problems:
        raise InputError(problems)
    return found


def _both_ways(causes: Causes) -> list[tuple[Law, Law]]:
    before, after = causes.before.law, causes.after.law
    return [(before, after), (after, before)]


def _foreign(causes: Causes, data: dict[str, Any]) -> str:
    """Why a case is not one of these laws'; "" when it may be."""
    instrument = data.get("instrument")
    laws = (causes.before.law, causes.after.law)
    if instrument and instrument not in [law.id for law in laws]:
        return f"属于别的文书（{instrument}），没有比较。"
    if is_dossier(data) and not all(law.words.records for law in laws):
        return "是档案，文书没有声明记录，没有比较。"
    return ""


def _unread(
    causes: Causes, title: str, parts: list[tuple[dict[str, Any], list[str]]], error: GuijuError,
    found: CaseComparison, problems: list[Problem],
) -> None:  # fmt: skip
    """A case that a side cannot read: the file's fault when neither can, else a note."""
    readable = [_reads(side, title, data) for side, (data, _) in zip((causes.before, causes.after), parts, strict=True)]
    if not any(readable) or causes.before.law is causes.after.law:
        problems += error.problems
        return
    side = causes.after if readable[0] else causes.before
    found.notes.append(f"{title}：{side.name}一件《{side.law.title}》读不了，没有比较（{error.problems[0].render()}）")


def _reads(side: Side, title: str, data: dict[str, Any]) -> bool:
    alone = Causes(side, side, [], {})
    try:
        compare_file(alone, title, data, data, ("", ""))
    except GuijuError:
        return False
    return True
