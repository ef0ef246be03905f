"""Whether a provision "bites" in a run: what tests of law files assert (docs/law-notation.md 十)."""

from __future__ import annotations

from typing import Any

from guiju import tree as t
from guiju.evaluate.program import Run
from guiju.law import Law
from guiju.values import NOTHING, Unknown


def fired(run: Run, label: str) -> bool | Unknown:
    """Whether any statement with the label bites; unknown when only open facts could tell."""
    found = [statement_fired(run, s) for s in standing(run.law, label)]
    return True if True in found else next((f for f in found if isinstance(f, Unknown)), False)


def standing(law: Law, label: str) -> list[t.Statement]:
    """The statements a label (or, for a bridging rule, an address) stands for.

    Where a label has a 情形, that is the provision, and a step under the same label is only its clock.
    """
    found = [s for s in law.statements if label in (s.label, law.address(s))]
    return [s for s in found if isinstance(s, t.Circumstance)] or found


def statement_fired(run: Run, statement: t.Statement) -> bool | Unknown:
    """Whether one statement bites in the run."""
    if run.excluded_by and not (isinstance(statement, t.Norm) and run.stays(statement)):
        return False
    match statement:
        case t.Definition():
            return _truthy(run.value(statement))
        case t.Circumstance():
            return run.value(statement)  # type: ignore[no-any-return]
        case t.Norm():
            return run.value(statement).applies  # type: ignore[no-any-return]
        case t.Step():
            state = run.value(statement)
            return state if isinstance(state, Unknown) else bool(state and state.instances)
        case t.Scope():
            return run.value(statement)  # type: ignore[no-any-return]
        case t.Commencement():
            return not isinstance(run.value(statement), Unknown)
    return _declared(run, statement)


def _truthy(value: Any) -> bool | Unknown:
    return value if isinstance(value, Unknown) else value not in (0, False, NOTHING, "")


def _declared(run: Run, statement: t.Statement) -> bool:
    case = run.case
    match statement:
        case t.FactDecl():
            return statement.name in case.facts
        case t.RecordDecl():
            return bool(case.records.get(statement.name))
        case t.PartyDecl():
            return any(name in case.parties for name in statement.names)
        case t.EnumDecl():
            return run.concluded(statement.name).settled if statement.outcome else _used(run, statement.name)
        case t.WordsDecl():
            return bool(set(statement.names) & _words_in_use(run))
        case t.SubjectDecl():
            return any(field.name in case.facts for field in statement.fields)
    return False


def _used(run: Run, enum: str) -> bool:
    records = (d.name for d in run.law.words.records.values() if any(f.type.name == enum for f in d.fields))
    return any(run.case.records.get(name) for name in records)


def _words_in_use(run: Run) -> set[str]:
    """Measures, effects and organs named by what applies."""
    found: set[str] = set()
    for norm in run.applied(t.Impose, t.Bring, t.Hold, t.Grade, t.Refer):
        found |= set(norm.clauses.actors)
        if isinstance(norm.action, t.Impose):
            found |= set(norm.action.measures)
        if isinstance(norm.action, t.Bring):
            found.add(norm.action.effect)
    for state in run.steps():
        found |= set(state.step.clauses.actors)
    return found
