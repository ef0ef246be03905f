"""The forms of what comes in and goes out. Results are those of docs/schemas, put into the description unchanged."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

import guiju
from guiju.inputs import FIRST_YEAR, LAST_YEAR

_PACKED = Path(guiju.__file__).parent / "_schemas"
FOLDER = _PACKED if _PACKED.is_dir() else Path(guiju.__file__).parent.parent / "docs" / "schemas"
DECISION, APPRAISAL = "guiju-decision-1", "guiju-appraisal-1"

# No control characters: no database keeps them alike, and no reader sees them.
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Code = Annotated[str, StringConstraints(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]


def _day(value: Any) -> Any:
    """A day as it is written; never a number, which would be counted in seconds from somewhere."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise PydanticCustomError("date_form", "YYYY-MM-DD")
    if not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        raise PydanticCustomError("day_range", "too far away")
    return value


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Day = Annotated[date, BeforeValidator(_day)]
# What a database can number.
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class In(Schema):
    """What comes in says nothing that is not known."""

    model_config = ConfigDict(extra="forbid")


class Problem(Schema):
    """What is wrong, and where."""

    kind: str
    where: str
    message: str


class Problems(Schema):
    """Everything that is wrong."""

    problems: list[Problem]


class Window(Schema):
    """Which part of a long list: so many, from the so-manieth on."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    offset: Annotated[int, Field(ge=0, le=100_000)] = 0


class Part(Schema):
    """Part of a list; `next` is the offset of what follows, none at the end."""

    next: int | None


class LawOut(Schema):
    """A measure, in the edition in force."""

    id: str
    title: str
    since: str
    edition: str


class Laws(Part):
    """Measures."""

    items: list[LawOut]


class ProvisionOut(Schema):
    """A sentence of a law."""

    address: str
    cite: str
    text: str


class FactOut(Schema):
    """A fact that a rule asks for."""

    name: str
    question: str
    type: str
    found_by: str
    records: str


class ProvisionWhole(ProvisionOut):
    """A sentence with the rule under it, the facts it asks for and the readings it rests on."""

    law: str
    status: str
    reason: str
    rule: list[str]
    facts: list[FactOut]
    readings: list[str]


class Option(Schema):
    """One way to read a sentence."""

    name: str
    meaning: str


class AdoptionOut(Schema):
    """Who adopted a reading, from when, by which document."""

    organ: str
    document: str
    since: date


class ReadingOut(Schema):
    """A doubt, and how it is read here on the day."""

    id: str
    question: str
    options: list[Option]
    proposed: str
    in_force: str
    adopted: AdoptionOut | None


class LawWhole(LawOut):
    """A measure with its sentences and doubts."""

    provisions: list[ProvisionOut]
    readings: list[ReadingOut]


class FindingOut(Schema):
    """Something the checkup of a law points at."""

    kind: str
    heading: str
    addresses: list[str]
    message: str
    suggestion: str
    witness: dict[str, str] | None


class Health(Schema):
    """The checkup of a law, as far as it is known."""

    state: Literal["known", "working", "failed", "none"]
    why: str
    findings: list[FindingOut]
    cases: int | None
    failures: list[str]


def _cell(value: Any) -> Any:
    """What may stand in a cell; what it must be there, the law says."""
    is_list = isinstance(value, list) and all(isinstance(part, str) for part in value)
    if value is None or is_list or isinstance(value, str | int | Decimal):
        return value
    raise PydanticCustomError("cell", "text, number, truth, null or a list of texts")


_CELL = {"type": ["string", "number", "boolean", "null", "array"], "items": {"type": "string"}}
Cell = Annotated[Any, AfterValidator(_cell), WithJsonSchema(_CELL)]
Line = Annotated[dict[Code, Cell], Field(max_length=200)]


class Roster(In):
    """People by the columns of the short table, or by the sheets of the workbook; exactly one of the two."""

    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    instrument: Code = ""
    readings: dict[Code, Code] = Field(default_factory=dict)
    people: Annotated[list[Line], Field(min_length=1, max_length=5000)] | None = None
    sheets: Annotated[dict[Code, Annotated[list[Line], Field(max_length=20_000)]], Field(max_length=50)] | None = None
    trace: Annotated[list[Code], Field(max_length=100)] = Field(default_factory=list)


class TaskOut(Schema):
    """Something to be done."""

    id: int
    title: str
    state: str
    due: date | None
    provisional: date | None
    person: str | None
    role: str
    law: str
    sentence: str
    given_on: date
    giver: str


class Tasks(Part):
    """Tasks, the nearest first."""

    items: list[TaskOut]


class NewTask(In):
    """A task to be given: to a person (their number) or to a role."""

    title: Text
    person: Code = ""
    role: Code = ""
    due: Day | None = None
    law: Code = ""


class Done(In):
    """A word on how it was done."""

    note: Annotated[str, StringConstraints(max_length=400, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


Who = Literal["people", "units"]
State = Literal["now", "soon", "coming", "past", "stopped", "gone", "all"]


class BarOut(Schema):
    """An entry that holds on the day: a bar, or a handling in its period."""

    kind: str
    is_bar: bool
    since: date
    until: date | None
    address: str
    cite: str
    sentence: str
    document: str
    organ: str
    decided_on: date


class Standing(Schema):
    """What stands in a person's or a unit's way on a day."""

    code: str
    on: date
    bars: list[BarOut]


class Entry(Schema):
    """A line of the register: whose, what, when, by which document, and what became of it last."""

    who: Who
    code: str
    kind: str
    is_bar: bool
    what: str
    since: date
    until: date | None
    address: str
    document: str
    organ: str
    decided_on: date


class Entries(Part):
    """Lines of the register, the latest first."""

    items: list[Entry]


class AnswerOut(Schema):
    """Whether one bar stands in the way on the day, what does, and where the laws bring it about."""

    kind: str
    allowed: bool
    bars: list[BarOut]
    grounds: list[ProvisionOut]


class GradingGround(ProvisionOut):
    """A rule that closes a value, how it came to apply, and the documents behind it."""

    lines: list[str]
    documents: list[str]


class GradingOut(Schema):
    """Whether the register closes a value of a law's conclusion, and what else could."""

    instrument: str
    outcome: str
    option: str
    allowed: bool
    grounds: list[GradingGround]
    open_facts: list[str]
    readings: dict[str, str]
    unnamed: list[str]


class Answers(Schema):
    """May this person (this unit) … on that day, and why not."""

    code: str
    on: date
    answers: list[AnswerOut]
    gradings: list[GradingOut]


@cache
def documents() -> dict[str, Any]:
    """The published forms by name, their inner references made to point into the description."""
    found: dict[str, Any] = {}
    for name in (DECISION, APPRAISAL):
        form = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        inner = form.pop("$defs", {})
        form.pop("$schema", None)
        found[name] = _pointed(form, name)
        found |= {f"{name}.{part}": _pointed(schema, name) for part, schema in inner.items()}
    return found


def _pointed(node: Any, name: str) -> Any:
    if isinstance(node, list):
        return [_pointed(part, name) for part in node]
    if not isinstance(node, dict):
        return node
    told = {key: _pointed(value, name) for key, value in node.items()}
    if isinstance(node.get("$ref"), str):
        told["$ref"] = node["$ref"].replace("#/$defs/", f"#/components/schemas/{name}.")
    return told
