"""The properties a law declares of itself (性质): proved, refuted by a case, or not decided within the bounds.

All are asked under the default readings, of cases in which everything can be worked out and the law is in force.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import z3  # type: ignore[import-untyped]

from guiju import tree as t
from guiju.evaluate.outcome import CONFLICT, NO_GROUND
from guiju.evaluate.program import Run
from guiju.law import Law
from guiju.prove.changes import Change
from guiju.prove.monotone import Goal, Lowered, claims_of, counter_example
from guiju.prove.search import Confirm, Search
from guiju.prove.symbols import Term, disj, neg, number_term
from guiju.prove.theory import Theory, theory
from guiju.prove.thresholds import Threshold, thresholds
from guiju.prove.witness import witness_of

PROVED, REFUTED, UNDECIDED = "证得", "反例", "界限内未能判定"
# How much more of what is not counted in whole numbers: a proof is for any amount, a counter-example for one of these.
_STEPS = (Fraction(1), Fraction(1, 2), Fraction(10))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A declared property and what came of it; `witness` is the smallest case against it (or for a 可能)."""

    property: t.Property
    answer: str
    witness: dict[str, str] | None = None
    # What the case shows, in a few words.
    shows: str = ""


def verdicts(law: Law) -> list[Verdict]:
    """One verdict for each property, in the order of the text."""
    base = theory(law)
    if law.parsed.properties and not base.verdicts:
        search = Search(law)
        base.verdicts = [_Question(search, base, one).answer() for one in law.parsed.properties]
    return base.verdicts


class _Question:
    """One property of one law."""

    def __init__(self, search: Search, at: Theory, one: t.Property) -> None:
        self.search, self.at, self.property = search, at, one

    def answer(self) -> Verdict:
        """The verdict."""
        match self.property.claim:
            case t.HasValue() as claim:
                return self._has_value(claim)
            case t.Always() as claim:
                return self._always(claim)
            case t.Possible() as claim:
                return self._possible(claim)
            case t.Monotone() as claim:
                return self._monotone(claim)

    def _has_value(self, claim: t.HasValue) -> Verdict:
        value = self.at.concluding(claim.outcome).value
        none = disj([value == number_term(self.at.codes.of(text)) for text in (NO_GROUND, CONFLICT)])

        def confirm(run: Run) -> bool:
            return not run.excluded_by and run.concluded(claim.outcome).value in (NO_GROUND, CONFLICT)

        norms = self.at.links.graders(claim.outcome)
        guards = [g for n in norms for g in (*n.guards.when, *n.guards.unless)]
        run, verdict = self._against([none], confirm, thresholds(self.at.law, guards, self.at.readings))
        shows = f"{claim.outcome}{run.concluded(claim.outcome).value}" if run else ""
        return replace(verdict, shows=shows)

    def _always(self, claim: t.Always) -> Verdict:
        given = [self.at.truth(claim.given)] if claim.given else []

        def confirm(run: Run) -> bool:
            held = claim.given is None or run.compute(claim.given) is True
            return not run.excluded_by and held and run.compute(claim.condition) is False

        nodes = [claim.condition, *([claim.given] if claim.given else [])]
        limits = thresholds(self.at.law, nodes, self.at.readings)
        return self._against([*given, neg(self.at.truth(claim.condition))], confirm, limits)[1]

    def _possible(self, claim: t.Possible) -> Verdict:
        def confirm(run: Run) -> bool:
            return not run.excluded_by and run.compute(claim.condition) is True

        limits = thresholds(self.at.law, [claim.condition], self.at.readings)
        verdict = self._against([self.at.truth(claim.condition)], confirm, limits)[1]
        turned = {PROVED: REFUTED, REFUTED: PROVED}
        shows = "没有一种情况能这样" if verdict.answer == PROVED else ""
        return Verdict(self.property, turned.get(verdict.answer, verdict.answer), verdict.witness, shows)

    def _against(self, claims: list[Term], confirm: Confirm, limits: list[Threshold]) -> tuple[Run | None, Verdict]:
        """The run that speaks against the property, and the verdict."""
        claims = [self.at.in_force, *claims]
        if self.search.refuted([self.at], claims):
            return None, Verdict(self.property, PROVED)
        found = self.search.case([self.at], claims, confirm)
        if found is None:
            return None, Verdict(self.property, UNDECIDED)
        words = witness_of(self.search, self.at, found, confirm, limits)
        return found.run, Verdict(self.property, REFUTED, words)

    def _monotone(self, claim: t.Monotone) -> Verdict:
        goal = Goal(self.at.law, claim.goal, claim.upwards)
        if self._proved(goal, claim):
            return Verdict(self.property, PROVED)
        found = next(filter(None, (self._counter(goal, claim, step) for step in self._steps(claim))), None)
        if found is None:
            return Verdict(self.property, UNDECIDED)
        shows = f"{claim.goal}由{found.was}变为{found.becomes}"
        return Verdict(self.property, REFUTED, found.words(self.search), shows)

    def _changes(self, claim: t.Monotone, step: Fraction | None) -> tuple[Change, ...]:
        return tuple(Change(s.name, None if step is None else s.by * step, s.by < 0) for s in claim.shifts)

    def _steps(self, claim: t.Monotone) -> tuple[Fraction, ...]:
        return _STEPS[:1] if self._counted(claim) else _STEPS

    def _counted(self, claim: t.Monotone) -> bool:
        """Whether a step of one is all there is: whole numbers, truths, and votes moved."""
        terms = [self.at.named(shift.name).term for shift in claim.shifts]
        return len(claim.shifts) > 1 or not z3.is_real(terms[0])

    def _proved(self, goal: Goal, claim: t.Monotone) -> bool:
        step = Fraction(1) if self._counted(claim) else None
        _, claims = claims_of(self.at, goal, self._changes(claim, step))
        return self.search.refuted([self.at], claims)

    def _counter(self, goal: Goal, claim: t.Monotone, step: Fraction) -> Lowered | None:
        after, claims = claims_of(self.at, goal, self._changes(claim, step))
        return counter_example(self.search, after, goal, claims)
