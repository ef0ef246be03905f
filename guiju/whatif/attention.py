"""What a summary of an appraisal should tell besides the grades: who is on a line, and what another reading changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from guiju import tree as t
from guiju.appraise import Appraisal
from guiju.cases.lines import Line, graded, lines_of
from guiju.forms.roster import Roster
from guiju.values import Unknown
from guiju.whatif.each import everyone, tried_on_people
from guiju.whatif.sensitivity import MOST_RUNS, Effect, affordable, most_telling, sensitivity


@dataclass(slots=True)
class Standing:
    """The lines a law draws, who stands exactly on each (by title), and the scores that its grades hang on."""

    lines: list[Line]
    score: str = ""
    on: dict[int, list[str]] = field(default_factory=dict)
    scores: list[Fraction] = field(default_factory=list)

    def number_on(self, line: Line) -> int:
        """How many stand exactly on a line."""
        return len(self.on.get(self.lines.index(line), ()))


def standing(appraisal: Appraisal, roster: Roster, on: date | None) -> Standing:
    """Where the people of a roster stand. One run of `evaluate` each: for tables of some size, not for millions."""
    lines = lines_of(appraisal.law, appraisal.program.readings)
    grading = graded(lines)
    found = Standing(lines, grading[0].name if grading else "")
    for number in range(len(roster)):
        run = appraisal.program.run(roster.case(number, on))
        if run.excluded_by:
            continue
        for place, line in enumerate(lines):
            if line.is_on(run):
                found.on.setdefault(place, []).append(roster.title(number))
        score = run.compute(grading[0].subject) if grading else Unknown(frozenset())
        if isinstance(score, int | Fraction):
            found.scores.append(Fraction(score))
    return found


def soon_known(people: int) -> bool:
    """Whether to look where everyone stands without being asked."""
    return people <= MOST_RUNS


def doubts(appraisal: Appraisal, roster: Roster, on: date | None, anyway: bool = False) -> list[Effect] | None:
    """The options of readings that would change anyone, the most telling first; None when that takes too long."""
    tried = tried_on_people(appraisal.law, appraisal.chosen)
    if not anyway and not affordable(len(roster), len(tried)):
        return None
    return most_telling(list(sensitivity(appraisal.law, appraisal.chosen, lambda: everyone(roster, on), tried)))


def grades(appraisal: Appraisal, people: list[dict[str, str]]) -> dict[str, Counter[str]]:
    """How many of each value in every column that holds a conclusion."""
    declared = appraisal.law.words.result.columns if appraisal.law.words.result else ()
    names = [name for name, node in declared if isinstance(node, t.Name) and node.text in appraisal.law.words.outcomes]
    return {name: Counter(values[name] for values in people) for name in names}
