"""The people to be graded: their facts and the records that are theirs, ready to be put to a law one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from guiju.appraise import year_end
from guiju.evaluate.case import Case, Row
from guiju.forms.faults import Faults, printable
from guiju.forms.layout import Sheet
from guiju.forms.table import Table
from guiju.values import Value, show


@dataclass(slots=True)
class Roster:
    """People in the order of the input, with their records. Rows are made when they are asked for."""

    subject: Table
    records: list[Records] = field(default_factory=list)

    @property
    def identities(self) -> list[Value | None]:
        """Who they are: the values of the identifying column."""
        return self.subject.columns[self.subject.sheet.owner]

    @property
    def years(self) -> set[int]:
        """The calendar years of the dated records."""
        return {day.year for records in self.records for day in _days(records.table)}

    def case_date(self, year: int | None) -> date | None:
        """The day as of which these people are appraised (see `year_end`). Raises UsageError."""
        return year_end(self.years if year is None else set(), year)

    def __len__(self) -> int:
        return len(self.identities)

    def title(self, number: int) -> str:
        """How to call that person on a page: the identity, and the first other text there is, mostly a name."""
        sheet = self.subject.sheet
        texts = (c.name for c in sheet.columns if c.name != sheet.owner and c.kind.name == "文字")
        columns = [self.subject.columns[name] for name in (sheet.owner, next(texts, sheet.owner))]
        return " ".join(
            dict.fromkeys(printable(show(column[number])) for column in columns if column[number] is not None)
        )

    def case(self, number: int, on: date | None) -> Case:
        """The case of the person with that number in the input, from 0."""
        identity = self.identities[number]
        assert identity is not None
        rows = {records.table.sheet.name: records.of(identity) for records in self.records}
        return Case(on, _row(self.subject, number), rows)

    def cases(self, on: date | None) -> Iterator[tuple[Value, Case]]:
        """Each person and the case that is theirs."""
        for number, identity in enumerate(self.identities):
            assert identity is not None
            yield identity, self.case(number, on)


class Records:
    """The rows of one kind of record, by the person they belong to; without an owner they are everyone's."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._everyones = None if table.sheet.owner else [_row(table, n) for n in range(len(table.rows))]
        self._owned: defaultdict[Value | None, list[int]] = defaultdict(list)
        for number, owner in enumerate(table.columns[table.sheet.owner] if table.sheet.owner else ()):
            if owner.__class__ is tuple:
                for name in owner:
                    self._owned[name].append(number)
            else:
                self._owned[owner].append(number)

    def of(self, identity: Value) -> list[Row]:
        """The rows of one person."""
        if self._everyones is not None:
            return self._everyones
        return [_row(self.table, number) for number in self._owned.get(identity, ())]


def _row(table: Table, number: int) -> Row:
    """One line; what is not known is left out."""
    return {name: value for name, values in table.columns.items() if (value := values[number]) is not None}


def _days(table: Table) -> set[date]:
    dated = [column.name for column in table.sheet.columns if column.kind.name == "日期"]
    return {day for name in dated for day in set(table.columns[name]) if isinstance(day, date)}


def build_roster(subject: Table, records: list[Table], faults: Faults) -> Roster:
    """The roster, checked across tables. Raises FormError with every problem found here and before."""
    identities = subject.columns.get(subject.sheet.owner)
    if identities is not None:
        _check_identities(subject, identities, faults)
        for table in records:
            _check_owners(table, set(identities), subject.sheet, faults)
    for table in records:
        _check_unique(table, faults)
    faults.refuse()
    return Roster(subject, [Records(table) for table in records])


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


def _check_unique(table: Table, faults: Faults) -> None:
    """Rows that the law wants once each (每 … 一行) and that stand there twice."""
    columns = [table.columns.get(name, []) for name in table.sheet.unique]
    if not columns or not all(columns):
        return
    first: dict[tuple[Value | None, ...], int] = {}
    for row, key in zip(table.rows, zip(*columns, strict=True), strict=True):
        if None not in key and first.setdefault(key, row) != row:
            what = "、".join(show(part) for part in key)
            message = f"「{what}」与第{first[key]}行重复；每{'、'.join(table.sheet.unique)}只能有一行。"
            faults.add(table.sheet.heading, row, "", message)


def _check_owners(table: Table, known: set[Value | None], subject: Sheet, faults: Faults) -> None:
    owners = table.columns.get(table.sheet.owner, [])
    strangers = {owner for owner in set(owners) - known if owner is not None and _unknown(owner, known)}
    if not strangers:
        return
    heading, place = _heading(table.sheet)
    for row, owner in zip(table.rows, owners, strict=True):
        if owner is None or owner not in strangers:
            continue
        for name in _unknown(owner, known):
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
