"""What a workbook would change: each row added, changed, ended or unchanged; and what stands against it."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from guiju.chain.entries import canonical
from office.audit.chain import plain
from office.people.exchange.layout import SHEETS, Sheet
from office.people.exchange.reading import Book, Trouble
from office.people.models import Person, Term
from office.people.numbers import whats_wrong_with
from office.people.terms import OVERSEES

ADDED, CHANGED, ENDED, UNCHANGED = "added", "changed", "ended", "unchanged"
_FAR = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the workbook against the database: the row there (none when added), values, and differences."""

    sheet: str
    row: int
    kind: str
    pk: int | None
    values: dict[str, Any]
    differences: dict[str, list[Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """All changes in the workbook's order, the number of unchanged rows, and every problem."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    troubles: list[Trouble] = field(default_factory=list)

    def digest(self) -> str:
        """A hash of everything that would be written, to hold the second step to what the first one showed."""
        told = [[c.sheet, c.kind, c.pk, plain(c.values), plain(c.differences)] for c in self.changes]
        return hashlib.sha256(canonical(told).encode()).hexdigest()

    def counts(self) -> list[tuple[str, dict[str, int]]]:
        """For each sheet, how many rows of each kind."""
        found = Counter((c.sheet, c.kind) for c in self.changes)
        kinds = (ADDED, CHANGED, ENDED)
        return [
            (s.name, {kind: found[s.name, kind] for kind in kinds})
            for s in SHEETS
            if any(found[s.name, k] for k in kinds)
        ]


def plan(book: Book) -> Plan:
    """Compare the workbook with the database. Nothing is written."""
    made = Plan(troubles=list(book.troubles))
    if made.troubles:
        return made
    known: dict[str, set[Any]] = {}
    for sheet in SHEETS:
        existing = sheet.existing()
        rows = book.rows.get(sheet.name, [])
        _compare(made, sheet, existing, rows)
        _note_known(known, sheet, [values for _pk, values in existing] + [values for _row, values in rows])
        _check_references(made, sheet, rows, known)
        if sheet.is_dated and rows:
            _check_periods(made, sheet, existing, rows)
    return made


def _compare(
    made: Plan, sheet: Sheet, existing: list[tuple[int, dict[str, Any]]], rows: list[tuple[int, dict[str, Any]]]
) -> None:
    there = {sheet.key_of(values): (pk, values) for pk, values in existing}
    seen: dict[tuple[Any, ...], int] = {}
    for number, values in rows:
        key = sheet.key_of(values)
        if key in seen:
            made.troubles.append(Trouble(sheet.name, number, "", _("与第%(row)s行是同一条。") % {"row": seen[key]}))
            continue
        seen[key] = number
        pk, before = there.get(key, (None, None))
        if before is None:
            made.changes.append(Change(sheet.name, number, ADDED, None, values))
            if sheet.model is Person and (wrong := whats_wrong_with(values["编号"])):
                made.troubles.append(Trouble(sheet.name, number, "编号", wrong))
            continue
        differences = {h: [before[h], value] for h, value in values.items() if before[h] != value}
        if not differences:
            made.unchanged += 1
        else:
            ends = set(differences) <= {"至", "依据文号"} and before.get("至") is None and values.get("至") is not None
            made.changes.append(Change(sheet.name, number, ENDED if ends else CHANGED, pk, values, differences))


def _note_known(known: dict[str, set[Any]], sheet: Sheet, rows: list[dict[str, Any]]) -> None:
    if sheet.name in ("机构", "人员"):
        known[sheet.name] = {values[sheet.key[0]] for values in rows}
    elif sheet.name == "职务":
        known["职务"] = {(values["机构编码"], values["职务"]) for values in rows}


def _check_references(
    made: Plan, sheet: Sheet, rows: list[tuple[int, dict[str, Any]]], known: dict[str, set[Any]]
) -> None:
    for number, values in rows:
        for heading in ("机构编码", "上级编码"):
            code = values.get(heading)
            if code and sheet.name != "机构" and code not in known["机构"]:
                made.troubles.append(
                    Trouble(sheet.name, number, heading, _("没有编码是%(code)s的机构。") % {"code": code})
                )
        parent = values.get("上级编码")
        if parent and (parent not in known["机构"] or parent == values["机构编码"]):
            made.troubles.append(Trouble(sheet.name, number, "上级编码", _("没有这个机构，或者就是它自己。")))
        if sheet.name not in ("人员", "机构", "职务") and values["编号"] not in known["人员"]:
            made.troubles.append(
                Trouble(sheet.name, number, "编号", _("没有编号是%(code)s的人。") % {"code": values["编号"]})
            )
        if sheet.name == "任职" and (values["机构编码"], values["职务"]) not in known["职务"]:
            made.troubles.append(Trouble(sheet.name, number, "职务", _("这个机构没有这个职务，请先填在「职务」表里。")))


def _check_periods(
    made: Plan, sheet: Sheet, existing: list[tuple[int, dict[str, Any]]], rows: list[tuple[int, dict[str, Any]]]
) -> None:
    """Periods of one key must not meet, in the state after the import: rows not mentioned count as they stand."""
    mentioned = {sheet.key_of(values) for _number, values in rows}
    after = [(0, values) for _pk, values in existing if sheet.key_of(values) not in mentioned] + rows
    rules: list[tuple[tuple[str, ...], list[tuple[int, dict[str, Any]]]]] = [(sheet.apart, after)]
    if sheet.name == "分管":
        oversees = Term.objects.get(vocabulary=Term.MANNER, key=OVERSEES).label
        rules.append((("机构编码",), [(n, v) for n, v in after if v["方式"] == oversees]))
    for apart, held in rules:
        _check_apart(made, sheet, apart, held)


def _check_apart(made: Plan, sheet: Sheet, apart: tuple[str, ...], held: list[tuple[int, dict[str, Any]]]) -> None:
    groups: dict[tuple[Any, ...], list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for number, values in held:
        groups[tuple(values[heading] for heading in apart)].append((number, values))
    for group in groups.values():
        group.sort(key=lambda row: row[1]["自"])
        for (first, before), (second, after) in pairwise(group):
            if (before["至"] or _FAR) >= after["自"] and (first or second):
                at, other = (second, before) if second else (first, after)
                words = {"since": other["自"], "until": other["至"] or _("今"), "who": other.get("编号", "")}
                message = _("与%(who)s %(since)s至%(until)s的一条重叠。") % words
                made.troubles.append(Trouble(sheet.name, at, "自", message))
