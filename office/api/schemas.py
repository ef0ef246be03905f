"""The forms of what comes in and goes out. Results are those of docs/schemas, put into the description unchanged."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

import guiju

_PACKED = Path(guiju.__file__).parent / "_schemas"
FOLDER = _PACKED if _PACKED.is_dir() else Path(guiju.__file__).parent.parent / "docs" / "schemas"
DECISION, APPRAISAL = "guiju-decision-1", "guiju-appraisal-1"

# No control characters: no database keeps them alike, and no reader sees them.
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Code = Annotated[str, StringConstraints(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
Value = str | bool | int | None


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


class ProvisionOut(Schema):
    """A sentence of a law."""

    address: str
    cite: str
    text: str


class LawOut(Schema):
    """A measure, in the edition in force."""

    id: str
    title: str
    since: str


class LawWhole(LawOut):
    """A measure with its sentences, and the readings adopted in place of the proposed ones."""

    provisions: list[ProvisionOut]
    readings: dict[str, str]


class Roster(In):
    """People by the columns of the short table; one line a person."""

    year: Annotated[int, Field(ge=1900, le=9998)] | None = None
    readings: dict[Code, Code] = Field(default_factory=dict)
    people: Annotated[list[dict[Code, Value]], Field(min_length=1, max_length=5000)]


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


class NewTask(In):
    """A task to be given: to a person (their number) or to a role."""

    title: Text
    person: Code = ""
    role: Code = ""
    due: date | None = None
    law: Code = ""


class Done(In):
    """A word on how it was done."""

    note: Annotated[str, StringConstraints(max_length=400, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class BarOut(Schema):
    """An effect that holds on the day."""

    kind: str
    since: date
    until: date | None
    address: str
    document: str


class Standing(Schema):
    """What stands in a person's way on a day."""

    person: str
    on: date
    bars: list[BarOut]


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


def answers(name: str) -> dict[str, Any]:
    """For an operation's description: 200 is that published form."""
    form = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {"responses": {200: {"content": form}}}


_TEXTS = {"type": "object", "additionalProperties": {}}
# Which names there may be is the law's affair: the answer says all that is wrong at once.
CASE: dict[str, Any] = {
    "type": "object",
    "required": ["instrument"],
    "properties": {
        "instrument": {"type": "string"},
        "on": {"type": "string", "format": "date"},
        "circumstances": {"type": "array", "items": {"type": "string"}},
        **dict.fromkeys(("facts", "parties", "records", "findings", "steps", "readings"), _TEXTS),
    },
    "additionalProperties": False,
    "examples": [{"instrument": "work-errors", "on": "2026-03-02", "circumstances": ["work-errors/1.3"]}],
}
