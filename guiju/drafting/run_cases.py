"""The cases beside a law file: facts in, which provisions bite, and the values found (docs/law-notation.md 十)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guiju import tree as t
from guiju.cases.case_files import read_case, read_readings
from guiju.cases.conflicts import conflicts
from guiju.cases.unknowns import unknowns
from guiju.errors import InputError, Problem
from guiju.evaluate.effects import lasting
from guiju.evaluate.fired import fired
from guiju.evaluate.program import Program, Run
from guiju.inputs import read_data
from guiju.law import Law
from guiju.notation.hints import nearest
from guiju.values import exact, show

_KEYS = ("title", "expect")


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
            cases = _cases(file)
        except InputError as error:
            tested.failures += error.problems
            continue
        for number, case in enumerate(cases, 1):
            tested.cases += 1
            _run_case(law, case, f"{file.name} 第{number}案「{case.get('title', '')}」", tested)
    return tested


def _cases(file: Path) -> list[dict[str, Any]]:
    data = read_data(file)
    cases = data.get("case")
    if set(data) != {"case"} or not isinstance(cases, list) or not all(isinstance(c, dict) for c in cases):
        raise InputError([Problem("case", "案件文件只写 [[case]] 各节，至少一节。", file.name)])
    return cases


def _run_case(law: Law, data: dict[str, Any], place: str, tested: Tested) -> None:
    expect = data.get("expect", {})
    tested.failures += (problems := _misread(expect, place))
    if problems:
        return
    given = {key: value for key, value in data.items() if key not in _KEYS}
    try:
        readings = read_readings(law, data.get("readings"), place)
        run = Program(law, readings).run(read_case(law, given, place))
    except InputError as error:
        tested.failures += error.problems
        return
    for key, wanted in expect.items():
        tested.failures += [Problem("case", message, place) for message in _EXPECTATIONS[key][1](run, wanted)]
    _count(law, expect, place, tested)


def _misread(expect: Any, place: str) -> list[Problem]:
    """Expectations that are written wrongly, and would otherwise expect nothing."""
    if not isinstance(expect, dict):
        return [Problem("case", "expect 应是一组「名: 值」。", place)]
    unknown = [key for key in expect if key not in _EXPECTATIONS]
    found = [f"不认识的期望「{key}」。{nearest(key, _EXPECTATIONS)}可写{'、'.join(_EXPECTATIONS)}。" for key in unknown]
    for key in (key for key in expect if key in _EXPECTATIONS):
        if not isinstance(expect[key], _EXPECTATIONS[key][0]):
            found.append(f"期望「{key}」应是{'一列' if _EXPECTATIONS[key][0] is list else '一组「名: 值」'}。")
    return [Problem("case", message, place) for message in found]


def _count(law: Law, expect: dict[str, Any], place: str, tested: Tested) -> None:
    known = {s.label for s in law.statements} | {law.address(s) for s in law.statements}
    for key, counts in (("fires", tested.bites), ("silent", tested.silent)):
        for label in map(str, expect.get(key, [])):
            if label in known:
                counts[label] += 1
            else:
                tested.failures.append(Problem("case", f"没有标号「{label}」。{nearest(label, known)}", place))


# --- expectations: what is wrong with a run, one message each


def _fires(run: Run, labels: list[str]) -> Iterator[str]:
    for label in map(str, labels):
        result = fired(run, label)
        if result is not True:
            yield f"{label} 应当成立，结果是{show(result)}。"


def _silent(run: Run, labels: list[str]) -> Iterator[str]:
    for label in map(str, labels):
        if fired(run, label) is True:
            yield f"{label} 不应成立，却成立了。"


def _values(run: Run, values: dict[str, Any]) -> Iterator[str]:
    for name, wanted in values.items():
        value = show(_value(run, name))
        if value != show(wanted) and _number(value) != _number(show(wanted)):
            yield f"{name} 应是{show(wanted)}，算得{value}。"


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


def _unknown(run: Run, facts: list[str]) -> Iterator[str]:
    found = [entry["fact"] for entry in unknowns(run)]
    if sorted(found) != sorted(map(str, facts)):
        yield f"待查的应是{_listed(facts)}，结果是{_listed(found)}。"


def _conflicts(run: Run, groups: list[list[str]]) -> Iterator[str]:
    prefix = run.law.id + "/"
    found = sorted(sorted(a.removeprefix(prefix) for a in entry["addresses"]) for entry in conflicts(run))
    if found != sorted(sorted(map(str, group)) for group in groups):
        yield f"冲突应是{_listed('与'.join(g) for g in groups)}，结果是{_listed('与'.join(g) for g in found)}。"


def _periods(run: Run, periods: dict[str, str]) -> Iterator[str]:
    norms = {n.label: n for n in run.applied(t.Bring)}
    for label, wanted in periods.items():
        start, end, _ = lasting(run, norms[label].clauses.period) if label in norms else (None, None, [])
        found = f"{start or '待定'}至{end or '待定'}"
        if found != wanted:
            yield f"{label} 的期间应是{wanted}，算得{found}。"


def _due(run: Run, days: dict[str, Any]) -> Iterator[str]:
    found: dict[str, list[str]] = defaultdict(list)
    for state in run.steps():
        for deadline in (instance.deadline for instance in state.instances if instance.deadline):
            found[state.step.name].append(str(deadline.due or f"暂定{deadline.provisional}"))
    for step, wanted in days.items():
        if "、".join(found[step]) != show(wanted):
            yield f"「{step}」的期限应是{show(wanted)}，算得{_listed(found[step])}。"


def _listed(names: Any) -> str:
    return "、".join(map(str, names)) or "无"


_EXPECTATIONS: dict[str, tuple[type, Callable[[Run, Any], Iterator[str]]]] = {
    "fires": (list, _fires), "silent": (list, _silent), "values": (dict, _values), "unknown": (list, _unknown),
    "conflicts": (list, _conflicts), "periods": (dict, _periods), "due": (dict, _due),
}  # fmt: skip
