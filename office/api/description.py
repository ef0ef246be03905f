"""The description of the API in words: every name explained, every kind of answer, examples that can be sent."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from ninja.responses import NinjaJSONEncoder

import guiju
from guiju.forms.layout import Column, Sheet, flat_layout, workbook_layout
from guiju.law import Law
from office.api import schemas
from office.api.words import fields, forms, statuses
from office.ground import clock
from office.ground.shelf import instruments

_PACKED = Path(guiju.__file__).parent / "_examples"
_EXAMPLES = _PACKED if _PACKED.is_dir() else Path(guiju.__file__).parent.parent / "examples"
_JSON = "application/json"
_DAY, _COUNT = "2026-06-30", 10
YEAR = 2026


def described(found: dict[str, Any]) -> dict[str, Any]:
    """The library's description made complete, in the language of the moment."""
    schema: dict[str, Any] = json.loads(json.dumps(found, cls=NinjaJSONEncoder))
    schema["components"]["schemas"].pop(schemas.Window.__name__, None)  # its names stand among the parameters
    schema["info"]["description"] = _("办公系统的接口。每次都要带令牌；出错都是同一种样子。")
    _explain_forms(schema["components"]["schemas"])
    for path, method, operation in operations(schema):
        _explain_operation(operation)
        sent = operation.get("requestBody", {}).get("content", {}).get(_JSON)
        if sent:
            sent["examples"] = {name: {"value": value} for name, value in _sent(f"{method} {path}").items()}
    schema["components"]["schemas"] |= schemas.documents()
    for scheme in schema["components"]["securitySchemes"].values():
        scheme["description"] = _("「接口令牌」页生成的令牌。")
    return schema


def operations(schema: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation with its address and method."""
    return [(path, method, op) for path, methods in schema["paths"].items() for method, op in methods.items()]


def _explain_forms(found: dict[str, Any]) -> None:
    known, words = forms(), fields()
    for name, form in found.items():
        form["description"] = known[name]
        for field, schema in form.get("properties", {}).items():
            schema["description"] = words.get(f"{name}.{field}") or words[field]


def _explain_operation(operation: dict[str, Any]) -> None:
    words = fields()
    for parameter in operation["parameters"]:
        name = parameter["name"]
        parameter["description"] = words.get(f"{operation['operationId']}.{name}") or words[name]
    for status, answer in operation["responses"].items():
        answer["description"] = statuses()[int(status)]
        if int(status) >= 400:
            answer["content"][_JSON]["example"] = {"problems": [wrong(int(status))]}


def wrong(status: int) -> dict[str, str]:
    """What a problem of that kind looks like."""
    kind, where = {
        400: ("request", ""), 401: ("token", ""), 403: ("refused", ""), 404: ("missing", ""), 409: ("refused", ""),
        413: ("request", ""), 422: ("cell", _("票数 第3行")), 429: ("rate", ""), 500: ("program", ""),
        503: ("database", ""),
    }[status]  # fmt: skip
    return {"kind": kind, "where": where, "message": statuses()[status]}


# --- examples; names of columns and sheets are the law's


def _sent(place: str) -> dict[str, Any]:
    """What can be sent to that address, by a name for each example."""
    match place.rpartition("/api/")[2]:
        case "decide":
            return _cases()
        case "appraise":
            return _rosters()
        case "tasks/give":
            return {"role": {"title": _("盘点办公用品"), "role": "office_clerk"}}
    return {"done": {"note": _("已经办了")}}


@cache
def _cases() -> dict[str, Any]:
    files = sorted((_EXAMPLES / "cases").glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


def _rosters() -> dict[str, Any]:
    laws = [e.law for e in instruments(clock.today()) if e.law and e.law.words.subject and e.law.words.result]
    found: dict[str, Any] = {}
    for law in laws:
        if law.words.flat:
            found[f"{law.id}-people"] = {"year": YEAR, "people": [_line(flat_layout(law).subject)]}
        found[f"{law.id}-sheets"] = {"year": YEAR, "sheets": _sheets(law), "trace": [_who()]}
    return found


def _sheets(law: Law) -> dict[str, Any]:
    return {sheet.heading: [_line(sheet)] for sheet in workbook_layout(law).sheets}


def _line(sheet: Sheet) -> dict[str, Any]:
    return {column.heading: _who() if column.name == sheet.owner else _cell(column) for column in sheet.columns}


def _who() -> str:
    return "A001"


def _cell(column: Column) -> Any:
    if not column.required:
        return None
    match column.kind.name:
        case "是否":
            return False
        case "选项":
            return column.kind.options[0]
        case "日期":
            return _DAY
        case "数":
            return _number(column)
    return _("例")


def _number(column: Column) -> int:
    low, high = column.type.low, column.type.high
    least = -(-low.value // 1) if low else 0
    most = high.value // 1 if high else _COUNT
    return int(min(max(least, _COUNT), most))
