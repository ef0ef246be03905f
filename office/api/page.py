"""The description of the API as a page to read: the same document that programs read, laid out for people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from office.api.description import operations
from office.api.models import SCOPES

_JSON = "application/json"
_REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Field:
    """A name, what may stand there, whether it must be given, and what it means."""

    name: str
    type: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: how it is asked, with what, and what comes back."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    scope: str
    parameters: list[Field]
    body: str
    examples: list[tuple[str, str]]
    answer: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form of data with its fields."""

    name: str
    about: str
    fields: list[Field]


def page_of(schema: dict[str, Any]) -> dict[str, Any]:
    """What the template shows: operations by group, forms of data, and what each status says."""
    groups: dict[str, list[Operation]] = {}
    said: dict[str, str] = {}
    for path, method, found in operations(schema):
        groups.setdefault(found["tags"][0], []).append(_operation(path, method, found))
        said |= {status: answer["description"] for status, answer in found["responses"].items()}
    forms = [_form(name, form) for name, form in schema["components"]["schemas"].items() if _is_own(name)]
    return {"groups": list(groups.items()), "forms": forms, "statuses": sorted(said.items())}


def _is_own(name: str) -> bool:
    """The published forms (docs/schemas) are long and stand in a file of their own."""
    return not name.startswith("guiju-")


def _operation(path: str, method: str, found: dict[str, Any]) -> Operation:
    sent = found.get("requestBody", {}).get("content", {}).get(_JSON, {})
    good: dict[str, Any] = next((a for status, a in sorted(found["responses"].items()) if status.startswith("2")), {})
    examples = [(name, _shown(example["value"])) for name, example in sent.get("examples", {}).items()]
    return Operation(
        found["operationId"], method.upper(), path, found["summary"], found["description"],
        str(SCOPES[found["x-scope"]]),
        [Field(p["name"], _type(p["schema"]), p["required"], p["description"]) for p in found["parameters"]],
        _type(sent["schema"]) if sent else "", examples, _type(good["content"][_JSON]["schema"]),
    )  # fmt: skip


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _form(name: str, form: dict[str, Any]) -> Form:
    needed = form.get("required", [])
    fields = [
        Field(field, _type(schema), field in needed, schema.get("description", ""))
        for field, schema in form.get("properties", {}).items()
    ]
    return Form(name, form.get("description", ""), fields)


def _type(schema: dict[str, Any]) -> str:
    """What may stand there, in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REF)
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    kind = schema.get("type", "")
    if isinstance(kind, list):
        return " | ".join(_plain(one) for one in kind)
    if kind == "array":
        return _("列表：%(of)s") % {"of": _type(schema.get("items", {}))}
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return _("名称和值：%(of)s") % {"of": _type(schema["additionalProperties"])}
    return _("日期") if schema.get("format") == "date" else _plain(kind)


def _plain(kind: str) -> str:
    words = {
        "string": _("文字"), "integer": _("整数"), "number": _("数"), "boolean": "true | false", "null": "null",
        "array": _("列表"), "object": _("一组名称和值"),
    }  # fmt: skip
    return words.get(kind, _("任意"))
