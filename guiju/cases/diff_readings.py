"""Who would be treated differently under another reading: two runs side by side, from which sentence they part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guiju.cases.case_files import read_readings
from guiju.cases.decide import decision, run_case
from guiju.cases.dossier import check_dossier
from guiju.explain.trace import Json
from guiju.law import Law

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
    """One thing that only one of the two readings gives; `entry` is it, `part` where it stands."""

    part: str
    only_under: str
    entry: Json


def compare_case(law: Law, data: dict[str, Any], place: str, reading: str, choice: str) -> list[Difference]:
    """What a case gets under the default reading only, and under the other reading only.

    The case's own choice of this reading is left out; its other choices stay.
    """
    asked = {key: value for key, value in read_readings(law, data.get("readings"), place).items() if key != reading}
    without = {**data, "readings": asked}
    default = decision(run_case(law, without, place, {}))
    other = decision(run_case(law, without, place, {reading: choice}))
    return _differences(default, other, _DECISION, choice)


def compare_dossier(law: Law, data: dict[str, Any], place: str, reading: str, choice: str) -> list[Difference]:
    """The same for a dossier's breaches and dates."""
    default = check_dossier(law, data, place, None, {})
    other = check_dossier(law, data, place, None, {reading: choice})
    return _differences(default, other, _DOSSIER, choice)


def _differences(default: Json, other: Json, parts: Mapping[str, tuple[str, ...]], choice: str) -> list[Difference]:
    found = []
    for part, keys in parts.items():
        before, after = _keyed(default[part], keys), _keyed(other[part], keys)
        found += [Difference(part, "现行读法", before[key]) for key in before.keys() - after.keys()]
        found += [Difference(part, choice, after[key]) for key in after.keys() - before.keys()]
    return sorted(found, key=lambda d: (list(parts).index(d.part), str(d.entry.get("address")), d.only_under))


def _keyed(entries: list[Json], keys: tuple[str, ...]) -> dict[tuple[str, ...], Json]:
    return {tuple(str(entry.get(key)) for key in keys): entry for entry in entries}
