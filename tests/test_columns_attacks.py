"""Files and laws meant to break the query: whatever `evaluate` refuses is refused, whatever it finds is found.

A query may refuse what `evaluate` takes, if it says so; it may never take what `evaluate` refuses, nor differ.
"""

from __future__ import annotations

import csv
from random import Random

import duckdb
import pytest

from guiju.appraise import Appraisal
from guiju.columns import Form, Refused
from guiju.engines.mass import mass
from guiju.errors import InputError
from guiju.forms.read import read_people
from tests.conftest import SWEEP
from tests.laws import block, make_law
from tests.random_laws import FIELDS, loadable_law, random_people

# A law that says back what it was told.
ECHO = [
    block(
        "词表",
        "对象 人员，以 编号 识别：编号 文字，数甲 数 -1000 至 1000 可空，整甲 整数 -9 至 9 空白为 无，真甲 是否 可空，"
        "级 优｜良 空白为 无，类 优｜良，日甲 日期 可空，字甲 文字 可空，名单甲 名单 可空",
        "平表 数甲、整甲、真甲、级、类、日甲、字甲、名单甲",
        "结果 编号、数甲、整甲、真甲、级、类、日甲、字甲、几人：人数（名单甲）、分三：数甲 ÷ 3、"
        "半：四舍五入（数甲 ÷ 3、1位）",
    )
]
PLAIN = {
    "编号": "'A1'",
    "数甲": "1.5",
    "整甲": "2",
    "真甲": "true",
    "级": "'优'",
    "类": "'良'",
    "日甲": "DATE '2024-02-29'",
    "字甲": "'字'",
    "名单甲": "'甲、乙'",
}


@pytest.fixture(scope="module")
def echo(tmp_path_factory):
    return make_law(tmp_path_factory.mktemp("echo") / "law", *ECHO)


@pytest.fixture
def parquet(tmp_path):
    """Writes rows, each the plain one with some cells replaced by other SQL, as a parquet file."""

    def write(*rows, columns=tuple(PLAIN)):
        selects = [", ".join(f'{(PLAIN | row)[name]} AS "{name}"' for name in columns) for row in rows]
        path = tmp_path / "人员.parquet"
        with duckdb.connect() as database:
            union = " UNION ALL ".join(f"SELECT {n} AS n, {select}" for n, select in enumerate(selects))
            database.execute(f"COPY (SELECT * EXCLUDE n FROM ({union}) ORDER BY n) TO '{path}' (FORMAT parquet)")
        return path

    return write


def evaluated(path, law, readings=None):
    """What `evaluate` finds, row by row; the problems where it refuses."""
    try:
        return [a.values for a in Appraisal(law, readings or {}).people(read_people(path, law), None)]
    except InputError as error:
        return error.problems


def queried(path, law, out, readings=None):
    """The same by way of a query."""
    try:
        with mass(path, law, readings or {}, None) as people:
            people.write(out, Form.CONTRACT, lambda hundredths: None)
    except (InputError, Refused) as error:
        return error.problems
    with duckdb.connect() as database:
        found = database.execute("SELECT * FROM read_parquet(?)", [str(out)])
        names = [name for name, *_ in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def is_refusal(found):
    return bool(found) and not isinstance(found[0], dict)


def agree(path, law, tmp_path, readings=None):
    """Both ways give the same rows, or the query refuses; how it came out."""
    told, found = evaluated(path, law, readings), queried(path, law, tmp_path / "result.parquet", readings)
    if is_refusal(found):
        return "both refuse" if is_refusal(told) else "only the query refuses"
    assert found == told
    return "same"


# --- cells as they may be stored

NUMBERS = [
    "1.5::DECIMAL(9,2)",
    "-0.05::DECIMAL(38,10)",
    "3::TINYINT",
    "-7::HUGEINT",
    "3::UBIGINT",
    "2::DOUBLE",
    "-0.0::DOUBLE",
    "NULL",
    "'1/3'",
    "'-141/2'",
    "'+5'",
    "'05'",
    "'-0'",
    "' 7 '",
    "'\u30007\u200b'",
    "'7\n'",
    "'1.50'",
    "''",
    "' '",
    "'0.1234567890123456'",
    "'１２'",
    "'٣'",
]
NO_NUMBERS = [
    "0.1::DOUBLE",
    "'nan'::DOUBLE",
    "'inf'::DOUBLE",
    "1e300::DOUBLE",
    "'5.'",
    "'.5'",
    "'1e2'",
    "'−5'",
    "'1 000'",
    "'1,5'",
    "'三'",
    "1001",
    "'-1000.01'",
    "'9999999999999999999'",
    "'1/0'",
    "'无'",
    "true",
    "DATE '2024-01-01'",
    "[1]",
    "'NaN'",
    "'0x10'",
    "'1_0'",
    "'١/٠'",
]


@pytest.mark.parametrize("cell", NUMBERS)
def test_numbers_however_stored(cell, echo, parquet, tmp_path):
    out = agree(parquet({"数甲": cell}, {"编号": "'A2'", "数甲": cell}), echo, tmp_path)
    assert out == ("only the query refuses" if cell == "'1/3'" else "same")


@pytest.mark.parametrize("cell", NO_NUMBERS)
def test_what_is_no_number_is_refused(cell, echo, parquet, tmp_path):
    assert agree(parquet({"数甲": cell}), echo, tmp_path) == "both refuse"


@pytest.mark.parametrize("cell", ["2::DOUBLE", "2.00::DECIMAL(9,2)", "'2'", "'4/2'", "'2.0'", "NULL", "'无'", "''"])
def test_whole_numbers_however_stored(cell, echo, parquet, tmp_path):
    assert agree(parquet({"整甲": cell}), echo, tmp_path) in ("same", "both refuse")


@pytest.mark.parametrize(
    "cell",
    ["2.5::DECIMAL(9,1)", "'5/2'", "'2.5'", "2.5::DOUBLE", "10", "'-10'", "170141183460469231731687303715884105727"],
)
def test_what_is_no_whole_number_is_refused(cell, echo, parquet, tmp_path):
    assert agree(parquet({"整甲": cell}), echo, tmp_path) == "both refuse"


@pytest.mark.parametrize(
    "cell",
    ["true", "'是'", "'否'", "' 是'", "'TRUE'", "'True'", "'false'", "'1'", "'0'", "1", "0", "0::DOUBLE", "NULL", "''"],
)
def test_truths_however_stored(cell, echo, parquet, tmp_path):
    assert agree(parquet({"真甲": cell}), echo, tmp_path) in ("same", "both refuse")


@pytest.mark.parametrize("cell", ["'yes'", "'真'", "2", "-1", "'tRUE'", "'２'", "0.5::DOUBLE"])
def test_what_is_no_truth_is_refused(cell, echo, parquet, tmp_path):
    assert agree(parquet({"真甲": cell}), echo, tmp_path) == "both refuse"


@pytest.mark.parametrize(
    "cell",
    [
        "DATE '2199-12-31'",
        "DATE '1900-01-01'",
        "TIMESTAMP '2024-02-29 23:59:59'",
        "'2024-02-29'",
        "' 2024-02-29'",
        "NULL",
        "''",
    ],
)
def test_days_however_stored(cell, echo, parquet, tmp_path):
    assert agree(parquet({"日甲": cell}), echo, tmp_path) == "same"


@pytest.mark.parametrize(
    "cell",
    [
        "DATE '2200-01-01'",
        "DATE '1899-12-31'",
        "'2023-02-29'",
        "'2024-2-9'",
        "'2024/02/09'",
        "'20240229'",
        "45000",
        "'2024-02-29 00:00:00'",
        "'２０２４-02-29'",
        "'0000-01-01'",
        "TIME '12:00:00'",
    ],
)
def test_what_is_no_day_is_refused(cell, echo, parquet, tmp_path):
    assert agree(parquet({"日甲": cell}), echo, tmp_path) == "both refuse"


@pytest.mark.parametrize("cell", ["'优'", "' 优 '", "'优\n'", "'无'", "''", "NULL", "'优'::ENUM('优','良')"])
def test_options_however_stored(cell, echo, parquet, tmp_path):
    assert agree(parquet({"级": cell}), echo, tmp_path) == "same"


@pytest.mark.parametrize("cell", ["'无'", "NULL", "''", "'差'", "'优、良'", "'優'", "1"])
def test_what_is_no_option_is_refused(cell, echo, parquet, tmp_path):
    assert agree(parquet({"类": cell}), echo, tmp_path) == "both refuse"


ODD_TEXTS = [
    "'''; DROP TABLE 人员; --'",
    "'\\\\'",
    "'\"'",
    "'a\nb'",
    "'甲、乙'",
    "'%_'",
    "'{x}'",
    "'无'",
    "'未知'",
    "'𠮷田'",
    "'é'",
    "'e\u0301'",
    "'NULL'",
    "'-'",
    "'1'",
    "12",
    "'  甲  '",
    "'\u00a0甲\u2003'",
    "'\u200b甲\ufeff'",
    "'甲\u0085'",
    "'甲\u2028'",
    "'\u200b \u200b甲'",
    "'甲\x1f'",
    "'甲 \u200b \u200b'",
    "repeat('长', 9999)",
    "'\u202e甲'",
]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_in_names(text, echo, parquet, tmp_path):
    assert agree(parquet({"字甲": text}), echo, tmp_path) in ("same", "only the query refuses")


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_as_identities(text, echo, parquet, tmp_path):
    assert agree(parquet({"编号": text}), echo, tmp_path) in ("same", "only the query refuses")


@pytest.mark.parametrize(
    "text",
    ["'1.10105E+17'", "NULL", "''", "' '", "'\u200b'", "1.5::DOUBLE", "true", "repeat('长', 10001)", "1e20::DOUBLE"],
)
def test_what_cannot_be_an_identity_is_refused(text, echo, parquet, tmp_path):
    assert agree(parquet({"编号": text}), echo, tmp_path) == "both refuse"


@pytest.mark.parametrize("twin", ["'A1'", "' A1'", "'A1\u3000'", "'A1\u200b'", "'A1\n'"])
def test_one_identity_twice_is_refused(twin, echo, parquet, tmp_path):
    assert agree(parquet({}, {"编号": "'A2'"}, {"编号": twin}), echo, tmp_path) == "both refuse"


@pytest.mark.parametrize("other", ["'a1'", "'Ａ1'", "'A1.'", "'A 1'"])
def test_identities_that_only_look_alike_are_two(other, echo, parquet, tmp_path):
    assert agree(parquet({}, {"编号": other}), echo, tmp_path) == "same"


@pytest.mark.parametrize(
    "names",
    [
        "'甲'",
        "'甲、 乙'",
        "'甲、、乙、'",
        "'、'",
        "'甲,乙'",
        "NULL",
        "''",
        "'3'",
        "3",
        "'甲、甲'",
        "'甲、 甲'",
        "' 、'",
        "'甲\n、乙'",
    ],
)
def test_lists_of_names(names, echo, parquet, tmp_path):
    assert agree(parquet({"名单甲": names}), echo, tmp_path) in ("same", "both refuse", "only the query refuses")


# --- files as they may be

EMPTY_ROW = dict.fromkeys(PLAIN, "NULL")


def test_a_row_of_nothing_is_nobody(echo, parquet, tmp_path):
    assert agree(parquet({}, EMPTY_ROW, {"编号": "'A2'"}), echo, tmp_path) in ("same", "only the query refuses")


def test_nobody_at_all_is_refused(echo, parquet, tmp_path):
    assert agree(parquet(EMPTY_ROW), echo, tmp_path) == "both refuse"


def test_everything_left_out_that_may_be(echo, parquet, tmp_path):
    given = {"编号", "类"}
    bare = {name: "NULL" for name in PLAIN if name not in given}
    assert agree(parquet(bare, {**bare, "编号": "'A2'"}), echo, tmp_path) == "same"


def test_columns_in_another_order(echo, parquet, tmp_path):
    assert agree(parquet({}, {"编号": "'A2'"}, columns=[*PLAIN][::-1]), echo, tmp_path) == "same"


@pytest.mark.parametrize("columns", [[*PLAIN][1:], [*PLAIN][:-1]])
def test_a_column_that_is_missing_is_refused(columns, echo, parquet, tmp_path):
    assert agree(parquet({}, columns=columns), echo, tmp_path) == "both refuse"


def test_the_order_of_the_file_is_kept(echo, parquet, tmp_path):
    rows = [{"编号": f"'p{(n * 7919) % 1000}'"} for n in range(300)]
    assert agree(parquet(*rows), echo, tmp_path) == "same"


CSV = [[*PLAIN], ["A1", "1.5", "2", "是", "优", "良", "2024-02-29", "字", "甲、乙"]]
CSVS = {
    "plain": CSV,
    "quotes and lines in a cell": [*CSV, ['A"2', "1/3", "", "", "", "优", "", 'a,"b"\n c', ""]],
    "spaces": [*CSV, [" A2 ", " 1 ", " ", "否 ", " 良", "优 ", "2024-01-01 ", " x ", " 甲 、 乙 "]],
    "an empty line": [*CSV, [""] * 9, ["A2", "", "", "", "", "优", "", "", ""]],
    "too few cells": [*CSV, ["A2", "1"]],
    "too many cells": [*CSV, [*CSV[1], "x"]],
    "a heading twice": [[*PLAIN, "数甲"], [*CSV[1], "1"]],
    "an unknown heading": [[*PLAIN, "别的"], [*CSV[1], "1"]],
    "headings with spaces": [[f" {name} " for name in PLAIN], CSV[1]],
    "headings only": [[*PLAIN]],
    "no cells": [],
    "long numbers": [*CSV, ["A2", "123456789012345678901", "", "", "", "优", "", "", ""]],
    "NULL spelled out": [*CSV, ["NULL", "", "", "", "", "优", "", "NULL", "NULL"]],
}


@pytest.mark.parametrize("name", CSVS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_files(name, encoding, echo, tmp_path):
    path = tmp_path / "人员.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(CSVS[name])
    assert agree(path, echo, tmp_path) in ("same", "both refuse", "only the query refuses")


# --- laws

SIGNS = [
    block(
        "词表",
        "对象 人员，以 编号 识别：编号 文字，甲 数 -100 至 100，乙 整数 -3 至 3，丙 整数 0次 至 1000000000次，"
        "级 高｜平｜低 空白为 无，真 是否 可空，假 是否 可空",
        "平表 甲、乙、丙、级、真、假",
        "结果 编号、商、安商、倒商、整、半、取一、查、查乘、比、嵌、同、过、巨",
    ),
    block(
        "定义",
        "商 ＝ 甲 ÷ 乙",
        "安商 ＝ 若 乙 ≠ 0 则 甲 ÷ 乙 否则 -1/3",
        "倒商 ＝ 1 ÷ （1 ÷ （甲 ÷ 乙））",
        "整 ＝ 四舍五入（甲、0位）",
        "半 ＝ 四舍五入（甲 ÷ （乙 × 2）、0位）",
        "取一 ＝ 四舍五入（0 － 甲 ÷ 7、1位）",
        "查 ＝ 对照 级（高：3；低：-1/2）",
        "查乘 ＝ 查 × 商 ＋ 1",
        "比 ＝ 丙 × 30% ≥ 3000000.3次",
        "嵌 ＝ 若 真 则 （若 假 则 查 否则 商） 否则 （若 级 是 高 则 查 否则 0）",
        "同 ＝ 查 ＝ 嵌",
        "过 ＝ 商 超过 -1/3 且 非 （查 低于 0）",
        "巨 ＝ 丙 × 丙 × 甲",
    ),
]


def signed_people():
    cells = {"乙": ["-3", "-1", "0", "2"], "级": ["高", "平", "低", ""], "真": ["是", "否", ""], "假": ["是", "否", ""]}
    dice = Random(5)
    for number in range(400):
        row = {name: dice.choice(values) for name, values in cells.items()}
        amount = dice.choice(["0.5", "-0.5", "1.5", "-2.5", "0", "-0.05", "100", "-100", "0.07", "-0.33", "0.35", "-7"])
        yield {
            "编号": f"p{number}",
            "甲": amount,
            "丙": dice.choice(["10000001", "10000000", "1000000000", "0"]),
            **row,
        }


def test_signs_halves_zeros_and_nothings(tmp_path):
    law = make_law(tmp_path / "law", *SIGNS)
    rows = list(signed_people())
    path = tmp_path / "人员.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["编号", "甲", "乙", "丙", "级", "真", "假"])
        writer.writeheader()
        writer.writerows(rows)
    assert agree(path, law, tmp_path) == "same"


@pytest.mark.parametrize("number", range(200) if SWEEP else range(12))
def test_laws_at_random_over_flat_files(number, tmp_path):
    law, tried = loadable_law(tmp_path, number)
    path = tmp_path / "人员.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["编号", *FIELDS])
        writer.writeheader()
        writer.writerows(random_people(Random(tried), 60))
    assert agree(path, law, tmp_path) == "same"
