"""The values of free variables -> a case that `evaluate` can run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guiju import tree as t
from guiju.evaluate.case import Case, Done
from guiju.prove.formulas import Formulas
from guiju.prove.symbols import NONE_CODE, Variable, code_day, number_of
from guiju.values import NOTHING, Number, Value


@dataclass(frozen=True, slots=True)
class Chosen:
    """A free variable and the value it has in a witness."""

    variable: Variable
    value: bool | Number

    @property
    def preferred(self) -> bool:
        """Whether it is what it is when nothing is said of it."""
        wanted = self.variable.preferred
        return bool(self.value == (number_of(wanted) if self.variable.kind != "是否" else str(wanted) == "True"))


def case_of(formulas: Formulas, chosen: list[Chosen]) -> Case:
    """The case with these values; nothing else is known, and no other circumstance is established."""
    case = Case(formulas.free.day, circumstances=frozenset())
    lacking = {c.variable.place[1:] for c in chosen if c.variable.place[0] == "blank" and c.value}
    rows: dict[tuple[str, int], dict[str, Value]] = {}
    for one in chosen:
        place = one.variable.place
        value = NOTHING if place in lacking else as_value(formulas, one)
        if place[0] == "row":
            rows.setdefault(place[1:3], {})[place[3]] = value
        elif place[0] != "choice" or value is not NOTHING:
            _put(case, place, value)
    for one in sorted((c for c in chosen if c.variable.place[0] == "present"), key=lambda c: c.variable.place[1:]):
        _, record, number = one.variable.place
        case.records.setdefault(record, [])
        if one.value:
            case.records[record].append(rows.get((record, number), {}))
    return case


def _put(case: Case, place: tuple[Any, ...], value: Any) -> None:
    match place:
        case ("on",):
            case.on = value
        case ("fact" | "choice", name):
            case.facts[name] = value
        case ("party", owner, name):
            case.parties.setdefault(owner, {})[name] = value
        case ("circumstance", label) if value:
            case.circumstances = (case.circumstances or frozenset()) | {label}
        case ("step", name):
            case.steps[name] = Done(value)


def as_value(formulas: Formulas, chosen: Chosen) -> Any:
    """The value as `evaluate` has it: a date, an option, a list of names."""
    variable, value = chosen.variable, chosen.value
    if variable.kind == "日期":
        return code_day(int(value))
    if variable.kind == "选项":
        return NOTHING if value == NONE_CODE else formulas.codes.text(int(value))
    if _is_names(formulas, variable.place):
        return tuple(f"第{n}人" for n in range(1, int(value) + 1))
    return value


def _is_names(formulas: Formulas, place: tuple[Any, ...]) -> bool:
    words = formulas.law.words
    decl: t.FactDecl | t.FieldDecl | None = None
    match place:
        case ("fact", name):
            decl = words.facts.get(name)
        case ("party", owner, name):
            decl = words.parties[owner].get(name)
        case ("row", record, _, name):
            decl = words.columns[record].get(name)
    return decl is not None and decl.type.name == "名单"
