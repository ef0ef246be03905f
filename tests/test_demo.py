"""`guiju demo`, which `make run` calls: what a visitor sees first."""

import re

import openpyxl
import pytest
from click.testing import CliRunner

from guiju.cli.demo_commands import demo
from guiju.cli.page import fold
from guiju.errors import UsageError, display_width


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The folder of the result and what was printed."""
    out = tmp_path_factory.mktemp("demo") / "out"
    done = CliRunner().invoke(demo, ["--out", str(out)], env={"COLUMNS": "80"}, catch_exceptions=False)
    assert done.exit_code == 0
    return out, done.output


def test_the_result_has_everyone_and_their_reasons(shown):
    out, _ = shown
    (file,) = out.iterdir()
    assert file.name == "青桥驿镇2025年度考核结果.xlsx"
    book = openpyxl.load_workbook(file, read_only=True)
    assert len(list(book["结果"].iter_rows(min_row=2))) == 60
    grounds = {(row[0], row[2]) for row in book["理由"].iter_rows(min_row=2, values_only=True)}
    assert {("QQ003", "appraisal/5.2a"), ("QQ003", "appraisal/5.5a")} <= grounds


def test_all_cases_and_dossiers_are_there(shown):
    _, output = shown
    assert "二、8个案件" in output
    assert "三、6份发展党员档案" in output
    assert len(re.findall(r"^  [\w-]+\.json", output, re.MULTILINE)) == 14


def test_one_person_and_one_case_are_explained_whole(shown):
    _, output = shown
    person = output.partition("四、一名干部")[2].partition("五、一个案件")[0]
    assert "在 90分以上：是" in person
    assert "不得评定等次为优秀" in person
    assert "所依的读法：" in person
    case = output.partition("五、一个案件")[2].partition("接下来")[0]
    assert "期间：2026-01-01 至 2026-12-31" in case
    assert "程序：" in case


def test_it_says_where_the_result_is_and_what_to_try_next(shown):
    out, output = shown
    last = output.partition("接下来")[2]
    assert f"打开 {out}".replace(" ", "") in re.sub(r"\s", "", last)
    assert "guiju decide examples/cases/admission-vote-in-a-batch.json --ask" in last


def test_it_fits_on_eighty_columns(shown):
    _, output = shown
    assert [line for line in output.splitlines() if display_width(line) > 80 and "/demo" not in line] == []


def test_an_empty_folder_is_refused_in_chinese(tmp_path):
    (tmp_path / "~$考核.xlsx").write_bytes(b"")  # what Excel leaves beside an open workbook
    with pytest.raises(UsageError, match="没有例子"):
        CliRunner().invoke(demo, [str(tmp_path)], catch_exceptions=False)


@pytest.mark.parametrize(
    ("line", "folded"),
    [
        ("一二三", ["一二三"]),
        ("一二三四五六", ["一二三四五", "  六"]),
        ("  一二三四五", ["  一二三四", "    五"]),
        ("一二三四五，六", ["一二三四", "  五，六"]),  # no line begins with a comma
        ("一二三四（五六", ["一二三四", "  （五六"]),  # none ends with an opening mark
        ("一二 2026-03-02", ["一二", "  2026-03-02"]),  # a date stays whole
        ("", [""]),
    ],
)
def test_a_long_line_is_folded_where_chinese_may_be(line, folded):
    assert fold(line, 10) == folded
