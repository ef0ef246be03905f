"""Which pictures go with a comparison, and with an appraisal. They get counts; the pictures draw them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from guiju import tree as t
from guiju.appraise import NOT_APPLICABLE
from guiju.evaluate.outcome import CONFLICT, NO_GROUND, UNDETERMINED
from guiju.law import Law
from guiju.pictures.canvas import ATTENTION, Picture
from guiju.pictures.changes import changes_picture
from guiju.pictures.grades import bars, grades_picture
from guiju.pictures.scores import MOST_STEPS, MarkedLine, scores_picture
from guiju.pictures.sensitivity import MOST_BARS, sensitivity_picture
from guiju.pictures.sheet import sheet
from guiju.whatif.compare import CaseComparison
from guiju.whatif.histogram import histogram
from guiju.whatif.people import Comparison
from guiju.whatif.sensitivity import Effect
from guiju.whatif.tables import Sentences

OPEN = frozenset({NO_GROUND, CONFLICT, UNDETERMINED})
Steps = list[tuple[Fraction, Fraction, int]]
_RESULTS = (NO_GROUND, CONFLICT, UNDETERMINED, NOT_APPLICABLE)


def comparison_chart(title: str, found: Comparison, laws: tuple[Law, Law], say: Sentences) -> str:
    """The moves as a table with colours, and how many people change by each sentence."""
    pictures = []
    if found.leading and found.people:
        names = f"{found.leading}（前）", f"{found.leading}（后）"
        grades = (_grades(laws[0], found.leading), _grades(laws[1], found.leading))
        heading = f"{found.people}人中{found.moved}人换了{found.leading}"
        pictures.append(changes_picture(heading, names, grades, found.moves))
    pictures += sentence_bars(found.sentences.most_common(MOST_BARS), say, "人")
    notes = () if pictures else (f"{found.people}人的结果都没有不同。",)
    return sheet(title, pictures, notes)


def cases_chart(title: str, found: CaseComparison, say: Sentences) -> str:
    """How many cases change by each sentence."""
    pictures = sentence_bars(found.sentences.most_common(MOST_BARS), say, "案")
    head = f"{found.cases}案中{len(found.changes)}案的结果不同"
    return sheet(f"{title}：{head}", pictures)


def sentence_bars(counts: Sequence[tuple[str, int]], say: Sentences, what: str) -> list[Picture]:
    """How many change by each sentence; no picture when nobody does."""
    rows: list[dict[str, object]] = [
        {"档": say.place(a), "数": n, "说": f"{n}{what}", "色": ATTENTION} for a, n in counts
    ]
    words = "，".join(f"{row['档']}{row['说']}" for row in rows)
    return [bars("从哪一句起不同", f"{words}。", rows)] if rows else []


def sensitivity_chart(title: str, effects: Sequence[Effect], tried: int, what: str, idle: int) -> str:
    """A bar for each option that changes anyone, of so many that were tried."""
    shown = [(f"{e.option.reading} {e.option.choice}", e.moved, e.different) for e in effects if e.different]
    pictures = [sensitivity_picture(f"换一种读法，多少{what}的结果不同", shown, what)] if shown else []
    left = tried - len(shown)
    notes = [f"另有{left}个选项换了也没有{what}不同。"] if left else []
    notes += [f"图上只画了前{MOST_BARS}个。"] if len(shown) > MOST_BARS else []
    notes += [f"还有{idle}条读法由人掌握，不进计算。"] if idle else []
    return sheet(title, pictures, tuple(notes))


def appraisal_chart(
    title: str,
    grades: dict[str, Counter[str]],
    law: Law,
    scores: Sequence[Fraction],
    lines: Sequence[MarkedLine],
    name: str,
) -> str:
    """The grades of each conclusion column, and the scores about the lines of the law."""
    steps = histogram(list(scores), [line.bound for line in lines], MOST_STEPS) if lines else []
    return mass_appraisal_chart(title, grades, law, steps, lines, name)


def mass_appraisal_chart(
    title: str, grades: dict[str, Counter[str]], law: Law, steps: Steps, lines: Sequence[MarkedLine], name: str
) -> str:
    """The same from scores that were counted already, in steps (from, below, how many)."""
    pictures = [grades_picture(column, _counted(law, column, counts), OPEN, frozenset({NOT_APPLICABLE}))
                for column, counts in grades.items()]  # fmt: skip
    if steps:
        pictures.append(scores_picture(f"{name}：各分数段的人数，虚线是法条的界线", "", steps, list(lines)))
    left = sum(next(iter(grades.values()), Counter()).values()) - sum(count for *_, count in steps)
    notes = (f"有{left}人的{name}还算不出，或者本办法不适用，图上没有。",) if steps and left else ()
    return sheet(title, pictures, notes)


def _counted(law: Law, column: str, counts: Counter[str]) -> dict[str, int]:
    return {grade: counts[grade] for grade in _grades(law, column) if grade not in _RESULTS or counts[grade]}


def _grades(law: Law, column: str) -> list[str]:
    """The options of the conclusion a column holds, best first, then what may stand instead of one."""
    declared: Iterable[tuple[str, t.Expression]] = law.words.result.columns if law.words.result else ()
    outcome = next((n.text for name, n in declared if name == column and isinstance(n, t.Name)), column)
    options = law.words.outcomes[outcome].options if outcome in law.words.outcomes else ()
    return [*options, *_RESULTS]
