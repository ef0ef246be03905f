"""The health check without a solver: what it finds by itself in the five texts, and in a clean one that was spoilt.

Each spoilt regulation is the clean one of tests/laws with a sentence of its notation changed, and nothing else; so
that a finding cannot come from anything but the change. The clean ones give none at all.
"""

from pathlib import Path
from shutil import copytree

import pytest

from guiju.check import load, open_law
from guiju.findings import KINDS, Item
from guiju.health.report import FAMILIES, MEANING
from guiju.health.structure import structural
from guiju.law import Law, builtin
from tests.laws import block, make_law

LAWS = Path(__file__).parent / "laws"


def found(law: Law) -> list[tuple[str, str]]:
    return [(f.kind, "、".join(a.partition("/")[2] for a in f.addresses)) for f in structural(law)]


def built(name: str) -> Law:
    return load(builtin().find(name))


def spoilt(folder: Path, *changes: tuple[str, str], law: str = "clean-regulation") -> Law:
    """The clean law with some of its words changed; source.txt is left out, the text need not be what was issued."""
    copytree(LAWS / law, folder / law)
    (folder / law / "source.txt").unlink()
    text = (folder / law / "law.md").read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / law / "law.md").write_text(text, encoding="utf-8")
    return load(folder / law)


# --- the five texts


@pytest.mark.parametrize("name", ["work-errors", "admission", "appraisal", "enforcement"])
@pytest.mark.parametrize("right", ["陈述申辩", "申诉"])
def test_four_of_five_grant_neither_defence_nor_appeal(name, right):
    [message] = [i.message for i in lacking(built(name)) if i.name == right]
    assert "没有规定要" in message


def lacking(law: Law) -> list[Item]:
    """The rights that a law lacks whatever the readings; they are told as one finding."""
    [told] = [f for f in structural(law) if f.kind == "skips-right" and not f.readings]
    return list(told.items)


def test_what_is_lacking_is_one_finding_that_lists_each_right_with_its_source_and_a_wording():
    [told] = [f for f in structural(built("enforcement")) if f.kind == "skips-right"]
    assert told.message == "「作出决定」（第五部分）缺6项保障：事先告知、陈述申辩、说明理由、回避、送达、申诉。"
    assert [i.name for i in told.items] == ["事先告知", "陈述申辩", "说明理由", "回避", "送达", "申诉"]
    assert all(i.suggestion.startswith("加写：「") and "《" in i.source for i in told.items)
    assert all(i.addresses == ("enforcement/5c",) for i in told.items)


def test_the_words_suit_what_is_decided():
    """An appraisal grades people: nobody handles a case there, and nobody is a party to one."""
    [told] = [f for f in structural(built("appraisal")) if f.kind == "skips-right"]
    said = "".join((told.message, told.suggestion, *(i.message + i.suggestion for i in told.items)))
    assert not [word for word in ("办案", "案件", "处理决定", "当事人") if word in said]
    assert "本人不服考核结果的" in said
    # the superior rule on appeals covers appraisals, the others are only a model for them
    sources = {i.name: i.source for i in told.items}
    assert sources["申诉"] == "《公务员法》第九十五条"
    assert sources["送达"] == "参照《公职人员政务处分法》第四十六条"
    assert told.suggestion == "「不称职」如果是公务员年度考核的结论，申诉是法律要求；此外是稳妥的做法。"


def test_the_fifth_grants_both_but_sets_no_term_for_the_appeal():
    told = {i.name: i for i in lacking(built("clean-government"))}
    assert "陈述申辩" not in told
    assert "没有写多少天内提出" in told["申诉"].message
    assert told["申诉"].addresses == ("clean-government/19a",)


def test_the_defence_of_the_fifth_depends_on_a_reading():
    told = [f for f in structural(built("clean-government")) if f.readings]
    assert [(f.addresses, f.readings) for f in told] == [
        (("clean-government/5a", "clean-government/5b"), {"A5-09": "只限个人"})
    ]


def test_recusal_in_work_errors_rests_on_a_reading_and_one_person_both_judges_and_is_judged():
    told = next(f for f in structural(built("work-errors")) if f.kind == "skips-right" and f.readings)
    assert told.readings == {"A1-50": "照旧牵头"}
    assert "「分管领导」既办理、认定" in told.message


@pytest.mark.parametrize(
    ("name", "kind", "places", "words"),
    [
        ("work-errors", "outside-catalogue", "2.1、3.4d", "警示谈话"),
        ("work-errors", "unused-measure", "2.6、3.5", "建议调离"),
        ("enforcement", "unmapped", "3.1、6.1、6.end", "8种情形、9种方式"),
        ("enforcement", "deadline-without-start", "4a", "自我纠正"),
        ("enforcement", "no-period", "6.4、6.5、6.end", "暂扣行政执法证件"),
        ("admission", "no-actor", "2.0c", "党纪处分"),
        ("admission", "deadline-without-start", "4.0b", "不得列为发展对象"),
    ],
)
def test_it_finds_by_itself(name, kind, places, words):
    assert [
        f.message for f in structural(built(name)) if (f.kind, found_at(f)) == (kind, places) and words in f.message
    ]


def found_at(finding) -> str:
    return "、".join(a.partition("/")[2] for a in finding.addresses)


def open_ended(name: str):
    [told] = [f for f in structural(built(name)) if f.kind == "no-deadline"]
    return told


def test_steps_without_a_term_are_told_once_a_law_and_by_name():
    told = open_ended("work-errors")
    assert told.message == "应办的8步都没有写期限，拖多久都不算迟。"
    assert {i.name: i.message for i in told.items}["四、3"] == "「另定牵头」「明确分工」「调查核实」「提出处理意见」"


def test_the_advice_names_the_last_steps_which_bound_the_others():
    assert open_ended("work-errors").suggestion.startswith("先给「另定牵头」「记录备案」写上期限")


def test_words_that_sound_like_a_term_are_named():
    told = {i.name: i.message for i in open_ended("work-errors").items}
    assert told["四、1"] == "「逐级报告」（只写「及时」，没有日数）"
    assert told["四、2"] == "「纠正错误」（只写「第一时间」，没有日数）"


def test_a_standing_duty_needs_no_term():
    """Interpreting and supervising end on no day; nor does what somebody judges to be done and nothing waits for."""
    told = "".join(i.message for i in open_ended("clean-government").items)
    assert not [name for name in ("报请解释", "监督检查", "与责任制考核挂钩", "纳入综合考评") if f"「{name}」" in told]
    # an answer to the person is no standing duty, although somebody judges that too
    assert "「作出申诉处理决定」" in told


@pytest.mark.parametrize("name", [*(f.name for f in builtin().folders), *(p.name for p in LAWS.iterdir())])
def test_every_finding_has_a_place_a_sentence_and_advice(name):
    law = load(LAWS / name) if (LAWS / name).is_dir() else built(name)
    for finding in structural(law):
        assert finding.addresses, finding.message
        assert all(address in law.provisions for address in finding.addresses), finding.addresses
        assert finding.message.endswith(("。", "？"))
        assert finding.suggestion
        assert set(finding.readings) <= {r.id for r in law.parsed.readings}


# --- no false alarms


@pytest.mark.parametrize("name", ["clean-regulation", "clean-appraisal"])
def test_a_clean_law_gives_no_finding(name):
    assert found(load(LAWS / name)) == []


def test_the_baseline_itself_gives_no_finding():
    assert found(built("national-baseline")) == []


CONDITIONED = "17 步骤 听取陈述申辩："


@pytest.mark.parametrize(
    ("fact", "condition"),
    [
        ("事实 书面放弃申辩：是否，问「当事人是否书面放弃？」", "非 书面放弃申辩"),  # a right may be forgone
        ("事实 处理档次：轻｜重，问「哪一档？」", "处理档次 属于 轻、重"),  # there is no other
        ("事实 经过天数：整数 0天 至 100天，问「几天？」", "（经过天数 在 3天以上 或 非 经过天数 在 3天以上）"),
    ],
)
def test_a_condition_that_leaves_nobody_out_is_no_finding(tmp_path, fact, condition):
    law = spoilt(
        tmp_path,
        ("当事方 当事人\n", f"当事方 当事人\n{fact}\n"),
        (CONDITIONED, f"17 当 {condition}，{CONDITIONED[3:]}"),
    )
    assert [kind for kind, _ in found(law) if kind != "unused-fact"] == []


def test_two_bounds_on_one_number_are_left_to_the_solver(tmp_path):
    law = spoilt(
        tmp_path,
        ("当事方 当事人\n", "当事方 当事人\n事实 经过天数：整数 0天 至 100天，问「几天？」\n"),
        (CONDITIONED, f"17 当 经过天数 在 3天以上，{CONDITIONED[3:]}"),
        ("18 步骤 作出处理决定", "18 当 经过天数 在 5天以上，步骤 作出处理决定"),
    )
    assert "skips-right" not in [kind for kind, _ in found(law)]


# --- spoilt in one place

WAITS_FOR = "须先 审查回避、调查核实、书面告知、听取陈述申辩"
FILED_IN = "期限 自 送达 的 日期 起 10个工作日，记录 归档的文书"
MAY_APPEAL = "由 当事人，须先 送达，期限 自 送达 的 日期 起 30日"
INQUIRES = "15 步骤 调查核实：由 镇纪委，须先 审查回避，"
REMINDED = "5.1 当 同类次数 低于 三次，应 对 当事人 采取 谈话提醒"
HEARS = (
    "步骤 听取陈述申辩：由 镇纪委，须先 书面告知，期限 自 书面告知 的 日期 起 10个工作日，"
    "记录 陈述和申辩、是否采纳及理由"
)


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        # the hearing is left out of what the decision waits for
        ([(WAITS_FOR, "须先 审查回避、调查核实、书面告知")], ("skips-right", "17、18")),
        # ... or held only when somebody asks
        ([("17 步骤 听取陈述申辩：", "17 当 提出申诉，步骤 听取陈述申辩：")], ("skips-right", "17、18")),
        # an appeal without a term; one that nobody answers
        ([(MAY_APPEAL, "由 当事人，须先 送达")], ("skips-right", "20")),
        ([("21 当 提出申诉，步骤 作出申诉处理决定", "21 当 提出申诉，步骤 研究意见")], ("skips-right", "20")),
        # a decision that gives no reasons
        ([("记录 会议日期、事实、理由、依据、决定", "记录 会议日期、事实、依据、决定")], ("skips-right", "18")),
        # a right that the office may grant or not; one that hangs on what is of no concern
        ([("16 步骤 书面告知：", "16 可 步骤 书面告知：")], ("skips-right", "16、18")),
        ([("14 步骤 审查回避：", "14 当 提出申诉，步骤 审查回避：")], ("skips-right", "14、18")),
        ([("19 步骤 送达：", "19 当 提出申诉，步骤 送达：")], ("skips-right", "18、19")),
        # nobody is to take a step; somebody is only to judge whether it was taken
        ([("14 步骤 审查回避：由 镇纪委，", "14 步骤 审查回避：由 镇纪委 认定，")], ("no-actor", "14")),
        ([("22 步骤 归档：由 镇党委办公室，须先 送达，", "22 步骤 归档：须先 送达，")], ("no-actor", "22")),
        # a step without a term
        ([(FILED_IN, "记录 归档的文书")], ("no-deadline", "22")),
        # a term that begins with what comes later, and one that begins with what may never come
        ([("期限 自 立案 的 日期 起 20个工作日", "期限 自 送达 的 日期 起 20个工作日")],
         ("deadline-without-start", "15、19")),
        ([(FILED_IN, FILED_IN.replace("送达 的", "作出申诉处理决定 的"))], ("deadline-without-start", "21、22")),
        # a term that begins on the day the step is done, and one that begins on a day nobody is asked for
        ([(FILED_IN, FILED_IN.replace("送达 的", "归档 的"))], ("deadline-without-start", "22")),
        ([("事实 发现日期：日期，缺省 行为日期，问「问题是哪一天发现的？」", "事实 发现日期：日期")],
         ("deadline-without-start", "13")),
        # a measure that is only ever forbidden
        ([("可 对 当事人 采取 从轻处理，由 镇党委会议 决定", "不得 对 当事人 采取 从轻处理，由 镇党委会议 决定")],
         ("unused-measure", "10、11b")),
        # a measure outside the catalogue; an item of it that nothing uses any more
        ([("8.1 择一 责任等级", "措施 诫勉\n8.1 择一 责任等级"), (REMINDED, f"{REMINDED}、诫勉")],
         ("outside-catalogue", "3.1、5.1")),
        ([("6.1 应 对 当事人 采取 通报批评\n", "")], ("unused-measure", "3.3")),
        # an effect without an end
        ([("施加 不得提拔任用，期间 自 决定日期 起 12个月", "施加 不得提拔任用")], ("no-period", "7.2")),
        # a power given twice, and one given and denied
        ([("11b 不得", "11a 可 对 当事人 采取 建议给予处分，由 镇纪委 决定\n11b 不得")], ("power-denied", "7.1、11a")),
        ([("11b 不得", "11a 不得 对 当事人 采取 建议给予处分，由 镇党委会议 决定\n11b 不得")],
         ("power-denied", "7.1、11a")),
        # a term below the baseline, and one above it
        ([(MAY_APPEAL, MAY_APPEAL.replace("30日", "20日"))], ("below-baseline", "20")),
        ([("期限 自 申诉 的 日期 起 30日", "期限 自 申诉 的 日期 起 3个月")], ("below-baseline", "21")),
        # an order that contradicts itself
        ([(INQUIRES, f"{INQUIRES}早于 审查回避，")], ("unreachable", "14、15")),
        # an organ and a party of whom nothing is said
        ([("机构 镇纪委、", "机构 镇政府、镇纪委、")], ("unused-fact", "title")),
        ([("当事方 当事人\n", "当事方 当事人、旁观者\n")], ("unused-fact", "title")),
        # a helping definition that nothing rests on
        ([("9.0 赔偿数额 ＝", "损失的一半 ＝ 经济损失 × 50%\n9.0 赔偿数额 ＝")], ("unused-fact", "9.1")),
    ],
)  # fmt: skip
def test_one_change_gives_this_finding_and_no_other(tmp_path, changes, wanted):
    assert found(spoilt(tmp_path, *changes)) == [wanted]


def test_a_right_that_is_taken_out_is_missed(tmp_path):
    law = spoilt(
        tmp_path,
        (f"17 {HEARS}\n", ""),
        (f"{WAITS_FOR}，期限 自 听取陈述申辩 的", "须先 审查回避、调查核实、书面告知，期限 自 书面告知 的"),
    )
    assert [f.message for f in structural(law)] == ["18的正文提到陈述申辩，程序里却没有一步照它办。"]


def test_a_sentence_that_only_counts_from_the_notice_gives_none(tmp_path):
    tells = (
        "16 步骤 书面告知：由 镇纪委，须先 调查核实，期限 自 调查核实 的 日期 起 3个工作日，"
        "记录 事实、理由、依据、拟作出的处理、陈述和申辩的权利\n"
    )
    heard = HEARS.replace("须先 书面告知，期限 自 书面告知 的", "须先 调查核实，期限 自 调查核实 的")
    law = spoilt(tmp_path, (tells, ""), (HEARS, heard), (WAITS_FOR, WAITS_FOR.replace("书面告知、", "")))
    assert [f.message.split("：")[0] for f in structural(law)] == ["「作出处理决定」（18）缺「事先告知」"]


def test_faults_that_any_measure_may_meet_are_told(tmp_path):
    law = make_law(
        tmp_path,
        block("词表", "当事方 责任人", "机构 会议", "1.1 措施 提醒", "1.2 措施 扣奖", "1.3 措施 调岗"),
        block("情形", "2.1 由 会议 认定，记录 事实", "2.2 由 会议 认定，记录 事实"),
        block("规则", "3 当 有情形 2.1至2.2 之一，可 对 责任人 采取 提醒、扣奖、调岗（可并用），由 会议 决定"),
    )
    assert ("unmapped", "1.1、2.1、3") in found(law)


def test_a_measure_that_the_catalogue_opens_the_door_to_is_within_it(tmp_path):
    listed = block("词表", "当事方 责任人", "机构 会议", "1.1 措施 提醒", "1.2 措施 扣奖")
    opened = [
        "(三)规定的其他方式。",
        "",
        block("词表", "措施 另行处理"),
        block("规则", "1.3 可 对 责任人 采取 另行处理"),
    ]
    used = block("规则", "2 应 对 责任人 采取 提醒、扣奖、另行处理，由 会议 决定")
    within = make_law(tmp_path / "within", "列举。", listed, *opened, "第二条", used)
    assert "outside-catalogue" not in [kind for kind, _ in found(within)]
    beside = make_law(tmp_path / "beside", "列举。", listed, "第二条", block("词表", "措施 另行处理"), used)
    assert ("outside-catalogue", "1.1、2") in found(beside)


# --- the standards are data


def test_a_law_may_say_by_itself_how_its_steps_are_called(tmp_path):
    own = block("用语 决定", "认得 拍板")
    words = block("词表", "当事方 责任人", "机构 会议", "措施 扣奖")
    rules = block("规则", "1 应 对 责任人 采取 扣奖，由 会议 决定")
    steps = block("程序", "2 步骤 会议拍板：由 会议")
    [told] = [f for f in structural(make_law(tmp_path, words, rules, steps, own)) if f.kind == "skips-right"]
    assert len(told.items) == 6
    assert told.message.startswith("「会议拍板」（2）缺6项保障")


def test_a_law_may_put_a_right_in_its_own_words(tmp_path):
    own = block(
        "保障 送达", "意思 把决定交给本人", "意思 对 星级：把星级牌交给店家", "认得 送达", "时机 后于 决定",
        "建议 应当送达。", "建议 对 星级：星级牌应当在十日内交给店家。",
    )  # fmt: skip
    words = block("词表", "当事方 店家", "机构 会议", "措施 摘牌", "择一 星级：五星、四星")
    rules = block("规则", "1 应 对 店家 采取 摘牌，由 会议 决定", "2 应 评定 星级 为 四星")
    law = make_law(tmp_path, words, rules, own, block("用语 星级", "认得 星级"))
    [told] = [i for i in lacking(law) if i.name == "送达"]
    assert told.message == "没有规定要把星级牌交给店家。"
    assert told.suggestion == "加写：「星级牌应当在十日内交给店家。」"


def test_measures_that_are_favours_need_no_hearing(tmp_path):
    words = block("词表", "当事方 本人", "机构 会议", "措施 表彰奖励")
    law = make_law(tmp_path, words, block("规则", "1 应 对 本人 采取 表彰奖励，由 会议 决定"))
    assert "skips-right" not in [kind for kind, _ in found(law)]


def test_what_is_not_certain_is_not_called_law(tmp_path):
    law = load(spoilt(tmp_path, (WAITS_FOR, "须先 审查回避、调查核实、书面告知")).folder)
    (told,) = structural(law)
    assert "出处：《公职人员政务处分法》第四十三条、《公务员法》第六十三条。" in told.suggestion
    assert "这一项是法律要求" in told.suggestion
    text = (law.baseline.folder / "law.md").read_text(encoding="utf-8")
    (tmp_path / "baseline").mkdir()
    (tmp_path / "baseline/law.md").write_text(text.replace("确度 已查", "确度 待核"), encoding="utf-8")
    law.baseline = open_law(tmp_path / "baseline")
    (told,) = structural(law)
    assert "《公务员法》" not in told.suggestion
    assert "稳妥的做法" in told.suggestion


def test_an_organ_without_the_power_to_sanction_may_only_propose(tmp_path):
    words = block("词表", "当事方 责任人", "机构 镇党委会议、有处分权的机关", "措施 政务处分、建议给予政务处分")
    rules = (
        "1 应 对 责任人 采取 政务处分，由 镇党委会议 决定",
        "2 应 对 责任人 采取 建议给予政务处分，由 镇党委会议 决定",
        "3 应 对 责任人 采取 政务处分，由 有处分权的机关 决定",
    )
    told = [f for f in structural(make_law(tmp_path, words, block("规则", *rules))) if f.kind == "power-denied"]
    assert [f.addresses for f in told] == [("sample/1", "sample/3"), ("sample/1",)]
    assert "《公职人员政务处分法》第二条、第三条" in told[1].message


def test_a_power_whose_source_is_not_certain_is_not_held_against_anyone(tmp_path):
    words = block("词表", "当事方 责任人", "机构 镇党委会议", "措施 政务处分")
    law = make_law(tmp_path / "law", words, block("规则", "1 应 对 责任人 采取 政务处分，由 镇党委会议 决定"))
    assert ("power-denied", "1") in found(law)
    text = (law.baseline.folder / "law.md").read_text(encoding="utf-8")
    (tmp_path / "baseline").mkdir()
    (tmp_path / "baseline/law.md").write_text(text.replace("确度 已查", "确度 待核"), encoding="utf-8")
    law.baseline = open_law(tmp_path / "baseline")
    assert ("power-denied", "1") not in found(law)


@pytest.mark.parametrize(
    ("condition", "breach"),
    [("天数 不低于 2天", True), ("天数 不低于 3天", False), ("学时 低于 23学时", True), ("学时 低于 24学时", False)],
)
def test_numbers_are_held_against_the_baseline_by_what_they_are_called(tmp_path, condition, breach):
    words = block("词表", "记录 培训：天数 数 0天 至 100天，学时 数 0学时 至 1000学时")
    law = make_law(tmp_path, words, block("定义", f"1 合格 ＝ 培训 中 有 {condition} 者"))
    assert (("below-baseline", "1") in found(law)) is breach


@pytest.mark.parametrize(("length", "breach"), [("6个月", False), ("3个月", True), ("一年", True), ("7个月", True)])
def test_a_sanction_lasts_as_long_as_the_law_says(tmp_path, length, breach):
    words = block("词表", "当事方 责任人", "机构 监察机关", "措施 政务警告", "事实 决定日期：日期")
    rule = f"1 应 对 责任人 采取 政务警告，由 监察机关 决定，期间 自 决定日期 起 {length}"
    law = make_law(tmp_path, words, block("规则", rule))
    assert (("below-baseline", "1") in found(law)) is breach


def test_every_kind_has_a_family_and_a_meaning():
    assert [kind for kinds in FAMILIES.values() for kind in kinds] == list(KINDS)
    assert list(MEANING) == list(KINDS)


def test_the_weightiest_kinds_come_first():
    first = [
        list(KINDS).index(kind) for kind in ("conflict", "gap", "overlap", "skips-right", "no-deadline", "shadowed")
    ]
    assert first == sorted(first)
