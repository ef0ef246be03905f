"""Many people under two laws or readings: who comes out differently, in which columns, and from which sentence.

People are taken one at a time; only what is counted and those who change are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from guiju import tree as t
from guiju.appraise import Appraisal
from guiju.evaluate.case import Case
from guiju.whatif.causes import Cause, Causes

Couple = tuple[str, str, Case, Case]


@dataclass(frozen=True, slots=True)
class Change:
    """One person who comes out differently: column -> (before, after), and the sentences, most responsible first."""

    identity: str
    title: str
    columns: dict[str, tuple[str, str]]
    causes: tuple[Cause, ...]


@dataclass(slots=True)
class Comparison:
    """What became of all people. `moves` counts (before, after) of the leading conclusion, the unchanged included;
    `sentences` counts the people whose change begins at an address; `different` all whose result differs in anything.
    """

    leading: str
    people: int = 0
    different: int = 0
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # Whether those who change were written into a table already, all of them: here are only the first.
    written: bool = False

    @property
    def moved(self) -> int:
        """How many have another conclusion."""
        return sum(n for (before, after), n in self.moves.items() if before != after)

    def add(self, change: Change) -> None:
        """Count and keep someone who changed."""
        self.different += 1
        self.changes.append(change)
        self.sentences.update(origins(change.causes))

    def merge(self, other: Comparison) -> None:
        """Add what was found of more people."""
        self.people += other.people
        self.different += other.different
        self.moves += other.moves
        self.sentences += other.sentences
        self.changes += other.changes
        self.written = self.written or other.written


def origins(causes: tuple[Cause, ...]) -> list[str]:
    """The addresses a change begins at: those whose own rule differs; else all whose outcome does."""
    return list(dict.fromkeys([c.address for c in causes if c.root] or [c.address for c in causes]))


@dataclass(slots=True)
class PeopleComparer:
    """Two appraisals over the same people. Columns are compared by name."""

    before: Appraisal
    after: Appraisal
    causes: Causes
    columns: list[str] = field(init=False)
    relevant: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = [name for name in self.before.columns if name in self.after.columns]
        nodes = [_results(side, self.columns) for side in (self.before, self.after)]
        self.relevant = self.causes.behind(*nodes)

    @property
    def leading(self) -> str:
        """The conclusion that people are counted by; "" when the laws have none in common."""
        found = leading_column(self.before)
        return found if found in self.columns else ""

    @property
    def not_comparable(self) -> list[str]:
        """Result columns that only one of the laws has, one sentence each."""
        pairs = ((self.before, self.after), (self.after, self.before))
        said = []
        for side, other in pairs:
            only = [name for name in side.columns if name not in other.columns]
            said += [f"结果的「{'、'.join(only)}」只有《{side.law.title}》才有，没有比较。"] if only else []
        return said

    def compare(self, people: Iterator[Couple]) -> Comparison:
        """Everyone's two results side by side."""
        found = Comparison(self.leading)
        for identity, title, old, new in people:
            self._one(found, identity, title, old, new)
        return found

    def _one(self, found: Comparison, identity: str, title: str, old: Case, new: Case) -> None:
        before = self.before.appraise(identity, old).values
        after = self.after.appraise(identity, new).values
        found.people += 1
        if found.leading:
            found.moves[before[found.leading], after[found.leading]] += 1
        columns = {n: (before[n], after[n]) for n in self.columns if not self._alike(before[n], after[n])}
        if columns:
            runs = self.before.program.run(old), self.after.program.run(new)
            found.add(Change(identity, title, columns, tuple(self.causes.of(*runs, self.relevant))))

    def _alike(self, before: str, after: str) -> bool:
        """Whether two values are the same; a provision that only moved, or stands in the other folder, is the same."""
        if before == after or "/" not in before:
            return before == after
        old, new = f"{self.before.law.id}/", f"{self.after.law.id}/"
        labels = [self.causes.labels.get(a.removeprefix(old), a) for a in before.split("、") if a.startswith(old)]
        return labels == [a.removeprefix(new) for a in after.split("、")]


def leading_column(appraisal: Appraisal) -> str:
    """The first column of the results that holds a conclusion; "" when there is none."""
    words = appraisal.law.words
    declared = words.result.columns if words.result else ()
    return next((name for name, node in declared if isinstance(node, t.Name) and node.text in words.outcomes), "")


def _results(appraisal: Appraisal, columns: list[str]) -> list[t.Node]:
    declared = appraisal.law.words.result.columns if appraisal.law.words.result else ()
    return [node for name, node in declared if name in columns]
