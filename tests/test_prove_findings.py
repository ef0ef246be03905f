"""What the solver finds in small laws that have one defect each, and that it is silent where the defect is mended.

Every case it shows is run again here: what the message says must come out.
"""

from datetime import date
from pathlib import Path

import pytest

from guiju import tree as t
from guiju.check import load
from guiju.findings import KINDS, Finding
from guiju.health.report import matters
from guiju.health.solved import solved
from guiju.law import Law, builtin
from tests.laws import block, examined, make_law, run

LAWS = [folder for folder in builtin().folders if folder.name != "national-baseline"]
CLEAN = sorted((Path(__file__).parent / "laws").glob("clean-*"))

SCORE = block("词表", "事实 得分：数 0分 至 100分", "事实 受处分：是否", "择一 等次：优秀、称职、不称职")
PARTIES = block("词表", "当事方 责任人", "措施 批评、处分、从轻、从重", "事实 失误：是否", "事实 主动：是否")


def found(law: Law, kind: str) -> list[Finding]:
    return [finding for finding in solved(law) if finding.kind == kind]


def kinds(law: Law) -> set[str]:
    return {finding.kind for finding in solved(law)}


def bands(tmp_path, *rules: str, more: str = "") -> Law:
    return make_law(tmp_path / "law", SCORE, block("规则", *rules), more)


GOOD_BANDS = (
    "1 当 得分 在 90分以上，应 评定 等次 为 优秀",
    "2 当 得分 在 60分以上 且 得分 低于 90分，应 评定 等次 为 称职",
    "3 当 得分 低于 60分，应 评定 等次 为 不称职",
)


def test_bands_that_meet_are_no_finding(tmp_path):
    assert solved(bands(tmp_path, *GOOD_BANDS)) == []


def test_two_demands_at_one_point_are_a_conflict_there(tmp_path):
    law = bands(tmp_path, GOOD_BANDS[0], "2 当 得分 在 60分至90分，应 评定 等次 为 称职", GOOD_BANDS[2])
    [conflict] = found(law, "conflict")
    assert "得分恰为90分" in conflict.message
    assert conflict.witness == {"得分": "90分"}
    assert conflict.addresses == ("sample/1", "sample/2")


def test_two_options_open_are_an_overlap(tmp_path):
    law = bands(
        tmp_path,
        "1 仅当 得分 在 90分以上，方可 评定 等次 为 优秀",
        "2 仅当 得分 在 60分以上，方可 评定 等次 为 称职",
        GOOD_BANDS[2],
        "4 当 受处分，不得 评定 等次 为 优秀",
    )
    [overlap] = found(law, "overlap")
    assert overlap.witness == {"得分": "90分", "受处分": "否"}
    assert "优秀与称职均可" in overlap.message


def test_a_score_that_no_band_takes_in_is_a_gap_with_its_stretch(tmp_path):
    lower = "2 当 得分 在 60分以上 且 得分 低于 85分，应 评定 等次 为 称职"
    law = bands(tmp_path, GOOD_BANDS[0], lower, GOOD_BANDS[2])
    [gap] = found(law, "gap")
    assert gap.message.startswith("得分85分以上不满90分的人")
    assert gap.witness == {"得分": "85分"}


def test_a_person_at_the_top_who_is_barred_is_left_without_a_grade(tmp_path):
    law = bands(
        tmp_path,
        "1 仅当 得分 在 90分以上，方可 评定 等次 为 优秀",
        *GOOD_BANDS[1:],
        "4 当 受处分，不得 评定 等次 为 优秀",
    )
    [gap] = found(law, "gap")
    assert gap.witness == {"得分": "90分", "受处分": "是"}
    assert "4的限制" in gap.message


def test_a_grade_that_no_score_in_range_comes_to_is_unreachable(tmp_path):
    law = bands(
        tmp_path,
        "1 当 得分 ＋ 10分 超过 110分，应 评定 等次 为 优秀",
        "2 当 得分 在 60分以上，应 评定 等次 为 称职",
        GOOD_BANDS[2],
    )
    assert [f.message[:10] for f in found(law, "unreachable")] == ["等次永远评不到优秀："]
    assert [f.addresses for f in found(law, "never-fires")] == [("sample/1",)]


def test_a_rule_that_changes_nothing_is_shadowed(tmp_path):
    law = bands(tmp_path, *GOOD_BANDS, "4 当 得分 在 95分以上，应 评定 等次 为 优秀")
    assert [f.addresses for f in found(law, "shadowed")] == [("sample/4",)]


def test_what_is_barred_anyway_makes_a_bar_superfluous_only_then(tmp_path):
    bar = "4 当 得分 低于 50分，不得 评定 等次 为 优秀"
    assert [f.addresses for f in found(bands(tmp_path, *GOOD_BANDS, bar), "shadowed")] == [("sample/4",)]
    bar = "4 当 受处分，不得 评定 等次 为 优秀，例外于 1"
    assert found(bands(tmp_path, *GOOD_BANDS, bar), "shadowed") == []


READING = block(
    "读法 S-1", "疑问 「90分以上」含不含 90 分？", "选项 含：含 90 分", "选项 不含：不含", "默认 含", "理由 通例",
    "确认 镇党委",
)  # fmt: skip


def test_what_happens_on_one_line_is_told_in_one_place(tmp_path):
    """The line at 90 is a conflict for the barred and no conclusion for some; at 60 there is another matter."""
    law = bands(
        tmp_path,
        GOOD_BANDS[0],
        "2 当 得分 在 60分至90分，应 评定 等次 为 称职",
        GOOD_BANDS[2].replace("低于 60分", "在 60分以下"),
        "4 当 受处分，不得 评定 等次 为 优秀",
    )
    told = solved(law)
    lines = {f.line for f in told}
    assert {"得分 90分", "得分 60分"} <= lines
    places = matters(told)
    assert len(places) == len(lines) < len(told)
    assert any(m.heading.startswith("得分90分这条线，") for m in places)
    assert sum(len(m.findings) for m in places) == len(told)


def test_two_sentences_of_one_number_are_told_apart_by_their_words():
    """五、2「应」…，五、2「应」… left it to the reader to guess which sentence is meant."""
    _, told = examined("appraisal")
    [conflict] = [f for f in told if f.kind == "conflict" and f.line == "考核得分 50分"]
    assert "五、2（「考核得分在50至65分的评定为基本称职」）「应」评基本称职" in conflict.message
    assert "五、2（「考核得分在50分一下的评为不称职」）「应」评不称职" in conflict.message
    [other] = [f for f in told if f.kind == "conflict" and f.line == "考核得分 90分"]
    assert "五、2「应」评优秀，五、5「不得」评优秀" in other.message


def test_a_reading_that_moves_a_bound_is_shown_on_the_bound(tmp_path):
    law = bands(
        tmp_path,
        "1 当 按 S-1（含：得分 在 90分以上；不含：得分 超过 90分），应 评定 等次 为 优秀",
        "2 当 得分 在 60分以上 且 按 S-1（含：得分 低于 90分；不含：得分 不超过 90分），应 评定 等次 为 称职",
        GOOD_BANDS[2],
        more=READING,
    )
    [boundary] = found(law, "boundary")
    assert boundary.witness == {"得分": "90分"}
    assert "「含」等次为优秀，按「不含」等次为称职" in boundary.message
    assert kinds(law) == {"boundary"}


def test_a_defect_of_another_reading_names_the_reading(tmp_path):
    law = bands(
        tmp_path,
        GOOD_BANDS[0],
        "2 当 得分 在 60分以上 且 按 S-1（含：得分 低于 90分；不含：得分 低于 80分），应 评定 等次 为 称职",
        GOOD_BANDS[2],
        more=READING,
    )
    [gap] = found(law, "gap")
    assert gap.readings == {"S-1": "不含"}
    assert gap.message.startswith("按读法 S-1「不含」，得分80分以上不满90分")


VOTES = block(
    "词表",
    *(f"事实 {option}票：整数 0票 至 100票" for option in ("优秀", "称职", "不称职")),
    "择一 等次：优秀、称职、不称职",
)


def test_a_better_vote_that_lowers_the_grade_is_not_monotone(tmp_path):
    law = make_law(
        tmp_path / "law", VOTES,
        block("规则", "1 当 优秀票 在 3票至5票，应 评定 等次 为 优秀", "2 当 优秀票 低于 3票，应 评定 等次 为 称职",
              "3 当 优秀票 超过 5票，应 评定 等次 为 不称职"),
    )  # fmt: skip
    [finding] = found(law, "not-monotone")
    assert finding.message == "一票由称职票改为优秀票，等次反而由优秀变为不称职。"
    assert finding.witness == {"优秀票": "5票", "称职票": "1票"}


def test_rates_of_any_number_of_votes_are_proved_monotone(tmp_path):
    law = make_law(
        tmp_path / "law", VOTES,
        block("定义", "总票 ＝ 优秀票 ＋ 称职票 ＋ 不称职票", "优秀率 ＝ 优秀票 ÷ 总票"),
        block("规则", "1 当 优秀率 在 50%以上，应 评定 等次 为 优秀",
              "2 当 优秀率 低于 50% 且 优秀率 在 1/3以上，应 评定 等次 为 称职",
              "3 当 优秀率 低于 1/3，应 评定 等次 为 不称职"),
    )  # fmt: skip
    assert solved(law) == []


def test_a_table_that_goes_up_and_down_is_not_monotone(tmp_path):
    law = make_law(
        tmp_path / "law", block("词表", "事实 名次：整数 1位 至 8位"),
        block("定义", "3 扣分 ＝ 对照 名次（6位：2分；7位：1分；8位：0.5分；其余：0分）"),
    )  # fmt: skip
    [finding] = found(law, "not-monotone")
    assert finding.addresses == ("sample/3",)


def test_what_must_and_must_not_be_done_is_a_conflict(tmp_path):
    rules = ("1 当 失误，应 对 责任人 采取 处分", "2 当 主动，不得 对 责任人 采取 处分")
    [conflict] = found(make_law(tmp_path / "law", PARTIES, block("规则", *rules)), "conflict")
    assert conflict.witness == {"失误": "是", "主动": "是"}
    mended = (rules[0], rules[1] + "，例外于 1")
    assert found(make_law(tmp_path / "law", PARTIES, block("规则", *mended)), "conflict") == []


def test_words_that_exclude_each_other_and_come_together_are_an_order(tmp_path):
    rules = ("1 当 失误，应 对 责任人 采取 从重", "2 当 主动，可 对 责任人 采取 从轻")
    law = make_law(tmp_path / "law", PARTIES, block("词表", "不并用 从轻、从重"), block("规则", *rules))
    assert [f.witness for f in found(law, "order")] == [{"失误": "是", "主动": "是"}]
    assert found(make_law(tmp_path / "law", PARTIES, block("规则", *rules)), "order") == []


def test_different_measures_for_overlapping_steps_of_one_article_are_an_overlap(tmp_path):
    def law(second: str) -> Law:
        words = block("词表", "事实 次数：整数 1次 至 100次")
        return make_law(
            tmp_path / "law", PARTIES, words,
            block("规则", "3.1 当 次数 低于 三次，应 对 责任人 采取 批评", f"3.2 当 {second}，应 对 责任人 采取 处分"),
        )  # fmt: skip

    assert [f.witness for f in found(law("次数 在 两次以上"), "overlap")] == [{"次数": "2次"}]
    assert found(law("次数 在 三次以上"), "overlap") == []


def test_sentences_under_one_number_may_overlap_too(tmp_path):
    words = block("词表", "事实 次数：整数 1次 至 100次")

    def law(second: str) -> Law:
        return make_law(
            tmp_path / "law", PARTIES, words,
            block("规则", "3a 当 次数 低于 三次，应 对 责任人 采取 批评", f"3b 当 {second}，应 对 责任人 采取 处分"),
        )  # fmt: skip

    [overlap] = found(law("次数 在 两次以上"), "overlap")
    assert overlap.addresses == ("sample/3a", "sample/3b")
    assert found(law("次数 在 三次以上"), "overlap") == []


def test_overlaps_under_the_same_numbers_are_one_finding():
    _, told = examined("clean-government")
    [overlap] = [f for f in told if f.kind == "overlap"]
    assert [a.partition("/")[2] for a in overlap.addresses] == ["8.2a", "8.2b", "8.2c", "8.2d"]
    assert "第八条(二)（「情节较轻的」）" in overlap.message
    assert "这样的共有3处" in overlap.message


def test_an_addition_to_a_measure_is_no_overlap(tmp_path):
    law = make_law(
        tmp_path / "law", PARTIES,
        block("规则", "3.1 当 失误，应 对 责任人 采取 批评", "3.2 当 失误 且 主动，应 对 责任人 采取 从轻"),
    )  # fmt: skip
    assert found(law, "overlap") == []


def test_a_circumstance_from_which_nothing_follows_is_a_gap(tmp_path):
    circumstances = block("情形", "1.1 由 党委 认定", "1.2 由 党委 认定")
    words = block("词表", "机构 党委")
    law = make_law(
        tmp_path / "law", PARTIES, words, circumstances, block("规则", "2 当 有情形 1.1，应 对 责任人 采取 批评")
    )
    assert [f.addresses for f in found(law, "gap")] == [("sample/1.2",)]


def test_to_be_held_accountable_without_any_measure_is_a_gap(tmp_path):
    rules = ("1 当 失误，应 追究 责任人", "2 当 失误 且 主动，应 对 责任人 采取 批评")
    [gap] = found(make_law(tmp_path / "law", PARTIES, block("规则", *rules)), "gap")
    assert gap.witness == {"失误": "是", "主动": "否"}
    assert "没有一种方式用得上" in gap.message


def test_a_gap_without_measures_says_so_of_effects_too_and_its_case_leaves_none_open():
    """18e brings an effect on whoever was both sanctioned and dealt with: the case has to say that he was not."""
    law, told = examined("clean-government")
    [gap] = [f for f in told if f.kind == "gap" and "要追究责任人" in f.message]
    assert "没有一种方式、一项限制用得上" in gap.message
    assert gap.witness is not None
    assert {gap.witness["受党纪政纪处分"], gap.witness["受组织处理"]} == {"否"}
    facts = {"追究对象": "个人", **{n: v == "是" for n, v in gap.witness.items() if v in ("是", "否")}}
    facts = {n: v for n, v in facts.items() if "的" not in n or n in law.words.facts}
    ran = run(law, on=date(2026, 3, 2), facts=facts, parties={"责任人": {"中共党员": True}}, circumstances=frozenset())
    bringing = [n for n in law.of(t.Norm) if isinstance(n.action, t.Bring) and "责任人" in n.action.parties]
    assert bringing
    assert {ran.value(n).applies for n in bringing} == {False}


def test_a_step_that_nothing_can_call_for_never_fires(tmp_path):
    def law(condition: str) -> Law:
        words = block("词表", "机构 会议", "事实 得分：数 0分 至 100分")
        return make_law(tmp_path / "law", words, block("程序", f"1 当 {condition}，步骤 复评：由 会议"))

    assert [f.addresses for f in found(law("得分 ＋ 得分 超过 200分"), "never-fires")] == [("sample/1",)]
    assert found(law("得分 ＋ 得分 超过 199分"), "never-fires") == []


@pytest.mark.parametrize("folder", CLEAN, ids=lambda folder: folder.name)
def test_a_clean_law_has_no_finding(folder):
    assert solved(load(folder)) == []


@pytest.mark.parametrize("folder", LAWS, ids=lambda folder: folder.name)
def test_every_finding_can_be_read(folder):
    law, told = examined(folder.name)
    for finding in told:
        assert finding.kind in KINDS
        assert finding.message.endswith("。")
        assert finding.suggestion
        assert finding.addresses, "a drafter wants to know where"
        assert all(address in law.provisions for address in finding.addresses)


def test_the_three_lines_of_the_appraisal_are_found():
    _, found = examined("appraisal")
    told = [(f.kind, f.witness["考核得分"], f.readings) for f in found if f.witness and "考核得分" in f.witness]
    assert ("overlap", "90分", {}) in told
    assert ("overlap", "90分", {"A3-56": "也设上限", "A3-55": "含两端"}) in told
    assert ("overlap", "65分", {"A3-57": "含两端"}) in told
    assert ("conflict", "50分", {"A3-58": "含五十分"}) in told
    assert ("gap", "90分", {"A3-56": "也设上限"}) in told


def test_aggravation_and_mitigation_together_are_found():
    _, told = examined("clean-government")
    [order] = [finding for finding in told if finding.kind == "order"]
    assert order.addresses == ("clean-government/11", "clean-government/12")


WARNED = block("词表", "事实 迟到：整数 0次 至 100次", "事实 旷工：整数 0天 至 100天", "当事方 本人", "措施 批评、扣分")


def test_a_rule_that_sets_another_back_is_not_superfluous(tmp_path):
    rules = ["1 当 迟到 在 3次以上，应 对 本人 采取 批评", "2 当 迟到 在 3次以上，应 对 本人 采取 扣分"]
    same = "3 当 迟到 在 5次以上，应 对 本人 采取 批评"
    plain = make_law(tmp_path / "plain", WARNED, block("规则", *rules, same))
    assert [f.addresses[-1] for f in found(plain, "shadowed")] == ["sample/3"]
    assert found(make_law(tmp_path / "law", WARNED, block("规则", *rules, f"{same}，例外于 2")), "shadowed") == []


def test_a_superfluous_rule_is_told_with_the_one_that_covers_it(tmp_path):
    rules = [f"{n} 当 {when}，应 对 本人 采取 批评" for n, when in (
        (1, "迟到 在 3次以上"), (2, "迟到 在 5次以上"), (3, "旷工 在 5天以上"))]  # fmt: skip
    [finding] = found(make_law(tmp_path / "law", WARNED, block("规则", *rules)), "shadowed")
    assert finding.addresses == ("sample/1", "sample/2")


def test_a_witness_leaves_out_what_only_goes_into_the_number_compared(tmp_path):
    law = make_law(
        tmp_path / "law", WARNED, block("词表", "事实 请假：整数 0天 至 100天", "择一 等次：好、差"),
        block("定义", "得分 ＝ 100分 － 迟到 × 1分 － （若 请假 超过 30天 则 10分 否则 0分）"),
        block("规则", "1 当 得分 在 90分以上，应 评定 等次 为 好", "2 当 得分 在 0分至90分，应 评定 等次 为 差"),
    )  # fmt: skip
    [finding] = found(law, "conflict")
    assert finding.witness == {"得分": "90分", "迟到": "10次"}
