"""`guiju law sql`: what the query takes for granted is said, and looked for; names that would be cut are refused."""

from __future__ import annotations

import duckdb
import pytest
from click.testing import CliRunner

from guiju.cli.law_commands import law as law_group
from guiju.errors import InputError
from tests.laws import block, write_law

LONG = "甲" * 22  # 66 bytes
WORDS = ["对象 人员，以 编号 识别：编号 文字，分 数，次 整数 0 至 9", "平表 分、次"]


def run(*words):
    return CliRunner().invoke(law_group, ["sql", *map(str, words)])


def written(folder, *results):
    return write_law(folder / "名单", block("词表", *WORDS, "结果 编号、" + "、".join(results)))


@pytest.fixture
def law(tmp_path):
    return written(tmp_path, "双倍：分 × 2", "次")


def test_a_result_whose_name_postgresql_would_cut_is_refused(tmp_path):
    law = written(tmp_path, f"{LONG}甲：分 × 2", f"{LONG}乙：分 × 3")
    done = run(law, "--dialect", "postgres")
    assert isinstance(done.exception, InputError)
    named = [problem.message.partition("」")[0] for problem in done.exception.problems]
    assert named == [f"「{LONG}甲", f"「{LONG}乙"]
    assert "有69个字节，超过63个字节（约21个汉字），postgres 会悄悄截短" in str(done.exception)
    assert done.output == ""


def test_a_name_that_just_fits_is_kept(tmp_path):
    law = written(tmp_path, f"{LONG[:21]}：分 × 2")
    assert f'AS "{LONG[:21]}"' in run(law, "--dialect", "postgres").output
    assert f'AS "{LONG}"' in run(written(tmp_path, f"{LONG}：分 × 2"), "--dialect", "duckdb").output


@pytest.mark.parametrize("place", ["考勤", "法条/考勤"])
def test_a_law_that_is_not_there_is_not_called_defective(guiju, place):
    code, out, err = guiju("law", "sql", place)
    folder = "，也没有这个文件夹" if "/" in place else ""
    assert (code, out) == (1, "")
    assert err.startswith(f"找不到这件文书：共1处问题。\n没有编号为「{place}」的文书{folder}；现有：")


def test_what_the_law_does_not_say_is_said_to_be_assumed(law):
    lines = run(law).output.splitlines()
    assert "--   分：decimal，-100000000至100000000，单位 1/100" in lines[4]
    assert "（假定在-1000000至1000000之间、小数最多2位：办法没有写）" in lines[4]
    assert lines[5] == "--   次：whole，0至9"


@pytest.mark.parametrize(("score", "fits"), [
    ("1000000", True), ("-1000000", True), ("0.25", True),
    ("1000000.01", False), ("-1000001", False), ("0.125", False), ("0.000000000001", False), (None, False),
])  # fmt: skip
def test_the_second_query_finds_what_was_assumed_wrongly(law, score, fits):
    _, misfits, _ = run(law).output.split(";\n")
    with duckdb.connect() as database:
        database.execute("CREATE TABLE 人员 (编号 VARCHAR, 分 DECIMAL(30, 12), 次 INTEGER)")
        database.execute("INSERT INTO 人员 VALUES ('一', 1, 3), ('二', ?, 4)", [score])
        assert database.execute(misfits).fetchall() == ([] if fits else [("人员", "分", 1)])
