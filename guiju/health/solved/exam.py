"""What every solver-found check needs: the law's formulas under each reading, questions, and findings from answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from guiju import tree as t
from guiju.evaluate.program import Run
from guiju.findings import Finding
from guiju.health.places import addresses
from guiju.health.solved.actions import parties, things
from guiju.law import Law
from guiju.prove.readings import variations
from guiju.prove.search import Found, Search
from guiju.prove.symbols import Term
from guiju.prove.theory import Theory, theory
from guiju.prove.thresholds import Threshold
from guiju.prove.witness import with_unit, witness_of
from guiju.values import show

Confirm = Callable[[Run], bool]
Pair = tuple[t.Norm, t.Norm]
MOST_PAIRS = 600


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the solver: under which theory, what is claimed, and how a run confirms it."""

    theory: Theory
    claims: list[Term]
    confirm: Confirm
    # A case exactly on one of these is wished for, and their values are told first.
    limits: Sequence[Threshold | None] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A confirmed witness: the run, what it says in words, and the thresholds of the statements concerned."""

    run: Run
    words: dict[str, str]
    thresholds: list[Threshold]

    def at(self) -> str:
        """`考核得分为90分，「受处分」不成立`: the values compared and what must not be so; "" when there is neither."""
        named = {limit.name: self.words[limit.name] for limit in self.thresholds if limit.name in self.words}
        compared = "、".join(f"{name}为{value}" for name, value in named.items())
        unmet = [f"「{name}」" for name, value in self.words.items() if value == show(False)]
        barred = f"{''.join(unmet)}{'都' * (len(unmet) > 1)}不成立" if unmet else ""
        return "，".join(part for part in (compared, barred) if part)

    def line(self) -> str:
        """`考核得分 90分`: the first threshold that the case lies exactly on; "" when there is none."""
        on = (limit for limit in self.thresholds if self.run.named(limit.name) == limit.value)
        return next((f"{limit.name} {limit.text}" for limit in on), "")


class Exam:
    """One law under examination. All checks share its formulas and what was already asked."""

    def __init__(self, law: Law) -> None:
        self.law, self.search = law, Search(law)
        self.base = theory(law)
        self.cut = False
        self._imposing: dict[tuple[str, str], list[t.Norm]] = {}
        self._dead: dict[tuple[int, ...], bool] = {}
        self._kept: list[Term] = []

    def imposing(self, party: str, thing: str) -> list[t.Norm]:
        """The norms that say something of a party and a measure, an effect or accountability."""
        if not self._imposing:
            for norm in self.base.norms:
                for key in ((p, x) for p in parties(norm) for x in things(norm)):
                    self._imposing.setdefault(key, []).append(norm)
        return self._imposing.get((party, thing), [])

    def some(self, pairs: Iterable[Pair]) -> list[Pair]:
        """The pairs, of a law with very many of them the first ones."""
        found = list(islice(pairs, MOST_PAIRS + 1))
        self.cut = self.cut or len(found) > MOST_PAIRS
        return found[:MOST_PAIRS]

    @property
    def unfinished(self) -> bool:
        """Whether the law was too long to be examined to the end."""
        return self.cut or self.search.spent

    def theories(self, nodes: Iterable[t.Node]) -> Iterator[Theory]:
        """The law under the default readings, then under each other reading that the nodes rest on."""
        for chosen in variations(self.law, list(nodes), self.base.readings):
            yield theory(self.law, chosen)

    def under(self, chosen: dict[str, str]) -> Theory:
        """The law under a choice of readings; defaults need not be named."""
        return theory(self.law, {key: o for key, o in chosen.items() if o != self.base.readings[key]})

    def same(self, at: Theory, one: Term, other: Term) -> bool:
        """Whether two formulas are the same term, and the law is in force in the same cases as by default."""
        return bool(one.eq(other) and at.in_force.eq(self.base.in_force))

    def never(self, at: Theory, *claims: Term) -> bool:
        """Proved: where the law is in force, no case meets the claims."""
        if self.search.spent:
            return False
        key = (id(at), *(c.get_id() for c in claims))
        if key not in self._dead:
            self._kept += claims
            self._dead[key] = self.search.refuted([at], [at.in_force, *claims])
        return self._dead[key]

    def show(self, asked: Asked) -> Shown | None:
        """The smallest case that shows it, confirmed by `evaluate`; None when none was found within the bounds."""
        at = asked.theory
        if self.never(at, *asked.claims):
            return None
        limits = [limit for limit in asked.limits if limit]
        wishes = [limit.at(at) for limit in limits if _is_number(at, limit)]

        def confirm(run: Run) -> bool:
            return not run.excluded_by and asked.confirm(run)

        found = self.search.case([at], [at.in_force, *asked.claims], confirm, wishes)
        return self._told(at, found, confirm, limits) if found else None

    def _told(self, at: Theory, found: Found, confirm: Confirm, limits: list[Threshold]) -> Shown:
        return Shown(found.run, witness_of(self.search, at, found, confirm, limits), limits)

    def guards(self, statements: Sequence[t.Statement]) -> list[t.Node]:
        """The conditions of some statements."""
        found: list[t.Node] = []
        for statement in statements:
            match statement:
                case t.Norm() | t.Step():
                    found += [*statement.guards.when, *statement.guards.unless]
                case t.Circumstance():
                    found += [e for e in (statement.condition, statement.exception) if e]
        return found

    def finding(
        self, kind: str, statements: Iterable[t.Statement], message: str, suggestion: str,
        shown: Shown | None = None, at: Theory | None = None,
    ) -> Finding:  # fmt: skip
        """A finding with its provisions, witness and readings."""
        chosen = at.adopted if at else {}
        opening = "、".join(f"{key}「{option}」" for key, option in chosen.items())
        opening = f"按读法 {opening}，" if opening else ""
        words, line = (shown.words, shown.line()) if shown else (None, "")
        about = addresses(self.law, statements)
        return Finding(kind, about, opening + message, words, suggestion, dict(chosen), line=line)


def _is_number(at: Theory, limit: Threshold) -> bool:
    return at.named(limit.name).kind == "数"


__all__ = ["Asked", "Exam", "Shown", "with_unit"]
