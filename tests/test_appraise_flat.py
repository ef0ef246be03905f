"""The flat form, a row a person: csv in the encodings that offices use, and parquet."""

from __future__ import annotations

from fractions import Fraction

import duckdb
import pytest

from guiju.check import load
from guiju.errors import InputError, UsageError
from guiju.forms.read import read_people
from guiju.law import builtin
from tests.shops import LAW

SHOP_LAW = load(LAW)
HEADINGS = "户号,自评,扣分合计,联查次数,不合格,党员户,开业日期"
ROWS = ["A1,90,0.5,3,否,是,2020-05-01", "A2,141/2,-1.5,2,1,,", "A3,20,0,0,false,TRUE,2021-01-01"]


@pytest.fixture
def csv_file(tmp_path):
    def write(*lines, encoding="utf-8"):
        path = tmp_path / "商户.csv"
        path.write_bytes("\n".join(lines).encode(encoding))
        return path

    return write


@pytest.fixture
def parquet_file(tmp_path):
    def write(select):
        path = tmp_path / "商户.parquet"
        with duckdb.connect() as database:
            database.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
        return path

    return write


def facts(path):
    return [case.facts for _, case in read_people(path, SHOP_LAW).cases(None)]


def problems(path):
    with pytest.raises(InputError) as caught:
        read_people(path, SHOP_LAW)
    return caught.value.render().splitlines()[1:]


# --- csv


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_of_people(csv_file, encoding):
    first, second, third = facts(csv_file(HEADINGS, *ROWS, "", encoding=encoding))
    assert first["自评"] == 90
    assert first["扣分合计"] == Fraction(1, 2)
    assert (first["不合格"], second["不合格"], third["不合格"]) == (False, True, False)
    assert (first["党员户"], second["党员户"], third["党员户"]) == (True, False, True)
    assert second["自评"] == Fraction(141, 2)
    assert "开业日期" not in second


def test_what_a_flat_file_does_not_hold_is_unknown_not_none(csv_file):
    [(_, case)] = read_people(csv_file(HEADINGS, ROWS[0]), SHOP_LAW).cases(None)
    assert case.records == {}


def test_columns_may_come_in_any_order(csv_file):
    turned = [",".join(reversed(line.split(","))) for line in (HEADINGS, *ROWS)]
    assert facts(csv_file(*turned)) == facts(csv_file(HEADINGS, *ROWS))


def test_lines_of_nothing_are_no_people(csv_file):
    assert len(facts(csv_file(HEADINGS, ROWS[0], "", ",,,,,,", " , ,,,,,", *ROWS[1:], "", ""))) == 3


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("A1,90,0,-1,否,是,", "第2行「联查次数」：不能小于0，这里是「-1」。"),
        ("A1,90,0,1.5,否,是,", "第2行「联查次数」：应是整数，这里是「1.5」。"),
        ("A1,九十,0,1,否,是,", "第2行「自评」：应是数，这里是「九十」。"),
        ("A1,101,0,1,否,是,", "第2行「自评」：应在0分至100分之间，这里是「101」。"),
        ("A1,1e2,0,1,否,是,", "第2行「自评」：应是数，这里是「1e2」。"),
        ("A1,90,0,1,没有,是,", "第2行「不合格」：应填「是」或「否」，这里是「没有」。"),
        ("A1,90,0,1,,是,", "第2行「不合格」：空着；这一栏必填。"),
        ("A1,90,0,1,否,是,2025-02-30", "第2行「开业日期」：应是日期，写作 2026-03-02，这里是「2025-02-30」。"),
        ("A1,90,0,1,否,是", "第2行：有6栏，栏目名却有7栏。"),
        ("A1,90,0,1,否,是,,,", "第2行：有9栏，栏目名却有7栏。"),
        (
            "1.10105E+17,90,0,1,否,是,",
            "第2行「户号」：「1.10105E+17」是 Excel 简写过的长数字，末几位已经丢失；"
            "请把这一列设为「文本」格式，重新填写再导出。",
        ),
    ],
)
def test_a_line_that_does_not_fit(csv_file, row, problem):
    assert problems(csv_file(HEADINGS, row)) == [f"商户.csv {problem}"]


def test_all_problems_at_once(csv_file):
    found = problems(csv_file(HEADINGS + ",备注", "A1,x,0,-1,否,是,,", "A1,90,0,1,否,或许,,"))
    assert [line.partition("：")[0] for line in found] == [
        "商户.csv 第1行「备注」", "商户.csv 第2行「自评」", "商户.csv 第2行「联查次数」",
        "商户.csv 第3行「户号」", "商户.csv 第3行「党员户」",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "文件是空的。"),
        (b"PK\x03\x04", "不是文本表格（csv），而是别的文件；请核对文件名的结尾。"),
        (b"a,b\0,c", "不是文本表格（csv），而是别的文件；请核对文件名的结尾。"),
        ("户号".encode("utf-16"), "是 UTF-16 文本；请另存为 UTF-8 的 csv。"),
        (b"\xff\xff\xff", "既不是 UTF-8 也不是 GB18030 文本，读不出字来；请另存为 UTF-8 的 csv。"),
        (b"a;b;c\n1;2;3", "各栏之间应以英文逗号「,」分隔；请另存为逗号分隔的 csv。"),
    ],
)
def test_another_kind_of_file(tmp_path, content, problem):
    path = tmp_path / "商户.csv"
    path.write_bytes(content)
    assert problems(path) == [f"商户.csv：{problem}"]


def test_quotes_that_do_not_pair(csv_file):
    [found] = problems(csv_file(HEADINGS, '"A1,90'))
    assert found.startswith("商户.csv：不是逗号分隔的文本表格，或者引号不配对")


def test_headings_without_people(csv_file):
    assert problems(csv_file(HEADINGS)) == ["商户.csv：一行数据也没有。"]


# --- parquet

SELECT = (
    "SELECT 'A1' AS 户号, 90 AS 自评, -1.5::DECIMAL(9, 2) AS 扣分合计, 3::DOUBLE AS 联查次数, "
    "false AS 不合格, 1 AS 党员户, DATE '2020-05-01' AS 开业日期"
)


def test_a_parquet_of_people(parquet_file):
    [found] = facts(parquet_file(SELECT))
    assert found["扣分合计"] == Fraction(-3, 2)
    assert (found["自评"], found["联查次数"], found["不合格"], found["党员户"]) == (90, 3, False, True)


def test_text_columns_read_as_in_a_csv(csv_file, parquet_file):
    path = csv_file(HEADINGS, *ROWS)
    assert facts(parquet_file(f"FROM read_csv('{path}', all_varchar = true)")) == facts(path)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("-1.5::DECIMAL(9, 2)", "-1.5::DOUBLE",
         " 第2行「扣分合计」：「-1.5」是浮点数，不能保证精确；请把这一列存成 DECIMAL 或文字。"),
        ("3::DOUBLE", "2.5::DOUBLE", " 第2行「联查次数」：应是整数，这里是「2.5」。"),
        ("3::DOUBLE", "'NaN'::DOUBLE", " 第2行「联查次数」：应是整数，这里是「nan」。"),
        ("3::DOUBLE", "NULL", " 第2行「联查次数」：空着；这一栏必填。"),
        ("'A1'", "110105194912310021::DOUBLE",
         " 第2行「户号」：长数字被存成了近似的数（1.1010519491231002e+17），15位以后的数字已经丢失；"
         "请把这一列设为「文本」格式，重新填写。"),
        ("1 AS 党员户", "2 AS 党员户", " 第2行「党员户」：应填「是」或「否」，这里是「2」。"),
        ("3::DOUBLE", "[3]", "「联查次数」：是 INTEGER[] 类型的栏，不能读；可用整数、小数、真假、日期、文字。"),
    ],
)  # fmt: skip
def test_a_parquet_column_that_does_not_fit(parquet_file, old, new, problem):
    assert problems(parquet_file(SELECT.replace(old, new))) == [f"商户.parquet{problem}"]


def test_an_identity_of_eighteen_digits_is_safe_as_a_whole_number(parquet_file):
    path = parquet_file(SELECT.replace("'A1'", "110105194912310021"))
    assert read_people(path, SHOP_LAW).identities == ["110105194912310021"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "文件是空的。"),
        (b"a,b", "不是 parquet 文件。"),
        (b"PAR1....PAR1", "parquet 文件已经损坏，读不出来。"),
    ],
)
def test_what_is_no_parquet(tmp_path, content, problem):
    path = tmp_path / "商户.parquet"
    path.write_bytes(content)
    assert problems(path) == [f"商户.parquet：{problem}"]


def test_a_name_with_signs_that_could_be_a_pattern(parquet_file):
    path = parquet_file(SELECT)
    strange = path.with_name("a[1]*'.parquet")
    path.rename(strange)
    assert len(facts(strange)) == 1


def test_a_law_without_a_flat_form_says_so(csv_file, tmp_path):
    text = (LAW / "law.md").read_text(encoding="utf-8")
    (tmp_path / "law.md").write_text(text.replace("平表 户号", "# 平表 户号"), encoding="utf-8")
    with pytest.raises(UsageError, match="没有声明平表，不能用 csv 或 parquet"):
        read_people(csv_file(HEADINGS), load(tmp_path))


# --- the built-in appraisal's flat form is the contract's


def test_the_contracts_own_columns(tmp_path):
    headings = (
        "编号,测评优秀,测评称职,测评基本称职,测评不称职,领导优秀,领导称职,领导基本称职,领导不称职,加减分,"
        "重点工作后三位,被通报批评,受党政纪处分,取消评优资格,上年等次"
    )
    path = tmp_path / "人员.csv"
    path.write_text(f"{headings}\nP1,45,5,0,0,9,1,0,0,-1.5,否,false,0,0,\n", encoding="utf-8")
    [(_, case)] = read_people(path, load(builtin().find("appraisal"))).cases(None)
    assert case.facts["加减分"] == Fraction(-3, 2)
    assert str(case.facts["上年等次"]) == "无"
