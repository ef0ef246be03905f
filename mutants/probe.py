"""Whether a change breaks anything, asked of `evaluate` over drawn cases: the solver is not its own judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from guiju import tree as t
from guiju.cases.case_files import read_case
from guiju.cases.conflicts import conflicts
from guiju.check import check
from guiju.evaluate.case import Case
from guiju.evaluate.effects import lasting
from guiju.evaluate.outcome import CONFLICT, NO_GROUND
from guiju.evaluate.program import Program, Run
from guiju.evaluate.steps import StepState
from guiju.law import Law
from mutants.claims import broken
from mutants.draw import Drawer, Thresholds, law_of, opened, thresholds
from mutants.mutator import ERROR
from mutants.seeds import Seed

CASES = 300
# Rows of cases along one number, to see whether more of it is ever both better and worse.
ROWS = 8
ROW_STEP = Fraction(1, 2)


@dataclass
class Seen:
    """What came out of one case."""

    values: dict[str, str] = field(default_factory=dict)
    open: dict[str, tuple[str, ...]] = field(default_factory=dict)
    clashes: frozenset[tuple[str, ...]] = frozenset()
    duties: tuple[str, ...] = ()
    conclusions: str = ""
    numbers: str = ""
    # The lines of the rules that are in force.
    live: frozenset[int] = frozenset()


class Probe:
    """The cases of one law, and what the law as written concludes in each.

    Two sets: in one, what is worked out and then compared may be given, so that cases stand exactly on thresholds; in
    the other everything is worked out as the law says.
    """

    def __init__(self, seed: Seed, cases: int = CASES) -> None:
        self.seed = seed
        definitions = seed.law.words.definitions
        self.opened = {n for n in thresholds(seed.law) if n in definitions and not definitions[n].fillable}
        law = law_of(opened(seed.text, self.opened), seed.name)
        self.cases = _draw(law, cases)
        self.base = look(law, self.cases)
        self.live = set().union(*(one.live for one in self.base))
        self.together = _together(self.base)
        self.rows = list(_rows(law, self.cases, thresholds(law)))
        self.bent = [turns_back(ranks) for ranks in self._ranks(law)]
        self.worked_out = _draw(seed.law, cases)
        self.broken = broken(seed.law, self.worked_out)

    def symptoms(self, text: str) -> set[str]:
        """What a changed text does that the law as written does in no drawn case."""
        law = law_of(opened(text, self.opened), self.seed.name)
        if problems := check(law):
            return {ERROR + problem.kind for problem in problems}
        found: set[str] = set()
        for before, after in zip(self.base, look(law, self.cases), strict=True):
            found |= self._compare(before, after)
            if found:
                return found
        if any(now and not then for now, then in zip(map(turns_back, self._ranks(law)), self.bent, strict=True)):
            return {"not-monotone"}
        return {"property"} if broken(law_of(text, self.seed.name), self.worked_out) - self.broken else set()

    def differs(self, text: str) -> bool:
        """Whether any drawn case comes out differently in any way: value, open grades, duties, effects, steps."""
        law = law_of(opened(text, self.opened), self.seed.name)
        if check(law) or _apart(self.base, look(law, self.cases)):
            return True
        return _apart(look(self.seed.law, self.worked_out), look(law_of(text, self.seed.name), self.worked_out))

    def _ranks(self, law: Law) -> Iterator[list[int]]:
        """For each row of cases, the places of the grades that come out; what is no grade is left out."""
        program = Program(law, {})
        for name, cases in self.rows:
            options = law.words.outcomes[name].options
            values = [run.concluded(name).value for case in cases if not (run := program.run(case)).excluded_by]
            yield [options.index(value) for value in values if value in options]

    def _compare(self, before: Seen, after: Seen) -> set[str]:
        found = {"conflict"} if after.clashes - before.clashes else set()
        for name, value in after.values.items():
            if value != before.values.get(name, value):
                found |= {kind for kind, sign in (("gap", NO_GROUND), ("conflict", CONFLICT)) if value == sign}
        if _together([after]) - self.together:
            found.add("overlap")
        return found


def _draw(law: Law, cases: int) -> list[Case]:
    drawer = Drawer(law, len(law.id))
    return [read_case(law, drawer.case(), "probe") for _ in range(cases)]


def _apart(before: list[Seen], after: list[Seen]) -> bool:
    pairs = zip(before, after, strict=True)
    return any(a.conclusions != b.conclusions or a.numbers != b.numbers for a, b in pairs)


def _rows(law: Law, cases: list[Case], near: Thresholds) -> Iterator[tuple[str, list[Case]]]:
    """Rows of cases alike but for one number, which goes up over all its thresholds."""
    given = law.words.facts.keys() | {name for name, d in law.words.definitions.items() if d.fillable}
    varied = [name for name in near if name in given]
    for name in varied:
        values = sorted({v + d for v in near[name] for d in (-ROW_STEP, 0, ROW_STEP)} - {Fraction(-1)})
        for case in cases[:ROWS]:
            row = [replace(case, facts={**case.facts, name: _plain(value)}) for value in values]
            yield from ((outcome, row) for outcome in law.words.outcomes)


def _plain(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def look(law: Law, cases: list[Case]) -> list[Seen]:
    """What the law concludes in each case; a case that it takes no notice of gives nothing."""
    program = Program(law, {})
    return [_seen(program.run(case)) for case in cases]


def _seen(run: Run) -> Seen:
    if run.excluded_by:
        return Seen(conclusions="excluded")
    outcomes = {name: run.concluded(name) for name in run.law.words.outcomes}
    duties = tuple(_duty(run, n) for n in run.applied(t.Impose, t.Bring, t.Hold, t.Refer, t.Grade))
    steps = [_step(run, s) for s in run.law.statements if isinstance(s, t.Step)]
    return Seen(
        {name: o.value for name, o in outcomes.items()},
        {name: _undesigned(run, name, o.open) for name, o in outcomes.items()},
        frozenset(tuple(c["addresses"]) for c in conflicts(run)),
        tuple(d for d, n in zip(duties, run.applied(t.Impose, t.Bring, t.Hold, t.Refer, t.Grade), strict=True)
              if isinstance(n.action, t.Impose | t.Bring) and n.modal in ("应", "可", "一般应")),
        repr([sorted(outcomes.items()), sorted(duties), steps]),
        repr([run.named(d.name) for d in run.law.words.definitions.values() if d.label]),
        frozenset(n.span.line for n in run.program.norms if run.value(n).applies is True),
    )  # fmt: skip


def _undesigned(run: Run, outcome: str, options: tuple[str, ...]) -> tuple[str, ...]:
    """The open grades without those that a rule sets beside the very rules it names: 可 …，例外于 gives a choice."""
    grades = [n for n in run.applied(t.Grade) if isinstance(n.action, t.Grade) and n.action.outcome == outcome]
    chosen = [n for n in grades if n.modal in ("可", "一般应") and n.clauses.overrides]
    kept = {n.action.option for n in grades if n not in chosen}  # type: ignore[union-attr]
    named = {label for n in chosen for label in n.clauses.overrides}
    apart = {n.action.option for n in chosen}  # type: ignore[union-attr]
    besides = [n for n in grades if n not in chosen and n.modal == "应" and n.label not in named]
    return options if besides else tuple(o for o in options if o in kept or o not in apart)


def _duty(run: Run, norm: t.Norm) -> str:
    """Everything of a norm in force but its address: two ways of writing the same are the same."""
    clauses = norm.clauses
    period = repr(lasting(run, clauses.period)) if clauses.period else ""
    action = replace(norm.action, span=t.NOWHERE)
    parts: Any = (norm.modal, action, clauses.actors, clauses.verb, clauses.found_by, clauses.records)
    return repr(parts) + period + str(bool(clauses.overrides))


def _step(run: Run, step: t.Step) -> str:
    state = run.value(step)
    due = repr(getattr(state, "due", None))
    return f"{step.name}{step.modal}{isinstance(state, StepState)}{due}{step.clauses.actors}{step.clauses.after}"


def _together(seen: list[Seen]) -> set[tuple[str, str, str]]:
    """The pairs of grades that stand open in one case."""
    return {(name, *pair) for one in seen for name, options in one.open.items() for pair in combinations(options, 2)}


def turns_back(ranks: list[int]) -> bool:
    """Whether a row of ranks goes up in one place and down in another."""
    steps = [b - a for a, b in pairwise(ranks) if a != b]
    return any(step > 0 for step in steps) and any(step < 0 for step in steps)
