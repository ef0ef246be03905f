"""The facts that could still change the result, most decisive first, each with its question."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from guiju import tree as t
from guiju.check.types import Types
from guiju.evaluate.effects import lasting
from guiju.evaluate.expressions import DIVIDED_BY_ZERO
from guiju.evaluate.program import CIRCUMSTANCES, NormStatus, Run
from guiju.evaluate.steps import StepState
from guiju.kinds import TRUTH
from guiju.law import CONDUCT_DATE, Law
from guiju.values import Unknown

# Each statement with the names it reads.
Read = list[tuple[t.Statement, frozenset[str]]]


def unknowns(run: Run) -> list[dict[str, Any]]:
    """`[{"fact", "needed_by": [address…], "question", "found_by"}]`."""
    if run.excluded_by:
        return []
    wanted: dict[str, list[t.Statement]] = defaultdict(list)
    for statement in run.law.statements:
        for fact in sorted(_open_facts(run, statement)):
            wanted[fact].append(statement)
    order = sorted(wanted, key=lambda fact: -len(wanted[fact]))
    read = [(s, _names_read(s, run.program.readings)) for s in run.law.statements] if wanted else []
    return [_entry(run.law, fact, wanted[fact], read) for fact in order]


def _open_facts(run: Run, statement: t.Statement) -> frozenset[str]:
    """The facts a statement that matters in itself still waits for."""
    value = run.value(statement)
    match statement:
        case t.Norm() if isinstance(value, NormStatus) and not isinstance(statement.action, t.Grade):
            waits = lasting(run, statement.clauses.period)[2] if _brings(statement, value) else ()
            return value.open_facts.union(waits) if value.condition is not False else frozenset()
        case t.EnumDecl() if statement.outcome:
            concluded = run.concluded(statement.name)
            unknown = concluded.unknown or concluded.doubt
            return unknown.facts if unknown else frozenset()
        case t.Step() if isinstance(value, StepState):
            starts = [i.start.facts for i in value.instances if isinstance(i.start, Unknown)]
            return value.open_facts.union(*starts)
        case t.Commencement() if run.case.on is None:
            return frozenset([CONDUCT_DATE])
        case t.Step() | t.Scope():
            return value.facts if isinstance(value, Unknown) else frozenset()
    return frozenset()


def _entry(law: Law, fact: str, statements: list[t.Statement], read: Read) -> dict[str, Any]:
    decl = law.words.facts.get(fact)
    needed = _readers(law, fact, read) or [law.address(s) for s in statements]
    entry: dict[str, Any] = {"fact": fact, "needed_by": list(dict.fromkeys(a for a in needed if a))}
    entry["question"] = question(law, fact)
    if decl and decl.found_by:
        entry |= {"found_by": list(decl.found_by), "must_record": list(decl.records)}
    return entry


def _brings(norm: t.Norm, status: NormStatus) -> bool:
    """Whether an effect applies, whose first and last day then matter."""
    return isinstance(norm.action, t.Bring) and status.applies is True


def question(law: Law, fact: str) -> str:
    """What to ask to find a fact out: the law's own question, else a plain one."""
    decl = law.words.facts.get(fact)
    if decl and decl.question:
        return decl.question
    if fact == DIVIDED_BY_ZERO:
        return "除数是零（例如一张有效票也没有），比率无从计算；请核对记录"
    if fact == CIRCUMSTANCES:
        return "查明了哪些情形？（请列出编号；一项也没有，写空的一列）"
    if fact in law.words.records:
        return f"「{fact}」有哪些记录？（没有就写空的一列）"
    kind = Types(law, lambda *_: None).named(fact)
    if kind == TRUTH:
        return f"是否「{fact}」？"
    return f"「{fact}」是多少？" if kind and kind.name == "数" else f"{fact}？"


def _readers(law: Law, fact: str, read: Read) -> list[str]:
    """The addresses of the labelled statements that read a fact themselves.

    When only helping definitions read it, the statements that use those.
    """
    names, seen = [fact], {fact}
    while names:
        reading = [s for s, names_read in read if not names_read.isdisjoint(names)]
        found = [law.address(s) for s in reading if law.address(s)]
        if found:
            return list(dict.fromkeys(found))
        names = [s.name for s in reading if isinstance(s, t.Definition) and s.name not in seen]
        seen |= set(names)
    return []


def _names_read(statement: t.Statement, readings: dict[str, str]) -> frozenset[str]:
    """The names a statement reads itself, under the readings in force."""
    nodes = [] if isinstance(statement, t.ResultDecl | t.FactDecl) else [statement]
    return frozenset(_name(node) for node in t.reached(nodes, readings))


def _name(node: t.Node) -> str:
    match node:
        case t.Name():
            return node.text
        case t.Attribute():
            return f"{node.owner}的{node.name}"
        case t.Exists() | t.Every() | t.Fold():
            return node.record
    return ""
