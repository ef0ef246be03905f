"""What was filled in, read back from the form: the case for the core, and what is wrong, each at its field.

Names in the form: `on`, `f:事实`, `p:当事方:属性`, `said` and `c` (circumstances), `r:记录` and
`r:记录:行:栏目`, `y:读法`.
A value `?` says that it is not known; `unknown` lists the fields so marked that are filled in by typing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from guiju import tree as t
from guiju.cases.case_files import fact_type
from guiju.evaluate.program import CIRCUMSTANCES
from guiju.inputs import BadValue, Raw, convert
from guiju.law import CONDUCT_DATE, Law
from office.reading_room.readings import all_readings, options_of

DONT_KNOW = "?"
MOST_ROWS, LONGEST = 40, 2000
_DATE = t.Type("日期")


@dataclass(slots=True)
class Answers:
    """The case as far as it can be read, by the core's own names; the raw text of every field; the errors by field."""

    case: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    chosen: list[str] = field(default_factory=list)
    said: str = ""
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    readings: dict[str, str] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)

    def error(self, name: str, message: str) -> None:
        """Note what is wrong with a field."""
        self.errors[name] = message


def read(law: Law, post: QueryDict) -> Answers:
    """Everything that was filled in, right or wrong."""
    reader = _Reader(law, post)
    reader.run()
    return reader.found


class Held:
    """A law as a key: the same object, the same key."""

    def __init__(self, law: Law) -> None:
        self.law = law

    def __hash__(self) -> int:
        return id(self.law)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and other.law is self.law


@lru_cache(4096)
def _type(held: Held, fact: str) -> t.Type | None:
    return fact_type(held.law, fact)


def type_of(law: Law, fact: str) -> t.Type | None:
    """The declared type of a fact or a definition that may be given; remembered, since finding it takes a while."""
    return _type(Held(law), fact)


def attribute(law: Law, fact: str) -> tuple[str, t.FieldDecl] | None:
    """(party, attribute) when the fact is such as 责任人的身份."""
    party, _sign, name = fact.partition("的")
    found = law.words.parties.get(party, {}).get(name)
    return (party, found) if found else None


class _Reader:
    def __init__(self, law: Law, post: QueryDict) -> None:
        self.law, self.post, self.found = law, post, Answers()
        self.unknown = set(post.getlist("unknown"))

    def run(self) -> None:
        """Read each kind of field."""
        found = self.found
        found.case = {"facts": {}, "parties": {}, "records": {}}
        day = self._value("on", _DATE)
        if day is not None:
            found.case["on"] = day
        for name in self.post:
            kind, _sign, rest = name.partition(":")
            if kind == "f":
                self._fact(name, rest)
            elif kind == "p":
                self._attribute(name, *rest.partition(":")[::2])
            elif kind == "y":
                self._reading(rest, str(self.post[name]))
        self._circumstances()
        for record in self.law.words.records.values():
            self._records(record)

    def _value(self, name: str, type_: t.Type) -> Any:
        """What a field says, for the core to read; None when it is empty, not known or wrong."""
        raw = self.post.get(name, "").strip()
        if name in self.unknown:
            raw = DONT_KNOW
        if raw:
            self.found.raw[name] = raw
        if not raw or raw == DONT_KNOW:
            return None
        return self._checked(name, raw, type_)

    def _checked(self, name: str, raw: str, type_: t.Type) -> Any:
        if len(raw) > LONGEST:
            self.found.error(name, _("太长了，最多 %(n)s 个字。") % {"n": LONGEST})
            return None
        given = Raw(raw) if type_.name == "名单" and raw.isdecimal() and raw.isascii() else raw
        try:
            convert(given, type_, self.law.words)
        except BadValue as error:
            self.found.error(name, f"{error}。")
            return None
        return given

    def _fact(self, field_name: str, fact: str) -> None:
        type_ = type_of(self.law, fact)
        if type_ is None or fact == CONDUCT_DATE:
            return
        value = self._value(field_name, type_)
        if self.found.raw.get(field_name) == DONT_KNOW:
            self.found.passed.add(fact)
        if value is not None:
            self.found.case["facts"][fact] = value

    def _attribute(self, field_name: str, party: str, name: str) -> None:
        decl = self.law.words.parties.get(party, {}).get(name)
        if decl is None:
            return
        value = self._value(field_name, decl.type)
        if self.found.raw.get(field_name) == DONT_KNOW:
            self.found.passed.add(f"{party}的{name}")
        if value is not None:
            self.found.case["parties"].setdefault(party, {})[name] = value

    def _reading(self, key: str, choice: str) -> None:
        known = next((r for r in all_readings(self.law) if r.id == key), None)
        if known and choice in options_of(known):
            self.found.readings[key] = choice

    def _circumstances(self) -> None:
        labels = [c.label for c in self.law.of(t.Circumstance)]
        self.found.chosen = [label for label in self.post.getlist("c") if label in labels]
        self.found.said = self.post.get("said", "")
        if self.found.chosen and self.found.said == "none":
            self.found.error("said", _("既选了情形，又说一项也没有；请改一处。"))
        elif self.found.chosen:
            self.found.case["circumstances"] = self.found.chosen
        elif self.found.said == "none":
            self.found.case["circumstances"] = []
        elif self.found.said == DONT_KNOW:
            self.found.passed.add(CIRCUMSTANCES)

    def _records(self, record: t.RecordDecl) -> None:
        found, said = self.found, self.post.get(f"r:{record.name}", "")
        numbers = [n for n in range(MOST_ROWS) if f"r:{record.name}:{n}:" in self._row_names]
        rows = [self._row(record, n) for n in numbers]
        filled = [(raw, values) for raw, values in rows if any(raw.values())]
        if self.post.get("more") == record.name and len(filled) < MOST_ROWS:
            found.rows[record.name] = [raw for raw, _values in filled] + [{}]
        elif filled:
            found.rows[record.name] = [raw for raw, _values in filled]
        if filled:
            found.case["records"][record.name] = [values for _raw, values in filled]
        elif said == "none":
            found.case["records"][record.name] = []
        if said:
            found.raw[f"r:{record.name}"] = said
        if said == DONT_KNOW:
            found.passed.add(record.name)

    @property
    def _row_names(self) -> set[str]:
        return {name.rpartition(":")[0] + ":" for name in self.post if name.startswith("r:") and name.count(":") == 3}

    def _row(self, record: t.RecordDecl, number: int) -> tuple[dict[str, str], dict[str, Any]]:
        raw: dict[str, str] = {}
        values: dict[str, Any] = {}
        for decl in record.fields:
            if decl.name == record.owner:
                continue
            name = f"r:{record.name}:{number}:{decl.name}"
            raw[decl.name] = self.post.get(name, "").strip()
            if raw[decl.name]:
                value = self._checked(name, raw[decl.name], decl.type)
                values |= {} if value is None else {decl.name: value}
        return raw, values
