"""Where two entries of one person or unit meet in time: what the law says of it, and which governs.

Two rules. Where a law says that of two kinds of handling the longer governs, its own period says until when (a rule
whose period runs `自 … 至 …` over a record the register fills): the entries are put to it, and it is computed.
Where entries of one kind meet and no law puts one in the other's place, each holds; the bar ends when the last does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guiju import tree as t
from guiju.evaluate.case import Case
from guiju.evaluate.effects import lasting
from guiju.evaluate.program import Run
from office.ground.shelf import Edition
from office.reading_room.programs import program
from office.reading_room.readings import in_force
from office.register.gradings import reached, rows_of
from office.register.laws import DECIDED, Basis, Ledger, basis_at, editions_on, ledgers_of
from office.register.models import REVOKED, Effect
from office.register.periods import readings_behind


@dataclass(frozen=True, slots=True)
class Overlap:
    """Entries that meet, those of them that govern, until when, and the law's sentence; `basis` None: each holds.

    `waits_for`: what the law's rule still asks for; then nothing is said of which governs.
    """

    entries: tuple[Effect, ...]
    governing: tuple[Effect, ...]
    until: date | None
    basis: Basis | None
    readings: tuple[tuple[str, str], ...] = ()
    waits_for: tuple[str, ...] = ()


def overlaps(effects: list[Effect], day: date) -> list[Overlap]:
    """What there is to say of these entries (of one subject), by the laws in force on that day."""
    live = [e for e in effects if e.spells.all() and not any(s.what == REVOKED for s in e.steps.all())]
    return [*_by_law(live, day), *_of_one_kind(live)]


def _of_one_kind(live: list[Effect]) -> Iterator[Overlap]:
    for kind in dict.fromkeys(e.kind for e in live):
        for group in _meeting([e for e in live if e.kind == kind]):
            last = max(_end(e) for e in group)
            until = None if last == date.max else last
            yield Overlap(tuple(group), tuple(e for e in group if _end(e) == last), until, None)


def _by_law(live: list[Effect], day: date) -> Iterator[Overlap]:
    for edition in editions_on(day):
        for ledger in ledgers_of(edition, day):
            for group in _meeting([e for e in live if e.kind in ledger.options]):
                yield from _asked(edition, ledger, group, day)


def _asked(edition: Edition, ledger: Ledger, group: list[Effect], day: date) -> Iterator[Overlap]:
    law = edition.law
    assert law is not None
    ready, lock = program(edition, in_force(edition, day))
    decided = max(e.last.decided_on for e in group)
    facts = {DECIDED: decided} if DECIDED in law.words.facts else {}
    with lock:
        run = ready.run(Case(decided, dict(facts), {ledger.record: rows_of(ledger, group, "")}))
        for norm in ready.norms:
            period = norm.clauses.period
            if period is None or period.end is None or ledger.record not in reached(ready, period.end)[1]:
                continue
            if run.value(norm).condition is not False:
                yield _settled(run, norm, group, day)


def _settled(run: Run, norm: t.Norm, group: list[Effect], day: date) -> Overlap:
    _first, until, waits = lasting(run, norm.clauses.period)
    governing = tuple(e for e in group if until is not None and _end(e) == until)
    assert norm.clauses.period is not None
    readings = tuple((key, run.program.readings[key]) for key in readings_behind(run, norm.clauses.period.end))
    return Overlap(tuple(group), governing, until, basis_at(run.law.address(norm), day), readings, tuple(waits))


def _meeting(effects: list[Effect]) -> Iterator[list[Effect]]:
    """Groups of two and more whose days touch, directly or through another."""
    group: list[Effect] = []
    end = date.min
    for effect in sorted(effects, key=lambda e: (_start(e), e.pk)):
        if group and _start(effect) > end:
            if len(group) > 1:
                yield group
            group = []
        group.append(effect)
        end = max(end, _end(effect)) if len(group) > 1 else _end(effect)
    if len(group) > 1:
        yield group


def _start(effect: Effect) -> date:
    days: list[date] = [spell.since for spell in effect.spells.all()]
    return min(days)


def _end(effect: Effect) -> date:
    days: list[date] = [spell.until or date.max for spell in effect.spells.all()]
    return max(days)
