"""Appraising people: the law's own columns, exact; what is open, presumed or wanting; and the year it is for."""

from __future__ import annotations

import io
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bench.people import people as made_up_people
from bench.plain import graded
from guiju.appraisal_document import row_of, write_document
from guiju.appraise import Appraisal
from guiju.check import load
from guiju.errors import UsageError
from guiju.evaluate.case import Case
from guiju.explain.trace import trace_json
from guiju.forms.read import read_people
from guiju.law import builtin
from guiju.values import Unknown, show
from tests.shops import CHECKS, LAW, SHOPS, VISITS, sheets, write_book

ROOT = Path(__file__).parent.parent
TOWN = ROOT / "examples/青桥驿镇2025年度考核.xlsx"
SCHEMA = json.loads((ROOT / "docs/schemas/guiju-appraisal-1.json").read_text(encoding="utf-8"))
YEAR_END = date(2025, 12, 31)
SHOP_LAW, TOWN_LAW = load(LAW), load(builtin().find("appraisal"))


@pytest.fixture
def shops(tmp_path):
    """The shops' results, by identity."""

    def appraise(rows=None, **readings):
        roster = read_people(write_book(tmp_path / "商户.xlsx", rows or sheets()), SHOP_LAW)
        chosen = {key.replace("_", "-"): choice for key, choice in readings.items()}
        return {person.identity: person for person in Appraisal(SHOP_LAW, chosen).people(roster.cases(YEAR_END))}

    return appraise


def test_a_row_has_the_columns_of_the_law_in_its_order(shops):
    assert shops()["A1"].values == {
        "户号": "A1", "店名": "阿甲面馆", "得分": "979/10", "得分_一位": "97.9", "扣分合计": "1/2", "星级": "三星",
        "可评": "三星、二星", "推定": "", "依据": "shops/3a、shops/3b", "后续": "shops/4a", "首查": "2025-02-01",
        "不合格": "否",
    }  # fmt: skip


def test_people_come_in_the_order_of_the_input(shops):
    turned = shops(sheets(商户=[SHOPS[0], *reversed(SHOPS[1:])]))
    assert list(turned) == ["A3", "A2", "A1"]


def test_a_presumption_shapes_the_proposal_and_leaves_the_rest_open(shops):
    checks = with_failed(CHECKS, 2)
    person = shops(sheets(检查表=checks))["A1"]
    assert (person.values["星级"], person.values["可评"]) == ("二星", "三星、二星")
    assert person.values["推定"] == "shops/3d"
    assert [(g.address, g.presumption) for g in person.grounds] == [
        ("shops/3a", False), ("shops/3b", False), ("shops/3d", True),
    ]  # fmt: skip


def test_a_provision_that_follows_may_be_a_presumption_too(shops):
    person = shops()["A3"]
    assert person.values["后续"] == "shops/4b"
    assert next(g for g in person.grounds if g.column == "后续").presumption


def test_the_earliest_of_no_checks_is_none(shops):
    assert shops()["A3"].values["首查"] == "无"


def test_rounding_keeps_its_decimals_and_halves_go_up():
    appraisal = Appraisal(SHOP_LAW)

    def rounded(score):
        facts = {
            "户号": "A1",
            "类型": "餐饮",
            "自评": score,
            "扣分合计": 0,
            "联查次数": 0,
            "党员户": False,
            "不合格": False,
        }
        values = appraisal.appraise("A1", Case(YEAR_END, facts, {"检查": [], "联查": [], "节日": []})).values
        return values["得分"], values["得分_一位"]

    assert rounded(90) == ("97", "97.0")
    assert rounded(Fraction(3, 20)) == ("1341/20", "67.1")
    assert rounded(Fraction(1)) == ("202/3", "67.3")


def test_what_is_not_known_leaves_the_conclusion_open_and_says_what_to_ask():
    facts = {"户号": "A1", "店名": "面馆", "类型": "餐饮", "自评": 90, "党员户": False}
    case = Case(YEAR_END, facts, {"检查": [{"户号": "A1", "扣分": 0, "检查日期": YEAR_END}], "节日": []})
    person = Appraisal(SHOP_LAW).appraise("A1", case)
    assert (person.values["得分"], person.values["星级"], person.values["不合格"]) == ("未知", "未定", "未知")
    assert person.values["可评"] == "三星、二星、一星"
    wanting = {w.fact: w for w in person.wanting}
    assert {"星级", "得分"} <= set(wanting["联查次数"].columns)
    assert all(w.question for w in person.wanting)


def test_a_law_that_does_not_apply_says_so_and_why():
    facts = {"户号": "A1", "店名": "面馆", "类型": "网店"}
    person = Appraisal(SHOP_LAW).appraise("A1", Case(YEAR_END, facts, {}))
    assert person.values["店名"] == "面馆"
    assert {person.values[name] for name in ("得分", "星级", "可评", "后续", "不合格")} == {"不适用"}
    assert [(g.column, g.address) for g in person.grounds] == [("不适用", "shops/1")]


def test_another_reading_is_used_and_named(shops):
    shop = [SHOPS[0], ["A1", "面馆", "餐饮", "", 90, "否"]]
    check = [CHECKS[0], ["A1", date(2025, 3, 1), 7.1, "是", ""]]
    rows = sheets(商户=shop, 检查表=check, 联查表=VISITS[:1])
    assert shops(rows)["A1"].values["得分"] == "90"
    assert shops(rows)["A1"].values["星级"] == "三星"
    assert shops(rows, S_1="不含")["A1"].values["星级"] == "二星"
    assert Appraisal(SHOP_LAW, {"S-1": "不含"}).readings == {"S-1": "不含"}


def with_failed(rows, row):
    changed = [list(line) for line in rows]
    changed[row - 1][3] = "否"
    return changed


# --- the year


@pytest.mark.parametrize(
    ("years", "given", "on"),
    [((), None, None), ((), 2024, date(2024, 12, 31)), ((2025,), None, YEAR_END), ((2024, 2025), 2025, YEAR_END)],
)
def test_the_year_is_the_one_given_or_the_one_all_records_are_of(tmp_path, years, given, on):
    checks = [CHECKS[0], *(["A1", date(year, 3, 1), 0, "是", ""] for year in years)]
    path = write_book(tmp_path / "商户.xlsx", sheets(检查表=checks, 节日=[["名称", "日期"]]))
    assert read_people(path, SHOP_LAW).case_date(given) == on


def test_records_of_several_years_need_a_year(tmp_path):
    checks = [CHECKS[0], *(["A1", date(year, 3, 1), 0, "是", ""] for year in (2024, 2025))]
    roster = read_people(write_book(tmp_path / "商户.xlsx", sheets(检查表=checks)), SHOP_LAW)
    with pytest.raises(UsageError, match="记录的日期分属2024、2025年，不知道考核哪一年；请用 --year 写明"):
        roster.case_date(None)


# --- the built-in appraisal


def test_made_up_people_come_out_as_by_hand():
    appraisal = Appraisal(TOWN_LAW)
    for facts in made_up_people(300, seed=7):
        values = appraisal.appraise(facts["编号"], Case(YEAR_END, facts)).values
        wanted = graded(facts)
        assert values["考核得分"] == show(wanted.score if wanted.score.denominator > 1 else int(wanted.score))
        assert (values["等次"], values["可评等次"]) == (wanted.grade, "、".join(wanted.open))
        assert (values["推定"], values["依据"]) == ("、".join(wanted.presumed), "、".join(wanted.grounds))


def test_the_document_keeps_its_schema():
    appraisal = Appraisal(TOWN_LAW)
    roster = read_people(TOWN, TOWN_LAW)
    out = io.StringIO()
    write_document(appraisal, map(row_of, appraisal.people(roster.cases(YEAR_END))), out)
    document = json.loads(out.getvalue())
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(document)
    document["people"][0]["trace"] = trace_json(appraisal.program.run(roster.case(0, YEAR_END)))
    Draft202012Validator(SCHEMA).validate(document)
    assert len(document["people"]) == 60
    assert list(document["people"][0]) == [
        "编号", "测评得分", "领导评价得分", "加减分", "考核得分", "考核得分_两位", "等次", "可评等次", "推定", "依据",
        "结果运用", "trace",
    ]  # fmt: skip


def test_readings_in_force_are_those_the_rules_use():
    default = Appraisal(TOWN_LAW).readings
    assert default["A3-56"] == "只设下限"
    assert "A3-55" not in default, "asked only in the branch that is not chosen"
    assert Appraisal(TOWN_LAW, {"A3-56": "也设上限"}).readings["A3-55"] == "归上档"
    assert Appraisal(TOWN_LAW, {"A3-55": "含两端"}).readings["A3-55"] == "含两端"


def test_no_value_of_a_result_is_an_unknown_object():
    appraisal = Appraisal(TOWN_LAW)
    person = appraisal.appraise("P1", Case(None, {"编号": "P1"}))
    assert all(type(value) is str for value in person.values.values())
    assert person.values["等次"] == "未定"
    assert str(Unknown(frozenset())) == person.values["考核得分"]
