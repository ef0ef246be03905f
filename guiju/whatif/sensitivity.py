"""How much a year rests on each doubt: every option of every reading in use, one at a time, and whom it would change.

`options` lists what there is to try, `sensitivity` tries it on people by `evaluate`, `affordable` says whether that is
soon done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from guiju import tree as t
from guiju.appraise import Appraisal
from guiju.evaluate.case import Case
from guiju.evaluate.expressions import FIRST_DAY_COUNTED
from guiju.evaluate.outcome import UNDETERMINED
from guiju.law import Law
from guiju.whatif.causes import needed
from guiju.whatif.people import leading_column
from guiju.whatif.sides import Side

# So many runs of `evaluate` take two or three seconds.
MOST_RUNS = 20_000
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a reading that is not in force; `question` is the doubt, `meaning` what the option says."""

    reading: str
    choice: str
    current: str
    question: str
    meaning: str

    @property
    def text(self) -> str:
        """As the command line takes it."""
        return f"{self.reading}={self.choice}"


@dataclass(slots=True)
class Effect:
    """What an option would do: people (or cases) that come out differently, and those with another conclusion.

    `moves` counts (before, after) of the leading conclusion where it differs.
    """

    option: Option
    different: int = 0
    moved: int = 0
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    moved_first: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def add(self, title: str, before: str, after: str) -> None:
        """Count someone who comes out differently; `before` and `after` are the leading conclusion."""
        self.different += 1
        if before != after:
            self.moved += 1
            self.moves[before, after] += 1
        names = self.others if before == after else self.moved_first
        if len(names) < MOST_NAMED:
            names.append(title)

    @property
    def decided(self) -> int:
        """How many get another conclusion that is one, not 未定."""
        return sum(n for (_, after), n in self.moves.items() if after != UNDETERMINED)

    @property
    def named(self) -> list[str]:
        """A few of them: those with another conclusion, where there are any."""
        return self.moved_first or self.others


def options(side: Side, results: list[t.Node] | None = None) -> list[Option]:
    """The options not in force of every reading that the law's rules use (only behind these results, when given)."""
    law, readings = side.law, side.program.readings
    statements: list[t.Statement] = law.statements
    if results is not None:
        behind = needed(law, results)
        statements = [s for s in statements if id(s) in behind]
    used = _used([*statements, *(results or ())], readings)
    sources = [source for source in (law, law.baseline) if source]
    known = {r.id: r for source in reversed(sources) for r in source.parsed.readings}
    return [
        Option(key, choice, readings[key], known[key].question, meaning)
        for key in sorted(used & known.keys())
        for choice, meaning in known[key].options
        if choice != readings[key]
    ]


def idle(law: Law, tried: list[Option]) -> int:
    """How many of the law's readings no rule rests on (they are kept by people), or are overridden by another."""
    return len({r.id for r in law.parsed.readings} - {o.reading for o in tried})


def _used(nodes: list[t.Node], readings: dict[str, str]) -> set[str]:
    """The readings that rules rest on, in the branches in force; and the one on periods, where there are any."""
    under = list(t.reached(nodes, readings))
    periods = any(isinstance(node, t.Period) and node.length for node in under)
    return {*t.readings_of(under), *((FIRST_DAY_COUNTED,) if periods else ())}


def affordable(people: int, tried: int) -> bool:
    """Whether trying so many options on so many people takes but a moment."""
    return people * (tried + 1) <= MOST_RUNS


def sensitivity(
    law: Law, chosen: dict[str, str], people: Callable[[], Iterator[tuple[str, Case]]], tried: list[Option]
) -> Iterator[Effect]:
    """The effect of each option on these people (title, case), one option at a time."""
    appraisal = Appraisal(law, chosen)
    leading = leading_column(appraisal)
    before = [tuple(appraisal.appraise("", case).values.values()) for _, case in people()]
    place = list(appraisal.columns).index(leading) if leading else 0
    for option in tried:
        other, effect = Appraisal(law, {**chosen, option.reading: option.choice}), Effect(option)
        for (title, case), old in zip(people(), before, strict=True):
            new = tuple(other.appraise("", case).values.values())
            if new != old:
                effect.add(title, old[place], new[place])
        yield effect


def most_telling(effects: list[Effect]) -> list[Effect]:
    """Those that change anyone, the most conclusions first; a conclusion that merely waits for facts weighs less."""
    return sorted(
        (e for e in effects if e.different), key=lambda e: (-e.decided, -e.moved, -e.different, e.option.text)
    )


__all__ = ["Effect", "Option", "affordable", "idle", "most_telling", "options", "sensitivity"]
