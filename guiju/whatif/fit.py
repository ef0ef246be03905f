"""One file of facts under two laws: what each of them can read of it, and what cannot be compared.

A table is read as each law declares it. Where only one of them can, the other gets its columns of the same name:
what it wants besides is unknown (or what an empty cell stands for), and that is said. A case file may hold the facts
of both: each law is shown its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from guiju.cases.case_files import fact_type
from guiju.errors import GuijuError
from guiju.evaluate.case import Case
from guiju.forms.read import read_people
from guiju.forms.roster import Roster
from guiju.inputs import BadValue, blank_value, convert
from guiju.law import Law, Words
from guiju.values import NOTHING, Value, show

_GROUPS = ("facts", "parties", "records", "findings", "steps", "readings")


@dataclass(slots=True)
class Crowd:
    """The people of one file under two laws, in the same order, and what could not be carried over."""

    before: Roster
    after: Roster
    refit: Refit | None = None
    refit_before: bool = False
    notes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.before)

    def couples(self, on: date | None) -> Iterator[tuple[str, str, Case, Case]]:
        """Identity, title, and the case under either law, of each person."""
        for number, identity in enumerate(self.before.identities):
            assert identity is not None
            old, new = self.before.case(number, on), self.after.case(number, on)
            if self.refit:
                old, new = (self.refit.case(old), new) if self.refit_before else (old, self.refit.case(new))
            yield show(identity), self.before.title(number), old, new


def read_crowd(path: Path, before: Law, after: Law) -> Crowd:
    """The people of a file under two laws. Raises InputError when neither can read it."""
    old = _read(path, before)
    if isinstance(old, Roster) and same_tables(before, after):
        return Crowd(old, old)
    new = _read(path, after)
    if isinstance(old, Roster) and isinstance(new, Roster):
        return Crowd(old, new)
    if isinstance(old, Roster):
        refit = Refit(old, before, after)
        return Crowd(old, old, refit, False, [*_unreadable(after, new), *refit.notes])
    if isinstance(new, Roster):
        refit = Refit(new, after, before)
        return Crowd(new, new, refit, True, [*_unreadable(before, old), *refit.notes])
    raise old


def _read(path: Path, law: Law) -> Roster | GuijuError:
    try:
        return read_people(path, law)
    except GuijuError as error:
        return error


def _unreadable(law: Law, why: Roster | GuijuError) -> list[str]:
    assert isinstance(why, GuijuError)
    first = why.problems[0]
    return [f"这份文件不是《{law.title}》的表样（{first.where()}：{first.message}），按同名的栏目换算后比较。"]


def same_tables(before: Law, after: Law) -> bool:
    """Whether both laws read files of people alike."""
    return before is after or all(
        getattr(before.words, part) == getattr(after.words, part) for part in ("subject", "flat", "records", "enums")
    )


class Refit:
    """Turns cases read for one law into cases of another, by the names they share."""

    def __init__(self, roster: Roster, origin: Law, target: Law) -> None:
        self.target, self.words = target, target.words
        tables = {r.table.sheet.name: set(r.table.columns) for r in roster.records}
        given = set(roster.subject.columns)
        self.facts = {name: fact_type(target, name) for name in given}
        self.records = {name: columns & set(self.words.columns[name]) for name, columns in tables.items()
                        if name in self.words.records}  # fmt: skip
        wanted = {f.name: f for f in self.words.subject.fields} if self.words.subject else {}
        self.blanks = {n: blank_value(f.blank, f.type, self.words) for n, f in wanted.items()
                       if n not in given and f.blank is not None}  # fmt: skip
        self.notes = self._notes(given, tables, wanted.keys(), origin.title)

    def _notes(self, given: set[str], tables: dict[str, set[str]], wanted: Any, origin: str) -> list[str]:
        flat = not tables
        empty = [n for n in wanted if n in self.blanks]
        missing = [] if flat else [n for n in wanted if n not in given and n not in self.blanks]
        unknown = [name for name, type_ in self.facts.items() if type_ is None]
        unused = [*unknown, *(n for n in tables if n not in self.records)]
        records = [] if flat else [n for n in self.words.records if n not in tables]
        title = f"《{self.target.title}》"
        return [said for names, said in (
            (missing, f"{title}要的「{'、'.join(missing)}」文件里没有，作未知。"),
            (empty, f"{title}要的「{'、'.join(empty)}」文件里没有，按空白算。"),
            (records, f"{title}要的「{'、'.join(records)}」表文件里没有，作未知。"),
            (unused, f"「{'、'.join(unused)}」只有《{origin}》才用，对{title}不起作用。"),
        ) if names]  # fmt: skip

    def case(self, case: Case) -> Case:
        """The case as the target law can take it; a value it has no room for is unknown."""
        facts = dict(self.blanks)
        for name, value in case.facts.items():
            type_ = self.facts.get(name)
            found = None if type_ is None else _fitted(value, type_, self.words)
            if found is not None:
                facts[name] = found
        records = {}
        for name, columns in self.records.items():
            types = {c: self.words.columns[name][c].type for c in columns}
            rows = case.records.get(name, [])
            records[name] = [
                {c: v for c, raw in row.items() if c in types and (v := _fitted(raw, types[c], self.words)) is not None}
                for row in rows
            ]
        return Case(case.on, facts, records)


def _fitted(value: Value, type_: Any, words: Words) -> Value | None:
    raw = list(value) if isinstance(value, tuple) else "无" if value is NOTHING else value
    try:
        return convert(raw, type_, words)
    except BadValue:
        return None


def own_part(law: Law, other: Law, data: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """A case file without the names that only the other law knows, and one sentence on what was left out."""
    known, foreign = _names(law), _names(other)
    kept, left = dict(data), list[str]()
    for group in _GROUPS:
        given = data.get(group)
        if isinstance(given, dict):
            out = [name for name in given if name in foreign[group] and name not in known[group]]
            kept[group] = {name: value for name, value in given.items() if name not in out}
            left += out
    listed = data.get("circumstances")
    if isinstance(listed, list):
        labels = [str(address).rpartition("/")[2] for address in listed]
        out = [n for n in labels if n in foreign["circumstances"] and n not in known["circumstances"]]
        kept["circumstances"] = [n for n in labels if n not in out]
        left += out
    kept.pop("instrument", None)
    notes = [f"「{'、'.join(left)}」只有《{other.title}》才有，对《{law.title}》不起作用。"] if left else []
    return kept, notes


def _names(law: Law) -> dict[str, set[str]]:
    words = law.words
    sources = [source for source in (law, law.baseline) if source]
    fillable = {name for name, definition in words.definitions.items() if definition.fillable}
    circumstances = {s.label for s in law.statements if type(s).__name__ == "Circumstance"}
    return {
        "facts": {*words.facts, *words.outcomes, *fillable}, "parties": set(words.parties),
        "records": set(words.records), "steps": set(words.steps), "circumstances": circumstances,
        "findings": {*circumstances, *words.facts}, "readings": {r.id for s in sources for r in s.parsed.readings},
    }  # fmt: skip
