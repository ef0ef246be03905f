"""The cases beside a law file: facts in, which provisions bite, and the values found (docs/law-notation.md 十)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guiju.case_files import read_case
from guiju.errors import InputError, Problem
from guiju.evaluate.fired import fired
from guiju.evaluate.program import Program, Run
from guiju.inputs import read_data
from guiju.law import Law
from guiju.values import exact, show

EXPECTATIONS = ("fires", "silent", "values", "unknown", "conflicts")


@dataclass(slots=True)
class Tested:
    """How a law's cases went: failures, and for each label the cases where it bites and where it does not."""

    cases: int = 0
    failures: list[Problem] = field(default_factory=list)
    bites: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    silent: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def count(self, label: str) -> int:
        """How many cases assert something of a label."""
        return self.bites[label] + self.silent[label]


def run_cases(law: Law) -> Tested:
    """Run every case in the law's cases folder."""
    tested = Tested()
    for file in sorted((law.folder / "cases").glob("*.toml")):
        try:
            data = read_data(file)
        except InputError as error:
            tested.failures += error.problems
            continue
        for number, case in enumerate(data.get("case", []), 1):
            tested.cases += 1
            _run_case(law, case, f"{file.name} 第{number}案「{case.get('title', '')}」", tested)
    return tested


def _run_case(law: Law, data: dict[str, Any], place: str, tested: Tested) -> None:
    expect = data.get("expect", {})
    given = {key: value for key, value in data.items() if key not in ("title", "expect", "readings")}
    problems = [Problem("case", f"不认识的期望「{key}」。", place) for key in expect if key not in EXPECTATIONS]
    try:
        run = Program(law, data.get("readings")).run(read_case(law, given, place))
    except InputError as error:
        tested.failures += error.problems + problems
        return
    tested.failures += problems + _failures(run, expect, place)
    known = {s.label for s in law.statements} | {law.address(s) for s in law.statements}
    for key, counts in (("fires", tested.bites), ("silent", tested.silent)):
        for label in expect.get(key, []):
            if label in known:
                counts[label] += 1
            else:
                tested.failures.append(Problem("case", f"没有标号「{label}」。", place))


def _failures(run: Run, expect: dict[str, Any], place: str) -> list[Problem]:
    found = [
        Problem("case", f"{label} 应当成立，结果是{show(result)}。", place)
        for label in expect.get("fires", [])
        if (result := fired(run, label)) is not True
    ]
    found += [
        Problem("case", f"{label} 不应成立，却成立了。", place)
        for label in expect.get("silent", [])
        if fired(run, label) is True
    ]
    for name, wanted in expect.get("values", {}).items():
        value = show(_value(run, name))
        if value != show(wanted) and _number(value) != _number(show(wanted)):
            found.append(Problem("case", f"{name} 应是{show(wanted)}，算得{value}。", place))
    return found


def _number(text: str) -> Any:
    """The number a text writes, so that 5.5 and 11/2 agree; the text itself when it writes none."""
    found = exact(text)
    return text if found is None else found


def _value(run: Run, name: str) -> Any:
    outcome, _, part = name.partition("的")
    if name in run.law.words.outcomes:
        return run.concluded(name).value
    if part in ("可评", "推定", "依据") and outcome in run.law.words.outcomes:
        concluded = run.concluded(outcome)
        return {"可评": concluded.open, "推定": concluded.presumed, "依据": concluded.grounds}[part]
    return run.named(name)


def names_of_cases(folder: Path) -> list[str]:
    """The case files of a law folder."""
    return [file.name for file in sorted((folder / "cases").glob("*.toml"))]
