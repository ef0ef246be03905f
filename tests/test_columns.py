"""The law as a query: order, widths, refusals, the forms of the result, and the commands that use it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

import duckdb
import pytest
from click.testing import CliRunner

from guiju.check import load
from guiju.cli.main import cli
from guiju.columns import ColumnProfile, Form, Profile, Refused, translate
from guiju.columns.on_lines import on_lines
from guiju.engines.duckdb import Database
from guiju.engines.mass import mass
from guiju.errors import InputError
from guiju.forms.layout import flat_layout, workbook_layout
from guiju.law import builtin
from guiju.writing.files import WriteError
from tests.columns import differences, random_tables, write_csv, write_folder, write_parquet
from tests.laws import block, make_law

APPRAISAL = load(builtin().find("appraisal"))
LAYOUT = flat_layout(APPRAISAL)
HEADINGS = [column.heading for column in LAYOUT.subject.columns]
PERSON = ["P1", "45", "5", "0", "0", "9", "1", "0", "0", "-1.5", "否", "否", "否", "否", ""]


def no_watch(percent):
    pass


@pytest.fixture
def people_file(tmp_path):
    """Writes people, each the plain one with some cells replaced, as a parquet of text."""

    def write(*changes, name="人员.parquet"):
        rows = [[(change | {}).get(h, cell) for h, cell in zip(HEADINGS, PERSON, strict=True)] for change in changes]
        return write_parquet(tmp_path / name, [HEADINGS, *rows])

    return write


def results(path, law=APPRAISAL, form=Form.CONTRACT, year=2025):
    with mass(path, law, {}, year) as people:
        cursor = people.database.connection.execute(people.select(form).sql(dialect="duckdb"))
        names = [name for name, *_ in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# --- order


@pytest.mark.parametrize("shape", ["flat", "folder"])
def test_the_result_has_the_people_in_the_order_of_the_input(tmp_path, shape):
    layout = LAYOUT if shape == "flat" else workbook_layout(APPRAISAL)
    tables = random_tables(layout, Random(5), 3)
    [headings, first, *_] = tables["人员"]
    numbers = Random(6).sample(range(10**6), 200_000)
    tables["人员"] = [headings, *([f"P{n:06d}", *first[1:]] for n in numbers)]
    tables |= {sheet.name: [tables[sheet.name][0]] for sheet in layout.records}
    path = write_parquet(tmp_path / "p.parquet", tables["人员"]) if shape == "flat" else (
        write_folder(tmp_path / "f", layout, tables)
    )  # fmt: skip
    with mass(path, APPRAISAL, {}, 2025) as people:
        people.write(tmp_path / "out.parquet", Form.COMPACT, no_watch)
    with duckdb.connect() as database:
        found = database.execute("SELECT 编号 FROM read_parquet(?)", [str(tmp_path / "out.parquet")]).fetchall()
    assert [identity for (identity,) in found] == [f"P{n:06d}" for n in numbers]


# --- whole numbers never wrap around, and never silently change


EDGES = [9, 10**4, 10**9, 10**12, 10**15]


@pytest.mark.parametrize("most", EDGES)
def test_numbers_at_the_edge_of_each_width_are_exact(tmp_path, most):
    law = make_law(
        tmp_path / "law",
        block(
            "词表",
            f"对象 人员，以 编号 识别：编号 文字，甲 整数 -{most} 至 {most}，乙 整数 1 至 {most}",
            "平表 编号、甲、乙",
            "结果 编号、积：甲 × 乙、商：甲 ÷ 乙、平方：甲 × 甲 ＋ 乙、取两位：四舍五入（甲 ÷ 乙、2位）、",
            "  大：（甲 × 乙） 超过 乙",
        ),
    )
    rows = [["编号", "甲", "乙"]]
    ends = [(-most, most), (most, most), (most - 1, most), (-most, 1), (most, 1), (0, most), (1, most), (-1, most)]
    rows += [[f"P{n}", str(a), str(b)] for n, (a, b) in enumerate(ends)]
    path = write_parquet(tmp_path / "p.parquet", rows, {"甲": "BIGINT", "乙": "BIGINT"})
    assert differences(path, law) == []


def test_numbers_that_no_width_holds_are_refused(tmp_path):
    law = make_law(
        tmp_path / "law",
        block(
            "词表",
            "对象 人员，以 编号 识别：编号 文字，甲 整数 0 至 1000000000000000",
            "平表 编号、甲",
            "结果 编号、积：甲 × 甲 × 甲 × 甲",
        ),
    )
    path = write_parquet(tmp_path / "p.parquet", [["编号", "甲"], ["P1", "1000000000000000"]])
    with pytest.raises(Refused, match="数太大"), mass(path, law, {}, None) as people:
        people.select(Form.CONTRACT)


def test_small_columns_do_not_overflow_as_they_are_stored(people_file, tmp_path):
    rows = [HEADINGS, ["P1", *["30000", "1", "1", "1"] * 2, *PERSON[9:]]]
    small = dict.fromkeys(HEADINGS[1:9], "SMALLINT")
    assert differences(write_parquet(tmp_path / "p.parquet", rows, small), APPRAISAL) == []


def test_what_the_data_prove_small_is_reckoned_in_small_numbers(people_file):
    with mass(people_file({}), APPRAISAL, {}, 2025) as people:
        assert "INT128" not in people.translation.sql(Form.COMPACT)
        assert "BIGINT" not in people.translation.sql(Form.COMPACT).replace("AS BIGINT) AS SMALLINT", "")


def test_a_parquet_with_texts_as_numbers_of_a_dictionary_reads_the_same(tmp_path):
    rows = [HEADINGS, *([f"P{n:02}", *PERSON[1:]] for n in range(20))]
    for n, row in enumerate(rows[1:]):
        row[1], row[9] = str(n), f"-{n}.5"
    out = tmp_path / "out.parquet"
    with mass(write_parquet(tmp_path / "in.parquet", rows), APPRAISAL, {}, 2025) as people:
        people.write(out, Form.CONTRACT, no_watch)
        plain = people.database.rows(people.select(Form.CONTRACT))
        text = people.select(Form.CONTRACT, is_coded=True).sql(dialect="duckdb")
    assert "ENUM" in text
    assert "ARRAY_AGG" in text
    assert duckdb.read_parquet(str(out)).fetchall() == plain


# --- what is shown


def test_the_compact_form_is_the_same_numbers(people_file):
    path = people_file({"编号": "A"}, {"编号": "B", "测评优秀": "1", "测评称职": "2", "加减分": "0.3"})
    for full, compact in zip(results(path), results(path, form=Form.COMPACT), strict=True):
        assert Fraction(full["考核得分"]) == Fraction(compact["考核得分_分子"], compact["考核得分_分母"])
        assert (full["等次"], full["依据"]) == (compact["等次"], compact["依据"])


def test_no_votes_at_all_leave_the_grade_open(people_file):
    [row] = results(people_file(dict.fromkeys(HEADINGS[1:5], "0")), form=Form.AUDIT)
    assert (row["测评得分"], row["等次"], row["领导评价得分"]) == ("未知", "未定", "97/20")


def test_the_lines_of_the_law_and_who_is_on_them(people_file):
    on_90 = {"测评优秀": "20", "测评称职": "0", "领导优秀": "10", "领导称职": "0", "加减分": "-10"}
    with mass(people_file({}, {"编号": "P2"} | on_90), APPRAISAL, {}, 2025) as people:
        assert list(on_lines(people.translation.program)) == [
            "考核得分 90分", "考核得分 65分", "考核得分 50分", "不称职得票率 30%", "优秀得票率 90%",
        ]  # fmt: skip
        tally = people.tally(no_watch)
    assert (tally.people, tally.on_lines["考核得分 90分"], tally.on_lines["优秀得票率 90%"]) == (2, 1, 1)


# --- refusals


def test_what_rests_on_records_within_records_is_refused_by_name():
    law = load(Path(__file__).parent / "laws/another-town-appraisal")
    layout = workbook_layout(law)
    with pytest.raises(Refused, match=r"「县级计分次数」在记录里再看记录，不能译成 SQL。须逐人计算"):
        translate(law, {}, None, layout, Profile.declared(layout))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"测评优秀": "-1"}, "第3行「测评优秀」：不能小于0，这里是「-1」。"),
        ({"测评优秀": "九"}, "第3行「测评优秀」：应是整数，这里是「九」。"),
        ({"上年等次": "好"}, "第3行「上年等次」：只能填优秀、称职、基本称职、不称职之一，这里是「好」。"),
        ({"重点工作后三位": ""}, "第3行「重点工作后三位」：空着；这一栏必填。"),
        ({"编号": "P1"}, "第3行「编号」：「P1」与第2行重复；一人只能有一行。"),
    ],
)
def test_a_line_that_does_not_fit_is_refused_as_evaluate_does(people_file, change, problem):
    path = people_file({}, {"编号": "P2"} | change)
    with pytest.raises(InputError) as caught, mass(path, APPRAISAL, {}, 2025):
        pass
    [found] = caught.value.render().splitlines()[1:]
    assert found.removeprefix("人员.parquet ") == problem


def test_a_full_disk_leaves_what_was_there(people_file, tmp_path, monkeypatch):
    out = tmp_path / "out.parquet"
    out.write_bytes(b"before")

    def full(self, statement, watch):
        raise duckdb.IOException("No space left on device")

    with mass(people_file({}), APPRAISAL, {}, 2025) as people:
        monkeypatch.setattr(Database, "_watched", full)
        with pytest.raises(WriteError, match="No space left"):
            people.write(out, Form.CONTRACT, no_watch)
    assert out.read_bytes() == b"before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.parquet", "人员.parquet"]


# --- the commands


def run(*arguments):
    return CliRunner().invoke(cli, [str(a) for a in arguments])


def test_appraise_writes_the_same_file_by_either_engine(people_file, tmp_path):
    path = people_file({}, {"编号": "P2", "测评不称职": "40"}, {"编号": "P3", "加减分": "0.25"})
    for engine in ("evaluate", "duckdb"):
        done = run("appraise", path, "--engine", engine, "--out", tmp_path / f"{engine}.csv", "--year", "2025")
        assert done.exit_code == 0, done.output
    one, other = ((tmp_path / f"{engine}.csv").read_text("utf-8").splitlines() for engine in ("evaluate", "duckdb"))
    assert one == other


def test_a_parquet_is_put_to_the_query_without_being_told(people_file):
    done = run("appraise", people_file({}), "--year", "2025")
    assert done.exit_code == 0
    assert "正好在线上" in done.output


def test_what_the_query_cannot_say_is_reckoned_one_by_one(tmp_path):
    place = Path(__file__).parent / "laws/another-town-appraisal"
    layout = workbook_layout(load(place))
    folder = write_folder(tmp_path / "f", layout, random_tables(layout, Random(1), 5))
    done = run("appraise", folder, "--law", place, "--year", "2025")
    assert done.exit_code == 0, done.output
    assert "须逐人计算" in done.output
    assert "考核5人" in done.output


@pytest.mark.parametrize("dialect", ["duckdb", "spark", "postgres"])
def test_the_law_as_sql(dialect):
    done = run("law", "sql", "appraisal", "--dialect", dialect, "--year", "2025")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("-- 《青桥驿镇干部实绩考核评价实施办法》")


def test_the_printed_sql_runs_on_a_table_and_finds_what_does_not_fit():
    queries = run("law", "sql", "appraisal", "--year", "2025").output.split(";\n")
    types = ["VARCHAR", *["INTEGER"] * 8, "DECIMAL(6, 2)", *["BOOLEAN"] * 4, "VARCHAR"]
    with duckdb.connect() as database:
        columns = ", ".join(f'"{h}" {type_}' for h, type_ in zip(HEADINGS, types, strict=True))
        database.execute(f"CREATE TABLE 人员 ({columns})")
        database.execute(f"INSERT INTO 人员 VALUES ({', '.join('?' * len(PERSON))})",
                         [*PERSON[:10], False, False, False, False, None])  # fmt: skip
        [row] = database.execute(queries[0]).fetchall()
        assert row[:7] == ("P1", "97/5", "97/20", "-3/2", "391/4", "97.75", "优秀")
        assert database.execute(queries[1]).fetchall() == []
        database.execute("UPDATE 人员 SET 测评优秀 = -1")
        assert database.execute(queries[1]).fetchall() == [("人员", "测评优秀", 1)]


def test_the_same_law_gives_the_same_text():
    texts = {translate(APPRAISAL, {}, date(2025, 12, 31), LAYOUT, Profile.declared(LAYOUT)).sql() for _ in range(3)}
    assert len(texts) == 1


def test_a_csv_is_taken_as_a_parquet_is(tmp_path):
    path = write_csv(tmp_path / "p.csv", [HEADINGS, PERSON, ["P2", *PERSON[1:]]])
    assert differences(path, APPRAISAL) == []


def test_a_profile_says_how_a_column_is_stored():
    declared = Profile.declared(LAYOUT).columns["人员", "加减分"]
    assert declared == ColumnProfile("decimal", -(10**8), 10**8, 2)
