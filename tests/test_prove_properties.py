"""性质: proved, refuted by a case, or not decided; never called proved without a proof."""

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from laws import block, make_law, run

from guiju.check import load
from guiju.health.solved import solved
from guiju.law import Law, builtin
from guiju.prove import verdicts
from guiju.prove.properties import PROVED, REFUTED, UNDECIDED

GOOD = Path(__file__).parent / "good/性质"
WORDS = block("词表", "事实 赞成：整数 0票 至 1000票", "事实 反对：整数 0票 至 1000票", "事实 加分：数 -10分 至 10分",
              "事实 处分：是否", "择一 等次：优秀、称职")  # fmt: skip
RATE = block("定义", "赞成率 ＝ 赞成 ÷ （赞成 ＋ 反对）", "得分 ＝ 赞成率 × 100分 ＋ 加分")
RULES = block("规则", "1 当 得分 在 80分以上，应 评定 等次 为 优秀", "2 当 得分 低于 80分，应 评定 等次 为 称职")


def answers(tmp_path, *properties: str, rules: str = RULES) -> list:
    law = make_law(tmp_path / "law", WORDS, RATE, rules, block("性质", *properties))
    return verdicts(law)


def answer(tmp_path, text: str, rules: str = RULES) -> str:
    [verdict] = answers(tmp_path, f"某：{text}", rules=rules)
    return verdict.answer


@pytest.mark.parametrize(
    "text",
    [
        "等次 必有一值",
        "恒 得分 在 -10分至110分",
        "当 得分 在 80分以上，恒 等次 是 优秀",
        "赞成 增加，等次 不降",
        "反对 减少，等次 不降",
        "反对 增加，得分 不升",
        "一票 由 反对 改为 赞成，得分 不降",
        "加分 增加，等次 不降",
        "处分 增加，等次 不降",
        "可能 等次 是 优秀 且 加分 低于 0分",
    ],
)
def test_what_is_so_is_proved_for_any_number_of_votes(tmp_path, text):
    assert answer(tmp_path, text) == PROVED


@pytest.mark.parametrize(
    "text",
    [
        "恒 得分 在 0分至100分",
        "当 处分，恒 等次 是 称职",
        "反对 增加，等次 不降",
        "赞成 减少，等次 不降",
        "一票 由 赞成 改为 反对，等次 不降",
        "加分 增加，得分 不升",
        "可能 等次 是 优秀 且 得分 低于 80分",
    ],
)
def test_what_is_not_so_is_refuted(tmp_path, text):
    assert answer(tmp_path, text) == REFUTED


def test_a_counter_example_is_small_and_comes_out_so(tmp_path):
    [verdict] = answers(tmp_path, "总分不出百分：恒 得分 在 0分至100分")
    assert verdict.witness == {"得分": "101分", "赞成": "10票", "加分": "1分"}
    law = make_law(tmp_path / "law", WORDS, RATE, RULES)
    assert run(law, facts={"赞成": 10, "反对": 0, "加分": 1}).named("得分") == 101


def test_the_case_shown_for_a_change_is_the_one_before_it(tmp_path):
    [verdict] = answers(tmp_path, "反对票不要紧：反对 增加，等次 不降")
    assert verdict.shows == "等次由优秀变为称职"
    law = make_law(tmp_path / "law", WORDS, RATE, RULES)
    votes = {name: int(value.removesuffix("票")) for name, value in verdict.witness.items() if value.endswith("票")}
    facts = {"赞成": 0, "反对": 0, "加分": Fraction(0), **votes}
    facts["加分"] = Fraction(verdict.witness.get("加分", "0分").removesuffix("分"))
    before, after = (run(law, facts={**facts, "反对": facts["反对"] + more}).concluded("等次").value for more in (0, 1))
    assert (before, after) == ("优秀", "称职")


def test_no_value_and_two_demanded_both_refute_that_there_is_one(tmp_path):
    gap = block("规则", "1 当 得分 超过 80分，应 评定 等次 为 优秀", "2 当 得分 低于 80分，应 评定 等次 为 称职")
    clash = block("规则", "1 当 得分 在 80分以上，应 评定 等次 为 优秀", "2 当 得分 不超过 80分，应 评定 等次 为 称职")
    for rules, shows in ((gap, "等次无据"), (clash, "等次冲突")):
        [verdict] = answers(tmp_path, "必有一档：等次 必有一值", rules=rules)
        assert (verdict.answer, verdict.shows, verdict.witness["得分"]) == (REFUTED, shows, "80分")


def test_what_lies_beyond_the_bounds_is_not_called_proved(tmp_path):
    # True only of a share that no total tried gives: 1/7 of the votes, no more and no less.
    assert answer(tmp_path, "恒 赞成率 ≠ 1/7") == UNDECIDED


def test_an_undecided_property_is_a_finding_that_says_so(tmp_path):
    law = make_law(tmp_path / "law", WORDS, RATE, RULES, block("性质", "某：恒 赞成率 ≠ 1/7"))
    [finding] = [f for f in solved(law) if f.kind == "property"]
    assert finding.decided is False
    assert "未能判定" in finding.message


def test_what_rests_on_what_changes_changes_with_it(tmp_path):
    # 得票率 may be given as a fact; when votes change it must be worked out, or anything could be proved of it.
    law = make_law(
        tmp_path / "law", WORDS, block("定义", "得票率（可填） ＝ 赞成 ÷ （赞成 ＋ 反对）"),
        block("规则", "1 当 得票率 在 80%以上，应 评定 等次 为 优秀", "2 当 得票率 低于 80%，应 评定 等次 为 称职"),
        block("性质", "好：赞成 增加，等次 不降", "坏：反对 增加，等次 不降"),
    )  # fmt: skip
    assert [v.answer for v in verdicts(law)] == [PROVED, REFUTED]


def test_properties_change_no_conclusion_and_no_coverage():
    law = load(GOOD)
    assert len(law.parsed.properties) == 8
    assert not any(statement in law.statements for statement in law.parsed.properties)


def brute(law: Law) -> set[str]:
    """The grades of every case with few votes, by trying."""
    found = set()
    for yes, no, more in product(range(8), range(8), (-10, 0, 10)):
        if yes + no:
            found.add(run(law, facts={"赞成": yes, "反对": no, "加分": more}).concluded("等次").value)
    return found


def test_trying_all_small_cases_agrees(tmp_path):
    law = make_law(tmp_path / "law", WORDS, RATE, RULES)
    assert brute(law) == {"优秀", "称职"}


def test_the_properties_of_the_built_in_laws_are_decided():
    for folder in builtin().folders:
        for verdict in verdicts(load(folder)):
            assert verdict.answer != UNDECIDED, verdict.property.name


def test_a_vote_for_the_better_never_lowers_a_grade_of_the_appraisal():
    found = {v.property.name: v.answer for v in verdicts(load(builtin().find("appraisal")))}
    assert found["多得优秀票不致降等"] == found["一票改好不致降等"] == found["必有一档"] == PROVED
    assert found["总分不出百分"] == REFUTED
