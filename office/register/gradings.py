"""May this person be graded so? The law that grades decides, its facts and records filled from the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from guiju import tree as t
from guiju.evaluate.case import Case, Row
from guiju.evaluate.program import Program, Run
from guiju.explain.reasons import Reasons
from guiju.values import NOTHING, Unknown, Value
from office.ground.shelf import Edition
from office.people.models import Person
from office.reading_room.programs import program
from office.reading_room.readings import in_force
from office.register.laws import (
    DECIDED,
    DOCUMENT,
    LAST_DAY,
    MONTHS,
    WHO,
    Basis,
    Bridge,
    Ledger,
    basis_at,
    bridges_of,
    editions_on,
    ledgers_of,
)
from office.register.models import REVOKED, Effect
from office.register.periods import whole_months
from office.register.questions import effects_of


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule of the law that closes the value: where it stands, how it came to apply, and the entries behind it."""

    basis: Basis
    lines: tuple[str, ...]
    entries: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Grading:
    """One value of a law's conclusion that the register bears on: closed or not, why, and what else could close it.

    `open_facts` are facts that other rules of the law ask for and the register does not know; `unnamed` are handlings
    still in their period that the law does not list by that name: whether they count, a person judges.
    """

    edition: Edition
    outcome: str
    option: str
    grounds: tuple[Ground, ...]
    open_facts: tuple[str, ...]
    readings: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    unnamed: tuple[Effect, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether nothing in the register closes the value."""
        return not self.grounds

    @property
    def entries(self) -> list[Effect]:
        """The entries behind it, each once."""
        return list({e.pk: e for ground in self.grounds for e in ground.entries}.values())


def gradings(person: Person, day: date) -> list[Grading]:
    """For every conclusion about a person that the register can close, how it stands for that day's year."""
    effects = [e for e in effects_of(person) if not any(s.what == REVOKED for s in e.steps.all())]
    all_ = editions_on(day)
    concerned = [e for e in all_ if e.law and e.law.words.outcomes and e.law.words.subject]
    return [found for edition in concerned for found in _Asked(edition, all_, person, effects, day).gradings()]


class _Asked:
    """One law asked about one person on one day."""

    def __init__(
        self, edition: Edition, all_: tuple[Edition, ...], person: Person, effects: list[Effect], day: date
    ) -> None:
        assert edition.law is not None
        self.edition, self.law, self.day = edition, edition.law, day
        self.bridges, self.ledgers = bridges_of(edition, all_), ledgers_of(edition, day)
        self.holding = [e for e in effects if any(s.holds_on(day) for s in e.spells.all())]
        self.decided = [e for e in effects if e.last.decided_on <= day]
        facts: dict[str, Value] = {b.fact: bool(self._behind_fact(b)) for b in self.bridges}
        records = {ledger.record: rows_of(ledger, self.decided, person.code) for ledger in self.ledgers}
        self.case = Case(day, facts, records)

    def _behind_fact(self, bridge: Bridge) -> list[Effect]:
        return [e for e in self.holding if e.kind in bridge.kinds]

    def gradings(self) -> Iterator[Grading]:
        """Every value that a 不得 of the law resting on the register's facts or records could close."""
        ready, lock = program(self.edition, in_force(self.edition, self.day))
        with lock:
            run = ready.run(self.case)
            closing = [n for n in ready.norms if isinstance(n.action, t.Grade) and n.modal == "不得"]
            ours = [n for n in closing if self._asks(run, n)]
            for outcome, option in dict.fromkeys((n.action.outcome, n.action.option) for n in ours):  # type: ignore[union-attr]
                yield self._grading(run, outcome, option, ours, closing)

    def _grading(self, run: Run, outcome: str, option: str, ours: list[t.Norm], closing: list[t.Norm]) -> Grading:
        on_it = [n for n in ours if (n.action.outcome, n.action.option) == (outcome, option)]  # type: ignore[union-attr]
        others = [n for n in closing if (n.action.outcome, n.action.option) == (outcome, option)]  # type: ignore[union-attr]
        readings: dict[str, str] = {}
        grounds = tuple(self._ground(run, readings, n) for n in on_it if run.value(n).applies is True)
        waits = {f for n in others if isinstance(run.value(n).applies, Unknown) for f in run.value(n).open_facts}
        kinds = tuple(dict.fromkeys(kind for n in on_it for kind in self._kinds(run, n)))
        return Grading(
            self.edition,
            outcome,
            option,
            grounds,
            tuple(sorted(waits)),
            tuple(readings.items()),
            kinds,
            self._unnamed(),
        )

    def _unnamed(self) -> tuple[Effect, ...]:
        named = {option for ledger in self.ledgers for option in ledger.options}
        return tuple(e for e in self.holding if not e.is_bar and e.kind not in named)

    def _ground(self, run: Run, readings: dict[str, str], norm: t.Norm) -> Ground:
        reasons = Reasons(run)
        lines = [line for guard in norm.guards.when for line in reasons.of(guard, 0)]
        lines += list(reasons.definitions())
        readings.update(reasons.readings)
        address = self.law.address(norm)
        basis = basis_at(address, self.day) or Basis(address, address, "", self.law.title, "")
        return Ground(basis, tuple(lines), tuple(self._entries(run, norm)))

    def _asks(self, run: Run, norm: t.Norm) -> bool:
        return bool(self._kinds(run, norm))

    def _kinds(self, run: Run, norm: t.Norm) -> list[str]:
        """The kinds of entries that the rule's conditions look at."""
        names, records = reached(run.program, norm.guards.when)
        found = [kind for bridge in self.bridges if bridge.fact in names for kind in bridge.kinds]
        told = {bridge.fact for bridge in self.bridges}
        if not found and not names & told:
            found = [option for ledger in self.ledgers if ledger.record in records for option in ledger.options]
        return found

    def _entries(self, run: Run, norm: t.Norm) -> list[Effect]:
        names, _records = reached(run.program, norm.guards.when)
        bridged = [e for bridge in self.bridges if bridge.fact in names for e in self._behind_fact(bridge)]
        return bridged or [e for e in self.decided if self._alone_suffices(run.program, norm, e)]

    def _alone_suffices(self, ready: Program, norm: t.Norm, effect: Effect) -> bool:
        """Whether the rule would apply with this entry alone: then it is behind it."""
        records = {ledger.record: rows_of(ledger, [effect], "") for ledger in self.ledgers}
        alone = ready.run(Case(self.day, dict(self.case.facts), records))
        return alone.value(norm).applies is True


def rows_of(ledger: Ledger, effects: Iterable[Effect], code: str) -> list[Row]:
    """Entries as rows of a law's record; what an entry does not know is left out and so unknown."""
    rows = []
    for effect in effects:
        if effect.kind in ledger.options:
            last = effect.last
            known: dict[str, Value | None] = {
                ledger.column: effect.kind, WHO: code, DECIDED: last.decided_on, DOCUMENT: last.document,
                MONTHS: whole_months(last.since, last.until) or (NOTHING if last.until is None else None),
                LAST_DAY: last.until or NOTHING,
            }  # fmt: skip
            rows.append({name: value for name, value in known.items() if value is not None and name in ledger.columns})
    return rows


def reached(ready: Program, nodes: object) -> tuple[set[str], set[str]]:
    """The names and records that expressions rest on, through the definitions they use and the readings in force."""
    names: set[str] = set()
    records: set[str] = set()
    waiting: list[object] = [nodes]
    while waiting:
        for node in t.walk(waiting.pop()):
            if isinstance(node, t.Name) and node.text not in names:
                names.add(node.text)
                waiting.append(ready.law.words.definitions.get(node.text))
            if isinstance(node, t.Exists | t.Every | t.Fold):
                records.add(node.record)
    return names, records
