"""The sheets of the workbook: their columns, and where each stands in the database.

A row is known by the columns of its key; what else it says can change. A row of the database that the workbook does not
mention stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from office.people import models as m

TEXT, DAY, NUMBER, TERM = "text", "day", "number", "term"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the path to the value from the model, what kind of value, whether it may be empty, how long."""

    heading: str
    path: str
    kind: str = TEXT
    required: bool = True
    longest: int = 60
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; `key` are the headings a row is known by, `apart` those among which periods never meet."""

    name: str
    model: Any
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    apart: tuple[str, ...] = ()

    @property
    def is_dated(self) -> bool:
        """Whether its rows have a beginning and an end."""
        return bool(self.apart)

    def existing(self) -> list[tuple[int, dict[str, Any]]]:
        """Every row of the database: its id, and its values by heading."""
        headings = [column.heading for column in self.columns]
        rows = self.model.objects.order_by("pk").values_list("pk", *(column.path for column in self.columns))
        return [(pk, dict(zip(headings, values, strict=True))) for pk, *values in rows.iterator(chunk_size=5000)]

    def key_of(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """What the row is known by."""
        return tuple(values.get(heading) for heading in self.key)


def _dated(*columns: Column) -> tuple[Column, ...]:
    period = (Column("自", "since", DAY), Column("至", "until", DAY, required=False))
    return (*columns, *period, Column("依据文号", "basis", required=False, longest=200))


def _order() -> Column:
    return Column("排序", "order", NUMBER, required=False)


def _term(heading: str, path: str, vocabulary: str) -> Column:
    return Column(heading, path + "__label", TERM, vocabulary=vocabulary)


def _code(path: str) -> Column:
    return Column("编号", path, longest=20)


SHEETS = (
    Sheet("机构", m.UnitVersion, _dated(
        Column("机构编码", "unit__code", longest=20), Column("名称", "name"), _term("类别", "kind", m.Term.UNIT),
        Column("上级编码", "parent__code", required=False, longest=20), _order(),
    ), ("机构编码", "自"), ("机构编码",)),
    Sheet("职务", m.Post, _dated(
        Column("机构编码", "unit__code", longest=20), Column("职务", "title"),
        _term("层次", "standing", m.Term.STANDING), _order(),
    ), ("机构编码", "职务", "自"), ("机构编码", "职务")),
    Sheet("人员", m.Person, (_code("code"), Column("姓名", "name")), ("编号",)),
    Sheet("任职", m.Holding, _dated(
        _code("person__code"), Column("机构编码", "post__unit__code", longest=20), Column("职务", "post__title"),
    ), ("编号", "机构编码", "职务", "自"), ("编号", "机构编码", "职务")),
    Sheet("分管", m.Oversight, _dated(
        _code("person__code"), Column("机构编码", "unit__code", longest=20), _term("方式", "manner", m.Term.MANNER),
    ), ("编号", "机构编码", "方式", "自"), ("编号", "机构编码", "方式")),
    Sheet("政治面貌", m.PartyStatus, _dated(
        _code("person__code"), _term("政治面貌", "status", m.Term.PARTY),
    ), ("编号", "自"), ("编号",)),
    Sheet("编制", m.Establishment, _dated(
        _code("person__code"), _term("编制", "kind", m.Term.ESTABLISHMENT),
    ), ("编号", "自"), ("编号",)),
)  # fmt: skip
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
IGNORED = ("说明",)
