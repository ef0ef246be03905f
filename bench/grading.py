"""Grading people of the flat table: Guiju with the value of every step noted, beside the same rules by hand."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from collections.abc import Callable
from datetime import date

from bench.people import LINES, OPTIONS, Person, people
from bench.plain import Graded, graded, merged
from bench.timing import Line, Sizes, in_turn
from guiju.appraise import Appraisal
from guiju.check import load
from guiju.evaluate.case import Case
from guiju.evaluate.program import Program, Run
from guiju.explain.trace import trace_json
from guiju.law import builtin

ON = date(2025, 12, 31)
SEED = 20120216
TRACED = 50


class Grading:
    """The appraisal law and so many made-up people."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes = sizes
        self.law = load(builtin().find("appraisal"))
        self.program = Program(self.law)

    def run(self, person: Person) -> Run:
        """One person, put to the law."""
        return self.program.run(Case(ON, person))

    def check(self) -> tuple[list[Line], int]:
        """Guiju's results beside those by hand, person by person; how many people differ."""
        drawn = people(self.sizes.checked, SEED)
        results = [graded(person) for person in drawn]
        again = [graded(person, merged) for person in drawn]
        ours = [_result(self.run(person)) for person in drawn]
        wrong = sum(not a == b == c for a, b, c in zip(ours, results, again, strict=True))
        lines = Counter(line for pair in zip(drawn, results, strict=True) for line in _lines(*pair))
        shares = "，".join(f"{line} {n / len(drawn):.1%}" for line, n in lines.most_common())
        grades = "，".join(f"{grade} {n}" for grade, n in Counter(r.grade for r in results).most_common())
        checked = f"{len(drawn)} 人逐人相比：得分、等次、可评、推定、依据"
        return [Line(checked, f"不同 {wrong} 人", aim="0"), Line("恰在线上的", shares), Line("等次", grades)], wrong

    def speed(self) -> list[Line]:
        """People a second, three ways."""
        drawn = people(self.sizes.people, SEED + 1)
        ours, literal, quickest = in_turn(
            [
                lambda: [self.run(person).concluded("等次") for person in drawn],
                lambda: [graded(person) for person in drawn],
                lambda: [graded(person, merged) for person in drawn],
            ],
            self.sizes.rounds,
        )
        each = [f"{len(drawn) / side.middle:,.0f} 人/秒" for side in (ours, literal, quickest)]
        return [
            Line("评等次，留下每一步的值；对照照法条逐项写", each[0], each[1], ours.times(literal), "≤ 5"),
            Line("同上；对照把算式并成一个分数", each[0], each[2], ours.times(quickest)),
        ]

    def whole_job(self) -> list[Line]:
        """The result rows of `guiju appraise`, and writing all reasons out."""
        drawn = people(self.sizes.people, SEED + 2)
        appraisal = Appraisal(self.law)
        rows, traces = in_turn(
            [
                lambda: [appraisal.appraise(str(p["编号"]), Case(ON, p)) for p in drawn],
                lambda: [trace_json(self.run(p)) for p in drawn[:TRACED]],
            ],
            self.sizes.rounds,
        )
        return [
            Line("逐人写出结果行（依据、推定、结果运用都在内）", f"{len(drawn) / rows.middle:,.0f} 人/秒"),
            Line("逐人写出全部理由（JSON）", f"{TRACED / traces.middle:,.0f} 人/秒"),
        ]

    def memory(self) -> list[Line]:
        """What is held when everybody has been graded."""
        drawn = people(self.sizes.remembered, SEED + 3)
        runs = _held(lambda: [self.run(p) for p in drawn])
        results = _held(lambda: [_result(self.run(p)) for p in drawn])
        plain = _held(lambda: [graded(p) for p in drawn])
        who = f"{len(drawn)} 人"
        return [
            Line(f"{who}，只留结果；对照相同的结果", _mib(results), _mib(plain), f"{results / plain:.2f}"),
            Line(f"{who}，每人的每一步都留着", _mib(runs)),
        ]


def _result(run: Run) -> Graded:
    concluded = run.concluded("等次")
    return Graded(run.named("考核得分"), concluded.value, concluded.open, concluded.presumed, concluded.grounds)


def _lines(person: Person, result: Graded) -> list[str]:
    """The lines that a person is exactly on."""
    total = sum(person[f"测评{option}"] for option in OPTIONS)  # type: ignore[misc]
    met = [result.score == 90, result.score == 65, result.score == 50]
    met += [10 * person["测评优秀"] == 9 * total, 10 * person["测评不称职"] == 3 * total]  # type: ignore[operator]
    return [line for line, is_met in zip(LINES, met, strict=True) if is_met]


def _held(job: Callable[[], object]) -> int:
    """The bytes that the job's result keeps alive."""
    job()
    tracemalloc.start()
    kept = job()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return held


def _mib(size: int) -> str:
    return f"{size / 2**20:.1f} MiB"
