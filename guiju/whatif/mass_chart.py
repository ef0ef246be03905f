"""The picture of an appraisal of masses: the same as of a few, its counts from two queries more."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from sqlglot import exp

from guiju.cases.lines import Line, graded, lines_of
from guiju.columns.results import DENOMINATOR, NUMERATOR, ResultColumn
from guiju.columns.values import Number
from guiju.engines.mass import Mass, Tally
from guiju.pictures.scores import MOST_STEPS, MarkedLine
from guiju.whatif.charts import mass_appraisal_chart
from guiju.whatif.histogram import step_for, steps_of

_TOP, _BELOW = f"分{NUMERATOR}", f"分{DENOMINATOR}"
Steps = list[tuple[Fraction, Fraction, int]]


def mass_chart(people: Mass, tally: Tally) -> str:
    """The grades, and the scores about the lines of the law, as the text of an .svg."""
    law = people.translation.law
    lines = graded(lines_of(law, people.translation.program.readings))
    drawn = [MarkedLine(line.bound, line.text, tally.on_lines.get(f"{line.name} {line.text}", 0)) for line in lines]
    steps = _steps(people, lines) if lines else []
    until = f"，截至{people.on}" if people.on else ""
    title = f"《{law.title}》考核{tally.people}人{until}"
    counts = {column: Counter(found) for column, found in tally.conclusions.items()}
    return mass_appraisal_chart(title, counts, law, steps, drawn, lines[0].name if lines else "")


def _steps(people: Mass, lines: list[Line]) -> Steps:
    """How many people in each step of the score; none where it is no number."""
    translation = people.translation
    value = translation.program.value(lines[0].subject)
    if not isinstance(value, Number):
        return []
    cells = translation.results.compact(ResultColumn("分", value, value.mask))
    scores = exp.Subquery(this=translation.query(cells), alias=exp.TableAlias(this=exp.to_identifier("scores")))
    bounds = [line.bound for line in lines]
    whole = _floor(Fraction(1))
    low, high = people.database.rows(_of(scores, exp.Min(this=whole), exp.Max(this=whole.copy())))[0]
    if low is None:
        return []
    step = step_for(Fraction(int(low)), Fraction(int(high) + 1), bounds, MOST_STEPS)
    number = exp.alias_(_floor(step), "step")
    grouped = _of(scores.copy(), number, exp.Count(this=exp.Star())).group_by(exp.column("step"))
    return steps_of({int(n): int(count) for n, count in people.database.rows(grouped)}, step, bounds)


def _of(scores: exp.Expression, *columns: exp.Expr) -> exp.Select:
    is_number = exp.GT(this=exp.column(_BELOW, quoted=True), expression=exp.Literal.number(0))
    return exp.select(*columns).from_(scores).where(is_number)


def _floor(step: Fraction) -> exp.Expression:
    """The number of the step that a score falls into, in whole numbers; // rounds towards 0, so what is below 0 is
    taken up first."""
    top = exp.Mul(this=_wide(_TOP), expression=exp.Literal.number(step.denominator))
    below = exp.Paren(this=exp.Mul(this=_wide(_BELOW), expression=exp.Literal.number(step.numerator)))
    rest = exp.Mod(this=exp.Paren(this=top.copy()), expression=below.copy())
    even = exp.Paren(this=exp.Sub(this=top, expression=exp.Mod(
        this=exp.Paren(this=exp.Add(this=rest, expression=below.copy())), expression=below.copy())))  # fmt: skip
    return exp.IntDiv(this=even, expression=below)


def _wide(name: str) -> exp.Expression:
    return exp.cast(exp.column(name, quoted=True), "INT128")
