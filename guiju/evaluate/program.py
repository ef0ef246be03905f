"""A law compiled under fixed readings, and running it over a case.

The path: statements in order of what they need -> closures -> one pass over a Frame -> a Run to look at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from graphlib import TopologicalSorter
from typing import Any

from guiju import tree as t
from guiju.evaluate.case import Case, Frame
from guiju.evaluate.expressions import Compiler, in_ranges
from guiju.evaluate.outcome import Concluded, conclude, grade_norms
from guiju.evaluate.steps import StepCode, StepState, state_of
from guiju.law import Law
from guiju.periods import Duration
from guiju.values import Unknown, unknown_of

CIRCUMSTANCES = "情形"
PENDING = object()
Closure = Callable[[Frame], Any]


@dataclass(frozen=True, slots=True)
class NormStatus:
    """`condition` of the 当 part, `exception` of the 除非 part; an unknown exception leaves the norm standing."""

    condition: bool | Unknown
    exception: bool | Unknown

    @property
    def applies(self) -> bool | Unknown:
        """Whether the norm applies as things stand."""
        if self.exception is True:
            return False
        return self.condition

    @property
    def certain(self) -> bool | Unknown:
        """Whether it applies whatever the open exceptions turn out to be."""
        if self.exception is True or self.condition is False:
            return False
        return unknown_of(self.condition, self.exception) if self.open_facts else self.condition

    @property
    def open_facts(self) -> frozenset[str]:
        """The facts that could still change it."""
        return unknown_of(self.condition, self.exception).facts if self.exception is not True else frozenset()


class Program:
    """A law ready to run. Building it fails only on a law that was not checked."""

    def __init__(self, law: Law, readings: dict[str, str] | None = None) -> None:
        self.law = law
        self.readings = readings_in_force(law, readings or {})
        self.statements = _in_order(law)
        self.slot = {id(s): n for n, s in enumerate(self.statements)}
        slots = {s.name: n for n, s in enumerate(self.statements) if isinstance(s, t.Definition)}
        slots |= {s.name: n for n, s in enumerate(self.statements) if isinstance(s, t.EnumDecl) and s.outcome}
        found = law.of(t.Circumstance)
        labels = {s.label: self.slot[id(s)] for s in found}
        self.compiler = Compiler(law, self.readings, slots, labels)
        for number, statement in enumerate(self.statements):
            if isinstance(statement, t.Step):
                self.compiler.steps.setdefault(statement.name, []).append(number)
        self.code = [self._code(s) for s in self.statements]
        self._later: dict[int, Closure] = {}
        # Steps that no condition asks about are looked at only when somebody wants to see them.
        self.lazy = _only_looked_at(self.statements)
        self._blank = [PENDING if n in self.lazy else None for n in range(len(self.code))]
        self._passes = [(n, code) for n, code in enumerate(self.code) if code and n not in self.lazy]

    def run(self, case: Case) -> Run:
        """Run the law over a case."""
        frame = Frame(case, self._blank.copy(), len(self.compiler.nodes))
        values = frame.values
        for slot, code in self._passes:
            values[slot] = code(frame)
        return Run(self, frame)

    def closure(self, expression: t.Expression) -> Closure:
        """A closure for an expression that is not part of the pass; compiled once."""
        if id(expression) not in self._later:
            with self.compiler.untraced():
                self._later[id(expression)] = self.compiler.compile(expression)
        return self._later[id(expression)]

    def value_at(self, frame: Frame, slot: int) -> Any:
        """What the statement in a slot gave, finding it now if nobody needed it before."""
        value = frame.values[slot]
        if value is PENDING:
            code = self.code[slot]
            value = frame.values[slot] = code(frame) if code else None
        return value

    def _code(self, statement: t.Statement) -> Closure | None:
        match statement:
            case t.Definition():
                return self._definition(statement)
            case t.Circumstance():
                return self._circumstance(statement)
            case t.Norm():
                return self._norm(statement)
            case t.Step():
                return self._step(statement)
            case t.EnumDecl() if statement.outcome:
                return self._outcome(statement)
            case t.Scope():
                return self.compiler.compile(statement.condition)
            case t.Commencement():
                return self.compiler.compile(statement.start)
        return None

    def _definition(self, statement: t.Definition) -> Closure:
        value, name = self.compiler.compile(statement.value), statement.name
        if not statement.fillable:
            return value
        unknown = Unknown(frozenset([name]))

        def filled_or_found(frame: Frame) -> Any:
            if name in frame.facts:
                return frame.facts[name]
            found = value(frame)
            # What can be given directly is asked for directly, not through the records behind it.
            return unknown if found.__class__ is Unknown else found

        return filled_or_found

    def _circumstance(self, statement: t.Circumstance) -> Closure:
        condition = self.compiler.compile(statement.condition) if statement.condition else None
        exception = self.compiler.compile(statement.exception) if statement.exception else None
        signal = self.compiler.compile(statement.signal) if statement.signal else None
        unknown, label, records = Unknown(frozenset([CIRCUMSTANCES])), statement.label, statement.records

        def established(frame: Frame) -> Any:
            if signal:
                signal(frame)
            said = frame.case.circumstances
            if said and label in said:
                return _recorded(frame.case, label, records)
            if condition is None:
                return unknown if said is None else False
            status = NormStatus(condition(frame), exception(frame) if exception else False).applies
            return False if said is not None and status.__class__ is Unknown else status

        return established

    def _norm(self, statement: t.Norm) -> Closure:
        when = [self.compiler.compile(g) for g in statement.guards.when]
        unless = [self.compiler.compile(g) for g in statement.guards.unless]
        graded = isinstance(statement.action, t.Grade)
        set_back = [] if graded else [self.slot[id(n)] for n in overriding(self.law, statement)]

        def status(frame: Frame) -> NormStatus:
            exceptions = [g(frame) for g in unless] + [frame.values[n].applies for n in set_back]
            return NormStatus(_all(g(frame) for g in when), _any(exceptions))

        return status

    def _step(self, statement: t.Step) -> Closure:
        guards = statement.guards
        when = [self.compiler.compile(g) for g in guards.when]
        unless = [self.compiler.compile(g) for g in guards.unless]
        clauses = statement.clauses
        if clauses.each:
            self.compiler.inside.append(clauses.each)
        start = self.compiler.compile(clauses.due_from) if clauses.due_from else None
        length = self.compiler.duration(clauses.due_in) if clauses.due_in else None
        if clauses.each:
            self.compiler.inside.pop()
        code = StepCode(statement, start, length)

        def step(frame: Frame) -> StepState | Unknown | None:
            status = NormStatus(_all(g(frame) for g in when), _any(g(frame) for g in unless)).applies
            if status is True:
                return state_of(code, frame, self.law, self._not_called_for(statement, frame))
            return status if isinstance(status, Unknown) else None

        return step

    def _not_called_for(self, step: t.Step, frame: Frame) -> frozenset[str]:
        """The earlier steps (须先) that do not apply in this case, and so hold nothing up."""
        slots = {name: self.compiler.steps.get(name, []) for name in step.clauses.after}
        return frozenset(name for name, found in slots.items() if all(self.value_at(frame, n) is None for n in found))

    def _outcome(self, statement: t.EnumDecl) -> Closure:
        norms = outcome_norms(self.law, statement.name)
        slots = [self.slot[id(n)] for n in norms]
        ready = grade_norms([(n, self.law.address(n)) for n in norms])
        options = statement.options

        name = statement.name

        def outcome(frame: Frame) -> Any:
            concluded = conclude(options, ready, [frame.values[s].applies for s in slots])
            if frame.facts.get(name) in concluded.open:
                concluded = replace(concluded, value=str(frame.facts[name]), unknown=None, chosen=True)
            frame.seen[id(statement)] = concluded  # type: ignore[assignment]
            return concluded.unknown or concluded.value

        return outcome


class Run:
    """One run: look things up by statement."""

    def __init__(self, program: Program, frame: Frame) -> None:
        self.program, self.frame, self.law, self.case = program, frame, program.law, frame.case
        self.excluded_by = self._excluded_by()

    def value(self, statement: t.Statement) -> Any:
        """What the statement gave: a definition's value, a norm's NormStatus, a step's StepState…"""
        return self.program.value_at(self.frame, self.program.slot[id(statement)])

    def named(self, name: str) -> Any:
        """The value of a definition, conclusion or fact."""
        slot = self.program.compiler.slots.get(name)
        return self.frame.values[slot] if slot is not None else self.program.compiler.named(name)(self.frame)

    def concluded(self, outcome: str) -> Concluded:
        """The conclusion of a 择一."""
        return self.frame.seen[id(self.law.words.outcomes[outcome])]  # type: ignore[return-value]

    def applied(self, *actions: type) -> list[t.Norm]:
        """The norms with such actions that apply, in the order of the text."""
        norms = [s for s in self.law.statements if isinstance(s, t.Norm) and isinstance(s.action, actions)]
        if self.excluded_by:
            norms = [n for n in norms if self.stays(n)]
        return [n for n in norms if self.value(n).applies is True]

    def stays(self, statement: t.Statement) -> bool:
        """Whether a statement stands though the case is taken out of this law: it is of the article that does so."""
        articles = {s.label for s in self.excluded_by if isinstance(s, t.Norm)}
        return statement in self.excluded_by or (isinstance(statement, t.Norm) and statement.label in articles)

    def steps(self) -> list[StepState]:
        """The steps that apply, in the order of the text."""
        if self.excluded_by:
            return []
        states = [self.value(s) for s in self.law.statements if isinstance(s, t.Step)]
        return [state for state in states if isinstance(state, StepState)]

    def evaluate(self, expression: t.Expression) -> Any:
        """The value a compiled expression had in this run; None when it was not compiled."""
        number = self.program.compiler.numbers.get(id(expression))
        return None if number is None else self.frame.nodes[number]

    def compute(self, expression: t.Expression) -> Any:
        """The value of an expression outside the pass, e.g. the start of a period."""
        return self.program.closure(expression)(self.frame)

    def duration(self, expression: t.Expression) -> Duration:
        """A length of time outside the pass."""
        return self.program.compiler.duration(expression)(self.frame)

    def _excluded_by(self) -> list[t.Statement]:
        """The statements that take the whole case out of this law; empty when it applies."""
        found: list[t.Statement] = []
        for statement in self.law.statements:
            match statement:
                case t.Scope() if self.value(statement) is False:
                    found.append(statement)
                case t.Commencement():
                    start = self.value(statement)
                    if isinstance(start, date) and self.case.on and self.case.on < start:
                        found.append(statement)
                case t.Norm() if isinstance(statement.action, t.Exclude) and self.value(statement).applies is True:
                    found.append(statement)
        return found


def readings_in_force(law: Law, chosen: dict[str, str]) -> dict[str, str]:
    """The option of every reading: the one chosen, else the default."""
    known = {r.id: r.default for r in law.parsed.readings}
    if law.baseline:
        known = {r.id: r.default for r in law.baseline.parsed.readings} | known
    return known | {key: value for key, value in chosen.items() if key in known}


def outcome_norms(law: Law, outcome: str) -> list[t.Norm]:
    """The norms on one conclusion."""
    return [s for s in law.statements if isinstance(s, t.Norm) and isinstance(s.action, t.Grade)
            and s.action.outcome == outcome]  # fmt: skip


def overriding(law: Law, norm: t.Norm) -> list[t.Norm]:
    """The norms that set this one back when they apply (例外于); those on conclusions only act among themselves."""
    graded = isinstance(norm.action, t.Grade)
    return [s for s in law.statements if isinstance(s, t.Norm) and norm.label and norm.label in s.clauses.overrides
            and isinstance(s.action, t.Grade) is graded]  # fmt: skip


def _all(values: Any) -> bool | Unknown:
    found = list(values)
    if False in found:
        return False
    return unknown_of(*found) if any(v.__class__ is Unknown for v in found) else True


def _any(values: Any) -> bool | Unknown:
    found = list(values)
    if True in found:
        return True
    return unknown_of(*found) if any(v.__class__ is Unknown for v in found) else False


def _recorded(case: Case, label: str, records: tuple[str, ...]) -> bool | Unknown:
    """A finding with details stands only when everything that must be recorded is there."""
    finding = case.findings.get(label)
    if finding is None:
        return True
    lacking = [name for name in records if not finding.records.get(name)]
    return Unknown(frozenset(f"{label}的记录：{name}" for name in lacking)) if lacking else True


def _only_looked_at(statements: list[t.Statement]) -> frozenset[int]:
    """The slots of steps that no 逾期 asks about, themselves or through the steps that must follow them."""
    asked = {n.step for s in statements for n in t.walk(s) if isinstance(n, t.Overdue)}
    return frozenset(n for n, s in enumerate(statements) if isinstance(s, t.Step) and s.name not in asked)


def dependencies(law: Law) -> dict[int, tuple[t.Statement, set[int]]]:
    """For each statement (by id): the statement and the ids of those that must be found first."""
    words = law.words
    circumstances = law.of(t.Circumstance)
    order = [c.label for c in circumstances]
    graph: dict[int, tuple[t.Statement, set[int]]] = {}
    for statement in law.statements:
        needs: set[int] = set()
        for node in [] if isinstance(statement, t.ResultDecl) else t.walk(statement):
            match node:
                case t.Name() if node.text in words.definitions:
                    needs.add(id(words.definitions[node.text]))
                case t.Name() if node.text in words.outcomes:
                    needs.add(id(words.outcomes[node.text]))
                case t.HasCircumstance():
                    needs |= {id(c) for c in circumstances if in_ranges(c.label, node.ranges, order)}
                case t.Overdue() if node.step in words.steps:
                    needs.add(id(words.steps[node.step]))
        if isinstance(statement, t.Step):
            earlier = set(statement.clauses.after)
            needs |= {id(s) for s in law.of(t.Step) if s.name in earlier}  # type: ignore[attr-defined]
        if isinstance(statement, t.EnumDecl) and statement.outcome:
            needs |= {id(n) for n in outcome_norms(law, statement.name)}
        if isinstance(statement, t.Norm) and not isinstance(statement.action, t.Grade):
            needs |= {id(n) for n in overriding(law, statement)}
        graph[id(statement)] = (statement, needs)
    return graph


def _in_order(law: Law) -> list[t.Statement]:
    graph = dependencies(law)
    sorter = TopologicalSorter({key: needs for key, (_, needs) in graph.items()})
    return [graph[key][0] for key in sorter.static_order()]
