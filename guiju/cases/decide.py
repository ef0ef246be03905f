"""One accountability case: run -> the decision document of the contract (guiju-decision/1).

Nothing here knows any measure. A duty is listed when its conditions hold; while an exception to it is still open it
is marked `certain: false`, and the open facts are under `unknown`.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from guiju import tree as t
from guiju.cases.case_files import read_case, read_readings
from guiju.cases.conflicts import conflicts
from guiju.cases.unknowns import unknowns
from guiju.check import load
from guiju.errors import InputError, Problem
from guiju.evaluate.case import Case
from guiju.evaluate.effects import lasting
from guiju.evaluate.program import Program, Run
from guiju.evaluate.steps import StepState
from guiju.explain.trace import Json, Tracer, trace_json
from guiju.law import Law, builtin
from guiju.values import Unknown, show

SCHEMA = "guiju-decision/1"
JOINT_LIABILITY = "joint-liability"


def open_instrument(data: dict[str, Any], folder: Path | None) -> Law:
    """The law a case is decided under: the folder given, else the built-in edition in force on the day of conduct."""
    if folder:
        return load(folder)
    if not data.get("instrument"):
        names = "、".join(path.name for path in builtin().folders)
        raise InputError([Problem("case", f"案件文件里没有写 instrument（哪一件文书）；可写{names}。")])
    on = data.get("on")
    return load(builtin().find(str(data.get("instrument", "")), on if isinstance(on, date) else str(on or "")))


def run_case(law: Law, data: dict[str, Any], place: str, readings: dict[str, str]) -> Run:
    """Read the case and run the law over it. Raises InputError with every problem."""
    chosen = read_readings(law, data.get("readings"), place) | readings
    return Program(law, chosen).run(read_case(law, data, place))


def decision(run: Run) -> Json:
    """The decision as plain data, in the form the contract fixes."""
    tracer = Tracer(run)
    for statement in run.law.statements:
        if tracer.worth_telling(statement):
            tracer.provision(statement)
    return {
        "schema": SCHEMA,
        "instrument": run.law.id,
        "readings": tracer.readings_used(),
        "duties": [duty for norm in run.applied(t.Impose) for duty in _duties(run, norm)],
        "effects": [effect for norm in run.applied(t.Bring) for effect in _effects(run, norm)],
        "accountable": _held(run, joint=False),
        "also_accountable": _held(run, joint=True),
        "outcomes": [_outcome(run, name) for name in run.law.words.outcomes if not run.excluded_by],
        "values": _values(run),
        "steps": [entry for state in run.steps() for entry in _steps(run, state)],
        "findings": _findings(run),
        "signals": _signals(run),
        "unknown": unknowns(run),
        "conflicts": conflicts(run),
        "elsewhere": _elsewhere(run),
        "not_applicable": [_source(run, s) for s in run.excluded_by],
        "trace": trace_json(run),
    }


def _elsewhere(run: Run) -> list[Json]:
    norms = run.applied(t.Refer)
    return [{"to": n.action.to} | _standing(run, n) for n in norms if isinstance(n.action, t.Refer)]


def _source(run: Run, statement: t.Statement) -> Json:
    address = run.law.address(statement)
    row = run.law.provision(address)
    return {"address": address, "cite": row.cite, "text": row.text}


def _standing(run: Run, norm: t.Norm) -> Json:
    """The norm's modal word, where it stands, who decides, and whether an open exception could still undo it."""
    status = run.value(norm)
    standing: Json = {"modal": norm.modal} | _source(run, norm)
    choices = open_choices(run, norm)
    standing["certain"] = not isinstance(status.exception, Unknown) and not choices
    if isinstance(status.exception, Unknown):
        standing["unless"] = sorted(status.exception.facts)
    if choices:
        standing["if_chosen"] = choices
    if norm.clauses.actors:
        standing["decided_by"] = list(norm.clauses.actors)
    if norm.clauses.records:
        standing["must_record"] = list(norm.clauses.records)
    return standing


def open_choices(run: Run, norm: t.Norm) -> dict[str, str]:
    """The conclusions a norm rests on of which a meeting may still choose another value: name -> proposed value."""
    names = {n.text for n in t.walk(norm.guards) if isinstance(n, t.Name)} & run.law.words.outcomes.keys()
    found = {name: run.concluded(name) for name in sorted(names)}
    return {name: c.value for name, c in found.items() if not c.chosen and len(c.open) > 1}


def _duties(run: Run, norm: t.Norm) -> list[Json]:
    action = norm.action
    assert isinstance(action, t.Impose)
    return [
        {"party": party, "person": run.case.parties.get(party, {}).get("id")}
        | {"measures": list(action.measures), "choose": action.choose}
        | _standing(run, norm)
        for party in action.parties
    ]


def _effects(run: Run, norm: t.Norm) -> list[Json]:
    action = norm.action
    assert isinstance(action, t.Bring)
    start, end, problem = lasting(run, norm.clauses.period)
    return [
        {"party": run.case.parties.get(party, {}).get("id") or party, "role": party, "effect": action.effect,
         "from": start.isoformat() if start else None, "to": end.isoformat() if end else None}
        | ({"period_unknown": problem} if problem else {})
        | _standing(run, norm)
        for party in action.parties
    ]  # fmt: skip


def _outcome(run: Run, name: str) -> Json:
    """A conclusion: the value proposed or chosen, what is open to the committee, presumptions and grounds."""
    concluded = run.concluded(name)
    return {
        "outcome": name, "value": concluded.value, "chosen": concluded.chosen, "open": list(concluded.open),
        "unless": sorted(concluded.doubt.facts) if concluded.doubt else [],
        "presumed": list(concluded.presumed), "grounds": list(concluded.grounds),
    }  # fmt: skip


def _values(run: Run) -> list[Json]:
    """The numbers that labelled definitions gave."""
    found = []
    for statement in run.law.of(t.Definition):
        value = None if run.excluded_by else run.value(statement)
        if statement.label and isinstance(value, int | Fraction) and not isinstance(value, bool):
            found.append({"name": statement.name, "value": show(value)} | _source(run, statement))  # type: ignore[attr-defined]
    return found


def _held(run: Run, joint: bool) -> list[Json]:
    """Who is held accountable: in the first place, or jointly (问责, or joint liability by the ledger)."""
    found = []
    for norm in run.applied(t.Hold):
        action = norm.action
        kind = run.law.provision(run.law.address(norm)).kind
        if isinstance(action, t.Hold) and (action.linked or kind == JOINT_LIABILITY) is joint:
            found += [{"party": party} | _standing(run, norm) for party in action.parties]
    return found


def _steps(run: Run, state: StepState) -> list[Json]:
    clauses = state.step.clauses
    common: Json = {"step": state.step.name, "modal": state.step.modal, "actor": "、".join(clauses.actors) or None}
    extra: Json = _source(run, state.step) | {
        "done": state.done, "overdue": None if isinstance(state.overdue, Unknown) else state.overdue,
        "requires": list(clauses.after), "blocked_by": list(state.blocked_by),
        "must_record": list(clauses.records), "lacking": list(state.lacking), "faults": list(state.faults),
        "unlocks": [s.name for s in run.law.of(t.Step) if state.step.name in s.clauses.after],  # type: ignore[attr-defined]
    }  # fmt: skip
    return [common | _due(instance) | extra for instance in state.instances]


def _due(instance: Any) -> Json:
    deadline = instance.deadline
    if deadline is None:
        return {"due": None} | (
            {"due_unknown": sorted(instance.start.facts)} if isinstance(instance.start, Unknown) else {}
        )
    found: Json = {"due": deadline.due.isoformat() if deadline.due else None, "due_explained": deadline.explanation}
    if deadline.provisional:
        found |= {"due_provisional": deadline.provisional.isoformat(), "due_status": "待国务院办公厅通知"}
    return found | {"due_basis": list(deadline.basis)}


def _findings(run: Run) -> list[Json]:
    """Circumstances a person has found: who finds them, what must be recorded, what is still lacking."""
    found = []
    for statement in run.law.of(t.Circumstance):
        if isinstance(statement, t.Circumstance) and statement.label in (run.case.circumstances or ()):
            finding = run.case.findings.get(statement.label)
            lacking = [r for r in statement.records if not (finding and finding.records.get(r))]
            found.append(
                _source(run, statement)
                | {"established": run.value(statement) is True, "found_by": list(statement.found_by)}
                | {"must_record": list(statement.records), "lacking": lacking}
            )
    return found + _found_facts(run)


def _found_facts(run: Run) -> list[Json]:
    """Facts of the case that the law leaves to a person: who finds them and what must be recorded."""
    found = []
    for name in run.case.facts.keys() | run.case.findings.keys():
        decl = run.law.words.facts.get(name)
        if decl and decl.found_by:
            finding = run.case.findings.get(name)
            lacking = [r for r in decl.records if not (finding and finding.records.get(r))]
            entry: Json = {
                "fact": name,
                "established": run.case.facts.get(name) not in (None, False),
                "found_by": list(decl.found_by),
            }
            found.append(entry | {"must_record": list(decl.records), "lacking": lacking})
    return sorted(found, key=lambda entry: str(entry["fact"]))


def _signals(run: Run) -> list[Json]:
    """What the records hint at and a person should look into."""
    if run.excluded_by:
        return []
    return [
        _source(run, s) | {"found_by": list(s.found_by)}
        for s in run.law.of(t.Circumstance)
        if isinstance(s, t.Circumstance) and s.signal and run.evaluate(s.signal) is True and run.value(s) is not True
    ]


__all__ = ["Case", "decision", "open_instrument", "run_case"]
