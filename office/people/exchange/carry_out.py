"""A plan without problems -> the database. Called by the action alone, inside its transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from office.people.exchange.layout import BY_NAME, SHEETS, Sheet
from office.people.exchange.plan import ADDED, Change, Plan
from office.people.models import Person, Post, Term, Unit
from office.people.pinyin import spell

_BATCH = 2000


class Directory:
    """The ids behind the codes and words of the workbook."""

    def __init__(self) -> None:
        self.terms = {(t.vocabulary, t.label): t.pk for t in Term.objects.all()}
        self.refresh()

    def refresh(self) -> None:
        """Look up units, people and posts anew."""
        self.units = dict(Unit.objects.values_list("code", "pk"))
        self.people = dict(Person.objects.values_list("code", "pk"))
        self.posts: dict[tuple[str, str], list[tuple[date, int]]] = {}
        for pk, code, title, since in Post.objects.values_list("pk", "unit__code", "title", "since"):
            self.posts.setdefault((code, title), []).append((since, pk))

    def post(self, code: str, title: str, day: date) -> int:
        """The post of that title in the unit: the newest begun by that day, else the first there was."""
        found = sorted(self.posts[code, title])
        begun = [pk for since, pk in found if since <= day]
        return begun[-1] if begun else found[0][1]


def carry_out(plan: Plan) -> None:
    """Write every change, sheet by sheet; endings before beginnings, so that no periods meet on the way."""
    directory = Directory()
    for sheet in SHEETS:
        changes = [change for change in plan.changes if change.sheet == sheet.name]
        if not changes:
            continue
        if sheet.name == "机构":
            codes = dict.fromkeys(c.values["机构编码"] for c in changes if c.values["机构编码"] not in directory.units)
            Unit.objects.bulk_create([Unit(code=code) for code in codes], batch_size=_BATCH)
            directory.refresh()
        _update(sheet, [c for c in changes if c.kind != ADDED], directory)
        made = [sheet.model(**_fields(sheet, change.values, directory)) for change in changes if change.kind == ADDED]
        sheet.model.objects.bulk_create(made, batch_size=_BATCH)
        if sheet.name in ("职务", "人员"):
            directory.refresh()


def _update(sheet: Sheet, changes: list[Change], directory: Directory) -> None:
    for change in changes:
        sheet.model.objects.filter(pk=change.pk).update(**_fields(sheet, change.values, directory))


def _fields(sheet: Sheet, values: dict[str, Any], directory: Directory) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for column in BY_NAME[sheet.name].columns:
        value = values[column.heading]
        if column.vocabulary:
            fields[column.path.removesuffix("__label") + "_id"] = directory.terms[column.vocabulary, value]
        elif column.path == "person__code":
            fields["person_id"] = directory.people[value]
        elif column.path in ("unit__code", "parent__code"):
            fields[column.path.removesuffix("__code") + "_id"] = directory.units[value] if value else None
        elif not column.path.startswith("post__"):
            fields[column.path] = value
    if sheet.name == "任职":
        fields["post_id"] = directory.post(values["机构编码"], values["职务"], values["自"])
    if sheet.name == "人员":
        fields["pinyin"], fields["initials"] = spell(values["姓名"])
    return fields
