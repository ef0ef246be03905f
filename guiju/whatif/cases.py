"""One case or dossier under two laws or readings: what only one of them gives, and from which sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guiju.cases.case_files import read_case, read_readings
from guiju.cases.decide import decision
from guiju.cases.dossier import check_dossier, read_dossier
from guiju.evaluate.program import Program, Run
from guiju.explain.trace import Json
from guiju.law import Law
from guiju.whatif.causes import Cause, Causes
from guiju.whatif.sides import Side

# The parts of a result that concern a person, and what tells two entries of a part apart.
_DECISION = {
    "duties": ("modal", "party", "measures", "choose", "address"),
    "effects": ("party", "effect", "from", "to", "address"),
    "accountable": ("party", "address"),
    "also_accountable": ("party", "address"),
    "steps": ("step", "actor", "due", "address"),
    "elsewhere": ("to", "address"),
    "conflicts": ("message",),
    "outcomes": ("outcome", "value", "open", "presumed", "grounds"),
    "values": ("name", "value"),
    "findings": ("fact", "address", "established"),
    "not_applicable": ("address",),
    "unknown": ("fact",),
}
_DOSSIER = {"breaches": ("address", "finding"), "upcoming": ("address", "due")}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that only one of the two sides gives; `entry` is it, `part` where it stands."""

    part: str
    only_under: str
    entry: Json


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A case (or dossier) under two sides: its differences, none when it comes out alike, and their sentences."""

    title: str
    differences: tuple[Difference, ...]
    causes: tuple[Cause, ...]


def is_dossier(data: dict[str, Any]) -> bool:
    """Whether the file holds a dossier of events rather than a case."""
    return "events" in data


def compare_file(
    causes: Causes, title: str, before: dict[str, Any], after: dict[str, Any], names: tuple[str, str]
) -> CaseChange:
    """One file, as either side reads it. Readings a case asks for hold, but for those the sides are compared in.

    Raises InputError when a side cannot read it.
    """
    old, new = (_result(side, data, title, causes) for side, data in ((causes.before, before), (causes.after, after)))
    parts = _DOSSIER if is_dossier(before) else _DECISION
    laws = causes.before.law, causes.after.law
    found = _differences((old[1], new[1]), parts, names, laws, causes.labels)
    return CaseChange(title, tuple(found), tuple(causes.of(old[0], new[0])) if found else ())


def _result(side: Side, data: dict[str, Any], title: str, causes: Causes) -> tuple[Run, Json]:
    if is_dossier(data):
        run = side.program.run(read_dossier(side.law, data, title, None))
        return run, check_dossier(side.law, data, title, None, side.chosen)
    compared = causes.before.chosen.keys() | causes.after.chosen.keys()
    asked = {k: v for k, v in read_readings(side.law, data.get("readings"), title).items() if k not in compared}
    program = Program(side.law, asked | side.chosen) if asked else side.program
    run = program.run(read_case(side.law, data, title))
    return run, decision(run)


def _differences(
    results: tuple[Json, Json], parts: Mapping[str, tuple[str, ...]], names: tuple[str, str],
    laws: tuple[Law, Law], labels: dict[str, str],
) -> list[Difference]:  # fmt: skip
    found = []
    for part, keys in parts.items():
        before = _keyed(results[0][part], keys, laws[0].id, labels)
        after = _keyed(results[1][part], keys, laws[1].id, {})
        found += [Difference(part, names[0], before[key]) for key in before.keys() - after.keys()]
        found += [Difference(part, names[1], after[key]) for key in after.keys() - before.keys()]
    return sorted(found, key=lambda d: (list(parts).index(d.part), str(d.entry.get("address")), d.only_under))


def _keyed(entries: list[Json], keys: tuple[str, ...], law: str, labels: dict[str, str]) -> dict[Any, Json]:
    return {tuple(_plain(entry.get(key), law, labels) for key in keys): entry for entry in entries}


def _plain(value: Any, law: str, labels: dict[str, str]) -> str:
    """A value as compared: an address without the instrument's id, under the label that B has for it."""
    if isinstance(value, list):
        return "、".join(_plain(part, law, labels) for part in value)
    text = str(value)
    label = text.removeprefix(f"{law}/")
    return labels.get(label, label) if label != text else text
