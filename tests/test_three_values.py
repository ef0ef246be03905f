"""What is not known: a conclusion stands only when it would stand whatever is found out."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.check import load
from guiju.evaluate.outcome import Concluded
from guiju.values import Unknown
from tests.laws import FRONT, block, make_law, run, write_law

FACTS = ("甲", "乙", "丙")
WORDS = block("词表", *(f"事实 {name}：是否" for name in FACTS), *(f"事实 数{name}：数 -9分 至 9分" for name in FACTS))

truths = st.recursive(
    st.sampled_from(FACTS),
    lambda inner: st.one_of(
        inner.map(lambda a: f"非 （{a}）"),
        st.tuples(inner, inner).map(lambda p: f"（{p[0]}） 且 （{p[1]}）"),
        st.tuples(inner, inner).map(lambda p: f"（{p[0]}） 或 （{p[1]}）"),
        st.tuples(inner, inner, inner).map(lambda p: f"（若 {p[0]} 则 （{p[1]}） 否则 （{p[2]}））"),
    ),
    max_leaves=6,
)
known = st.dictionaries(st.sampled_from(FACTS), st.booleans(), max_size=len(FACTS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("laws")


def completions(facts: dict) -> list[dict]:
    """Every way the facts that are not given can be."""
    open_ = [name for name in FACTS if name not in facts]
    return [facts | dict(zip(open_, rest, strict=True)) for rest in product((True, False), repeat=len(open_))]


def value_of(law, facts: dict):
    return run(law, facts=facts).named("值")


@given(expression=truths, facts=known)
def test_a_condition_settled_on_few_facts_stays_so_whatever_the_rest_are(folder, expression, facts):
    law = make_law(folder, WORDS, block("定义", f"值 ＝ {expression}"))
    now = value_of(law, facts)
    open_ = [name for name in FACTS if name not in facts]
    later = {
        value_of(law, facts | dict(zip(open_, rest, strict=True))) for rest in product((True, False), repeat=len(open_))
    }
    assert later <= {True, False}
    assert isinstance(now, Unknown) or later == {now}


@given(expression=truths, facts=known)
def test_an_open_condition_waits_only_for_facts_that_are_not_given(folder, expression, facts):
    value = value_of(make_law(folder, WORDS, block("定义", f"值 ＝ {expression}")), facts)
    if isinstance(value, Unknown):
        assert value.facts
        assert value.facts.isdisjoint(facts)


numbers = st.fractions(-9, 9, max_denominator=1000)


@given(a=numbers, b=numbers, c=numbers)
def test_arithmetic_is_exact(folder, a, b, c):
    law = make_law(folder, WORDS, block("定义", "值 ＝ （数甲 ＋ 数乙 × 1/3 － 数丙） × 30%"))
    assert value_of(law, {"数甲": a, "数乙": b, "数丙": c}) == (a + b * Fraction(1, 3) - c) * Fraction(3, 10)


@given(a=numbers, b=numbers)
def test_a_quotient_is_exact_or_unknown(folder, a, b):
    value = value_of(make_law(folder, WORDS, block("定义", "值 ＝ 数甲 ÷ 数乙")), {"数甲": a, "数乙": b})
    assert isinstance(value, Unknown) if b == 0 else value * b == a


OUTCOME = FRONT + "\n" + block("词表", "事实 甲：是否", "事实 乙：是否", "事实 丙：是否", "5.1 择一 等次：优、良、差")
modals = st.sampled_from(["应", "不得", "可", "一般应", "一般不得", "方可"])
# Modal word, fact it hangs on, option, and how many rules further on the one it is an exception to stands (0: none).
rule = st.tuples(modals, st.sampled_from(FACTS), st.sampled_from("优良差"), st.integers(0, 4))
grades = st.lists(rule, min_size=1, max_size=5).map(lambda rules: list(enumerate(rules, 1)))


def graded_law(folder, rules):
    lines = [
        f"{n} {'仅当' if modal == '方可' else '当'} {fact}，{modal} 评定 等次 为 {option}"
        + (f"，例外于 {n + further}" if further and n + further <= len(rules) else "")
        for n, (modal, fact, option, further) in rules
    ]
    return load(write_law(folder, block("规则", *lines), front=OUTCOME))


def concluded(law, facts) -> Concluded:
    return run(law, facts=facts).concluded("等次")


@given(rules=grades, facts=known)
def test_a_conclusion_on_few_facts_stays_so_whatever_the_rest_are(folder, rules, facts):
    law = graded_law(folder, rules)
    now = concluded(law, facts)
    later = [concluded(law, world) for world in completions(facts)]
    assert "未定" not in {result.value for result in later}
    if now.value != "未定":
        assert {(result.value, result.open) for result in later} == {(now.value, now.open)}
    else:
        assert now.unknown.facts.isdisjoint(facts)
        assert {option for result in later for option in result.open} <= set(now.open)


@given(rules=grades, facts=known)
def test_a_conclusion_does_not_hang_on_the_order_of_the_rules(folder, rules, facts):
    one, other = concluded(graded_law(folder, rules), facts), concluded(graded_law(folder, rules[::-1]), facts)
    assert (one.value, one.open) == (other.value, other.open)
