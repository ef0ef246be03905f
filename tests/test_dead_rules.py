"""A rule is called dead exactly when no value of its facts meets its bounds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju import tree as t
from guiju.check import open_law
from guiju.check.intervals import impossible
from guiju.check.types import Types
from tests.laws import block, expression, write_law

LOW, HIGH = 0, 10
WORDS = block("词表", f"事实 得分：数 {LOW}分 至 {HIGH}分", "事实 发现人：本单位｜领导｜外部")
OPERATORS = {
    "＜": Fraction.__lt__, "低于": Fraction.__lt__, "≤": Fraction.__le__, "不超过": Fraction.__le__,
    "＞": Fraction.__gt__, "超过": Fraction.__gt__, "≥": Fraction.__ge__, "不低于": Fraction.__ge__,
    "＝": Fraction.__eq__, "≠": Fraction.__ne__,
}  # fmt: skip
# Every bound is a whole number, so that whole and half points stand for all values there are.
GRID = [Fraction(n, 2) for n in range(2 * LOW - 2, 2 * HIGH + 3) if LOW <= Fraction(n, 2) <= HIGH]
bounds = st.tuples(st.sampled_from(sorted(OPERATORS)), st.integers(LOW - 2, HIGH + 2))


@pytest.fixture(scope="module")
def types(tmp_path_factory) -> Types:
    law = open_law(write_law(tmp_path_factory.mktemp("law"), WORDS))
    return Types(law, lambda *_: None)


def comparison(operator: str, value: int, flipped: bool = False) -> t.Expression:
    signed = f"－{-value}分" if value < 0 else f"{value}分"
    return expression(f"{signed} {operator} 得分" if flipped else f"得分 {operator} {signed}")


@given(conditions=st.lists(bounds, min_size=1, max_size=4))
def test_bounds_on_a_number(types, conditions):
    nodes = tuple(comparison(operator, value) for operator, value in conditions)
    possible = [x for x in GRID if all(OPERATORS[operator](x, Fraction(value)) for operator, value in conditions)]
    # ≠ is not looked at: a single point taken out of a single point is left to the drafter.
    if not any(operator == "≠" for operator, _ in conditions):
        assert bool(impossible(nodes, types)) is (not possible)
    elif possible:
        assert impossible(nodes, types) == ""


@given(condition=bounds, other=bounds)
def test_a_bound_may_stand_on_either_side(types, condition, other):
    flip = {"＜": "＞", "≤": "≥", "＝": "＝", "＞": "＜", "≥": "≤", "≠": "≠"}
    if condition[0] in flip:
        flipped = comparison(flip[condition[0]], condition[1], flipped=True)
        rest = comparison(*other)
        assert bool(impossible((flipped, rest), types)) is bool(impossible((comparison(*condition), rest), types))


@given(options=st.lists(st.sampled_from(["本单位", "领导", "外部"]), min_size=1, max_size=3))
def test_one_fact_is_one_option(types, options):
    nodes = tuple(expression(f"发现人 是 {option}") for option in options)
    assert bool(impossible(nodes, types)) is (len(set(options)) > 1)
