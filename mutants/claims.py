"""Whether a law keeps the properties it declares (性质), asked of `evaluate` over drawn cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from guiju import tree as t
from guiju.evaluate.case import Case
from guiju.evaluate.outcome import CONFLICT, NO_GROUND
from guiju.evaluate.program import Program, Run
from guiju.law import Law
from guiju.values import Value

# How often a step of a 不降 or 不升 is taken.
TIMES = (1, 5, 25)


def broken(law: Law, cases: list[Case]) -> set[str]:
    """The names of the declared properties that some case speaks against."""
    if not law.parsed.properties:
        return set()
    program = Program(law, {})
    found: set[str] = set()
    for case in cases:
        run = program.run(case)
        if not run.excluded_by:
            found |= {p.name for p in law.parsed.properties if p.name not in found and _against(program, run, p.claim)}
    return found


def _against(program: Program, run: Run, claim: t.Claim) -> bool:
    match claim:
        case t.Always():
            given = claim.given is None or run.compute(claim.given) is True
            return given and run.compute(claim.condition) is False
        case t.HasValue():
            return run.concluded(claim.outcome).value in (NO_GROUND, CONFLICT)
        case t.Monotone():
            return any(_lowered(run, program.run(case), claim) for case in _shifted(run, claim))
    return False


def _shifted(run: Run, claim: t.Monotone) -> Iterator[Case]:
    """The case after one step of the change and after many: what many steps do, one of them does."""
    for times in TIMES:
        facts = _facts(run, claim, times)
        if facts is not None:
            yield replace(run.case, facts=facts)


def _facts(run: Run, claim: t.Monotone, times: int) -> dict[str, Value] | None:
    """The facts after so many steps; None when there is no such step to take."""
    facts = dict(run.case.facts)
    for shift in claim.shifts:
        value = facts.get(shift.name)
        if isinstance(value, bool):
            if times > 1 or value == (shift.by > 0):
                return None
            facts[shift.name] = not value
        elif isinstance(value, int | Fraction) and value + times * shift.by >= 0:
            facts[shift.name] = value + times * shift.by
        else:
            return None
    return facts


def _lowered(before: Run, after: Run, claim: t.Monotone) -> bool:
    """Whether the change moved the goal the way it must not: down where 不降, up where 不升."""
    if claim.goal in before.law.words.outcomes:
        options = before.law.words.outcomes[claim.goal].options
        old, new = before.concluded(claim.goal).value, after.concluded(claim.goal).value
        if old not in options or new not in options:
            return False
        down = options.index(new) - options.index(old)  # the best comes first
    else:
        first, second = before.named(claim.goal), after.named(claim.goal)
        if not isinstance(first, int | Fraction) or not isinstance(second, int | Fraction):
            return False
        down = first - second
    return down < 0 if claim.upwards else down > 0
