"""What happens when one thing changes and the rest stays: the same formulas twice, before and after.

After a vote more, or a vote moved, every rate is another: exactly for few votes, and for any number of votes by what is
certain of shares (those that get no vote do not grow, those that lose none do not shrink).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import z3  # type: ignore[import-untyped]

from guiju.evaluate.case import Case
from guiju.prove.symbols import Side, Term, Variable, conj, number_term
from guiju.prove.theory import Theory
from guiju.values import Value

_FRESH = ("§", "¶")
_AFTER = "′"


@dataclass(frozen=True, slots=True)
class Change:
    """A fact (or a definition given as one) that goes up by `by` (None: by any amount), or `downwards`.

    A truth goes up from 否 to 是.
    """

    name: str
    by: int | Fraction | None = 1
    downwards: bool = False


class After:
    """Formulas of a theory after some changes."""

    def __init__(self, theory: Theory, changes: tuple[Change, ...]) -> None:
        self.theory, self.changes = theory, changes
        self._swap: dict[str, Term] = {}
        self._by: dict[str, int | Fraction] = {}
        self.before: list[Term] = []
        self._resting: dict[str, bool] = {}
        for change in changes:
            self._add(theory.free.known[self._variable(change.name)], change)

    def _variable(self, name: str) -> str:
        return str(self.theory.named(name).term.decl().name())

    def _add(self, variable: Variable, change: Change) -> None:
        name = str(variable.term.decl().name())
        if variable.kind == "是否":
            self._swap[name] = z3.BoolVal(not change.downwards)
            self.before.append(variable.term if change.downwards else z3.Not(variable.term))
            return
        if change.by is None:
            more = z3.Real(f"Δ{name}")
            self.before.append(more < 0 if change.downwards else more > 0)
        else:
            more, self._by[name] = number_term(change.by), change.by
        self._swap[name] = variable.term + more
        self.before += [z3.substitute(part, (variable.term, variable.term + more)) for part in variable.domain]

    def of(self, term: Term) -> Term:
        """The term as it is after the changes."""
        pairs = []
        for name, old in self.theory.constants.of(term).items():
            if name in self._swap:
                pairs.append((old, self._swap[name]))
            elif name[0] in _FRESH and self._depends(name):
                pairs.append((old, z3.Const(self._later(name), old.sort())))
        return z3.substitute(term, *pairs) if pairs else term

    def _depends(self, name: str) -> bool:
        """Whether a fresh constant rests on something that changes; a share does, of which only rates that do speak."""
        side = self.theory.sides.get(name)
        if side is None or name in self._resting:
            return self._resting.get(name, True)
        self._resting[name] = False  # for a constant that its own condition names
        named = self.theory.constants.of(side.exact((1,)))
        changed = self._swap.keys() & named.keys()
        self._resting[name] = bool(changed) or any(n.startswith("§") and self._depends(n) for n in named if n != name)
        return self._resting[name]

    def _later(self, name: str) -> str:
        """The name of a fresh constant after the changes, with its side conditions made known."""
        later = name + _AFTER + "".join(f"{n}{by}" for n, by in self._by.items()) + str(sorted(self._swap))
        side = self.theory.sides.get(name)
        if side and later not in self.theory.sides:
            self.theory.sides[later] = Side(
                lambda totals: self.of(side.exact(self._totals(totals))), lambda: self._relaxed(side.relaxed())
            )
        return later

    def _totals(self, totals: tuple[int, ...]) -> tuple[int, ...]:
        more = sum(self._by.values())
        return tuple(sorted({n + k * int(more) for n in totals for k in (0, 1)}))

    def _relaxed(self, before: Term) -> Term:
        """The side conditions after, and how the shares after hang together with those before."""
        shares: dict[str, list[tuple[str, Term]]] = {}
        for name, share in self.theory.constants.of(before).items():
            if name.startswith("¶"):
                total, _, of = name[1:].partition("·")
                shares.setdefault(total, []).append((of, share))
        linked = [self._linked(total, group) for total, group in shares.items()]
        # What was certain before is still so: the rates before stand in the question beside those after.
        return conj([self.of(before), before, *linked])

    def _linked(self, total: str, group: list[tuple[str, Term]]) -> Term:
        moved = [self._by.get(of, 0) for of, _ in group]
        pairs = [(share, self.of(share)) for _, share in group]
        if not any(moved):
            return conj([after == share for share, after in pairs])
        if sum(moved) == 0:
            one = z3.Real(f"¶{total}·一票{sorted(self._by.items())}")
            steps = [after == share + number_term(by) * one for by, (share, after) in zip(moved, pairs, strict=True)]
            return conj([one > 0, one <= 1, *steps])
        more = sum(moved) > 0
        if not all(by == 0 or (by > 0) == more for by in moved):
            return z3.BoolVal(True)
        # Of more votes, those that got none have a smaller share; of fewer, a larger one. What changed has the rest.
        alone = sum(bool(by) for by in moved) == 1
        known = [(bool(by) == more, pair) for by, pair in zip(moved, pairs, strict=True) if not by or alone]
        return conj([after >= share if grows else after <= share for grows, (share, after) in known])

    def case(self, case: Case) -> Case:
        """The case after the changes."""
        facts: dict[str, Value] = dict(case.facts)
        for change in self.changes:
            value = facts[change.name]
            if isinstance(value, bool):
                facts[change.name] = not change.downwards
            elif isinstance(value, int | Fraction) and change.by is not None:
                facts[change.name] = value + change.by
        return Case(case.on, facts, case.records, case.parties, case.circumstances, case.findings, case.steps)
