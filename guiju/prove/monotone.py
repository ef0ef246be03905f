"""Whether a change can lower a conclusion or a number."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import z3  # type: ignore[import-untyped]

from guiju import tree as t
from guiju.evaluate.program import Run
from guiju.law import Law
from guiju.prove.changes import After, Change
from guiju.prove.search import Found, Search
from guiju.prove.symbols import Term, choose, conj, number_term
from guiju.prove.theory import Theory
from guiju.prove.witness import witness_of
from guiju.values import show


@dataclass(frozen=True, slots=True)
class Lowered:
    """A case in which a change lowers what it should not: what it was, and what it becomes."""

    after: After
    found: Found
    was: str
    becomes: str
    goal: Goal

    @property
    def run(self) -> Run:
        """The run before the change."""
        return self.found.run

    def words(self, search: Search) -> dict[str, str]:
        """The case in words."""
        confirm = partial(_drops, search, self.after, self.goal)
        return witness_of(search, self.after.theory, self.found, confirm, [])


@dataclass(frozen=True, slots=True)
class Goal:
    """What must not go down (or, `upwards`, must not go up): a 择一, whose options are best first, or a number."""

    law: Law
    name: str
    upwards: bool = False
    # Whether to come to no option at all counts as the worst.
    unsettled: bool = True

    def rank(self, theory: Theory) -> Term:
        """A number that is smaller the better it is."""
        if self.name not in self.law.words.outcomes:
            value = theory.named(self.name).term
            return value if self.upwards else -value
        options = self.law.words.outcomes[self.name].options
        rank, value = z3.IntVal(len(options)), theory.concluding(self.name).value
        for place, option in enumerate(options):
            rank = choose(value == number_term(theory.codes.of(option)), z3.IntVal(place), rank)
        return -rank if self.upwards else rank

    def of(self, run: Run) -> tuple[int | Fraction, str] | None:
        """The rank in a run, and the value in words; None while it is unknown."""
        sign = -1 if self.upwards else 1
        if self.name in self.law.words.outcomes:
            concluded, options = run.concluded(self.name), self.law.words.outcomes[self.name].options
            if concluded.unknown or (concluded.value not in options and not self.unsettled):
                return None
            place = options.index(concluded.value) if concluded.value in options else len(options)
            return sign * place, concluded.value
        value = run.named(self.name)
        return (-sign * value, show(value)) if isinstance(value, int | Fraction) else None


def lowered(search: Search, theory: Theory, name: str, changes: tuple[Change, ...]) -> Lowered | None:
    """A case in which the changes lower the 择一 to another option; None when there is none within the bounds."""
    goal = Goal(theory.law, name, unsettled=False)
    options = number_term(len(theory.words.outcomes[name].options))
    after, claims = claims_of(theory, goal, changes)
    settled = after.of(goal.rank(after.theory)) < options
    return counter_example(search, after, goal, [*claims, settled])


def claims_of(theory: Theory, goal: Goal, changes: tuple[Change, ...]) -> tuple[After, list[Term]]:
    """The formulas after the changes, and the claim that they lower the goal where the law is in force."""
    computed = _behind(theory.law, {change.name for change in changes})
    if computed - theory.computed:
        theory = Theory(theory.law, theory.adopted, theory, computed)
    rank = goal.rank(theory)
    in_force = theory.in_force
    for change in changes:
        theory.named(change.name)
    after = After(theory, changes)
    return after, [conj([in_force, after.of(in_force), *after.before]), after.of(rank) > rank]


def _behind(law: Law, names: set[str]) -> frozenset[str]:
    """The definitions that may be given and rest on the names: what changes must change them too."""
    found: set[str] = set()
    rest = {
        name: {n.text for n in t.walk(d.value) if isinstance(n, t.Name)} for name, d in law.words.definitions.items()
    }
    while more := {name for name, named in rest.items() if name not in found | names and named & (found | names)}:
        found |= more
    return frozenset(name for name in found if law.words.definitions[name].fillable)


def counter_example(search: Search, after: After, goal: Goal, claims: list[Term]) -> Lowered | None:
    """A confirmed case that meets the claims."""
    theory = after.theory
    if search.refuted([theory], claims):
        return None
    found = search.case([theory], claims, lambda run: _drops(search, after, goal, run))
    if found is None:
        return None
    was, becomes = goal.of(found.run), goal.of(_after(search, after, found.run))
    return Lowered(after, found, was[1], becomes[1], goal) if was and becomes else None


def _after(search: Search, after: After, run: Run) -> Run:
    return search.program(after.theory.adopted).run(after.case(run.case))


def _drops(search: Search, after: After, goal: Goal, run: Run) -> bool:
    if run.excluded_by or any(change.name not in run.case.facts for change in after.changes):
        return False
    later = _after(search, after, run)
    was, becomes = goal.of(run), goal.of(later)
    return not later.excluded_by and was is not None and becomes is not None and becomes[0] > was[0]
