"""A recruitment dossier: events -> records of the law that declares them -> breaches, dates to come, unknowns."""

from __future__ import annotations

from datetime import date
from typing import Any

from guiju import tree as t
from guiju.cases.case_files import CaseReader
from guiju.errors import InputError, Problem
from guiju.evaluate.case import Case, Row
from guiju.evaluate.program import Program, Run
from guiju.evaluate.steps import StepState
from guiju.explain.trace import Json
from guiju.inputs import MOST_RECORDS
from guiju.law import CHECK_DATE, Law
from guiju.notation.hints import nearest
from guiju.values import Unknown, show

SCHEMA = "guiju-dossier/1"
# The one place where a dossier's own names meet the law's: organization.kind is this fact.
ORGANIZATION_KIND = "组织类别"


def check_dossier(law: Law, data: dict[str, Any], place: str, on: date | None, readings: dict[str, str]) -> Json:
    """The contract's guiju-dossier/1 for one dossier. Raises InputError with every problem."""
    run = Program(law, readings).run(read_dossier(law, data, place, on))
    return {
        "schema": SCHEMA,
        "instrument": law.id,
        "person": data.get("person"),
        "breaches": _breaches(run),
        "upcoming": _upcoming(run),
        "unknown": _unknown(run),
    }


def read_dossier(law: Law, data: dict[str, Any], place: str, on: date | None) -> Case:
    """The dossier as a case: each event a row of the record it names; by default the last event dates the check."""
    reader = CaseReader(law, place)
    kinds = {decl.key: decl for decl in law.words.records.values()}
    events = data.get("events")
    if not isinstance(events, list) or len(events) > MOST_RECORDS:
        raise InputError([Problem("dossier", f"应有 events 一列，至多{MOST_RECORDS}项。", place)])
    records: dict[str, list[Row]] = {decl.name: [] for decl in kinds.values()}
    for number, event in enumerate(events, 1):
        where = f"events 第{number}项"
        kind = event.get("kind") if isinstance(event, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            told = f"没有「{kind}」这一种。{nearest(kind, kinds)}" if isinstance(kind, str) else ""
            message = f"每项要写 kind（哪一种事项）。{told}"
            reader.problems.append(Problem("dossier", message, f"{place}「{where}」"))
            continue
        row = reader.row(kinds[kind], {k: v for k, v in event.items() if k != "kind"}, where, True)
        _require_date(reader, kinds[kind], event, f"{place}「{where}」")
        records[kinds[kind].name].append(row)
    facts = _facts(law, reader, data)
    if reader.problems:
        raise InputError(reader.problems)
    return _case(records, facts, on)


def _require_date(reader: CaseReader, decl: t.RecordDecl, event: dict[str, Any], where: str) -> None:
    dated = [f for f in decl.fields if f.type.name == "日期" and not f.optional]
    for field in dated[:1]:
        if event.get(field.key) in (None, ""):
            reader.problems.append(Problem("dossier", f"缺「{field.key}」（日期）。", where))


def _facts(law: Law, reader: CaseReader, data: dict[str, Any]) -> dict[str, Any]:
    organization, given = reader.group(data, "organization"), dict(reader.group(data, "facts"))
    if not isinstance(data.get("person") or "", str):
        reader.problems.append(Problem("dossier", "应是姓名。", f"{reader.place}「person」"))
    if organization.get("kind") is not None and ORGANIZATION_KIND in law.words.facts:
        given[ORGANIZATION_KIND] = organization["kind"]
    return reader.facts(given)


def _case(records: dict[str, list[Row]], facts: dict[str, Any], on: date | None) -> Case:
    days = [v for rows in records.values() for row in rows for v in row.values() if isinstance(v, date)]
    check = on or max(days, default=None)
    if check:
        facts.setdefault(CHECK_DATE, check)
        # As of a day, later events have not happened yet.
        records = {name: [r for r in rows if _happened(r, check)] for name, rows in records.items()}
    return Case(check, facts, records)


def _happened(row: Row, check: date) -> bool:
    first = next((v for v in row.values() if isinstance(v, date)), None)
    return first is None or first <= check


def _breaches(run: Run) -> list[Json]:
    found = []
    for statement in run.law.of(t.Circumstance):
        if not isinstance(statement, t.Circumstance):
            continue
        if run.value(statement) is True:
            found.append(_breach(run, statement, statement.condition, "可据记录认定"))
        elif statement.signal and run.evaluate(statement.signal) is True:
            found.append(_breach(run, statement, statement.signal, "待认定"))
    return found


def _breach(run: Run, statement: t.Circumstance, why: t.Expression | None, finding: str) -> Json:
    address = run.law.address(statement)
    row = run.law.provision(address)
    events = _witnesses(run, why)
    tail = "" if finding != "待认定" else f"（线索，须由{'、'.join(statement.found_by)}认定）"
    return {
        "address": address, "cite": row.cite, "events": events, "finding": finding,
        "message": f"{row.cite}：{row.text}{tail}", "text": row.text,
    }  # fmt: skip


def _witnesses(run: Run, why: t.Expression | None) -> list[Json]:
    """The events that made a condition true: the rows its aggregates met, definitions followed."""
    found: list[Json] = []
    for node in t.reached([why] if why else [], run.program.readings, run.law.words.definitions):
        if isinstance(node, t.Overdue):
            found += [_event(run, s.step.clauses.each, i.cause) for s in run.steps() if s.step.name == node.step
                      for i in s.instances if i.cause]  # fmt: skip
        if isinstance(node, t.Exists | t.Every | t.Fold):
            rows = run.frame.seen.get(id(node), [])
            found += [_event(run, node.record, row) for row, met, _ in rows if met is True]
    return [event for n, event in enumerate(found) if event not in found[:n]]


def _event(run: Run, record: str, row: Row) -> Json:
    decl = run.law.words.records[record]
    keys = {f.name: f.key for f in decl.fields}
    return {"kind": decl.key} | {
        keys.get(name, name): _as_given(value) for name, value in row.items() if not isinstance(value, Unknown)
    }


def _as_given(value: object) -> object:
    """A value of an event as JSON writes it."""
    if isinstance(value, bool | int | str):
        return value
    return list(value) if isinstance(value, tuple) else show(value)


def _upcoming(run: Run) -> list[Json]:
    """Open steps with a last day; one past its day stays until done, unless a breach already says so."""
    standing = [s for s in run.law.of(t.Circumstance) if run.value(s) is True]
    told = {node.step for s in standing for node in t.walk(s) if isinstance(node, t.Overdue)}
    return [
        {"address": run.law.address(state.step), "due": i.deadline.due.isoformat() if i.deadline.due else None,
         "message": _due_message(run, state, i)}
        | ({"due_provisional": i.deadline.provisional.isoformat()} if i.deadline.provisional else {})
        for state in run.steps()
        for i in state.instances
        if i.deadline and not i.done and not (state.step.name in told and i.overdue(run.case.on) is True)
    ]  # fmt: skip


def _due_message(run: Run, state: StepState, instance: Any) -> str:
    actors = "、".join(state.step.clauses.actors)
    late = "已逾期，" if instance.overdue(run.case.on) is True else ""
    return f"{late}{actors}应办「{state.step.name}」。{instance.deadline.explanation}"


def _unknown(run: Run) -> list[Json]:
    wanted: dict[str, list[str]] = {}
    for statement in run.law.of(t.Circumstance):
        if isinstance(statement, t.Circumstance) and statement.condition:
            value = run.value(statement)
            for fact in sorted(value.facts) if isinstance(value, Unknown) else []:
                wanted.setdefault(fact, []).append(run.law.address(statement))
    return [
        {"fact": fact, "needed_by": addresses, "question": _question(run.law, fact)}
        for fact, addresses in wanted.items()
    ]


def _question(law: Law, fact: str) -> str:
    decl = law.words.facts.get(fact)
    return decl.question if decl and decl.question else f"{fact}？"


__all__ = ["check_dossier", "read_dossier"]
