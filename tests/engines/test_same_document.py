"""`guiju appraise --json` and `--explain` say the same, letter for letter, whoever reckons: evaluate or a query."""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from bench.people import people
from guiju.cli import mass_doubts, mass_screen
from guiju.engines import duckdb as on_duckdb
from guiju.engines import spark as on_spark
from guiju.values import NOTHING, show
from guiju.whatif import large
from tests.shops import LAW, sheets, write_book

TOWN = Path(__file__).parents[2] / "examples/青桥驿镇2025年度考核.xlsx"
ENGINES = ["duckdb", pytest.param("spark", marks=pytest.mark.spark)]


@pytest.fixture(params=ENGINES)
def engine(request, monkeypatch):
    """The name of an engine; the Spark of all tests stands in for one of its own."""
    if request.param == "spark":
        spark = request.getfixturevalue("spark")

        @contextmanager
        def opened(beside):
            with on_duckdb.opened(beside) as files:
                yield on_spark.Database(spark, files)

        monkeypatch.setattr(mass_screen, "engine_of", lambda name, master: opened)
        monkeypatch.setattr("guiju.cli.appraise_commands.engine_of", lambda name, master: opened)
    return request.param


@pytest.fixture
def crowd(tmp_path):
    """Two hundred people of the flat table, some on each line, some without a grade of last year or any vote."""
    path = tmp_path / "全镇.csv"
    drawn = people(200, 5)
    for person in drawn[:3]:
        person |= {name: 0 for name in person if name.startswith("测评")}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(drawn[0]))
        writer.writeheader()
        writer.writerows({k: "" if v is NOTHING else show(v) for k, v in person.items()} for person in drawn)
    return path


@pytest.fixture
def parquet(crowd):
    path = crowd.with_suffix(".parquet")
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{crowd}', all_varchar = true)) TO '{path}' (FORMAT parquet)")
    return path


@pytest.fixture
def shops(tmp_path):
    return write_book(tmp_path / "商户.xlsx", sheets())


def same(guiju, engine, *words):
    """What is printed by evaluate, having seen that the engine prints it too."""
    before = guiju("appraise", *words, "--engine", "evaluate")
    assert guiju("appraise", *words, "--engine", engine) == before
    assert before[0] == 0
    return before[1]


def test_a_workbook(guiju, engine):
    document = json.loads(same(guiju, engine, TOWN, "--year", "2025", "--json"))
    assert len(document["people"]) == 60
    assert document["unknown"]


def test_a_workbook_with_empty_cells(guiju, engine, shops):
    document = json.loads(same(guiju, engine, shops, "--law", LAW, "--json"))
    assert [person["户号"] for person in document["people"]] == ["A1", "A2", "A3"]


def test_a_csv_with_people_on_thresholds_and_without_votes(guiju, engine, crowd):
    text = same(guiju, engine, crowd, "--json")
    document = json.loads(text)
    assert text == json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    assert {"90", "65", "50"} <= {person["考核得分"] for person in document["people"]}
    assert "除数为零" in {entry["fact"] for entry in document["unknown"]}


def test_a_parquet_under_another_reading(guiju, engine, parquet):
    text = same(guiju, engine, parquet, "--json", "--reading", "A3-53=不含九十分")
    assert json.loads(text)["readings"]["A3-53"] == "不含九十分"


def test_the_reasons_of_one_person(guiju, engine, parquet):
    text = same(guiju, engine, parquet, "--explain", "P000007")
    assert text.startswith("P000007：")
    document = json.loads(same(guiju, engine, parquet, "--json", "--explain", "P000007"))
    assert [number for number, person in enumerate(document["people"]) if "trace" in person] == [7]


def test_the_reasons_of_someone_who_shares_a_line_with_others(guiju, engine, shops):
    # A1 and A2 stand in one list of names.
    assert "A2" in same(guiju, engine, shops, "--law", LAW, "--explain", "A2")
    same(guiju, engine, TOWN, "--year", "2025", "--explain", "QQ048")


def test_nobody_of_that_name(guiju, engine, parquet):
    code, out, err = guiju("appraise", parquet, "--engine", engine, "--explain", "P0007")
    assert (code, out) == (2, "")
    assert "没有编号为「P0007」的人。是否指「P00" in err


def test_identities_that_are_numbers(guiju, engine, crowd, tmp_path):
    path = tmp_path / "数.parquet"
    rows = f"SELECT * REPLACE (substr(编号, 2)::BIGINT AS 编号) FROM read_csv('{crowd}', all_varchar = true)"
    duckdb.sql(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
    document = json.loads(same(guiju, engine, path, "--json", "--explain", "7"))
    assert [person["编号"] for person in document["people"] if "trace" in person] == ["7"]


def test_what_is_wrong_with_a_workbook_is_told_alike(guiju, engine, tmp_path):
    book = load_workbook(TOWN)
    book["票数"]["C3"] = -1
    book["人员"]["A4"] = book["人员"]["A3"].value
    book.save(tmp_path / "错.xlsx")
    before = guiju("appraise", tmp_path / "错.xlsx", "--json")
    assert guiju("appraise", tmp_path / "错.xlsx", "--json", "--engine", engine) == before
    assert before[0] == 1


def test_nothing_stays_behind(guiju, engine, crowd, shops, tmp_path):
    before = sorted(path.name for path in tmp_path.iterdir())
    guiju("appraise", crowd, "--json", "--engine", engine)
    guiju("appraise", shops, "--law", LAW, "--explain", "A1", "--engine", engine)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


# --- workbooks out


def test_a_workbook_of_results_has_the_reasons(guiju, parquet, tmp_path):
    code, _, err = guiju("appraise", parquet, "--engine", "duckdb", "--out", tmp_path / "结果.xlsx", "--json")
    assert code == 0
    assert "现在逐人计算" in err
    assert load_workbook(tmp_path / "结果.xlsx").sheetnames == ["结果", "理由", "待查", "读法"]


@pytest.mark.parametrize("words", [[], ["--engine", "duckdb"]])
def test_more_people_than_a_sheet_has_lines_are_refused_at_once(guiju, crowd, parquet, tmp_path, monkeypatch, words):
    monkeypatch.setattr(mass_screen, "MOST_SHEET_ROWS", 199)
    for file in (crowd, parquet):
        code, out, err = guiju("appraise", file, "--out", tmp_path / "结果.xlsx", *words)
        assert (code, out) == (2, "")
        assert f"「{file.name}」有200人，一张工作表放不下（最多199人）；请把结果写成 .parquet 或 .csv。" in err
    assert not (tmp_path / "结果.xlsx").exists()


# --- which readings would change grades


def options_told(text):
    """Each option in the table, with its number of people: both stand in its first line."""
    rows = [line.split("│")[1:3] for line in text.splitlines() if line.startswith("│")]
    return {cells[0].split("：")[0].strip(): int(cells[1]) for cells in rows if "=" in cells[0]}


def test_the_summary_of_a_mass_weighs_readings_as_diff_readings_does(guiju, parquet, engine, monkeypatch):
    monkeypatch.setattr(large, "MANY", 10**9)
    effects = json.loads(guiju("law", "diff-readings", "--all", parquet, "--json")[1])["options"]
    moved = {f"{e['reading']}={e['choice']}": e["moved"] for e in effects}
    told = options_told(guiju("appraise", parquet, "--engine", engine)[1])
    assert len(told) == 5
    assert told == {option: moved[option] for option in told}
    assert max(told.values()) > 0


def test_many_people_are_told_how_to_ask(guiju, parquet, monkeypatch):
    monkeypatch.setattr(mass_doubts, "UNASKED", 199)
    hint = "人多，没有逐一试换读法"
    assert hint in guiju("appraise", parquet)[1]
    assert options_told(guiju("appraise", parquet, "--doubts")[1])
    quiet = guiju("appraise", parquet, "--no-doubts")[1]
    assert hint not in quiet
    assert not options_told(quiet)


# --- files that are none


@pytest.mark.parametrize(("name", "content", "message"), [
    ("没有.csv", None, "没有文件「"), ("没有.parquet", None, "没有文件「"),
    ("空.csv", b"", "空.csv：文件是空的。"), ("空.parquet", b"", "空.parquet：文件是空的。"),
    ("假.parquet", b"PK..", "假.parquet：不是 parquet 文件。"), ("表.pdf", b"%PDF", "表.pdf：认不出是什么文件"),
])  # fmt: skip
def test_a_file_that_is_none_is_refused_alike(guiju, tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = guiju("appraise", tmp_path / name, "--engine", "evaluate")
    assert guiju("appraise", tmp_path / name, "--engine", "duckdb") == before
    assert before[0] == 1
    assert message in before[2]
