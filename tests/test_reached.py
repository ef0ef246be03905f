"""What a sentence rests on: the nodes under it, in the branches in force and behind the names it uses."""

from __future__ import annotations

from fractions import Fraction

import pytest

from guiju import tree as t
from guiju.notation.render import render
from tests.laws import expression

STRICT, LENIENT = {"D-1": "严"}, {"D-1": "宽"}
SHORT = expression("按 D-1（宽：得分 低于 60分；严：差 且 差）")
DEFINITIONS = {"差": t.Definition("差", expression("较小者（得分、单项） 低于 60分 且 不及 且 差"))}


def names(*of: object, **options: object) -> list[str]:
    return [node.text for node in t.reached(*of, **options) if isinstance(node, t.Name)]


@pytest.mark.parametrize(
    ("readings", "found"), [(LENIENT, ["得分"]), (STRICT, ["差", "差"]), (None, ["得分", "差", "差"])]
)
def test_only_the_branch_in_force_is_gone_into(readings, found):
    assert names([SHORT], readings) == found


def test_a_definition_stands_behind_its_name_once_where_it_is_first_named():
    assert names([SHORT], STRICT, DEFINITIONS) == ["差", "得分", "单项", "不及", "差", "差"]


def test_what_may_not_be_entered_is_told_and_not_gone_into():
    found = names([SHORT], STRICT, DEFINITIONS, enter=lambda node: not isinstance(node, t.Call))
    assert found == ["差", "不及", "差", "差"]


def test_the_readings_are_told_once_in_their_order():
    twice = expression("按 D-2（甲：按 D-1（宽：1分；严：2分）；乙：按 D-1（宽：3分；严：4分））")
    assert t.readings_of(t.reached([twice])) == ["D-2", "D-1"]


def test_a_tree_without_its_readings_is_the_branches_in_force():
    nested = expression("若 得分 在 60分以上 则 按 D-1（宽：1分；严：按 D-2（甲：2分；乙：3分）） 否则 0分")
    assert render(t.in_force(nested, {"D-1": "严", "D-2": "乙"})) == "若 得分 在 60分以上 则 3分 否则 0分"
    assert t.in_force(DEFINITIONS["差"], STRICT) is DEFINITIONS["差"]


@pytest.mark.parametrize(("text", "found"), [
    ("得票率 超过 30%", [("得票率", ">", Fraction(3, 10), "30%")]),
    ("90分 ≤ 得分", [("得分", ">=", Fraction(90), "90分")]),
    ("得分 在 65分至90分", [("得分", ">=", Fraction(65), "65分"), ("得分", "<=", Fraction(90), "90分")]),
    ("加减分 低于 -2分", [("加减分", "<", Fraction(-2), "－2分")]),
    ("甲 ＋ 乙 是 三次", [("甲 ＋ 乙", "=", Fraction(3), "三次")]),
    ("得分 低于 平均分", []), ("60分 低于 90分", []),
])  # fmt: skip
def test_the_limits_of_a_comparison(text, found):
    limits = t.limits(expression(text))
    assert [(render(one.subject), one.operator, one.value, one.text) for one in limits] == found
