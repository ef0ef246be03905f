"""Case data (JSON, TOML, tests) -> Case, by the names the law declares. All problems at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from guiju import tree as t
from guiju.errors import InputError, Problem
from guiju.evaluate.case import Case, Done, Finding, Row
from guiju.inputs import MOST_RECORDS, BadValue, blank_value, convert
from guiju.kinds import number
from guiju.law import CHECK_DATE, CONDUCT_DATE, Law
from guiju.notation.hints import nearest
from guiju.values import Value

KEYS = ("instrument", "on", "circumstances", "facts", "parties", "records", "findings", "steps", "readings")
_DATE = t.Type("日期")
MOST_COUNTED = 1_000_000


class CaseReader:
    """Reads one case for one law; `problems` gathers what does not fit."""

    def __init__(self, law: Law, place: str) -> None:
        self.law, self.words, self.place = law, law.words, place
        self.problems: list[Problem] = []

    def read(self, data: dict[str, Any]) -> Case:
        """The case. Raises InputError with every problem."""
        for key in data:
            if key not in KEYS:
                self._problem(key, f"不认识的项目。{nearest(key, KEYS)}可写{'、'.join(KEYS)}。")
        case = Case(self._date("on", data.get("on")), self.facts(self.group(data, "facts")))
        case.parties = {n: self._party(n, v) for n, v in self.group(data, "parties").items()}
        case.records = {n: self._rows(n, v) for n, v in self.group(data, "records").items()}
        case.circumstances = self._circumstances(data.get("circumstances"))
        case.findings = {self._found(k): self._finding(k, v) for k, v in self.group(data, "findings").items()}
        case.steps = {k: self._done(k, v) for k, v in self.group(data, "steps").items()}
        self._hold_to_records(case)
        if self.problems:
            raise InputError(self.problems)
        return case

    def _found(self, key: str) -> str:
        """What a finding is of: a fact that a person finds, or a circumstance by its label."""
        return key if key in self.words.facts else self._label(key, "findings")

    def _hold_to_records(self, case: Case) -> None:
        """A finding with details counts as made; a fact whose finding lacks what must be recorded stays unknown."""
        for name in case.findings.keys() & self.words.facts.keys():
            finding, decl = case.findings[name], self.words.facts[name]
            wrong = finding.by and decl.found_by and finding.by not in decl.found_by
            if wrong or any(not finding.records.get(needed) for needed in decl.records):
                case.facts.pop(name, None)

    def _problem(self, where: str, message: str) -> None:
        self.problems.append(Problem("case", message, f"{self.place}「{where}」"))

    def group(self, data: dict[str, Any], key: str) -> dict[str, Any]:
        """One group of the case (facts, parties…) as names and values; empty when it is absent."""
        found = data.get(key)
        if found is None:
            return {}
        if isinstance(found, dict):
            return found
        self._problem(key, "应是一组「名: 值」。")
        return {}

    def _date(self, where: str, raw: Any) -> date | None:
        if raw is None:
            return None
        try:
            return convert(raw, _DATE, self.words)  # type: ignore[return-value]
        except BadValue as error:
            self._problem(where, f"{error}。")
            return None

    def facts(self, raw: dict[str, Any]) -> dict[str, Value]:
        """The facts, as the kinds the law declares."""
        found: dict[str, Value] = {}
        for name, value in raw.items():
            type_ = fact_type(self.law, name)
            if type_ is None:
                known = [*self.words.facts, *(n for n, d in self.words.definitions.items() if d.fillable)]
                self._problem(f"facts.{name}", f"本文书没有这个事实。{nearest(name, known)}")
            elif value is not None:
                self._put(found, name, value, type_, f"facts.{name}")
        return found

    def _put(self, into: dict[str, Value], name: str, raw: Any, type_: t.Type, where: str) -> None:
        try:
            into[name] = convert(raw, type_, self.words)
        except BadValue as error:
            self._problem(where, f"{error}。")

    def _party(self, name: str, raw: Any) -> Row:
        fields = self.words.parties.get(name)
        if fields is None or not isinstance(raw, dict):
            self._problem(f"parties.{name}", f"本文书没有这个当事方。{nearest(name, self.words.parties)}")
            return {}
        found: Row = {}
        for key, value in raw.items():
            if key in fields and value is not None:
                self._put(found, key, value, fields[key].type, f"parties.{name}.{key}")
            elif key in ("id", "姓名", "name") and isinstance(value, str):
                found[key] = str(value)
            elif key not in fields and value is not None:
                self._put(found, key, value, t.Type("文字"), f"parties.{name}.{key}")
        return found

    def _rows(self, name: str, raw: Any) -> list[Row]:
        decl = self.words.records.get(name)
        if decl is None:
            self._problem(f"records.{name}", f"本文书没有这种记录。{nearest(name, self.words.records)}")
            return []
        if not isinstance(raw, list) or len(raw) > MOST_RECORDS:
            self._problem(f"records.{name}", f"应是一列记录，至多{MOST_RECORDS}条。")
            return []
        rows = [self.row(decl, item, f"records.{name} 第{n}条", False) for n, item in enumerate(raw, 1)]
        self._check_unique(decl, rows)
        return rows

    def _check_unique(self, decl: t.RecordDecl, rows: list[Row]) -> None:
        """Report rows that the law wants once each (每 … 一行) and that stand there twice."""
        first: dict[tuple[Value | None, ...], int] = {}
        for place, row in enumerate(rows if decl.unique else [], 1):
            earlier = first.setdefault(tuple(row.get(field) for field in decl.unique), place)
            if earlier != place:
                where = f"records.{decl.name} 第{place}条"
                self._problem(where, f"与第{earlier}条重复；每{'、'.join(decl.unique)}只能有一条。")

    def row(self, decl: t.RecordDecl | t.SubjectDecl, raw: Any, where: str, by_key: bool) -> Row:
        """One record; `by_key` reads the names of data files instead of the law's own."""
        if not isinstance(raw, dict):
            self._problem(where, "应是一组「名: 值」。")
            return {}
        found: Row = {}
        for field in decl.fields:
            value = raw.get(field.key if by_key else field.name)
            if value is not None and value != "":
                self._put(found, field.name, value, field.type, f"{where}「{field.key if by_key else field.name}」")
            elif field.blank is not None:
                found[field.name] = blank_value(field.blank, field.type, self.words)
        names = {f.key if by_key else f.name for f in decl.fields}
        for key in raw:
            if key not in names and not by_key:
                self._problem(where, f"没有「{key}」一栏。{nearest(key, names)}")
        return found

    def _circumstances(self, raw: Any) -> frozenset[str] | None:
        if raw is None:
            return None
        if not isinstance(raw, list) or not all(isinstance(x, str) for x in raw):
            self._problem("circumstances", '应是一列情形的编号，如 "work-errors/1.3"。')
            return None
        return frozenset(self._label(str(address)) for address in raw)

    def _label(self, address: str, where: str = "circumstances") -> str:
        label = address.removeprefix(self.law.id + "/")
        known = [c.label for c in self.law.of(t.Circumstance)]
        if label not in known:
            self._problem(where, f"没有情形「{address}」。{nearest(label, known)}")
        return label

    def _finding(self, where: str, raw: Any) -> Finding:
        by, on, records = self._act(f"findings.{where}", raw)
        return Finding(by, on, records)

    def _done(self, name: str, raw: Any) -> Done:
        if name not in self.words.steps:
            self._problem(f"steps.{name}", f"本文书没有这一步骤。{nearest(name, self.words.steps)}")
        by, on, records = self._act(f"steps.{name}", raw)
        return Done(on, by, records)

    def _act(self, where: str, raw: Any) -> tuple[str, date | None, dict[str, str]]:
        if not isinstance(raw, dict) or set(raw) - {"on", "by", "records"}:
            self._problem(where, "只能写 on（日期）、by（由谁）、records（记录）三项。")
            return "", None, {}
        records = raw.get("records")
        if not isinstance(records, dict | None):
            self._problem(f"{where}.records", "应是一组「名: 内容」。")
            records = None
        on = self._date(f"{where}.on", raw.get("on"))
        made = {str(k): v for k, v in (records or {}).items() if v is not None}
        for name in [name for name, text in made.items() if not isinstance(text, str)]:
            self._problem(f"{where}.records.{name}", "应是文字。")
        by = raw.get("by")
        if by is not None and not isinstance(by, str):
            self._problem(f"{where}.by", "应是机构或当事方的名字。")
        return str(by or ""), on, {k: str(v).strip() for k, v in made.items()}


def read_readings(law: Law, raw: Any, place: str) -> dict[str, str]:
    """The readings a case asks for, by id. Raises InputError naming every one that the law does not know."""
    known = {
        r.id: [name for name, _ in r.options]
        for source in (law.baseline, law)
        if source
        for r in source.parsed.readings
    }
    if not isinstance(raw, dict | None):
        raise InputError([Problem("reading", "应是一组「编号: 选项」。", f"{place}「readings」")])
    problems = []
    for key, choice in (raw or {}).items():
        if key not in known:
            problems.append(Problem("reading", f"没有读法「{key}」。{nearest(key, known)}", f"{place}「readings」"))
        elif choice not in known[key]:
            message = f"读法「{key}」没有选项「{choice}」；可选{'、'.join(known[key])}。"
            problems.append(Problem("reading", message, f"{place}「readings.{key}」"))
    if problems:
        raise InputError(problems)
    return {str(key): str(choice) for key, choice in (raw or {}).items()}


def fact_type(law: Law, name: str) -> t.Type | None:
    """The declared type of a fact or a fillable definition; None when there is no such fact."""
    if name in law.words.facts:
        return law.words.facts[name].type
    if name in law.words.outcomes:
        return t.Type("选项", law.words.outcomes[name].options)
    definition = law.words.definitions.get(name)
    if definition and definition.fillable:
        from guiju.check.types import Types

        kind = Types(law, lambda *_: None).named(name)
        assert kind is not None
        if kind == number("个"):  # what counts something is a whole number
            return t.Type("整数", (), t.Quantity(0, "个", "0"), t.Quantity(MOST_COUNTED, "个", str(MOST_COUNTED)))
        return t.Type(kind.name, kind.options)
    return _DATE if name in (CONDUCT_DATE, CHECK_DATE) else None


def read_case(law: Law, data: dict[str, Any], place: str) -> Case:
    """The case in `data` for the law. Raises InputError with every problem."""
    return CaseReader(law, place).read(data)


__all__ = ["CaseReader", "fact_type", "read_case", "read_readings"]
