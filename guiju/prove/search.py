"""Asking the solver: can this never be (proved), or is there a case, the smallest, that `evaluate` confirms?

The bound on work is counted in the solver's own steps and not in time, so that every machine gives the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import z3  # type: ignore[import-untyped]

from guiju.evaluate.program import Program, Run
from guiju.law import Law
from guiju.prove.cases import Chosen, case_of
from guiju.prove.symbols import Side, Term, Variable, name_of, number_of, number_term
from guiju.prove.theory import Theory
from guiju.values import Number

Confirm = Callable[[Run], bool]
MOST_STEPS = 400_000
# Several times what the longest law so far takes; a law made to be endless comes to an end.
MOST_ASKED = 4_000
# What a rate is out of, in the order tried: few votes make a witness that can be followed by hand. No votes at all
# come last: there is then no rate, and little that can be concluded.
TOTALS = ((10, 20), (100, 200), (0, 10, 20))
_DENOMINATORS = (1, 2, 4, 5, 10, 20, 100)
_FARTHEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A case that shows something, confirmed: the run over it, and what its free values are."""

    run: Run
    chosen: tuple[Chosen, ...]


class Search:
    """Questions on one law; several theories of it (under other readings) may stand in one question."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self._programs: dict[tuple[tuple[str, str], ...], Program] = {}
        self.asked = 0
        self._sides: dict[tuple[Side, tuple[int, ...] | None], Term] = {}

    @property
    def spent(self) -> bool:
        """Whether as much was asked as is asked of one law; no more is then proved or found."""
        return self.asked > MOST_ASKED

    def program(self, chosen: dict[str, str]) -> Program:
        """The law ready to run under these readings; made once."""
        key = tuple(sorted(chosen.items()))
        if key not in self._programs:
            self._programs[key] = Program(self.law, chosen)
        return self._programs[key]

    def refuted(self, theories: Sequence[Theory], claims: Iterable[Term]) -> bool:
        """Whether no case whatever meets the claims: the solver refutes even what is weaker than they are."""
        parts = [c for c in claims if not z3.is_true(c)]
        self.asked += 1
        if any(z3.is_false(c) for c in parts):
            return True
        return not self.spent and bool(_solver(self._question(theories, parts, None)[0]).check() == z3.unsat)

    def case(
        self, theories: Sequence[Theory], claims: list[Term], confirm: Confirm,
        prefer: Sequence[Term] = (),
    ) -> Found | None:  # fmt: skip
        """The smallest case that meets the claims, as far as `evaluate` under the first theory confirms it."""
        self.asked += 1
        if self.spent or any(z3.is_false(c) for c in claims):
            return None
        for totals in TOTALS:
            question, variables, rated = self._question(theories, claims, totals)
            solver = _solver(question)
            answer = solver.check()
            if answer == z3.sat:
                chosen = _smallest(solver, variables, prefer)
                found = self._confirmed(theories[0], chosen, confirm)
                if found:
                    return found
            if not rated:
                break
        return None

    def _confirmed(self, theory: Theory, chosen: list[Chosen], confirm: Confirm) -> Found | None:
        run = self.program(theory.adopted).run(case_of(theory, chosen))
        return Found(run, tuple(chosen)) if confirm(run) else None

    # --- putting a question together

    def _question(
        self, theories: Sequence[Theory], claims: list[Term], totals: tuple[int, ...] | None
    ) -> tuple[list[Term], list[Variable], bool]:
        """The claims with all that holds of what they name; the free variables; whether a rate is among them."""
        known: dict[str, Variable] = {}
        for theory in theories:
            known = theory.free.known | known
        sides = theories[0].sides
        question, queue, seen, used = list(claims), list(claims), set[str](), set[Side]()
        while queue:
            for name in sorted(theories[0].constants.of(queue.pop()).keys() - seen):
                seen.add(name)
                side = sides.get(name)
                if side and side not in used:
                    used.add(side)
                    more = self._side(side, totals)
                    question.append(more)
                    queue.append(more)
                    for theory in theories:
                        known = theory.free.known | known
        variables = [known[name] for name in sorted(seen & known.keys())]
        if totals is not None:
            variables.sort(key=_first_made_small)
        question += [part for variable in variables for part in variable.domain]
        return question, variables, bool(used)

    def _side(self, side: Side, totals: tuple[int, ...] | None) -> Term:
        if (side, totals) not in self._sides:
            self._sides[side, totals] = side.relaxed() if totals is None else side.exact(totals)
        return self._sides[side, totals]


def _solver(parts: list[Term]) -> z3.Solver:
    solver = z3.SimpleSolver()
    solver.set("rlimit", MOST_STEPS)
    solver.add(*parts)
    return solver


_FIRST = ("choice", "present", "blank")


def _first_made_small(variable: Variable) -> tuple[int, int, str]:
    head = variable.place[0]
    order = _FIRST.index(head) if head in _FIRST else len(_FIRST)
    return order, -variable.rank, name_of(variable.term)


def _smallest(solver: z3.Solver, variables: list[Variable], prefer: Sequence[Term]) -> list[Chosen]:
    """The values that keep most to what is preferred, one after the other; each then as near to it as can be."""
    for wish in prefer:
        if solver.check(wish) == z3.sat:
            solver.add(wish)
    _keep(solver, variables)
    solver.check()
    model = solver.model()
    return [Chosen(v, _value(model, v)) for v in variables]


def _keep(solver: z3.Solver, variables: list[Variable]) -> None:
    """Set the variables to what is preferred, the first ones first; halving finds the few that cannot be."""
    if not variables:
        return
    wishes = [v.term == v.preferred for v in variables]
    if solver.check(*wishes) == z3.sat:
        solver.add(*wishes)
    elif len(variables) == 1:
        _nearest(solver, variables[0])
    else:
        middle = len(variables) // 2
        _keep(solver, variables[:middle])
        _keep(solver, variables[middle:])


def _nearest(solver: z3.Solver, variable: Variable) -> None:
    """Set a variable that cannot be what is preferred to the next best."""
    term = variable.term
    if variable.kind == "是否":
        solver.add(term != variable.preferred)
    elif variable.options:
        choice = next((o for o in variable.options if solver.check(term == o) == z3.sat), None)
        solver.add(term == choice if choice is not None else z3.BoolVal(True))
    else:
        _nearest_number(solver, variable)


def _nearest_number(solver: z3.Solver, variable: Variable) -> None:
    term, start = variable.term, variable.preferred
    far = 1
    while far < _FARTHEST and solver.check(term - start <= far, start - term <= far) != z3.sat:
        far *= 2
    near = far // 2
    while far - near > 1:
        middle = (near + far) // 2
        if solver.check(term - start <= middle, start - term <= middle) == z3.sat:
            far = middle
        else:
            near = middle
    origin = Fraction(number_of(start) or 0)
    for value in _round_numbers(origin, near, far, variable.whole):
        if solver.check(term == number_term(value)) == z3.sat:
            solver.add(term == number_term(value))
            return


def _round_numbers(origin: Fraction, near: int, far: int, whole: bool) -> Iterable[Number]:
    """Numbers between `near` and `far` away from the origin, the roundest first, then the nearest."""
    for denominator, sign in product((1,) if whole else _DENOMINATORS, (1, -1)):
        for steps in range(near * denominator + 1, far * denominator + 1):
            yield origin + Fraction(sign * steps, denominator)


def _value(model: z3.ModelRef, variable: Variable) -> bool | Number:
    value = model.eval(variable.term, model_completion=True)
    return bool(z3.is_true(value)) if variable.kind == "是否" else number_of(value) or 0
