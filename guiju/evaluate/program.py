"""A law compiled under fixed readings, and running it over a case.

The path: statements in order of what they need -> closures -> one pass over a Frame -> a Run to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

from guiju import tree as t
from guiju.dates.periods import Duration
from guiju.errors import InputError, Problem
from guiju.evaluate.case import Case, Frame
from guiju.evaluate.expressions import Compiler, given_or_found
from guiju.evaluate.outcome import Concluded, conclude, grade_norms, with_open_exceptions
from guiju.evaluate.steps import StepCode, StepState, state_of
from guiju.evaluate.truths import settled_by
from guiju.law import Law
from guiju.order import Links, in_order
from guiju.values import Number, Unknown, unknown_of

CIRCUMSTANCES = "情形"
MOST_BITS = 4000
# How many forms of input, and how many combinations of norms, are kept ready.
MOST_KEPT = 1024
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


HOLDS, FAILS = NormStatus(True, False), NormStatus(False, False)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which statements to run, in order: `first` in every run; `rest` waits until someone asks for it."""

    first: list[tuple[int, Closure]]
    rest: list[tuple[int, Closure]]
    waiting: frozenset[int]


class Program:
    """A law ready to run. Building it fails only on a law that was not checked."""

    def __init__(self, law: Law, readings: dict[str, str] | None = None) -> None:
        self.law = law
        self.readings = readings_in_force(law, readings or {})
        self.statements = in_order(law)
        self._links = Links(law)
        self.slot = {id(s): n for n, s in enumerate(self.statements)}
        slots = {s.name: n for n, s in enumerate(self.statements) if isinstance(s, t.Definition)}
        slots |= {s.name: n for n, s in enumerate(self.statements) if isinstance(s, t.EnumDecl) and s.outcome}
        found = law.of(t.Circumstance)
        labels = {s.label: self.slot[id(s)] for s in found}
        self.compiler = Compiler(law, self.readings, slots, labels)
        for number, statement in enumerate(self.statements):
            if isinstance(statement, t.Step):
                self.compiler.steps.setdefault(statement.name, []).append(number)
        self.code = [self.compiler.reading(partial(self._code, s)) for s in self.statements]
        self.norms = [s for s in law.statements if isinstance(s, t.Norm)]
        self.exits = [s for s in law.statements if _may_exclude(s)]
        self._fillable = [s.name for s in self.statements if isinstance(s, t.Definition) and s.fillable]
        self._plan = lru_cache(MOST_KEPT)(self._planned)
        self.named = lru_cache(MOST_KEPT)(lambda name: self.compiler.reading(partial(self.compiler.named, name)))
        self._outside: dict[int, tuple[Closure, frozenset[int]]] = {}

    def run(self, case: Case) -> Run:
        """Run the law over a case. What no conclusion rests on is found only when somebody asks for it."""
        facts = case.facts
        plan = self._plan(frozenset([name for name in self._fillable if name in facts]))
        frame = Frame(case, len(self.code), len(self.compiler.nodes))
        fill(frame, plan.first)
        return Run(self, frame, plan)

    def _planned(self, given: frozenset[str]) -> Plan:
        """The plan when these definitions are given, so that nothing is asked of what stands behind them."""
        needed: set[int] = set()
        queue = [n for n, s in enumerate(self.statements) if _concludes(s)]
        while queue:
            slot = queue.pop()
            if slot not in needed:
                needed.add(slot)
                queue += [] if getattr(self.statements[slot], "name", "") in given else self.code[slot][1]
        code = [(n, code) for n, (code, _) in enumerate(self.code) if code]
        rest = [(n, c) for n, c in code if n not in needed]
        return Plan([(n, c) for n, c in code if n in needed], rest, frozenset(n for n, _ in rest))

    def closure(self, expression: t.Expression) -> tuple[Closure, frozenset[int]]:
        """A closure for an expression that is not part of the pass, and the places it reads; compiled once."""
        if id(expression) not in self._outside:
            with self.compiler.untraced():
                self._outside[id(expression)] = self.compiler.reading(partial(self.compiler.compile, expression))
        return self._outside[id(expression)]

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
        value = self._bounded(statement)
        return given_or_found(statement.name, value) if statement.fillable else value

    def _bounded(self, statement: t.Definition) -> Closure:
        """The definition's value; where numbers are multiplied, refused beyond a length no measure needs."""
        value, name = self.compiler.compile(statement.value), statement.name
        if not any(isinstance(n, t.Arithmetic) and n.operator in "*/" for n in t.walk(statement.value)):
            return value

        def bounded(frame: Frame) -> Any:
            found = value(frame)
            if isinstance(found, int | Fraction) and _bits(found) > MOST_BITS:
                raise InputError([Problem("number", f"「{name}」算出的数太长，没有往下算。")])
            return found

        return bounded

    def _circumstance(self, statement: t.Circumstance) -> Closure:
        condition = self.compiler.compile(statement.condition) if statement.condition else None
        exception = self.compiler.compile(statement.exception) if statement.exception else None
        signal = self.compiler.compile(statement.signal) if statement.signal else None
        unknown, label = Unknown(frozenset([CIRCUMSTANCES])), statement.label

        def established(frame: Frame) -> Any:
            if signal:
                signal(frame)
            said = frame.case.circumstances
            if (said and label in said) or label in frame.case.findings:
                return _recorded(frame.case, statement)
            if condition is None:
                return unknown if said is None else False
            status = NormStatus(condition(frame), exception(frame) if exception else False).certain
            return False if said is not None and status.__class__ is Unknown else status

        return established

    def _norm(self, statement: t.Norm) -> Closure:
        guards = statement.guards
        if any(map(self.compiler.never_holds, guards.when)):
            return lambda frame: FAILS
        set_back = [self._applies(n) for n in self._links.overriding(statement)]
        when = settled_by(False, [self.compiler.compile(g) for g in guards.when])
        unless = settled_by(True, [self.compiler.compile(g) for g in guards.unless] + set_back)

        def status(frame: Frame) -> NormStatus:
            condition, exception = when(frame), unless(frame)
            if exception is not False or condition.__class__ is Unknown:
                return NormStatus(condition, exception)
            return HOLDS if condition else FAILS

        return status

    def _applies(self, norm: t.Norm) -> Closure:
        slot = self.slot[id(norm)]
        self.compiler.reads.add(slot)
        return lambda frame: frame.values[slot].applies

    def _step(self, statement: t.Step) -> Closure:
        when = settled_by(False, [self.compiler.compile(g) for g in statement.guards.when])
        unless = settled_by(True, [self.compiler.compile(g) for g in statement.guards.unless])
        clauses = statement.clauses
        self.compiler.reads |= {n for name in clauses.after for n in self.compiler.steps.get(name, [])}
        if clauses.each:
            self.compiler.inside.append(clauses.each)
        start = self.compiler.compile(clauses.due_from) if clauses.due_from else None
        length = self.compiler.duration(clauses.due_in) if clauses.due_in else None
        if clauses.each:
            self.compiler.inside.pop()
        code = StepCode(statement, start, length)

        def step(frame: Frame) -> StepState | Unknown | None:
            status = NormStatus(when(frame), unless(frame))
            if status.applies is True:
                return state_of(code, frame, self.law, self._not_called_for(statement, frame), status.open_facts)
            return status.applies if isinstance(status.applies, Unknown) else None

        return step

    def _not_called_for(self, step: t.Step, frame: Frame) -> frozenset[str]:
        """The earlier steps (须先) that do not apply in this case, and so hold nothing up."""
        slots = {name: self.compiler.steps.get(name, []) for name in step.clauses.after}
        return frozenset(name for name, found in slots.items() if all(frame.values[n] is None for n in found))

    def _outcome(self, statement: t.EnumDecl) -> Closure:
        norms = self._links.graders(statement.name)
        slots = [self.slot[id(n)] for n in norms]
        self.compiler.reads |= set(slots)
        ready = grade_norms([(n, self.law.address(n)) for n in norms])
        name = statement.name
        # The norms of a law hold in few combinations, and each combination has one conclusion.
        conclusion = lru_cache(MOST_KEPT)(lambda *held: conclude(statement.options, ready, list(held)))

        def outcome(frame: Frame) -> Any:
            statuses = [frame.values[s] for s in slots]
            applies = [status.applies for status in statuses]
            if any(s.condition is True and s.exception.__class__ is Unknown for s in statuses):
                certain = [status.certain for status in statuses]
                concluded = with_open_exceptions(statement.options, ready, applies, certain)
            else:
                concluded = conclusion(*applies)
            if frame.facts.get(name) in concluded.open:
                concluded = replace(concluded, value=str(frame.facts[name]), unknown=None, chosen=True)
            frame.seen[id(statement)] = concluded  # type: ignore[assignment]
            return concluded.unknown or concluded.value

        return outcome


class Run:
    """One run: look things up by statement."""

    def __init__(self, program: Program, frame: Frame, plan: Plan) -> None:
        self.program, self.law, self.case = program, program.law, frame.case
        self._frame, self._plan, self._waiting = frame, plan, plan.waiting
        self.excluded_by = self._excluded_by()

    @property
    def frame(self) -> Frame:
        """The whole frame: what was waiting is found now."""
        if self._waiting:
            self._waiting = frozenset()
            fill(self._frame, self._plan.rest)
        return self._frame

    def _having(self, places: Collection[int]) -> Frame:
        """The frame, with what stands at these places found."""
        return self._frame if self._waiting.isdisjoint(places) else self.frame

    def value(self, statement: t.Statement) -> Any:
        """What the statement gave: a definition's value, a norm's NormStatus, a step's StepState…"""
        slot = self.program.slot[id(statement)]
        return self._having([slot]).values[slot]

    def named(self, name: str) -> Any:
        """The value of a definition, conclusion or fact."""
        code, reads = self.program.named(name)
        return code(self._having(reads))

    def concluded(self, outcome: str) -> Concluded:
        """The conclusion of a 择一."""
        return self._frame.seen[id(self.law.words.outcomes[outcome])]  # type: ignore[return-value]

    def applied(self, *actions: type) -> list[t.Norm]:
        """The norms with such actions that apply, in the order of the text."""
        norms = [n for n in self.program.norms if isinstance(n.action, actions)]
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
        """The value an expression has in this run; what the run had no need of is found now."""
        if isinstance(expression, t.ByReading):
            return self.evaluate(self.program.compiler.chosen(expression))
        number = self.program.compiler.numbers.get(id(expression))
        found = None if number is None else self.frame.nodes[number]
        return self.compute(expression) if found is None else found

    def compute(self, expression: t.Expression) -> Any:
        """The value of an expression outside the pass, e.g. the start of a period."""
        code, reads = self.program.closure(expression)
        return code(self._having(reads))

    def duration(self, expression: t.Expression) -> Duration | Unknown:
        """A length of time outside the pass."""
        with self.program.compiler.untraced():
            length = self.program.compiler.duration(expression)
        found: Duration | Unknown = length(self.frame)
        return found

    def _excluded_by(self) -> list[t.Statement]:
        """The statements that take the whole case out of this law; empty when it applies."""
        found: list[t.Statement] = []
        for statement in self.program.exits:
            match statement:
                case t.Scope() if self.value(statement) is False:
                    found.append(statement)
                case t.Commencement():
                    start = self.value(statement)
                    if isinstance(start, date) and self.case.on and self.case.on < start:
                        found.append(statement)
                case t.Norm() if self.value(statement).certain is True:
                    found.append(statement)
        return found


def fill(frame: Frame, code: list[tuple[int, Closure]]) -> None:
    """Find the values of these statements."""
    values = frame.values
    for slot, closure in code:
        values[slot] = closure(frame)


def _concludes(statement: t.Statement) -> bool:
    """Whether what the statement gives is asked for in every run."""
    if isinstance(statement, t.EnumDecl):
        return statement.outcome
    return isinstance(statement, t.Norm | t.Circumstance | t.Scope | t.Commencement)


def _may_exclude(statement: t.Statement) -> bool:
    """Whether the statement can take a case out of the law."""
    if isinstance(statement, t.Norm):
        return isinstance(statement.action, t.Exclude)
    return isinstance(statement, t.Scope | t.Commencement)


def _bits(number: Number) -> int:
    return number.numerator.bit_length() + number.denominator.bit_length()


def readings_in_force(law: Law, chosen: dict[str, str]) -> dict[str, str]:
    """The option of every reading: the one chosen, else the default."""
    known = {r.id: r.default for r in law.parsed.readings}
    if law.baseline:
        known = {r.id: r.default for r in law.baseline.parsed.readings} | known
    return known | {key: value for key, value in chosen.items() if key in known}


def _recorded(case: Case, statement: t.Circumstance) -> bool | Unknown:
    """A finding with details stands only when the right person made it and left everything that must be recorded."""
    finding = case.findings.get(statement.label)
    if finding is None:
        return True
    label = statement.label
    lacking = [f"{label}的记录：{name}" for name in statement.records if not finding.records.get(name)]
    if finding.by and statement.found_by and finding.by not in statement.found_by:
        lacking.append(f"{label}由{'、'.join(statement.found_by)}认定")
    return Unknown(frozenset(lacking)) if lacking else True
