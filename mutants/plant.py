"""Choosing the mutants: every kind of slip, spread over the laws, the same ones for the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256

from mutants import bounds, formulas, norms, procedure, words  # noqa: F401  (they register their mutators)
from mutants.mutator import MUTATORS, Change, Mutator
from mutants.probe import CASES, Probe
from mutants.seeds import CLEAN, Seed

# Of one kind of slip in one law at most so many are planted, and in all laws together at most so many.
MOST_IN_A_LAW = 4
MOST_OF_A_KIND = 9
# Changes of one kind in one law that are put to `evaluate` at most, to see whether they break anything.
MOST_TRIED = 10
# Slips that put a rule out of work: they show only on a rule that some drawn case brings into force.
IDLE = ("never-fires", "shadowed")


@dataclass(frozen=True)
class Mutant:
    """A planted defect: the law, the slip, what it broke in `evaluate` (empty: a defect by its form)."""

    seed: Seed
    mutator: Mutator
    change: Change
    symptoms: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The whole law file with the defect in it."""
        return self.change.apply(self.seed)

    @property
    def id(self) -> str:
        """A short name that stays the same as long as the change does."""
        mark = sha256(repr(self.change.diff(self.seed)).encode()).hexdigest()[:6]
        return f"{self.mutator.name}-{self.seed.name}-{mark}"


@dataclass(frozen=True)
class Offer:
    """The mutants that one law gives, by kind, and how many changes were not planted, and why.

    `harmless`: they only set another standard and broke nothing; `masked`: the defect was there already.
    """

    mutants: dict[str, list[Mutant]]
    harmless: Counter[str]
    masked: Counter[str]


@dataclass(frozen=True)
class Field:
    """A law to plant in, and what became of the changes that were not planted."""

    seed: Seed
    probe: Probe
    told: frozenset[tuple[str, str]]
    harmless: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)

    def is_masked(self, mutant: Mutant) -> bool:
        """Whether the law as written has, in the same provision, a finding that would show this defect."""
        return any((kind, mutant.change.address) in self.told for kind in mutant.mutator.accepts)


def offer(seed: Seed, told: Iterable[tuple[str, str]] = (), cases: int = CASES) -> Offer:
    """The mutants of every kind that one law gives, at most a few of each.

    `told`: kinds of finding and the provisions they are told of in the law as written. Such a defect is there already.
    """
    field = Field(seed, Probe(seed, cases), frozenset(told))
    mutants = {mutator.name: _of_one(field, mutator) for mutator in MUTATORS}
    return Offer(mutants, field.harmless, field.masked)


def deal(offers: list[Offer], most: int = MOST_OF_A_KIND) -> list[Mutant]:
    """At most so many mutants of every kind, from every law in turn; each kind begins with another law."""
    dealt = []
    for turn, mutator in enumerate(MUTATORS):
        piles = [offer.mutants[mutator.name] for offer in offers]
        first = turn % len(piles)
        dealt += _dealt(piles[first:] + piles[:first], most)
    return dealt


def _of_one(ground: Field, mutator: Mutator) -> list[Mutant]:
    """At most a few defects of one kind in one law, by their marks: the order of the text plays no part."""
    seed, probe = ground.seed, ground.probe
    mutants = {m.id: m for change in mutator.make(seed) for m in [Mutant(seed, mutator, change)]}
    tried, kept = 0, []
    for name in sorted(mutants, key=lambda name: name[-6:]):
        mutant = mutants[name]
        if len(kept) == MOST_IN_A_LAW * (2 if seed.name in CLEAN else 1) or tried == MOST_TRIED:
            break
        if mutator.group in IDLE and mutant.change.first not in probe.live:
            continue
        if mutant.change.shown and ground.is_masked(mutant):
            ground.masked[mutator.name] += 1
            continue
        if mutant.change.shown:
            kept.append(mutant)
            continue
        tried += 1
        symptoms = probe.symptoms(mutant.text)
        if symptoms and "error:syntax" not in symptoms:
            kept.append(replace(mutant, symptoms=frozenset(symptoms)))
        else:
            ground.harmless[mutator.name] += 1
    return kept


def _dealt(piles: list[list[Mutant]], most: int) -> list[Mutant]:
    """One from every pile in turn, until there are enough."""
    longest = max((len(pile) for pile in piles), default=0)
    return [pile[n] for n in range(longest) for pile in piles if n < len(pile)][:most]
