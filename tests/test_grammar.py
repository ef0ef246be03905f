"""Statements into the tree: what binds tighter, what is the same written another way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju import tree as t
from guiju.notation.expressions import NotationError
from guiju.notation.grammar import DEEPEST
from guiju.notation.render import render
from tests.laws import expression, parse


@pytest.mark.parametrize(
    ("loose", "bracketed"),
    [
        ("甲 或 乙 且 丙", "甲 或 （乙 且 丙）"),
        ("非 甲 且 乙", "（非 甲） 且 乙"),
        ("非 甲 ＝ 1分", "非 （甲 ＝ 1分）"),
        ("甲 ＋ 乙 × 丙 ＞ 1分", "（甲 ＋ （乙 × 丙）） ＞ 1分"),
        ("甲 － 乙 － 丙", "（甲 － 乙） － 丙"),
        ("甲 ÷ 乙 × 丙", "（甲 ÷ 乙） × 丙"),
        ("－甲 ＋ 乙", "（－甲） ＋ 乙"),
        ("甲 ＝ 1分 且 乙 ＝ 2分 或 丙", "（（甲 ＝ 1分） 且 （乙 ＝ 2分）） 或 丙"),
        ("若 甲 则 1分 否则 若 乙 则 2分 否则 3分", "若 甲 则 1分 否则 （若 乙 则 2分 否则 3分）"),
        ("若 甲 或 乙 则 1分 否则 2分 ＋ 3分", "若 （甲 或 乙） 则 1分 否则 （2分 ＋ 3分）"),
        ("记 中 有 甲 或 乙 者 且 丙", "（记 中 有 （甲 或 乙） 者） 且 丙"),
        ("凡 记 皆 非 甲 且 乙", "（凡 记 皆 （非 甲）） 且 乙"),
        ("票 中 甲 者 的 优 ＋ 良 之和 × 2", "（票 中 甲 者 的 （优 ＋ 良） 之和） × 2"),
        ("甲 在 乙 前 1年内 且 丙", "（甲 在 乙 前 1年内） 且 丙"),
    ],
)
def test_what_binds_tighter(loose, bracketed):
    assert expression(loose) == expression(bracketed)


def test_an_expression_may_run_over_lines_and_use_half_width_marks():
    wrapped = parse("definition", "甲 = (乙 + 1分)\n  * 2")
    assert wrapped == parse("definition", "甲 ＝ （乙 ＋ 1分） × 2")


def test_guards_may_stand_in_any_number_and_order():
    norm = parse("rule", "1 除非 丙，当 甲，当 乙，应 追究 丁")
    assert norm.guards.when == (t.Name("甲"), t.Name("乙"))
    assert norm.guards.unless == (t.Name("丙"),)


def test_clauses_may_stand_in_any_order():
    one = parse("rule", "1 应 对 甲 采取 乙，由 丙 决定，记录 理由，例外于 2、3a")
    other = parse("rule", "1 应 对 甲 采取 乙，例外于 2、3a，记录 理由，由 丙 决定")
    assert one == other
    assert (one.clauses.actors, one.clauses.verb, one.clauses.overrides) == (("丙",), "决定", ("2", "3a"))


def test_a_quoted_text_may_hold_marks_and_keywords():
    assert parse("declaration", "事实 甲：是否，问「当、应，（对）：是不是？」").question == "当、应，（对）：是不是？"


def test_every_node_knows_where_it_stands():
    norm = parse("rule", "3.2a 当 甲 是 乙，应 追究 丙")
    assert (norm.span, norm.guards.when[0].span) == (t.Span(1, 1, 19), t.Span(1, 8, 5))


@pytest.mark.parametrize("depth", [10, DEEPEST - 5])
def test_reasonable_nesting_is_parsed(depth):
    assert isinstance(expression("（" * depth + "乙" + "）" * depth), t.Name)


@pytest.mark.parametrize(
    "hostile",
    ["（" * 1500, "（" * 500 + "乙" + "）" * 500, "非 " * 500 + "乙", "若 甲 则 " * 300 + "乙", "乙" + " ＋ 乙" * 500,
     "－" * 500 + "乙", "凡 记 皆 " * 200 + "乙"],
)  # fmt: skip
def test_nesting_without_end_is_refused_not_followed(hostile):
    with pytest.raises(NotationError, match=r"太深|太长"):
        expression(hostile)


# --- what render writes, the parser reads as the same expression

NAMES = st.sampled_from(["得分", "次数", "甲项"]).map(t.Name)
QUANTITIES = st.sampled_from(["1分", "0.5分", "三次", "30%", "12"]).map(lambda text: expression(text))
NUMBERS = st.recursive(
    NAMES | QUANTITIES,
    lambda inner: (
        st.builds(t.Arithmetic, st.sampled_from("+-*/"), inner, inner)
        | st.builds(lambda a, b: t.Call("较大者", (a, b)), inner, inner)
    ),
    max_leaves=5,
)
TRUTHS = st.recursive(
    st.builds(lambda a, b: t.Compare(">", a, b, "超过"), NUMBERS, NUMBERS)
    | st.builds(t.Between, NAMES, NAMES, NAMES)
    | st.sampled_from(["甲", "乙"]).map(t.Name),
    lambda inner: (
        st.builds(t.Not, inner)
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: t.Both(tuple(parts)))
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: t.Either(tuple(parts)))
    ),
    max_leaves=6,
)


@given(NUMBERS)
def test_an_explained_sum_means_what_was_written(node):
    assert expression(render(node)) == node


@given(TRUTHS)
def test_an_explained_condition_means_what_was_written(node):
    assert expression(render(node)) == node
