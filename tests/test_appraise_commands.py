"""`guiju template` and `guiju appraise` as people call them: what is printed, written, refused, and the exit code."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from guiju.cli import appraise_screen
from guiju.writing import pages, result
from tests.shops import CHECKS, LAW, SHOPS, VISITS, sheets, write_book

ROOT = Path(__file__).parent.parent
TOWN = ROOT / "examples/青桥驿镇2025年度考核.xlsx"
SCHEMA = json.loads((ROOT / "docs/schemas/guiju-appraisal-1.json").read_text(encoding="utf-8"))


@pytest.fixture
def shops(tmp_path):
    return write_book(tmp_path / "商户.xlsx", sheets())


# --- template


def test_a_template_is_read_back_without_a_problem(guiju, tmp_path):
    path = tmp_path / "空白.xlsx"
    assert guiju("template", "appraisal", path) == (
        0, f"已写好「{path}」：《青桥驿镇干部实绩考核评价实施办法》的空白工作簿。各表第2行是示例，填写时请删去。\n", "",
    )  # fmt: skip
    code, out, err = guiju("appraise", path, "--json")
    assert code == 0
    assert [person["编号"] for person in json.loads(out)["people"]] == ["示例001"]
    assert err == "提示：还留着示例行「示例001」，一并考核了；如不需要，请从各表删去。\n"


def test_a_template_has_the_contracts_sheets_and_columns(guiju, tmp_path):
    path = tmp_path / "空白.xlsx"
    guiju("template", "appraisal", path)
    book = load_workbook(path)
    assert book.sheetnames[0] == "人员"
    assert {sheet.title: [cell.value for cell in sheet[1]] for sheet in book} == {
        "人员": ["编号", "姓名", "单位", "职务", "身份", "上年等次"],
        "票数": ["编号", "类别", "优秀", "称职", "基本称职", "不称职", "无效"],
        "排名": ["工作项目", "类别", "名次", "责任人编号"],
        "通报": ["编号", "日期", "类别", "级别", "文号"],
        "处理": ["编号", "类别", "决定日期", "文号"],
    }
    assert all(sheet.freeze_panes == "A2" and sheet.max_row == 2 for sheet in book)


def test_a_template_checks_cells_and_formats_columns(guiju, tmp_path):
    path = tmp_path / "空白.xlsx"
    guiju("template", "shops", path, "--law", LAW)
    book = load_workbook(path)
    checks = {}
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            heading = sheet.cell(1, next(iter(rule.sqref.ranges)).min_col).value
            checks[sheet.title, heading] = (rule.type, rule.formula1, rule.formula2)
    assert checks["商户", "类型"] == ("list", '"餐饮,零售"', None)
    assert checks["商户", "党员户"] == ("list", '"是,否"', None)
    assert checks["商户", "自评"] == ("decimal", "0", "100")
    assert checks["联查表", "次数"] == ("whole", "1", "9")
    assert checks["检查表", "户号"] == ("list", "'商户'!$A$2:$A$10001", None)
    assert checks["检查表", "日期"][0] == "date"
    assert checks["商户", "户号"] == ("custom", "SUMPRODUCT(--($A$2:$A$10001=A2))=1", None)
    assert book["商户"].column_dimensions["A"].number_format == "@"
    assert book["检查表"]["B2"].number_format == "yyyy-mm-dd"
    told = [r.prompt for r in book["联查表"].data_validations.dataValidation]
    assert told == [
        "填文字。必填。",
        "填整数，1次至9次。必填。",
        "可填几个，以「、」分开；须是「商户」表里已有的。必填。",
    ]


def test_a_template_is_the_same_file_every_time(guiju, tmp_path):
    for name in ("甲.xlsx", "乙.xlsx"):
        guiju("template", "appraisal", tmp_path / name)
    assert (tmp_path / "甲.xlsx").read_bytes() == (tmp_path / "乙.xlsx").read_bytes()


@pytest.mark.parametrize("bounds", ["数 0.1分 至 0.5分", "数 -5分 至 -1分", "整数 3分 至 4分", "整数 -2分 至 0分"])
def test_an_example_is_within_its_bounds(guiju, tmp_path, bounds):
    text = (LAW / "law.md").read_text(encoding="utf-8").replace("自评 数 0分 至 100分", f"自评 {bounds}")
    (tmp_path / "law.md").write_text(text, encoding="utf-8")
    path = tmp_path / "表.xlsx"
    code, _, err = guiju("template", path, "--law", tmp_path)
    assert (code, err) == (0, "")
    assert guiju("appraise", path, "--law", tmp_path, "--json")[0] == 0


def test_a_name_that_no_sheet_can_have(guiju, tmp_path):
    text = (LAW / "law.md").read_text(encoding="utf-8").replace("「联查表」", "「联查/表」")
    (tmp_path / "law.md").write_text(text, encoding="utf-8")
    code, _, err = guiju("template", tmp_path / "表.xlsx", "--law", tmp_path)
    assert code == 2
    assert "「联查/表」不能作工作簿的表名" in err


def test_a_template_overwrites_only_when_told_to(guiju, tmp_path):
    path = tmp_path / "空白.xlsx"
    path.write_text("我的")
    code, _, err = guiju("template", "appraisal", path)
    assert (code, path.read_text()) == (1, "我的")
    assert f"「{path}」已经存在，没有覆盖；要覆盖请加 --force。" in err
    assert guiju("template", "appraisal", path, "--force")[0] == 0


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["appraisal"], 2, "要写明文书和输出文件"),
        (["appraisal", "表.csv"], 2, "工作簿的文件名应以 .xlsx 结尾"),
        (["work-errors", "表.xlsx"], 2, "没有声明对象与结果，不能对许多人一次考核"),
        (["nosuch", "表.xlsx"], 1, "没有编号为「nosuch」的文书"),
        (["appraisal", "没有这个文件夹/表.xlsx"], 1, "写不进去：没有这个文件或者文件夹。"),
    ],
)
def test_a_template_refused(guiju, tmp_path, monkeypatch, words, code, message):
    monkeypatch.chdir(tmp_path)
    found = guiju("template", *words)
    assert (found[0], found[1]) == (code, "")
    assert message in found[2]
    assert list(tmp_path.iterdir()) == []


# --- appraise: what is printed


def test_the_json_is_one_document_that_keeps_its_schema(guiju):
    code, out, err = guiju("appraise", TOWN, "--year", 2025, "--json")
    document = json.loads(out)
    Draft202012Validator(SCHEMA).validate(document)
    assert (code, err, document["instrument"], len(document["people"])) == (0, "", "appraisal", 60)
    assert document["readings"]["A3-57"] == "归上档"
    first = document["people"][0]
    assert Fraction(first["考核得分"]) == Fraction(first["测评得分"]) + Fraction(first["领导评价得分"]) + 75


def test_explaining_adds_that_persons_trace(guiju):
    code, out, _ = guiju("appraise", TOWN, "--year", 2025, "--json", "--explain", "QQ036")
    document = json.loads(out)
    Draft202012Validator(SCHEMA).validate(document)
    assert code == 0
    assert [p["编号"] for p in document["people"] if "trace" in p] == ["QQ036"]


def test_explaining_on_a_terminal(guiju):
    code, out, _ = guiju("appraise", TOWN, "--year", 2025, "--explain", "QQ036")
    assert code == 0
    assert out.startswith("QQ036 溪泽兰：\n《青桥驿镇干部实绩考核评价实施办法》")


def test_a_summary_for_people(guiju, shops):
    code, out, err = guiju("appraise", shops, "--law", LAW)
    assert (code, err) == (0, "")
    squeezed = [" ".join(line.replace("│", " ").replace("┃", " ").split()) for line in out.splitlines()]
    assert squeezed[0] == "《三里街商户评星办法》考核3人，截至2025-12-31"
    assert {"星级 人数", "三星 1", "二星 1", "一星 1"} <= set(squeezed)
    assert "A3 阿丙茶铺" in out
    assert "未定" not in out


def test_the_summary_lists_whom_to_look_at(guiju, tmp_path):
    path = tmp_path / "商户.csv"
    path.write_text("户号,自评,扣分合计,联查次数,不合格,党员户,开业日期\n[red]A1,90,0,0,否,是,\n", encoding="utf-8")
    code, out, _ = guiju("appraise", path, "--law", LAW, "--reading", "S-1=不含")
    assert code == 0
    assert "星级未定，待查：" in out.replace("\n", "")
    assert "[red]A1" in out
    assert "采用了另外的读法：S-1＝不含" in out


# --- appraise: what is written


def test_a_workbook_of_results_with_their_reasons(guiju, tmp_path, shops):
    out = tmp_path / "结果.xlsx"
    code, text, err = guiju("appraise", shops, "--law", LAW, "--out", out)
    assert (code, err) == (0, "")
    assert text.endswith(f"已写好「{out}」：3人。\n")
    pages = {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in load_workbook(out)}
    assert list(pages) == ["结果", "理由", "待查", "读法"]
    assert pages["结果"][:2] == [
        ["户号", "店名", "得分", "得分_一位", "扣分合计", "星级", "可评", "推定", "依据", "后续", "首查", "不合格"],
        ["A1", "阿甲面馆", "979/10", "97.9", "1/2", "三星", "三星、二星", None, "shops/3a、shops/3b", "shops/4a",
         "2025-02-01", "否"],
    ]  # fmt: skip
    assert pages["理由"][0] == ["户号", "栏目", "地址", "条款", "原文", "说明"]
    departing = [row[:3] + row[5:] for row in pages["理由"] if row[5] == "推定：有理由并记录，可以不照办"]
    assert departing == [
        ["A2", "星级", "shops/3d", "推定：有理由并记录，可以不照办"],
        ["A3", "后续", "shops/4b", "推定：有理由并记录，可以不照办"],
    ]
    assert "三星商户挂牌" in next(row[4] for row in pages["理由"] if row[2] == "shops/4a")
    assert pages["待查"] == [["户号", "事实", "要问的", "影响的栏目"]]
    assert pages["读法"][1] == ["S-1", "「90分以上」含不含90分？", "含", "含90分", "是", "「以上」包括本数", "社区"]


def test_a_provision_of_another_law_is_quoted_from_the_ledger(guiju, tmp_path):
    out = tmp_path / "结果.xlsx"
    guiju("appraise", TOWN, "--year", 2025, "--out", out)
    rows = [[cell.value for cell in row] for row in load_workbook(out)["理由"]]
    assert all(row[4] for row in rows), "every provision is quoted"
    assert any(not row[2].startswith("appraisal/") for row in rows[1:])


def test_the_bare_table_as_csv_and_as_parquet(guiju, tmp_path, shops):
    for name in ("结果.csv", "结果.parquet"):
        assert guiju("appraise", shops, "--law", LAW, "--out", tmp_path / name)[0] == 0
    assert (tmp_path / "结果.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "结果.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    with duckdb.connect() as database:
        found = database.execute("FROM read_parquet(?)", [str(tmp_path / "结果.parquet")])
        headings = [column[0] for column in found.description]
        assert [headings, *map(list, found.fetchall())] == table
    assert table[1][7] == ""


def test_names_that_need_quoting_survive(guiju, tmp_path):
    identities = ['=A"1"', "a,b\nc", "'; --"]
    shops = [SHOPS[0], *([name, name, *row[2:]] for name, row in zip(identities, SHOPS[1:], strict=True))]
    path = write_book(tmp_path / "商户.xlsx", sheets(商户=shops, 检查表=CHECKS[:1], 联查表=VISITS[:1]))
    for name in ("a';b.parquet", "结果.csv", "结果.xlsx"):
        assert guiju("appraise", path, "--law", LAW, "--out", tmp_path / name)[0] == 0
    with duckdb.connect() as database:
        rows = database.execute("FROM read_parquet(?)", [str(tmp_path / "a';b.parquet")]).fetchall()
    assert [row[0] for row in rows] == identities
    with (tmp_path / "结果.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == identities
    page = load_workbook(tmp_path / "结果.xlsx")["结果"]
    assert [page.cell(row, 1).value for row in (2, 3, 4)] == identities
    assert page["A2"].data_type == "s", "no formula"


def test_many_lines_go_on_to_further_sheets(guiju, tmp_path, shops, monkeypatch):
    monkeypatch.setattr(pages, "MOST_SHEET_ROWS", 2)
    guiju("appraise", shops, "--law", LAW, "--out", tmp_path / "结果.xlsx")
    book = load_workbook(tmp_path / "结果.xlsx")
    assert book.sheetnames[:2] == ["结果", "结果2"]
    assert [book["结果2"].cell(row, 1).value for row in (1, 2)] == ["户号", "A3"]
    assert sum(sheet.max_row - 1 for sheet in book if sheet.title.startswith("理由")) == 7


def test_json_and_a_file_at_once_keep_apart(guiju, tmp_path, shops):
    code, out, err = guiju("appraise", shops, "--law", LAW, "--json", "--out", tmp_path / "结果.csv")
    assert code == 0
    assert len(json.loads(out)["people"]) == 3
    assert err == f"已写好「{tmp_path / '结果.csv'}」：3人。\n"


# --- appraise: what is refused


def test_wrong_input_is_told_whole_and_nothing_is_written(guiju, tmp_path):
    out = tmp_path / "结果.xlsx"
    out.write_text("去年的结果")
    bad = sheets(节日=None, 联查表=[["项目", "次数", "户号们"], ["防火", -1, "A9"]])
    code, text, err = guiju("appraise", write_book(tmp_path / "商户.xlsx", bad), "--law", LAW, "--json", "--out", out)
    assert (code, text, out.read_text()) == (1, "", "去年的结果")
    assert err.splitlines() == [
        "输入有误，未作任何计算或写入：共3处问题。",
        "联查表 第2行「次数」：应在1次至9次之间，这里是「-1」。",
        "联查表 第2行「户号们」：「商户」表里没有「A9」。",
        "节日：工作簿里没有「节日」这张表。现有：商户、检查表、联查表。",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["商户.xlsx", "结果.xlsx"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--out", "结果.docx"], 2, "结果的文件名应以.xlsx、.csv、.parquet之一结尾"),
        (["--out", "商户.xlsx"], 2, "结果不能写进输入的文件"),
        (["--out", "别处/结果.xlsx"], 2, "没有这个文件夹"),
        (["--explain", "A9"], 2, "没有编号为「A9」的人。是否指「A"),
        (["--year", "25"], 2, "--year"),
        (["--reading", "S-1=也许"], 1, "可选含、不含"),
        (["--reading", "S-9=含"], 1, "没有这个读法"),
    ],
)
def test_wrong_words_are_refused_before_any_work(guiju, shops, tmp_path, monkeypatch, words, code, message):
    monkeypatch.chdir(tmp_path)
    before = shops.read_bytes()
    found = guiju("appraise", "商户.xlsx", "--law", LAW, *words)
    assert (found[0], found[1]) == (code, "")
    assert message in found[2]
    assert shops.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["商户.xlsx"]


def test_records_of_several_years_need_a_year(guiju):
    code, out, err = guiju("appraise", TOWN, "--json")
    assert (code, out) == (2, "")
    assert "记录的日期分属2024、2025年，不知道考核哪一年；请用 --year 写明，如 --year 2025。" in err


def test_a_result_that_cannot_be_written_leaves_nothing_behind(guiju, tmp_path, shops, monkeypatch):
    def full(path, appraisal, people):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(result.WRITERS, ".xlsx", full)
    code, _, err = guiju("appraise", shops, "--law", LAW, "--out", tmp_path / "结果.xlsx")
    assert code == 1
    assert "写不进去：磁盘满了。" in err
    assert [path.name for path in tmp_path.iterdir()] == ["商户.xlsx"]


def test_a_folder_that_may_not_be_written_to_is_told_before_all_the_work(guiju, tmp_path, monkeypatch):
    monkeypatch.setattr("guiju.writing.files.os.access", lambda folder, mode: folder != tmp_path)
    code, out, err = guiju("appraise", TOWN, "--year", 2025, "--out", tmp_path / "结果.xlsx")
    assert (code, out) == (2, "")
    assert f"「{tmp_path / '结果.xlsx'}」写不进去：对这个文件夹没有写的权限。" in err


def test_a_progress_bar_only_for_somebody_who_is_looking(monkeypatch, capsys):
    monkeypatch.setattr(appraise_screen, "_BEFORE_A_BAR", -1)
    assert list(appraise_screen.with_progress(iter(range(200)), 200)) == list(range(200))
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert list(appraise_screen.with_progress(iter(range(200)), 200)) == list(range(200))
    assert "考核" in capsys.readouterr().err


def test_the_year_given_is_the_day_people_are_appraised_for(guiju, tmp_path):
    checks = [CHECKS[0], *(["A1", date(year, 3, 1), 0, "是", ""] for year in (2024, 2025))]
    path = write_book(tmp_path / "商户.xlsx", sheets(检查表=checks))
    assert "截至2024-12-31" in guiju("appraise", path, "--law", LAW, "--year", 2024)[1]
