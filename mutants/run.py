"""The whole run: plant, check, judge, in as many processes as there are cores."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from time import perf_counter

from guiju.findings import Finding
from mutants.judge import Checked, Known, Verdict, checked, judge, known
from mutants.mutator import MUTATORS, Change
from mutants.plant import MOST_OF_A_KIND, Mutant, Offer, deal, offer
from mutants.probe import Probe
from mutants.seeds import CLEAN, SEEDS, Seed, open_seed

# Slips that show in what comes out, if they show at all. Others (no actor, no deadline…) concern the text as such.
CALCULATED = ("threshold", "inclusive", "overlap", "gap", "modal", "deleted", "monotone", "range", "exception")


@dataclass(frozen=True)
class Size:
    """How much is run: mutants of a kind at most, and the laws they are planted in."""

    name: str
    most: int
    laws: tuple[str, ...]


FULL = Size("full", MOST_OF_A_KIND, SEEDS)
SMALL = Size("small", 2, CLEAN)
SIZES = {size.name: size for size in (FULL, SMALL)}


@dataclass(frozen=True)
class Tried:
    """A mutant and what became of it; `seconds`: how long the check took; `same`: no drawn case came out otherwise."""

    mutant: Mutant
    verdict: Verdict
    seconds: float
    same: bool = False


@dataclass(frozen=True)
class Result:
    """Everything a run found out."""

    size: Size
    tried: list[Tried]
    # Changes that broke nothing, and those where the defect was there already; by kind.
    unplanted: tuple[Counter[str], Counter[str]]
    alarms: dict[str, list[Finding]]
    seconds: float

    @property
    def counted(self) -> list[Tried]:
        """The mutants that are defects: those that were found, and those not found that do change something."""
        return [t for t in self.tried if not t.same]


# A mutant as it goes between processes: its law, its kind, its change, its symptoms.
Parcel = tuple[str, str, Change, frozenset[str]]
_KINDS = {mutator.name: mutator for mutator in MUTATORS}


def run(size: Size) -> Iterator[Tried | Result]:
    """Every mutant as it has been tried, and the result last."""
    begun = perf_counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        offers = [_unpacked(*parts) for parts in pool.map(_offered, size.laws)]
        harmless = sum((o.harmless for o in offers), Counter[str]())
        masked = sum((o.masked for o in offers), Counter[str]())
        mutants = deal(offers, size.most)
        tried = []
        for one in pool.map(_tried, [_packed(m) for m in mutants], chunksize=4):
            mutant = mutants[len(tried)]
            tried.append(Tried(mutant, *one))
            yield tried[-1]
        alarms = dict(pool.map(_alarms, [name for name in size.laws if name in CLEAN]))
    yield Result(size, tried, (harmless, masked), alarms, perf_counter() - begun)


@cache
def _seed(name: str) -> Seed:
    return open_seed(name)


@cache
def _known(name: str) -> Known:
    return known(_seed(name))


@cache
def _probe(name: str) -> Probe:
    return Probe(_seed(name))


def _packed(mutant: Mutant) -> Parcel:
    return mutant.seed.name, mutant.mutator.name, mutant.change, mutant.symptoms


def _mutant(parcel: Parcel) -> Mutant:
    name, kind, change, symptoms = parcel
    return Mutant(_seed(name), _KINDS[kind], change, symptoms)


def _offered(name: str) -> tuple[dict[str, list[Parcel]], Counter[str], Counter[str]]:
    told = {(kind, address) for kind, addresses, _ in _known(name) for address in addresses}
    offered = offer(_seed(name), told)
    parcels = {kind: [_packed(m) for m in mutants] for kind, mutants in offered.mutants.items()}
    return parcels, offered.harmless, offered.masked


def _unpacked(parcels: dict[str, list[Parcel]], harmless: Counter[str], masked: Counter[str]) -> Offer:
    return Offer({kind: [_mutant(p) for p in pile] for kind, pile in parcels.items()}, harmless, masked)


def _tried(parcel: Parcel) -> tuple[Verdict, float, bool]:
    mutant = _mutant(parcel)
    before = _known(mutant.seed.name)
    begun = perf_counter()
    verdict = judge(mutant, before)
    seconds = perf_counter() - begun
    by_form = mutant.change.shown and mutant.mutator.group not in CALCULATED
    same = not (verdict.found or by_form or _probe(mutant.seed.name).differs(mutant.text))
    return verdict, seconds, same


def _alarms(name: str) -> tuple[str, list[Finding]]:
    found: Checked = checked(_seed(name).text, name)
    assert not found.errors, name
    return name, list(found.findings)
