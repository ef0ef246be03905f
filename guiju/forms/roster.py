"""The people to be graded: their facts and the records that are theirs, ready to be put to a law one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Any

from guiju.evaluate.case import Case, Row
from guiju.forms.faults import Faults
from guiju.forms.layout import Sheet
from guiju.forms.table import Table
from guiju.values import Value

_NOTHING: list[Row] = []


@dataclass(slots=True)
class Roster:
    """`identities` in the order of the input. `records` maps a record to the rows of each person, or of everyone."""

    identities: list[Value]
    facts: list[Row]
    records: dict[str, Mapping[Value, list[Row]]] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.identities)

    def cases(self, on: date | None) -> Iterator[tuple[Value, Case]]:
        """Each person and the case that is theirs."""
        records = list(self.records.items())
        for identity, facts in zip(self.identities, self.facts, strict=True):
            rows = {name: owned.get(identity, _NOTHING) for name, owned in records}
            yield identity, Case(on, facts, rows)


class _Everyones(dict[Value, list[Row]]):
    """Rows that belong to nobody in particular: everyone has them."""

    def __init__(self, rows: list[Row]) -> None:
        super().__init__()
        self.rows = rows

    def get(self, key: Value, default: Any = None) -> Any:
        return self.rows


def build_roster(subject: Table, records: list[Table], faults: Faults) -> Roster:
    """The roster, checked across tables. Raises FormError with every problem found here and before."""
    identities = subject.columns.get(subject.sheet.owner)
    if identities is not None:
        _check_identities(subject, identities, faults)
        known = set(identities)
        for table in records:
            _check_owners(table, known, subject.sheet, faults)
    faults.refuse()
    assert identities is not None
    return Roster(
        identities,  # type: ignore[arg-type]
        _rows(subject),
        {table.sheet.name: _owned(table) for table in records},
        frozenset(day.year for table in records for day in _days(table)),
    )


def _check_identities(subject: Table, identities: list[Value | None], faults: Faults) -> None:
    heading, place = _heading(subject.sheet)
    if not identities and not faults.total:
        faults.add(subject.sheet.heading, 0, "", "一行数据也没有。")
    if len(set(identities)) == len(identities):
        return
    first: dict[Value, int] = {}
    for row, identity in zip(subject.rows, identities, strict=True):
        if identity is not None and first.setdefault(identity, row) != row:
            message = f"「{identity}」与第{first[identity]}行重复；一人只能有一行。"
            faults.add(subject.sheet.heading, row, heading, message, place)


def _check_owners(table: Table, known: set[Value | None], subject: Sheet, faults: Faults) -> None:
    owners = table.columns.get(table.sheet.owner)
    if not owners:
        return
    heading, place = _heading(table.sheet)
    strangers = {owner: _unknown(owner, known) for owner in set(owners) if owner is not None}
    if not any(strangers.values()):
        return
    for row, owner in zip(table.rows, owners, strict=True):
        for name in strangers.get(owner, ()) if owner is not None else ():
            hint = "；几个编号之间用「、」分开" if isinstance(owner, tuple) and _looks_joined(str(name)) else ""
            faults.add(table.sheet.heading, row, heading, f"「{subject.heading}」表里没有「{name}」{hint}。", place)


def _unknown(owner: Value, known: set[Value | None]) -> list[Value]:
    names = owner if isinstance(owner, tuple) else (owner,)
    return [name for name in names if name not in known]


def _looks_joined(name: str) -> bool:
    return any(sign in name for sign in ",，;；/ \n")


def _heading(sheet: Sheet) -> tuple[str, int]:
    place = next(n for n, column in enumerate(sheet.columns) if column.name == sheet.owner)
    return sheet.columns[place].heading, place


def _rows(table: Table) -> list[Row]:
    pairs = map(zip, repeat(list(table.columns)), zip(*table.columns.values(), strict=True))
    if not any(None in values for values in table.columns.values()):
        return list(map(dict, pairs))
    return [{name: value for name, value in line if value is not None} for line in pairs]


def _owned(table: Table) -> Mapping[Value, list[Row]]:
    rows = _rows(table)
    if not table.sheet.owner:
        return _Everyones(rows)
    owned: defaultdict[Value, list[Row]] = defaultdict(list)
    for owner, row in zip(table.columns[table.sheet.owner], rows, strict=True):
        for name in owner if isinstance(owner, tuple) else (owner,):
            owned[name].append(row)  # type: ignore[index]
    return owned


def _days(table: Table) -> set[date]:
    dated = [column.name for column in table.sheet.columns if column.kind.name == "日期"]
    return {day for name in dated for day in set(table.columns[name]) if isinstance(day, date)}
