"""A law as formulas: when each norm applies, what each 择一 comes to, whether the law is in force."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import z3  # type: ignore[import-untyped]

from guiju import tree as t
from guiju.check.types import Types
from guiju.evaluate.outcome import CONFLICT, NO_GROUND, GradeNorm, grade_norms
from guiju.evaluate.program import readings_in_force
from guiju.law import Law
from guiju.order import Links, within
from guiju.prove.formulas import Formulas
from guiju.prove.symbols import Side, Sym, Term, choose, conj, disj, neg

_FIRM = ("应", "不得", "方可")
_GROUNDS = ("方可", "应", "可", "一般应")


@dataclass(frozen=True, slots=True)
class Concluding:
    """A 择一 as formulas: which options are open, the number of the proposed value, which of its norms stand.

    `possible` are the options with a ground that nothing closes, before an 应 puts the others away.
    """

    open: dict[str, Term]
    value: Term
    standing: dict[int, Term]
    possible: dict[str, Term]


class Theory(Formulas):
    """One law under fixed readings, as formulas over the free values of a case."""

    def __init__(
        self, law: Law, chosen: dict[str, str] | None = None, shared: Theory | None = None,
        computed: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        super().__init__(law, readings_in_force(law, chosen or {}), shared)
        self.computed = computed
        self.adopted = dict(chosen or {})
        self.links: Links = shared.links if shared else Links(law)
        self.kinds = shared.kinds if shared else _kinds(law)
        self.norms: list[t.Norm] = [s for s in law.statements if isinstance(s, t.Norm)]
        # What came of the properties the law declares, once they have been asked.
        self.verdicts: list[Any] = []
        self._circumstances: dict[str, list[t.Circumstance]] = {}
        for statement in law.statements:
            if isinstance(statement, t.Circumstance):
                self._circumstances.setdefault(statement.label, []).append(statement)
        self._applies: dict[int, Term] = {}
        self._concluding: dict[tuple[str, int], Concluding] = {}
        self._in_force: Term = None

    def labels(self, node: t.HasCircumstance) -> list[str]:
        """The labels of the circumstances named, in the order of the text."""
        named = within(node.ranges, self.links.order)
        return [label for label in self.links.order if label in named]

    def _fact(self, name: str) -> Sym:
        # A fact with a default is what it was given as: a witness always says.
        return self.free.fact(name)

    def applies(self, norm: t.Norm | t.Step) -> Term:
        """Whether a norm (or step) applies: 当 holds, 除非 does not, and no norm that sets it back applies."""
        if id(norm) not in self._applies:
            exceptions = [self.found(self.truth(g)) for g in norm.guards.unless]
            if isinstance(norm, t.Norm):
                exceptions += [self.found(self.applies(n)) for n in self.links.overriding(norm)]
            self._applies[id(norm)] = conj([*(self.truth(g) for g in norm.guards.when), neg(disj(exceptions))])
        return self._applies[id(norm)]

    def found(self, truth: Term) -> Term:
        """A truth that counts only when it is found: an unknown exception (除非) leaves a norm standing.

        So it may fail too where something is divided by nothing, which `evaluate` does not know.
        """
        unknown = self.unknown(truth)
        if z3.is_false(unknown):
            return truth
        key = ("found", truth.get_id())
        sym = self.fresh(key, "是否", lambda b: Side(lambda _: z3.Implies(b.term, truth), lambda: z3.BoolVal(True)))
        return z3.If(unknown, sym.term, truth)

    def unknown(self, term: Term) -> Term:
        """Whether something that a term rests on is divided by nothing."""
        queue, seen, divisors = [term], set[str](), list[Term]()
        while queue:
            for name in sorted(self.constants.of(queue.pop()).keys() - seen):
                seen.add(name)
                divisors += [self.divisors[name]] if name in self.divisors else []
                queue += [self.sides[name].exact((1,))] if name in self.sides else []
        return disj([divisor == 0 for divisor in divisors])

    def established(self, label: str) -> Term:
        """Whether a circumstance is established: named by the case, or shown by its records and facts."""
        shown = [self.found(self.holds(c)) for c in self._circumstances.get(label, ()) if c.condition]
        return disj([self.free.circumstance(label), *shown])

    def holds(self, circumstance: t.Circumstance) -> Term:
        """Whether the records and facts show a circumstance; true for one that a person finds."""
        if circumstance.condition is None:
            return z3.BoolVal(True)
        exception = self.truth(circumstance.exception) if circumstance.exception else z3.BoolVal(False)
        return conj([self.truth(circumstance.condition), neg(exception)])

    @property
    def in_force(self) -> Term:
        """Whether the law applies to the case at all."""
        if self._in_force is None:
            parts: list[Term] = []
            for statement in self.law.statements:
                match statement:
                    case t.Scope():
                        within_it = self.truth(statement.condition)
                        parts.append(disj([within_it, self.unknown(within_it)]))
                    case t.Commencement():
                        parts.append(self.free.on().term >= self.value(statement.start).term)
                    case t.Norm(action=t.Exclude()):
                        out = self.applies(statement)
                        parts.append(disj([neg(out), self.unknown(out)]))
            self._in_force = conj(parts)
        return self._in_force

    @cached_property
    def scope_names(self) -> frozenset[str]:
        """The names of what decides whether a case is within the scope of the law."""
        scopes = [self.truth(s.condition) for s in self.law.statements if isinstance(s, t.Scope)]
        return frozenset(name for scope in scopes for name in self.constants.of(scope))

    def concluded(self, outcome: str) -> Sym:
        """The value of a 择一: what the meeting chose among the options open, else the proposal."""
        found, choice = self.concluding(outcome), self.free.choice(outcome)
        chosen = disj([conj([choice.term == self.codes.of(o), is_open]) for o, is_open in found.open.items()])
        return Sym("选项", choose(chosen, choice.term, found.value))

    def concluding(self, outcome: str, without: t.Norm | None = None) -> Concluding:
        """A 择一 as formulas; `without` leaves one of its norms out."""
        key = (outcome, id(without) if without else 0)
        if key not in self._concluding:
            norms = [n for n in self.links.graders(outcome) if n is not without]
            ready = grade_norms([(n, self.law.address(n)) for n in norms])
            held = [self.applies(n) for n in norms]
            options = self.words.outcomes[outcome].options
            open_, value, stands, possible = self._settle(options, ready, held)
            standing = {id(norm): stand for norm, stand in zip(norms, stands, strict=True)}
            self._concluding[key] = Concluding(open_, value, standing, possible)
        return self._concluding[key]

    def _settle(
        self, options: tuple[str, ...], norms: list[GradeNorm], held: list[Term]
    ) -> tuple[dict[str, Term], Term, list[Term], dict[str, Term]]:
        """The formulas of guiju/evaluate/outcome.py, statement for statement."""
        with_held = list(zip(norms, held, strict=True))

        def set_back(norm: GradeNorm, firm: bool) -> Term:
            return disj([h for n, h in with_held if (n.modal in _FIRM) == firm and norm.label in n.overrides])

        stands = [conj([h, neg(set_back(n, True))]) for n, h in with_held]
        standing = list(zip(norms, stands, strict=True))

        def some(option: str, *modals: str) -> Term:
            return disj([s for n, s in standing if n.option == option and n.modal in modals])

        unmet = {o: disj([conj([neg(h), neg(set_back(n, True))]) for n, h in with_held
                          if n.modal == "方可" and n.option == o]) for o in options}  # fmt: skip
        demanded = {o: some(o, "应") for o in options}
        nothing_demanded = neg(disj(list(demanded.values())))
        instead = {o: disj([some(o, "一般应"), *(s for n, s in standing if n.option == o and n.modal == "可"
                                                and n.overrides)]) for o in options}  # fmt: skip
        possible = {o: conj([some(o, *_GROUNDS), neg(unmet[o]), neg(some(o, "不得"))]) for o in options}
        open_ = {o: conj([possible[o], disj([nothing_demanded, demanded[o], instead[o]])]) for o in options}
        firmly = {o: disj([conj([s, neg(set_back(n, False))]) for n, s in standing
                           if n.option == o and n.modal == "应"]) for o in options}  # fmt: skip
        presumed = {o: conj([open_[o], disj([conj([s, neg(set_back(n, False))]) for n, s in standing
                                             if n.option == o and n.modal == "一般应"])]) for o in options}  # fmt: skip
        avoided = {o: some(o, "一般不得") for o in options}
        value = self._proposal(options, open_, (firmly, presumed, avoided))
        return open_, value, stands, possible

    def _proposal(
        self, options: tuple[str, ...], open_: dict[str, Term], by: tuple[dict[str, Term], ...]
    ) -> Term:  # fmt: skip
        demanded, presumed, avoided = by
        conflict, none = (z3.IntVal(self.codes.of(text)) for text in (CONFLICT, NO_GROUND))
        anything = disj(list(demanded.values()))
        torn = disj([conj([presumed[o], avoided[o], neg(anything)]) for o in options])
        clash = disj([_two(list(demanded.values())), _two(list(presumed.values())), torn])
        possible = disj([conj([demanded[o], open_[o]]) for o in options])
        shut = disj([neg(disj(list(open_.values()))), conj([anything, neg(possible)])])
        value = none
        for option in reversed(options):
            value = choose(conj([open_[option], neg(avoided[option])]), z3.IntVal(self.codes.of(option)), value)
        for rank in (presumed, demanded):
            for option in reversed(options):
                value = choose(rank[option], z3.IntVal(self.codes.of(option)), value)
        return choose(clash, conflict, choose(shut, choose(anything, conflict, none), value))


def _two(parts: list[Term]) -> Term:
    """At least two of them."""
    return disj([conj([a, b]) for n, a in enumerate(parts) for b in parts[n + 1 :]])


def _kinds(law: Law) -> dict[str, str]:
    types = Types(law, lambda *_: None)
    found = ((d.name, types.named(d.name)) for d in law.words.definitions.values() if d.fillable)
    return {name: kind.name for name, kind in found if kind}


@lru_cache(16)
def _theories(_: int) -> dict[tuple[tuple[str, str], ...], Theory]:
    return {}


def theory(law: Law, chosen: dict[str, str] | None = None) -> Theory:
    """The formulas of a checked law, made once for each choice of readings."""
    known = _theories(id(law))
    if known and next(iter(known.values())).law is not law:
        known.clear()
    base = known.setdefault((), Theory(law)) if () not in known else known[()]
    key = tuple(sorted((chosen or {}).items()))
    if key not in known:
        known[key] = Theory(law, chosen, base)
    return known[key]
