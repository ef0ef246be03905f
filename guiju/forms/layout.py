"""What each sheet of a law holds: its columns, their kinds, what may stay empty and what that means."""

from __future__ import annotations

from dataclasses import dataclass

from guiju import tree as t
from guiju.cases.case_files import fact_type
from guiju.errors import Problem, UsageError
from guiju.inputs import blank_value
from guiju.kinds import Kind
from guiju.law import Law, Words
from guiju.values import Value


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the law's name for it, its heading in files, and what its cells may hold.

    `required` cells may not be empty; else an empty cell is `empty`, or unknown when that is None. `floor` is the
    least number that makes sense, where the law declares no range.
    """

    name: str
    heading: str
    type: t.Type
    kind: Kind
    required: bool = True
    empty: Value | None = None
    floor: int | None = None

    @property
    def whole(self) -> bool:
        """Whether only whole numbers fit."""
        return self.type.name == "整数"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet (or a flat file). `owner` is the column that says whose a row is: of the subject, its identifier."""

    name: str
    heading: str
    columns: tuple[Column, ...]
    owner: str
    key: str = ""
    unique: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((c for c in self.columns if c.name == name), None)


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheets of a law's workbook, the subject's first."""

    words: Words
    subject: Sheet
    records: tuple[Sheet, ...] = ()

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All sheets, in the order of the template."""
        return (self.subject, *self.records)


def workbook_layout(law: Law) -> Layout:
    """The sheets of a workbook for the law. Raises UsageError when it grades nobody."""
    subject = _subject(law)
    columns = tuple(_column(f, law.words) for f in subject.fields)
    records = tuple(_record(d, law.words) for d in law.words.records.values())
    return Layout(law.words, Sheet(subject.name, subject.name, columns, subject.identifier), records)


def flat_layout(law: Law) -> Layout:
    """The one table of the law's 平表, a row a person. Raises UsageError when the law has none."""
    subject, flat = _subject(law), law.words.flat
    if flat is None:
        message = f"「{law.title}」没有声明平表，不能用 csv 或 parquet；请用工作簿（.xlsx）。"
        raise UsageError([Problem("form", message)])
    own = {f.name: f for f in subject.fields}
    names = dict.fromkeys((subject.identifier, *flat.names))
    columns = tuple(_column(own[n], law.words) if n in own else _given(law, n) for n in names)
    return Layout(law.words, Sheet(subject.name, "平表", columns, subject.identifier))


def _subject(law: Law) -> t.SubjectDecl:
    if law.words.subject is None or law.words.result is None:
        message = f"「{law.title}」没有声明对象与结果，不能对许多人一次考核。"
        raise UsageError([Problem("form", message)])
    return law.words.subject


def _record(decl: t.RecordDecl, words: Words) -> Sheet:
    columns = tuple(_column(f, words) for f in decl.fields)
    return Sheet(decl.name, decl.key, columns, decl.owner, unique=decl.unique)


def _column(field: t.FieldDecl, words: Words) -> Column:
    empty = None if field.blank is None else blank_value(field.blank, field.type, words)
    required = not field.optional and field.blank is None
    return Column(field.name, field.key, field.type, words.kind(field.type), required, empty)


def _given(law: Law, name: str) -> Column:
    """A column of the flat form that is no column of the subject: a fact, or a definition that may be given."""
    type_ = fact_type(law, name)
    if type_ is None:
        raise UsageError([Problem("form", f"平表的「{name}」不是事实，也不是可填的定义。")])
    decl = law.words.facts.get(name)
    if decl and decl.blank is not None:
        empty = blank_value(decl.blank, decl.type, law.words)
        return Column(name, name, type_, law.words.kind(type_), False, empty)
    if _is_tally(law, name):
        return Column(name, name, t.Type("整数"), law.words.kind(type_), floor=0)
    return Column(name, name, type_, law.words.kind(type_))


def _is_tally(law: Law, name: str) -> bool:
    """Whether the definition counts rows, or sums a column of whole numbers none of which is negative."""
    match law.words.definitions.get(name):
        case t.Definition(value=t.Fold(kind="之数")):
            return True
        case t.Definition(value=t.Fold(kind="之和", record=record, value=t.Name(text=column))):
            field = law.words.columns.get(record, {}).get(column)
            low = field.type.low if field and field.type.name == "整数" else None
            return low is not None and low.value >= 0
    return False
