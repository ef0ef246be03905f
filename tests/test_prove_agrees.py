"""The formulas say of every case what `evaluate` says of it.

Cases are made up of the formulas' own free values. With these filled in, the formulas must allow what the run found
(also the relaxed ones, which proofs rest on) and nothing else.
"""

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
import z3

from guiju import tree as t
from guiju.check import load
from guiju.evaluate.program import Run
from guiju.law import Law, builtin
from guiju.prove.cases import Chosen, case_of
from guiju.prove.readings import variations
from guiju.prove.search import Search
from guiju.prove.symbols import Variable, number_of, number_term
from guiju.prove.theory import Theory
from guiju.prove.thresholds import named_limits
from guiju.values import Unknown
from tests.sweep import SWEEP

HERE = Path(__file__).parent
LAWS = [*builtin().folders, *sorted(p.parent for p in (HERE / "good").glob("*/law.md")),
        *sorted(p.parent for p in (HERE / "laws").glob("*/law.md"))]  # fmt: skip
CASES = 60 if SWEEP else 2

each_law = pytest.mark.parametrize("folder", LAWS, ids=lambda folder: folder.name)


def thresholds_of(law: Law) -> list[Fraction]:
    found = [limit.value for limit in named_limits(t.reached(law.statements))]
    return sorted(set(found)) or [Fraction(0)]


def some_value(variable: Variable, limits: list[Fraction], dice: Random) -> bool | int | Fraction:
    """A value the variable may have; numbers are often on a threshold of the law or next to one."""
    if variable.kind == "是否":
        return dice.random() < 0.5
    if variable.kind == "日期":
        return int(number_of(variable.preferred) or 0) + dice.choice((0, 0, 1, 31, -31, -93, 372, -372))
    if variable.options:
        return dice.choice(variable.options)
    low, high = bounds(variable)
    value = dice.choice([Fraction(dice.randrange(12)), dice.choice(limits) + dice.choice((0, 0, 1, -1))])
    value = max(value, low) if low is not None else value
    value = min(value, high) if high is not None else value
    return int(value) if variable.whole else value


def bounds(variable: Variable) -> tuple[Fraction | None, Fraction | None]:
    ends: dict[bool, Fraction] = {}
    for part in variable.domain:
        first, second = part.children()
        is_low = (part.decl().kind() == z3.Z3_OP_GE) == first.eq(variable.term)
        ends[is_low] = Fraction(number_of(second if first.eq(variable.term) else first) or 0)
    return ends.get(True), ends.get(False)


def claims(theory: Theory, run: Run) -> list[tuple[str, object]]:
    """What the run settles, as claims in the theory: (what it is about, the claim)."""
    found: list[tuple[str, object]] = []
    for statement in theory.law.statements:
        match statement:
            case t.Norm():
                applies = run.value(statement).applies
                if isinstance(applies, bool):
                    found.append((statement.label, theory.applies(statement) == applies))
            case t.EnumDecl(outcome=True, name=name):
                concluded = run.concluded(name)
                if concluded.unknown is None and not concluded.chosen:
                    result = theory.concluding(name)
                    found.append((name, result.value == theory.codes.of(concluded.value)))
                    found += [(o, is_open == (o in concluded.open)) for o, is_open in result.open.items()]
            case t.Definition(name=name):
                found += [(name, claim) for claim in same(theory, name, run.named(name))]
    return found


def same(theory: Theory, name: str, value: object) -> list[object]:
    sym = theory.named(name)
    if isinstance(value, bool):
        return [sym.term == value]
    if isinstance(value, int | Fraction) and sym.kind == "数":
        return [sym.term == number_term(value)]
    return []


def equalities(chosen: list[Chosen]) -> list[object]:
    return [c.variable.term == (c.value if isinstance(c.value, bool) else number_term(c.value)) for c in chosen]


def is_certain(theory: Theory, question: list) -> bool:
    """Whether every constant is a free value, a rate or an aggregate: nothing the formulas know nothing of."""
    names = {name for part in question for name in theory.constants.of(part)}
    return not any(z3.is_true(theory.sides[n].exact((1,))) for n in names if n in theory.sides)


def totals_in(theory: Theory, run: Run, given: list) -> tuple[int, ...]:
    """What the quotients of the case are out of: free values added up, and counts of records that definitions name."""
    solver = z3.SimpleSolver()
    solver.add(*given)
    assert solver.check() == z3.sat
    found = [number_of(solver.model().eval(total, model_completion=True)) for total in theory.totals]
    found += [run.named(name) for name in theory.words.definitions]
    return tuple(sorted({n for n in found if type(n) is int} | {0, 1}))


def answers(question: list) -> z3.CheckSatResult:
    solver = z3.SimpleSolver()
    solver.add(*question)
    return solver.check()


def check_case(theory: Theory, search: Search, dice: Random) -> int:
    """One made-up case: how many of its claims were found to be the only way."""
    limits = thresholds_of(theory.law)
    norms = [theory.applies(s) for s in theory.law.statements if isinstance(s, t.Norm)]
    everything = [z3.Or(applies, z3.Not(applies)) for applies in norms]
    everything += [theory.named(name).term == theory.named(name).term for name in theory.words.definitions]
    search._question([theory], everything, (1,))  # so that every free value is known
    chosen = [Chosen(v, some_value(v, limits, dice)) for v in theory.free.known.values() if v.place[0] != "choice"]
    chosen = orderly(theory, chosen)
    run = search.program(theory.adopted).run(case_of(theory, chosen))
    given = equalities(chosen) + [v.term == 0 for v in theory.free.known.values() if v.place[0] == "choice"]
    totals = totals_in(theory, run, given)
    only = 0
    for about, claim in claims(theory, run):
        relaxed, _, _ = search._question([theory], [claim], None)
        assert answers([*given, *relaxed]) == z3.sat, (about, case_of(theory, chosen))
        exact, _, _ = search._question([theory], [claim], totals)
        assert answers([*given, *exact]) == z3.sat, (about, case_of(theory, chosen))
        if is_certain(theory, exact):
            otherwise, _, _ = search._question([theory], [z3.Not(claim)], totals)
            assert answers([*given, *otherwise]) == z3.unsat, (about, case_of(theory, chosen))
            only += 1
    return only


def orderly(theory: Theory, chosen: list[Chosen]) -> list[Chosen]:
    """The values with no row before an earlier one, and one row only where rows must differ."""
    found = []
    for one in chosen:
        match one.variable.place:
            case ("present", record, number) if number and (number > 1 or theory.words.records[record].unique):
                found.append(Chosen(one.variable, False))
            case ("present", record, 1):
                first = next(c.value for c in chosen if c.variable.place == ("present", record, 0))
                found.append(Chosen(one.variable, bool(one.value and first)))
            case _:
                found.append(one)
    return found


@each_law
def test_formulas_and_evaluate_agree_on_made_up_cases(folder):
    law, dice = load(folder), Random(folder.name)
    search, base = Search(law), Theory(law)
    guards = [g for n in base.norms for g in (*n.guards.when, *n.guards.unless)]
    choices = list(variations(law, guards, base.readings))
    only = sum(check_case(Theory(law, dice.choice(choices), base), search, dice) for _ in range(CASES))
    # Some of the small laws turn on deadlines alone.
    assert only > 0 or not base.norms or folder.parent.name == "good"


def test_an_unknown_is_never_a_claim():
    law = load(builtin().find("appraisal"))
    theory, search = Theory(law), Search(law)
    nothing = search.program({}).run(case_of(theory, []))
    settled = [about for about, _ in claims(theory, nothing)]
    assert isinstance(nothing.named("考核得分"), Unknown)
    assert "考核得分" not in settled
    assert "等次" not in settled
