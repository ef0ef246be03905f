"""What the loaded laws say of effects: their names, where each is brought about, and what a law asks of the register.

Nothing here knows a measure. The names come from the law files: 效果 words are bars; a record whose options name a
measure (措施) or an effect, and whose other columns the register can fill, names the handlings a law looks back on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from guiju import tree as t
from guiju.law import Law
from office.ground import shelf
from office.ground.shelf import Edition

EFFECTS, MEASURES = "效果", "措施"
# What the register can say of an entry, by the column a law's record may have for it.
WHO, DECIDED, DOCUMENT, MONTHS, LAST_DAY = "编号", "决定日期", "文号", "影响期", "满日"
COLUMNS = frozenset({WHO, DECIDED, DOCUMENT, MONTHS, LAST_DAY})


@dataclass(frozen=True, slots=True)
class Basis:
    """A provision that brings an effect about: its address, citation, sentence, law, and the effect."""

    address: str
    cite: str
    sentence: str
    title: str
    kind: str
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A name an entry may have. `is_bar`: an effect; else a handling that a law looks back on."""

    name: str
    is_bar: bool
    bases: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A law's record that the register fills: its name, the column naming the handling, its options, and columns."""

    record: str
    column: str
    options: tuple[str, ...]
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bridge:
    """A fact of one law that an effect under another law establishes (its rule says so by 据)."""

    fact: str
    kinds: tuple[str, ...]
    rests_on: str


def editions_on(day: date) -> tuple[Edition, ...]:
    """The sound editions in force on a day."""
    return tuple(edition for edition in shelf.instruments(day) if edition.law is not None)


def kinds_on(day: date) -> dict[str, Kind]:
    """Every name an entry may have, bars first."""
    return _kinds(editions_on(day))


@lru_cache(16)
def _kinds(editions: tuple[Edition, ...]) -> dict[str, Kind]:
    laws = [edition.law for edition in editions if edition.law]
    bars = list(dict.fromkeys(name for law in laws for name in law.words.words[EFFECTS]))
    found = {name: Kind(name, True, tuple(_bases(laws, name))) for name in bars}
    for law in laws:
        for ledger in ledgers(law, _measures(laws)):
            for option in ledger.options:
                found.setdefault(option, Kind(option, False, tuple(_measured(laws, option))))
    return found


def _measures(laws: list[Law]) -> frozenset[str]:
    return frozenset(name for law in laws for kind in (EFFECTS, MEASURES) for name in law.words.words[kind])


def _bases(laws: list[Law], name: str) -> Iterator[Basis]:
    """Where an effect is brought about; where no rule does, where it is declared."""
    for law in laws:
        norms = [n for n in law.of(t.Norm) if isinstance(n, t.Norm) and isinstance(n.action, t.Bring)]
        for address in dict.fromkeys(law.address(n) for n in norms if n.action.effect == name):  # type: ignore[union-attr]
            parties = tuple(dict.fromkeys(p for n in norms if law.address(n) == address for p in n.action.parties))  # type: ignore[union-attr]
            yield _basis(law, address, name, parties)
        declared = law.words.words[EFFECTS].get(name)
        if declared is not None and declared.label:
            yield _basis(law, law.address(declared), name)


def _measured(laws: list[Law], name: str) -> Iterator[Basis]:
    for law in laws:
        declared = law.words.words[MEASURES].get(name)
        if declared is not None and declared.label:
            yield _basis(law, law.address(declared), name)


def _basis(law: Law, address: str, name: str, parties: tuple[str, ...] = ()) -> Basis:
    row = law.provision(address)
    return Basis(address, row.cite, row.text, law.title, name, parties)


@lru_cache(64)
def _ledgers(law_edition: Edition, measures: frozenset[str]) -> tuple[Ledger, ...]:
    assert law_edition.law is not None
    return tuple(ledgers(law_edition.law, measures))


def ledgers_of(edition: Edition, day: date) -> tuple[Ledger, ...]:
    """The records of a law that the register fills."""
    return _ledgers(edition, _measures([e.law for e in editions_on(day) if e.law]))


def ledgers(law: Law, measures: frozenset[str]) -> Iterator[Ledger]:
    """Records with a column whose options name measures or effects, and nothing the register does not know."""
    for record in law.words.records.values():
        named = [f for f in record.fields if measures & set(law.words.kind(f.type).options)]
        others = {f.name for f in record.fields if f not in named}
        if len(named) == 1 and others <= COLUMNS:
            options = law.words.kind(named[0].type).options
            yield Ledger(record.name, named[0].name, options, frozenset({named[0].name, *others}))


@lru_cache(64)
def bridges_of(edition: Edition, all_: tuple[Edition, ...]) -> tuple[Bridge, ...]:
    """The facts of this law that rest on an effect under another, as the rules that close a value by them say (据)."""
    law = edition.law
    assert law is not None
    found = []
    for norm in law.of(t.Norm):
        if isinstance(norm, t.Norm) and isinstance(norm.action, t.Grade):
            for address in norm.clauses.rests_on:
                kinds = tuple(_declared_at(address, all_))
                facts = [g.text for g in norm.guards.when if isinstance(g, t.Name)]
                found += [Bridge(fact, kinds, address) for fact in facts if kinds]
    return tuple(found)


def _declared_at(address: str, all_: tuple[Edition, ...]) -> Iterator[str]:
    instrument, _slash, label = address.partition("/")
    for edition in all_:
        if edition.id == instrument and edition.law:
            for name, declared in edition.law.words.words[EFFECTS].items():
                if declared.label == label:
                    yield name


def basis_at(address: str, day: date) -> Basis | None:
    """The provision (or the superior rule) at an address, in the edition of that day; None: there is none."""
    instrument, _slash, label = address.partition("/")
    edition = shelf.find(instrument, day)
    if edition is None or edition.law is None or not label:
        return None
    law = edition.law
    if address in law.provisions:
        return _basis(law, address, "")
    rule = parameter_at(law, label, day)
    return Basis(address, rule.name, rule.authority, law.title, "") if rule else None


def parameter_at(law: Law, name: str, day: date) -> t.ParameterValue | None:
    """A superior rule's value on a day."""
    dated = [v for v in law.parsed.parameters if v.name == name]
    return next((v for v in dated if v.since <= day.isoformat() <= (v.until or "9999-12-31")), None)
