"""The questions as fields: which kind of answer, which options, and the sentences that need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from guiju import tree as t
from guiju.cases.unknowns import question
from guiju.evaluate.program import CIRCUMSTANCES
from guiju.law import CONDUCT_DATE, Law
from office.tryout.answers import DONT_KNOW, Answers, Held, attribute, type_of

_KINDS = {"是否": "truth", "日期": "date", "数": "number", "选项": "options", "名单": "names"}


@dataclass(slots=True)
class Field:
    """One thing to fill in. `kind` is truth, options, date, number, names, text, circumstances or records.

    `short` is what a slip prints beside it; `is_idle`: on a slip, and it cannot matter any more.
    """

    fact: str
    name: str
    kind: str
    question: str
    value: str = ""
    error: str = ""
    options: tuple[str, ...] = ()
    hint: str = ""
    needed_by: list[dict[str, str]] = field(default_factory=list)
    found_by: str = ""
    records: str = ""
    rows: list[list[Field]] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    short: str = ""
    is_idle: bool = False

    @property
    def is_unknown(self) -> bool:
        """Whether it was said not to be known."""
        return self.value == DONT_KNOW

    @property
    def is_yes(self) -> bool:
        """Whether a truth was said to hold."""
        return self.value in ("1", "是")

    @property
    def is_no(self) -> bool:
        """Whether a truth was said not to hold."""
        return self.value in ("0", "否")

    @property
    def typed(self) -> str:
        """What was typed in."""
        return "" if self.is_unknown else self.value


def field_of(law: Law, fact: str, answers: Answers) -> Field | None:
    """The field by which a fact can be given; None when it cannot be asked here."""
    if fact == CIRCUMSTANCES:
        return Field(fact, "said", "circumstances", _("查明了哪些情形？"), answers.said, answers.errors.get("said", ""))
    if fact in law.words.records:
        return _records(law, law.words.records[fact], answers)
    party = attribute(law, fact)
    if party:
        return _simple(law, fact, f"p:{party[0]}:{party[1].name}", party[1].type, answers, _said(law, *party), party[0])
    type_ = None if fact == CONDUCT_DATE else type_of(law, fact)
    return _simple(law, fact, f"f:{fact}", type_, answers) if type_ else None


def _simple(
    law: Law, fact: str, name: str, type_: t.Type, answers: Answers, said: tuple[str, ...] = (), party: str = ""
) -> Field:
    kind = law.words.kind(type_)
    decl = law.words.facts.get(fact)
    asks = f"{party}：{fact.partition('的')[2]}" if party else question(law, fact)
    found = Field(
        fact, name, _KINDS.get(kind.name, "text"), asks, answers.raw.get(name, ""),
        answers.errors.get(name, ""), kind.options or said, _hint(type_),
    )  # fmt: skip
    found.short = decl.question if decl and decl.question else fact
    if decl:
        found.found_by, found.records = "、".join(decl.found_by), "、".join(decl.records)
    return found


def _hint(type_: t.Type) -> str:
    if type_.low and type_.high:
        return f"{type_.low.text}—{type_.high.text}"
    return ""


@lru_cache(1024)
def _words_compared(held: Held, party: str, name: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for node in (node for statement in held.law.statements for node in t.walk(statement)):
        if isinstance(node, t.Compare) and _is(node.left, party, name) and isinstance(node.right, t.Name):
            found[node.right.text] = None
        if isinstance(node, t.Member) and _is(node.subject, party, name):
            found |= dict.fromkeys(option.text for option in node.options if isinstance(option, t.Name))
    return tuple(found)


def _is(node: Any, party: str, name: str) -> bool:
    return isinstance(node, t.Attribute) and (node.owner, node.name) == (party, name)


def _said(law: Law, party: str, decl: t.FieldDecl) -> tuple[str, ...]:
    """The words that the rules compare a party's attribute with: what is worth choosing from."""
    return _words_compared(Held(law), party, decl.name) if decl.type.name == "文字" else ()


def _records(law: Law, record: t.RecordDecl, answers: Answers) -> Field:
    columns = [decl for decl in record.fields if decl.name != record.owner]
    name = f"r:{record.name}"
    asks = _("「%(name)s」有哪些记录？") % {"name": record.name}
    found = Field(record.name, name, "records", asks, answers.raw.get(name, ""))
    found.heads = tuple(decl.name for decl in columns)
    for number, raw in enumerate(answers.rows.get(record.name, [])):
        row = [_cell(law, record, number, decl, raw, answers) for decl in columns]
        found.rows.append(row)
    return found


def _cell(
    law: Law, record: t.RecordDecl, number: int, decl: t.FieldDecl, raw: dict[str, str], answers: Answers
) -> Field:
    name = f"r:{record.name}:{number}:{decl.name}"
    kind = law.words.kind(decl.type)
    return Field(
        decl.name, name, _KINDS.get(kind.name, "text"), decl.name, raw.get(decl.name, ""), answers.errors.get(name, ""),
        kind.options, _hint(decl.type),
    )  # fmt: skip


def slip(law: Law, answers: Answers, open_: set[str]) -> list[Field]:
    """All fields of a person's slip in its own order, filled in or not; nothing for a law without one."""
    names = law.words.flat.names if law.words.flat else ()
    read = _names_read(Held(law))
    fields = [one for name in names if name in read and (one := field_of(law, name, answers))]
    for one in fields:
        one.is_idle = one.fact not in open_ and not one.value
    return fields


@lru_cache(64)
def _names_read(held: Held) -> frozenset[str]:
    """The names that some rule reads; who somebody is, is only printed."""
    tables = (t.SubjectDecl, t.FlatDecl, t.ResultDecl)
    nodes = (node for s in held.law.statements if not isinstance(s, tables) for node in t.walk(s))
    return frozenset(node.text for node in nodes if isinstance(node, t.Name))


def answered(law: Law, answers: Answers) -> list[Field]:
    """The fields that were filled in or said not to be known, in the order the law declares them."""
    facts = [name for name in law.words.facts if f"f:{name}" in answers.raw]
    facts += [name for name in _givable(law) if f"f:{name}" in answers.raw and name not in facts]
    facts += [
        f"{party}的{name}" for party, decls in law.words.parties.items() for name in decls
        if f"p:{party}:{name}" in answers.raw
    ]  # fmt: skip
    facts += [name for name in law.words.records if answers.rows.get(name) or f"r:{name}" in answers.raw]
    if answers.said or answers.chosen:
        facts.insert(0, CIRCUMSTANCES)
    return [found for fact in facts if (found := field_of(law, fact, answers))]


def _givable(law: Law) -> list[str]:
    return [*(name for name, d in law.words.definitions.items() if d.fillable), *law.words.outcomes]
