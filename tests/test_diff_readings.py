"""`guiju law diff-readings`: other readings of one law, several at once or each in turn; and what an appraisal says."""

from __future__ import annotations

import csv
import json
import shutil
from fractions import Fraction
from random import Random

import pytest

from guiju.appraise import Appraisal
from guiju.cases.lines import graded, lines_of
from guiju.check import load
from guiju.errors import InputError
from guiju.evaluate.program import Program
from guiju.forms.read import read_people
from guiju.law import builtin
from guiju.whatif.attention import doubts, standing
from guiju.whatif.cases import compare_file
from guiju.whatif.compare import reading_causes
from guiju.whatif.each import tried_on_people
from guiju.whatif.histogram import histogram
from guiju.whatif.sensitivity import affordable, options
from guiju.whatif.sides import Side
from tests.editions import FIRST, ROOT, scored, write_people
from tests.laws import block, make_law, random_case
from tests.sweep import SWEEP
from tests.test_schemas import check_form

TOWN = ROOT / "examples/青桥驿镇2025年度考核.xlsx"
CASES = ROOT / "examples/cases"


@pytest.fixture(scope="module")
def town():
    law = load(builtin().find("appraisal"))
    roster = read_people(TOWN, law)
    return Appraisal(law), roster, roster.case_date(2025)


# --- several readings at once


def test_one_reading_keeps_the_form_of_the_contract_and_adds_the_sentence(guiju):
    document = json.loads(guiju("law", "diff-readings", "A3-53=不含九十分", TOWN, "--year", "2025", "--json")[1])
    check_form(document)
    assert [document[key] for key in ("reading", "default", "choice", "people")] == [
        "A3-53",
        "含九十分",
        "不含九十分",
        60,
    ]
    assert [person["person"] for person in document["changed"]] == ["QQ045", "QQ048"]
    assert document["changed"][1]["columns"]["等次"] == {"before": "优秀", "after": "称职"}
    assert document["changed"][1]["from"][0] == {
        "address": "appraisal/5.2a", "before": "成立", "after": "不成立", "root": True,
    }  # fmt: skip


def test_several_readings_are_changed_together(guiju):
    words = ("A3-53=不含九十分", "A3-14=照列举顺序")
    together = json.loads(guiju("law", "diff-readings", *words, TOWN, "--year", "2025", "--json")[1])
    check_form(together)
    assert together["readings"] == {
        "A3-14": {"default": "末位最重", "choice": "照列举顺序"},
        "A3-53": {"default": "含九十分", "choice": "不含九十分"},
    }  # fmt: skip
    apart = [json.loads(guiju("law", "diff-readings", word, TOWN, "--year", "2025", "--json")[1]) for word in words]
    assert {p["person"] for p in together["changed"]} <= {p["person"] for one in apart for p in one["changed"]}
    # QQ048 loses 90 points' grade under the one, and gets far above 90 points under the other.
    assert next(p for p in together["changed"] if p["person"] == "QQ048")["columns"].get("等次") is None


def test_a_reading_of_a_definition_is_the_root_of_what_follows_from_it(guiju):
    document = json.loads(guiju("law", "diff-readings", "A3-14=照列举顺序", TOWN, "--year", "2025", "--json")[1])
    first = next(p for p in document["changed"] if p["person"] == "QQ007")["from"]
    assert (first[0]["address"], first[0]["name"], first[0]["root"]) == ("appraisal/3.1.1.1e", "业务工作扣分", True)
    assert [c["root"] for c in first[1:]] == [False] * (len(first) - 1)
    assert "appraisal/5.2b" in [c["address"] for c in first]


def test_a_folder_of_cases_is_compared_case_by_case(guiju, tmp_path):
    for name in ("work-errors-principal-leader", "work-errors-third-time"):
        shutil.copy(CASES / f"{name}.json", tmp_path)
    document = json.loads(guiju("law", "diff-readings", "A1-45=并处", tmp_path, "--json")[1])
    check_form(document)
    assert document["cases"] == 2
    assert "work-errors-third-time.json" in [c["case"] for c in document["changed"]]


def test_a_case_keeps_its_form_when_several_readings_change(guiju):
    document = json.loads(
        guiju("law", "diff-readings", "A1-45=并处", "A1-24=不问过错", CASES / "work-errors-third-time.json", "--json")[
            1
        ]
    )
    check_form(document)
    assert document["differences"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((TOWN,), "要写明换哪种读法"),
        (("--all", "A3-53=不含九十分", TOWN), "不必再写 ID=选项"),
        (("A3-53=不含九十分", "A3-53=含九十分", TOWN), "同一条读法写了两次"),
    ],
)
def test_what_is_asked_must_be_plain(guiju, words, message):
    code, _, err = guiju("law", "diff-readings", *words)
    assert code == 2
    assert message in err


# --- each reading in turn


def test_all_options_are_tried_and_agree_with_one_at_a_time(guiju):
    document = json.loads(guiju("law", "diff-readings", "--all", TOWN, "--year", "2025", "--json")[1])
    check_form(document)
    for option in document["options"]:
        if option["reading"] in ("A3-53", "A3-65", "A3-84"):
            pair = f"{option['reading']}={option['choice']}"
            alone = json.loads(guiju("law", "diff-readings", pair, TOWN, "--year", "2025", "--json")[1])
            moved = sum(m["people"] for m in alone["moves"] if m["before"] != m["after"])
            assert (option["different"], option["moved"]) == (alone["different"], moved)


def test_a_reading_in_a_branch_that_is_not_in_force_changes_nothing_and_is_not_tried(town):
    appraisal, *_ = town
    tried = {option.reading for option in tried_on_people(appraisal.law, {})}
    assert "A3-56" in tried
    assert "A3-55" not in tried, "it stands under an option of A3-56 that is not chosen"
    assert "A3-55" in {o.reading for o in options(Side("", appraisal.law, {"A3-56": "也设上限"}))}


def test_the_effects_of_options_can_be_written(guiju, tmp_path):
    table, chart = tmp_path / "读法.csv", tmp_path / "图.svg"
    code, out, _ = guiju("law", "diff-readings", "--all", TOWN, "--year", "2025", "--out", table, "--chart", chart)
    assert code == 0
    assert "60人，逐一试了32个没有采用的选项：28个会使结果不同。" in out
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0]["读法"] == "A3-54"
    assert "A3-54 充分条件：54人不同，其中30人换了结论" in chart.read_text(encoding="utf-8")


def test_readings_are_tried_on_a_case_too(guiju):
    document = json.loads(guiju("law", "diff-readings", "--all", CASES / "work-errors-third-time.json", "--json")[1])
    check_form(document)
    assert document["cases"] == 1
    assert {o["reading"] for o in document["options"] if o["different"]} >= {"A1-45"}


# --- lines, and who stands on one


def test_the_lines_are_found_in_the_tree_as_the_readings_stand(town):
    appraisal, *_ = town
    found = {(line.name, line.text): line.addresses for line in lines_of(appraisal.law, appraisal.program.readings)}
    assert found == {
        ("考核得分", "90分"): ("appraisal/5.2a",), ("考核得分", "65分"): ("appraisal/5.2b", "appraisal/5.2c"),
        ("考核得分", "50分"): ("appraisal/5.2c", "appraisal/5.2d"), ("不称职得票率", "30%"): ("appraisal/5.3",),
        ("优秀得票率", "90%"): ("appraisal/5.4",),
    }  # fmt: skip
    assert [line.bound for line in graded(lines_of(appraisal.law, appraisal.program.readings))] == [50, 65, 90]


def test_a_line_is_met_exactly_or_not_at_all(tmp_path):
    people = [scored(f"P{n}", score) for n, score in enumerate(map(Fraction, ("84.9", "84.94", "84.95", "85", "85.1")))]
    law = load(FIRST)
    found = standing(Appraisal(law), read_people(write_people(tmp_path / "名册.csv", people), law), None)
    # The law rounds to one decimal before it compares.
    assert found.on == {1: ["P2 干部P2", "P3 干部P3"]}
    assert found.lines[1].text == "85分"


def test_counts_are_no_lines(tmp_path):
    law = make_law(
        tmp_path / "法",
        block("词表", "事实 甲：整数 0次 至 9次", "事实 乙：数 0分 至 9分", "当事方 本人", "措施 批评"),
        block("规则", "1 当 甲 在 三次以上 且 乙 超过 5分，应 对 本人 采取 批评"),
    )  # fmt: skip
    assert [(line.name, line.bound) for line in lines_of(law, Program(law).readings)] == [("乙", 5)]


def test_steps_meet_at_the_lines():
    steps = histogram([Fraction(89), Fraction(899, 10), Fraction(90)], [Fraction(90), Fraction(65)], 60)
    assert (steps[0][0], steps[-1][:2]) == (65, (90, Fraction(181, 2)))
    assert sum(count for *_, count in steps) == 3
    assert [count for low, _, count in steps if low in (89, 90)] == [1, 1]


def test_an_appraisal_tells_who_is_on_a_line_and_which_doubts_weigh(guiju, town):
    _, out, _ = guiju("appraise", TOWN, "--year", "2025")
    assert "考核得分 90分（五、2）" in out
    assert "换一种读法，20个选项会使有的人换结论。最要紧的5个" in out
    effects = doubts(*town)
    assert effects is not None
    assert effects[0].option.text == "A3-54=充分条件"


def test_many_people_are_not_tried_unasked():
    assert affordable(600, 32)
    assert not affordable(700, 32)


def test_an_appraisal_can_be_drawn(guiju, tmp_path):
    code, *_ = guiju("appraise", TOWN, "--year", "2025", "--chart", tmp_path / "图.svg")
    text = (tmp_path / "图.svg").read_text(encoding="utf-8")
    assert code == 0
    assert "优秀24人（40.0%），称职32人（53.3%），基本称职2人（3.3%），不称职2人（3.3%），共60人。" in text
    assert "正好90分的2人" in text


@pytest.mark.parametrize("name", ["work-errors", "admission", "enforcement", "clean-government", "appraisal"])
def test_no_case_differs_without_a_sentence_to_show_for_it(name):
    law = load(builtin().find(name))
    dice, differing = Random(11), 0
    for option in options(Side("", law))[::3]:
        causes = reading_causes(law, {option.reading: option.choice})
        for _ in range(60 if SWEEP else 5):
            case = random_case(law, dice)
            try:
                change = compare_file(causes, "案件", case, case, ("前", "后"))
            except InputError:
                continue
            differing += bool(change.differences)
            assert bool(change.causes) >= bool(change.differences), (option.text, case)
            # N-02, how the first day counts, is no sentence of the law itself: only what it leads to can be named.
            assert not change.causes or change.causes[0].root or option.reading == "N-02"
    assert differing
