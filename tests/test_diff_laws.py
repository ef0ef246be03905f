"""`guiju law diff`: a made-up second edition on made-up people: exactly those in between change, by that sentence."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction

import duckdb
import pytest
from openpyxl import load_workbook

from guiju.check import load
from guiju.whatif.provisions import ADDED, MOVED, REMOVED, RULE, TEXT, compare_laws
from tests.editions import FIRST, RAISED, ROOT, edition, scored, write_people
from tests.laws import block, make_law, write_law
from tests.test_schemas import check_form

TOWN = ROOT / "examples/青桥驿镇2025年度考核.xlsx"


@pytest.fixture
def second(tmp_path):
    return edition(tmp_path / "another-town-appraisal-2027", *RAISED)


SCORES = [Fraction(n, 100) for n in range(8400, 8901, 5)]


@pytest.fixture
def crowd(tmp_path):
    """A person every 0.05 points from 84 to 89."""
    return write_people(tmp_path / "名册.csv", [scored(f"P{n:03d}", score) for n, score in enumerate(SCORES)])


# --- people


def test_exactly_the_people_in_between_change_and_the_sentence_is_named(guiju, second, crowd):
    code, out, _ = guiju("law", "diff", FIRST, second, "--on", crowd, "--json")
    document = json.loads(out)
    check_form(document)
    # The law rounds to one decimal: 84.95 is 85.0, and 87.95 is 88.0.
    between = [f"P{n:03d}" for n, score in enumerate(SCORES) if Fraction("84.95") <= score < Fraction("87.95")]
    assert code == 0
    assert [person["person"] for person in document["changed"]] == between
    assert {tuple(p["columns"]["等次"].values()) for p in document["changed"]} == {("优秀", "良好")}
    for person in document["changed"]:
        assert person["from"][0] == {
            "address": "another-town-appraisal/12.2", "before": "成立", "after": "不成立", "root": True,
        }  # fmt: skip
    assert document["sentences"] == [{"address": "another-town-appraisal/12.2", "count": len(between)}]


def test_every_person_is_counted_by_what_they_were_and_are(guiju, second, crowd):
    document = json.loads(guiju("law", "diff", FIRST, second, "--on", crowd, "--json")[1])
    moves = {(move["before"], move["after"]): move["people"] for move in document["moves"]}
    assert moves == {("优秀", "优秀"): 22, ("优秀", "良好"): 60, ("良好", "良好"): 19}
    assert sum(moves.values()) == document["people"] == len(SCORES)


def test_a_bar_that_only_the_draft_has_is_named_as_new(guiju, tmp_path):
    bar = (
        "第十七条 病假累计",
        "第十六条之一 请事假的,不得评为优秀。\n\n"
        + block("规则", "16b 当 事假天数 超过 0天，不得 评定 等次 为 优秀")
        + "\n第十七条 病假累计",
    )
    folder = tmp_path / "another-town-appraisal-2027"
    shutil.copytree(FIRST, folder)
    (folder / "source.txt").unlink()
    text = (folder / "law.md").read_text(encoding="utf-8").replace(*bar)
    (folder / "law.md").write_text(text.replace("平表 编号、", "平表 编号、事假天数、"), encoding="utf-8")
    people = write_people(tmp_path / "名册.csv", [scored("甲", Fraction(90)), scored("乙", Fraction(70))])
    document = json.loads(guiju("law", "diff", FIRST, folder, "--on", people, "--json")[1])
    check_form(document)
    assert [p["kinds"] for p in document["provisions"]] == [[ADDED]]
    # The file has no column for it: unknown, so nobody is excellent for certain, and that is said.
    assert [(p["person"], p["columns"]["等次"]["after"]) for p in document["changed"]] == [("甲", "未定")]
    assert document["changed"][0]["from"][0] == {
        "address": "another-town-appraisal/16b", "before": "没有这一条", "after": "待查", "root": True,
    }  # fmt: skip
    assert any("缺少「事假天数」一栏" in note for note in document["not_comparable"])


def test_laws_that_share_no_column_are_still_compared_and_what_cannot_be_is_said(guiju):
    code, out, _ = guiju("law", "diff", "appraisal", FIRST, "--on", TOWN, "--year", "2025", "--json")
    document = json.loads(out)
    check_form(document)
    assert code == 0
    assert document["different"] == document["people"] == 60
    notes = "\n".join(document["not_comparable"])
    assert "只有《雁回塘镇工作人员年度考核办法》才有" in notes
    assert "「测评票、表彰」表文件里没有，作未知" in notes
    assert "施行日期不同" in notes


def test_a_law_that_grades_nobody_is_refused_for_a_list_of_people(guiju):
    code, _, err = guiju("law", "diff", "appraisal", "work-errors", "--on", TOWN)
    assert code == 2
    assert "《青桥驿镇干部工作失误责任追究办法》不是考核一批人的文书" in err


def test_the_same_law_twice_changes_nobody(guiju, crowd):
    document = json.loads(guiju("law", "diff", FIRST, FIRST, "--on", crowd, "--json")[1])
    assert (document["provisions"], document["changed"], document["different"]) == ([], [], 0)


def test_the_page_names_the_people_the_moves_and_the_sentence(guiju, second, crowd):
    _, out, _ = guiju("law", "diff", FIRST, second, "--on", crowd)
    assert "101人中60人的结果不同，其中60人换了等次。" in out
    assert "12.2（成立→不成立）" in out
    assert "年度考核得分88分以上的" in out
    assert "这里只列50人；60人的名单请用 --out 写成文件" in out


def test_the_table_and_the_picture_are_written(guiju, second, crowd, tmp_path):
    for ending in ("xlsx", "csv", "parquet"):
        code, *_ = guiju(
            "law",
            "diff",
            FIRST,
            second,
            "--on",
            crowd,
            "--out",
            tmp_path / f"变动.{ending}",
            "--chart",
            tmp_path / "图.svg",
        )
        assert code == 0
    book = load_workbook(tmp_path / "变动.xlsx")
    assert book.sheetnames == ["变动", "去向", "条款", "说明", "条文"]
    assert book["变动"].max_row == 61
    assert "12.2（成立→不成立）" in (tmp_path / "变动.csv").read_text(encoding="utf-8-sig")
    rows = duckdb.sql(f"SELECT * FROM '{tmp_path / '变动.parquet'}'").fetchall()
    assert len(rows) == 60
    assert "101人中60人换了等次" in (tmp_path / "图.svg").read_text(encoding="utf-8")


def test_what_cannot_be_written_is_refused_before_the_work(guiju, second, crowd, tmp_path):
    code, _, err = guiju(
        "law", "diff", FIRST, second, "--on", crowd, "--out", "变动.doc", "--chart", tmp_path / "图.png"
    )
    assert code == 2
    assert "--out 的文件名应以.xlsx、.csv、.parquet结尾" in err
    assert "--chart 的文件名应以.svg结尾" in err
    code, _, err = guiju("law", "diff", FIRST, second, "--chart", tmp_path / "图.svg")
    assert (code, "要用 --on 给出事实" in err) == (2, True)


# --- cases


def test_the_cases_beside_a_law_show_which_of_them_a_draft_would_decide_otherwise(guiju, second):
    document = json.loads(guiju("law", "diff", FIRST, second, "--on", FIRST / "cases", "--json")[1])
    check_form(document)
    assert document["cases"] == 47
    (changed,) = document["changed"]
    assert "84.95分四舍五入为85.0分，优秀" in changed["case"]
    assert changed["from"][0]["address"] == "another-town-appraisal/12.2"


def test_a_case_of_another_instrument_is_set_aside_and_said_so(guiju, tmp_path):
    draft = edition(
        tmp_path / "work-errors-2027",
        ("取消当年评先评优资格;", "取消两年评先评优资格;"),
        origin=ROOT / "law/work-errors",
    )
    cases = tmp_path / "案件"
    cases.mkdir()
    for name in ("work-errors-third-time", "enforcement-infringement"):
        shutil.copy(ROOT / f"examples/cases/{name}.json", cases)
    code, out, _ = guiju("law", "diff", "work-errors", draft, "--on", cases, "--json")
    document = json.loads(out)
    assert (code, document["cases"]) == (0, 1)
    assert any(note.startswith("enforcement-infringement.json：属于别的文书") for note in document["not_comparable"])


def test_a_dossier_is_compared_too(guiju):
    folder = ROOT / "examples/dossiers"
    code, out, _ = guiju("law", "diff", "admission", "admission", "--on", folder, "--json")
    document = json.loads(out)
    assert (code, document["cases"], document["changed"]) == (0, 6, [])


def test_a_folder_with_both_tables_and_cases_is_refused(guiju, tmp_path, crowd):
    (tmp_path / "案件.json").write_text("{}", encoding="utf-8")
    code, _, err = guiju("law", "diff", FIRST, FIRST, "--on", tmp_path)
    assert code == 1
    assert "既有名册（表），又有案件文件" in err


# --- the laws themselves


def test_a_changed_bound_is_a_change_of_text_and_of_rule(second):
    found = compare_laws(load(FIRST), load(second)).provisions
    assert {p.before.provision.address.partition("/")[2]: p.kinds for p in found} == {
        "12.2": (TEXT, RULE), "12.3": (TEXT,), "12.4": (TEXT,), "12.5": (TEXT,),
    }  # fmt: skip
    assert found[0].after.rule == ("12.2 仅当 年度考核得分 在 88分以上，方可 评定 等次 为 优秀",)


def test_an_inserted_article_only_moves_those_after_it(tmp_path):
    words = block("词表", "事实 甲：是否", "当事方 本人", "措施 批评")
    first = make_law(
        tmp_path / "一", words, "第一条 有甲的,批评。", block("规则", "1 当 甲，应 对 本人 采取 批评"),
        "第二条 无甲的,可以批评。", block("规则", "2 当 非 甲，可 对 本人 采取 批评，例外于 1"),
    )  # fmt: skip
    second = make_law(
        tmp_path / "二", words, "第一条 宗旨。", block("不计算 1", "宗旨。"), "第一条 有甲的,批评。",
        block("规则", "2 当 甲，应 对 本人 采取 批评"), "第二条 无甲的,可以批评。",
        block("规则", "3 当 非 甲，可 对 本人 采取 批评，例外于 2"),
    )  # fmt: skip
    found = compare_laws(first, second)
    assert found.labels == {"1": "2", "2": "3"}
    assert [(p.kinds, (p.after or p.before).provision.address) for p in found.provisions] == [
        ((ADDED,), "sample/1"), ((MOVED,), "sample/2"), ((MOVED,), "sample/3"),
    ]  # fmt: skip
    back = compare_laws(second, first)
    assert [p.kinds for p in back.provisions] == [(MOVED,), (MOVED,), (REMOVED,)]


def test_a_copied_folder_is_cited_as_the_original(guiju, tmp_path):
    draft = edition(
        tmp_path / "appraisal-2027", ("在90分以上的方可", "在88分以上的方可"),
        ("考核得分 在 90分以上；不", "考核得分 在 88分以上；不"), origin=ROOT / "law/appraisal",
    )  # fmt: skip
    _, out, _ = guiju("law", "diff", "appraisal", draft, "--on", TOWN, "--year", "2025")
    assert "五、2（appraisal/5.2a）：改文字、改规则" in out
    assert "QQ040 庄菟丝：可评等次 称职→优秀、称职  ——五、2（不成立→成立）" in out


def test_a_law_that_does_not_stand_is_refused_with_its_defects(guiju, tmp_path):
    broken = write_law(tmp_path / "坏", block("规则", "1 应 对 谁 采取"))
    code, _, err = guiju("law", "diff", FIRST, broken)
    assert code == 1
    assert "法条文件有误" in err
