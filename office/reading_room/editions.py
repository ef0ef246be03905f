"""Two editions of a measure side by side: which sentences differ, and what comes out differently for whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from guiju.appraise import Appraisal
from guiju.law import Law
from guiju.whatif.cases import Difference
from guiju.whatif.causes import Causes
from guiju.whatif.compare import CaseComparison, Watch, as_if_both_in_force, compare_cases, law_causes
from guiju.whatif.facts import find_facts
from guiju.whatif.people import PeopleComparer
from guiju.whatif.provisions import LawChange, ProvisionChange, compare_laws
from guiju.whatif.tables import PARTS, Sentences, entry_text
from office.ground.offers import people_under
from office.ground.shelf import Edition
from office.reading_room.trial import PeopleTrial, Sentence, compared_people, sentences_of, told_people

Pieces = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A provision that differs: what became of it, where it stands in either, its words cut where they differ, rules.

    A piece is ("", what both have), ("-", only the earlier) or ("+", only the later).
    """

    kinds: tuple[str, ...]
    before: str
    after: str
    cite: str
    pieces: Pieces
    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseChanged:
    """A case that comes out differently: what only one edition gives, and from which sentences."""

    title: str
    gone: tuple[str, ...]
    come: tuple[str, ...]
    since: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Effects:
    """What becomes of the cases beside the later edition, how often by which sentence, and what was not compared."""

    cases: int
    changed: tuple[CaseChanged, ...]
    sentences: tuple[tuple[str, str, str, int], ...]
    notes: tuple[str, ...]


@lru_cache(32)
def differences(before: Edition, after: Edition) -> tuple[tuple[SentenceChange, ...], tuple[str, ...]]:
    """The provisions that differ, in the order of the later edition, and what became of the readings."""
    change = compare_laws(*_laws(before, after))
    found = [_told(one) for one in change.provisions]
    return tuple(dict.fromkeys(found)), tuple(change.readings)


def _laws(before: Edition, after: Edition) -> tuple[Law, Law]:
    assert before.law is not None
    assert after.law is not None
    return before.law, after.law


def _told(change: ProvisionChange) -> SentenceChange:
    old, new = change.before, change.after
    one = new or old
    assert one is not None
    rules = [version.rule if version else () for version in (old, new)]
    texts = [version.provision.text if version else "" for version in (old, new)]
    return SentenceChange(
        change.kinds, old.provision.address if old else "", new.provision.address if new else "", one.provision.cite,
        pieces(*texts),
        tuple(line for line in rules[0] if line not in rules[1]),
        tuple(line for line in rules[1] if line not in rules[0]),
    )  # fmt: skip


def pieces(old: str, new: str) -> Pieces:
    """Two versions of a sentence as one, cut where they differ."""
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("", old[a:b]))
        else:
            found += [("-", old[a:b])] if b > a else []
            found += [("+", new[c:d])] if d > c else []
    return tuple(found)


@lru_cache(32)
def effects(before: Edition, after: Edition) -> Effects:
    """The cases beside the later edition under both; a draft is tried as if it were in force already."""
    causes, notes = _causes(before, after)
    folder = after.folder / "cases"
    facts = find_facts(folder).cases if any(folder.glob("*.toml")) else ()
    found: CaseComparison = compare_cases(causes, facts, Watch())
    say = Sentences(causes)
    changed = [
        CaseChanged(
            change.title,
            tuple(_line(one) for one in change.differences if one.only_under == causes.before.name),
            tuple(_line(one) for one in change.differences if one.only_under == causes.after.name),
            tuple(sentences_of(change.causes, say)),
        )
        for change in found.changes
    ]
    return Effects(found.cases, tuple(changed), _counted(found.sentences, say), (*notes, *found.notes))


def _causes(before: Edition, after: Edition) -> tuple[Causes, list[str]]:
    *laws, note = as_if_both_in_force(*_laws(before, after))
    causes: tuple[Causes, LawChange] = law_causes(*laws)
    return causes[0], note


def _line(one: Difference) -> str:
    return f"{PARTS[one.part]}：{entry_text(one.entry)}"


def _counted(counts: Counter[str], say: Sentences) -> tuple[tuple[str, str, str, int], ...]:
    return tuple((address, say.cite(address), say.text(address), n) for address, n in counts.most_common())


@lru_cache(8)
def people(before: Edition, after: Edition) -> tuple[PeopleTrial, ...]:
    """The people whom the measure grades, under both editions, table by table."""
    causes, _notes = _causes(before, after)
    if any(side.law.words.subject is None for side in (causes.before, causes.after)):
        return ()
    comparer = PeopleComparer(Appraisal(causes.before.law), Appraisal(causes.after.law), causes)
    years = [year for year in people_under(after.id) if year.file.is_file()]
    return tuple(told_people(year.label, compared_people(comparer, year), causes) for year in years)
