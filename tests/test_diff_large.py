"""A large table is compared by one query; it must count, name and find the same as going through people one by one."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from bench.people import people
from guiju.values import NOTHING, show
from guiju.whatif import each, large
from guiju.whatif.each import tried_on_people
from tests.editions import FIRST, RAISED, ROOT, edition, scored, write_people
from tests.test_diff_laws import SCORES

TOWN = ROOT / "examples/青桥驿镇2025年度考核.xlsx"
ALL = 10**9
# A reading of a definition, of a modal word, two of bounds, and one that leaves everybody undetermined.
READINGS = [
    ("A3-60=取两位",), ("A3-54=充分条件",), ("A3-65=九成不可以", "A3-61=达到且推定"), ("A3-05=实得分",),
]  # fmt: skip


@pytest.fixture(scope="module")
def crowd(tmp_path_factory) -> Path:
    """A hundred and fifty people of the flat table, many of them on a line."""
    path = tmp_path_factory.mktemp("crowd") / "名册.csv"
    drawn = people(150, 7)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(drawn[0]))
        writer.writeheader()
        writer.writerows({k: "" if v is NOTHING else show(v) for k, v in person.items()} for person in drawn)
    return path


@pytest.fixture(scope="module")
def sheets(tmp_path_factory) -> Path:
    """The town's workbook as a folder with a csv for each sheet."""
    folder = tmp_path_factory.mktemp("sheets")
    for sheet in load_workbook(TOWN):
        with (folder / f"{sheet.title}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([_cell(v) for v in row] for row in sheet.iter_rows(values_only=True))
    return folder


def _cell(value: object) -> object:
    return value.date().isoformat() if isinstance(value, datetime | date) else value


@pytest.fixture
def both(guiju, monkeypatch):
    """What a command prints when it goes through people one by one, and when it asks the database."""

    def run(*words):
        found = []
        for many in (ALL, 0):
            monkeypatch.setattr(large, "MANY", many)
            code, out, err = guiju(*words, "--json")
            assert code == 0, err
            found.append(json.loads(out))
        return found

    return run


@pytest.fixture
def asked(monkeypatch):
    """How often the database was asked."""
    calls = []
    original = large.Bulk.people

    def people_(self):
        calls.append(self)
        return original(self)

    monkeypatch.setattr(large.Bulk, "people", people_)
    return calls


def same(one: dict, other: dict) -> None:
    """The same numbers, and the same people as far as they are told."""
    told = [person["person"] for person in other["changed"]]
    assert len(told) == min(other["different"], large.MOST_TOLD)
    assert [p for p in one["changed"] if p["person"] in told] == other["changed"]
    # What is counted alike may be told in any order.
    for document in (one, other):
        del document["changed"]
        document["sentences"].sort(key=str)
    assert one == other


@pytest.mark.parametrize("readings", READINGS, ids="、".join)
def test_readings_are_compared_alike(both, asked, crowd, readings):
    one, other = both("law", "diff-readings", *readings, crowd, "--year", "2025")
    assert one["different"]
    assert asked
    same(one, other)


@pytest.mark.parametrize("readings", [("A3-14=照列举顺序",), ("A3-68=含镇级", "A3-84=领导除外")], ids="、".join)
def test_a_folder_of_sheets_is_compared_alike(both, asked, sheets, readings):
    one, other = both("law", "diff-readings", *readings, sheets, "--year", "2025")
    assert one["different"]
    assert asked
    same(one, other)


def test_two_editions_are_compared_alike(both, asked, tmp_path):
    second = edition(tmp_path / "another-town-appraisal-2027", *RAISED)
    crowd = write_people(tmp_path / "名册.csv", [scored(f"P{n:03d}", score) for n, score in enumerate(SCORES)])
    one, other = both("law", "diff", FIRST, second, "--on", crowd)
    assert one["different"] == 60
    assert asked
    same(one, other)


def test_every_option_has_the_same_effect(both, asked, crowd, monkeypatch):
    # Six of the thirty-two: each is a query of its own.
    monkeypatch.setattr(each, "tried_on_people", lambda law, chosen: tried_on_people(law, chosen)[3::6])
    one, other = both("law", "diff-readings", "--all", crowd, "--year", "2025")
    assert asked
    assert len(one["options"]) == 5
    assert one == other


def test_all_who_change_are_written_not_only_those_told(guiju, monkeypatch, crowd, tmp_path):
    monkeypatch.setattr(large, "MANY", 0)
    monkeypatch.setattr(large, "MOST_TOLD", 3)
    for ending in ("parquet", "csv"):
        out = tmp_path / f"变动.{ending}"
        code, text, _ = guiju("law", "diff-readings", "A3-54=充分条件", crowd, "--year", "2025", "--out", out)
        assert code == 0
        assert "这里只列" in text
    with (tmp_path / "变动.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0][0] == "\ufeff编号", "a mark at the head, or Excel garbles it"
    rows = duckdb.sql(f"SELECT * FROM '{tmp_path / '变动.parquet'}'").fetchall()
    names = [column[0] for column in duckdb.sql(f"DESCRIBE SELECT * FROM '{tmp_path / '变动.parquet'}'").fetchall()]
    (told,) = [line for line in text.splitlines() if "人中" in line]
    assert f"150人中{len(rows)}人的结果不同" in told
    assert len(lines) == len(rows) + 1
    first = dict(zip(names, rows[0], strict=True))
    assert first["从哪一句"] == "五、2"
    assert first["地址"] == "appraisal/5.2a"
    assert first["等次（前）"] != first["等次（后）"] or first["可评等次（前）"] != first["可评等次（后）"]


def test_what_the_table_has_wrong_is_told_as_ever(guiju, monkeypatch, crowd, tmp_path):
    broken = tmp_path / "名册.csv"
    broken.write_text(crowd.read_text(encoding="utf-8").replace("P000007,", "P000006,"), encoding="utf-8")
    monkeypatch.setattr(large, "MANY", 0)
    code, _, err = guiju("law", "diff-readings", "A3-54=充分条件", broken, "--year", "2025")
    assert code == 1
    assert "「P000006」与第8行重复" in err


def test_the_picture_of_masses_is_the_picture_of_people_one_by_one(guiju, crowd, tmp_path):
    pictures = []
    for engine in ("evaluate", "duckdb"):
        chart = tmp_path / f"{engine}.svg"
        code, *_ = guiju("appraise", crowd, "--year", "2025", "--engine", engine, "--chart", chart)
        assert code == 0
        pictures.append(chart.read_text(encoding="utf-8"))
    assert pictures[0] == pictures[1]
    assert "虚线是法条的界线：150人" in pictures[0]
