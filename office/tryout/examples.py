"""A case beside the law as somebody would fill it in, to begin from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from guiju.errors import InputError
from guiju.inputs import read_data
from guiju.values import show
from office.ground.shelf import Edition

# What was found by whom, and which steps were done, is not asked in the form.
_NOT_ASKED = frozenset({"findings", "steps"})


@dataclass(frozen=True, slots=True)
class Example:
    """A case: its title, the form filled in, and whether it says more than the form can hold."""

    title: str
    form: QueryDict
    is_cut: bool


def example_of(edition: Edition, key: str) -> Example | None:
    """The case `file-3` beside the law; None when there is no such case."""
    stem, _sign, number = key.rpartition("-")
    files = {file.stem: file for file in edition.folder.glob("cases/*.toml")}
    if stem not in files or not number.isascii() or not number.isdecimal():
        return None
    try:
        cases = read_data(files[stem]).get("case", [])
    except InputError:
        return None
    place = int(number) - 1
    if not 0 <= place < len(cases):
        return None
    case = cases[place]
    return Example(str(case.get("title", "")), form_of(case), bool(_NOT_ASKED & set(case)))


def form_of(case: dict[str, Any]) -> QueryDict:
    """The case in the names of the form (answers.py)."""
    form = QueryDict(mutable=True)
    if case.get("on"):
        form["on"] = show(case["on"])
    for name, value in case.get("facts", {}).items():
        _put(form, f"f:{name}", value)
    for party, fields in case.get("parties", {}).items():
        for name, value in fields.items():
            _put(form, f"p:{party}:{name}", value)
    if "circumstances" in case:
        labels = [str(address).rpartition("/")[2] for address in case["circumstances"]]
        form.setlist("c", labels)
        form["said"] = "" if labels else "none"
    for record, rows in case.get("records", {}).items():
        _put_rows(form, record, rows)
    for key, choice in case.get("readings", {}).items():
        form[f"y:{key}"] = str(choice)
    return form


def _put_rows(form: QueryDict, record: str, rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows):
        for name, value in row.items():
            _put(form, f"r:{record}:{number}:{name}", value)
    if not rows:
        form[f"r:{record}"] = "none"


def _put(form: QueryDict, name: str, value: Any) -> None:
    if value is not None:
        form[name] = "、".join(map(str, value)) if isinstance(value, list) else show(value)
