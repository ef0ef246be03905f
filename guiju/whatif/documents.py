"""Comparisons as JSON: guiju-law-diff/1, guiju-diff-readings/1, guiju-sensitivity/1 (docs/schemas)."""

from __future__ import annotations

from typing import Any

from guiju.law import Law
from guiju.whatif.cases import CaseChange
from guiju.whatif.causes import Cause, Causes
from guiju.whatif.compare import CaseComparison
from guiju.whatif.people import Comparison
from guiju.whatif.provisions import LawChange, ProvisionChange, Version
from guiju.whatif.sensitivity import Effect
from guiju.whatif.sides import default_reading

Json = dict[str, Any]


def law_diff_json(causes: Causes, change: LawChange, people: Comparison | None, cases: CaseComparison | None) -> Json:
    """guiju-law-diff/1: the two laws, every provision that differs, and who comes out differently."""
    found: Json = {
        "schema": "guiju-law-diff/1",
        "before": _law(causes.before.law),
        "after": _law(causes.after.law),
        "provisions": [_provision(p) for p in change.provisions],
        "readings": change.readings,
        "not_comparable": [*(people.notes if people else []), *(cases.notes if cases else [])],
    }
    if people:
        found |= people_json(people)
    if cases:
        found |= {"cases": cases.cases, "changed": [case_json(c) for c in cases.changes]}
    if people or cases:
        found["sentences"] = _counts((people or cases).sentences)  # type: ignore[union-attr]
    return found


def people_readings_json(causes: Causes, people: Comparison) -> Json:
    """guiju-diff-readings/1 for people."""
    return _readings(causes) | people_json(people) | {"sentences": _counts(people.sentences)}


def case_readings_json(causes: Causes, cases: CaseComparison) -> Json:
    """guiju-diff-readings/1 for cases: of one its `differences`, of several those that `changed`."""
    found = _readings(causes)
    if cases.cases == 1:
        change = cases.changes[0] if cases.changes else CaseChange("", (), ())
        return found | {key: value for key, value in case_json(change).items() if key != "case"}
    changed = [case_json(c) for c in cases.changes]
    return found | {"cases": cases.cases, "changed": changed, "sentences": _counts(cases.sentences)}


def _readings(causes: Causes) -> Json:
    """Which readings were changed. With one there are `reading`, `default` and `choice`; `readings` lists several."""
    law, chosen = causes.before.law, causes.after.chosen
    found: Json = {"schema": "guiju-diff-readings/1", "instrument": law.id}
    if len(chosen) == 1:
        ((key, choice),) = chosen.items()
        return found | {"reading": key, "default": default_reading(law, key), "choice": choice}
    return found | {"readings": {k: {"default": default_reading(law, k), "choice": c} for k, c in chosen.items()}}


def people_json(found: Comparison) -> Json:
    """The people who change, and how many went from which conclusion to which."""
    return {
        "people": found.people,
        "different": found.different,
        "moves": [{"column": found.leading, "before": a, "after": b, "people": n} for (a, b), n in _ordered(found)],
        "changed": [
            {
                "person": change.identity,
                "columns": {name: {"before": a, "after": b} for name, (a, b) in change.columns.items()},
                "from": [_cause(cause) for cause in change.causes],
            }
            for change in found.changes
        ],
    }


def case_json(change: CaseChange) -> Json:
    """What only one side gives for a case, and the sentences it comes from."""
    return {
        "case": change.title,
        "differences": [{"part": d.part, "only_under": d.only_under, "entry": d.entry} for d in change.differences],
        "from": [_cause(cause) for cause in change.causes],
    }


def sensitivity_json(law: Law, counted: str, total: int, effects: list[Effect], idle: int) -> Json:
    """guiju-sensitivity/1: each option of each reading, and whom it would change; `counted` is people or cases."""
    return {
        "schema": "guiju-sensitivity/1",
        "instrument": law.id,
        counted: total,
        "without_effect_on_rules": idle,
        "options": [
            {
                "reading": e.option.reading, "current": e.option.current, "choice": e.option.choice,
                "question": e.option.question, "meaning": e.option.meaning,
                "different": e.different, "moved": e.moved,
                "moves": [{"before": a, "after": b, "count": n} for (a, b), n in sorted(e.moves.items())],
                "first": e.named,
            }
            for e in effects
        ],
    }  # fmt: skip


def _ordered(found: Comparison) -> list[tuple[tuple[str, str], int]]:
    return sorted(found.moves.items()) if found.leading else []


def _law(law: Law) -> Json:
    return {"instrument": law.id, "title": law.title}


def _provision(change: ProvisionChange) -> Json:
    return {"kinds": list(change.kinds), "before": _version(change.before), "after": _version(change.after)}


def _version(version: Version | None) -> Json | None:
    if version is None:
        return None
    row = version.provision
    return {"address": row.address, "cite": row.cite, "text": row.text, "rule": list(version.rule)}


def _cause(cause: Cause) -> Json:
    named = {"name": cause.name} if cause.name else {}
    return {"address": cause.address, "before": cause.before, "after": cause.after, "root": cause.root} | named


def _counts(sentences: Any) -> list[Json]:
    return [{"address": address, "count": n} for address, n in sentences.most_common()]


__all__ = ["case_readings_json", "law_diff_json", "people_json", "people_readings_json", "sensitivity_json"]
