"""What the API works out is what the command line prints, to the last sign; faults are told as in the workbook."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from test_structure import ROOT

from guiju.forms.layout import flat_layout, workbook_layout
from office.api import computing
from office.ground.shelf import find
from office.reading_room.actions import adopt
from office.reading_room.models import Adoption
from office.reading_room.readings import in_force
from tests.office.api.asking import ACCOUNTANT, messages
from tests.office_world import TODAY

WORKBOOK = next((ROOT / "examples").glob("*.xlsx"))
CASES = sorted((ROOT / "examples/cases").glob("*.json"))
YEAR = 2025


def schema(name):
    return json.loads((ROOT / f"docs/schemas/{name}.json").read_text(encoding="utf-8"))


def sheets_of(path: Path) -> dict:
    """The sheets of a workbook as a program would send them: another library reads it than Guiju's own."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    found = {}
    for sheet in book.worksheets:
        headings, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(headings, map(_sent, row), strict=True)) for row in rows]
    return found


def _sent(cell):
    return cell.date().isoformat() if hasattr(cell, "date") else cell


# The town as the demo has it: no reading is adopted otherwise than proposed.


@pytest.fixture(scope="module")
def sheets():
    return sheets_of(WORKBOOK)


# --- the same as the command line


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_case_is_decided_as_on_the_command_line(ask, guiju, file):
    answer = ask(ACCOUNTANT, "/decide?adopted=false", file.read_bytes())
    assert answer.status_code == 200, answer.content.decode()[:300]
    jsonschema.validate(answer.json(), schema("guiju-decision-1"))
    code, printed, _ = guiju("decide", file, "--json")
    assert (code, json.loads(printed)) == (0, answer.json())


def test_the_town_is_appraised_as_on_the_command_line(ask, guiju, sheets):
    sent = {"year": YEAR, "sheets": sheets, "trace": ["QQ003"]}
    answer = ask(ACCOUNTANT, "/appraise?adopted=false", sent)
    assert answer.status_code == 200, answer.content.decode()[:300]
    jsonschema.validate(answer.json(), schema("guiju-appraisal-1"))
    code, printed, _ = guiju("appraise", WORKBOOK, "--year", YEAR, "--json", "--explain", "QQ003")
    assert (code, answer.content.decode()) == (0, printed)
    assert len(answer.json()["people"]) == 60


def test_the_short_table_is_appraised_as_on_the_command_line(ask, guiju, tmp_path):
    people = [_flat(f"P{n}", "-1.5" if n % 2 else str(n), votes=60 + n) for n in range(20)]
    answer = ask(ACCOUNTANT, "/appraise?adopted=false", {"year": YEAR, "people": people})
    file = tmp_path / "平表.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, people[0])
        writer.writeheader()
        writer.writerows([{k: "否" if v is False else v for k, v in person.items()} for person in people])
    code, printed, _ = guiju("appraise", file, "--year", YEAR, "--json", "--engine", "evaluate")
    assert (code, answer.content.decode()) == (0, printed)


def _flat(code, points, votes=60):
    """A person by the columns of the short table."""
    law = find("appraisal", TODAY).law
    kinds = {"是否": False, "数": 10}
    row = {column.heading: kinds.get(column.kind.name) for column in flat_layout(law).subject.columns}
    return row | {"编号": code, "加减分": points, "测评优秀": votes, "领导优秀": votes}


@pytest.mark.parametrize("points", [Decimal("1.25"), "1.25", "5/4"])
def test_a_number_is_taken_as_it_was_written_never_as_a_float(ask, points):
    person = json.dumps({"year": YEAR, "people": [_flat("a", "@")]}, ensure_ascii=False)
    body = person.replace('"@"', str(points) if isinstance(points, Decimal) else json.dumps(points)).encode()
    exact = ask(ACCOUNTANT, "/appraise", {"year": YEAR, "people": [_flat("a", "1.25")]}).json()
    assert ask(ACCOUNTANT, "/appraise", body).json() == exact


# --- readings: those adopted here, unless the request says otherwise


def undecided(instrument):
    """The doubts of a measure about which the demo town has adopted nothing, each with another reading."""
    edition = find(instrument, TODAY)
    taken = set(Adoption.objects.values_list("reading", flat=True))
    free = [reading for reading in edition.law.parsed.readings if reading.id not in taken]
    assert free
    return [(edition, r, next(name for name, _ in r.options if name != r.default)) for r in free]


def test_people_are_appraised_by_the_readings_adopted_here(ask, guiju, town, sheets):
    edition, reading, choice = undecided("appraisal")[0]
    since = date(YEAR, 1, 1)
    adopt(town.actor("maibaizhi"), edition, reading.id, choice, since, reading.confirmed_by, "镇发〔2025〕1号")
    sent = {"year": YEAR, "sheets": sheets}
    adopted = ask(ACCOUNTANT, "/appraise", sent).content.decode()
    _, printed, _ = guiju("appraise", WORKBOOK, "--year", YEAR, "--json", "--reading", f"{reading.id}={choice}")
    assert adopted == printed
    _, proposed, _ = guiju("appraise", WORKBOOK, "--year", YEAR, "--json")
    asked = {"readings": {reading.id: reading.default}}
    assert ask(ACCOUNTANT, "/appraise?adopted=false", sent).content.decode() == proposed
    otherwise = ask(ACCOUNTANT, "/appraise", sent | asked).json()
    assert otherwise["people"] == json.loads(proposed)["people"]


def test_a_case_is_decided_by_the_readings_adopted_on_its_day(ask, guiju, town):
    file = ROOT / "examples/cases/work-errors-third-time.json"
    for edition, reading, choice in undecided("work-errors"):
        adopt(town.actor("maibaizhi"), edition, reading.id, choice, date(2026, 5, 1), reading.confirmed_by, "文")
    adopted = in_force(find("work-errors", TODAY), date(2026, 5, 11))
    words = [word for key, choice in adopted.items() for word in ("--reading", f"{key}={choice}")]
    _, printed, _ = guiju("decide", file, "--json", *words)
    assert ask(ACCOUNTANT, "/decide", file.read_bytes()).json() == json.loads(printed)
    before = json.loads(file.read_bytes()) | {"on": "2026-04-30"}
    after = json.loads(file.read_bytes()) | {"on": "2026-05-01"}
    found = [ask(ACCOUNTANT, "/decide", case).json()["readings"] for case in (before, after)]
    assert found[0] == ask(ACCOUNTANT, "/decide?adopted=false", before).json()["readings"]
    assert found[0] != found[1]


# --- what is wrong, as in the workbook


def test_what_is_wrong_with_a_case_is_said_all_at_once(ask):
    case = {"instrument": "work-errors", "on": "2026-13-01", "circumstances": ["work-errors/99"], "what": 1}
    answer = ask(ACCOUNTANT, "/decide", case)
    assert answer.status_code == 422
    assert len(messages(answer)) >= 3


def test_what_is_wrong_with_the_sheets_is_said_as_in_the_workbook(ask, guiju, sheets, tmp_path):
    """The same faults planted in both: the same places, the same words."""
    wrong = json.loads(json.dumps(sheets, default=str))
    wrong["人员"][1]["编号"] = wrong["人员"][0]["编号"]
    wrong["票数"][4]["优秀"] = -3
    wrong["票数"][5]["编号"] = "没有这个人"
    for row in wrong["通报"]:
        row["级"] = row.pop("级别")
    told = ask(ACCOUNTANT, "/appraise", {"year": YEAR, "sheets": wrong})
    assert told.status_code == 422
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in wrong.items():
        sheet = book.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            dated = [date.fromisoformat(v) if k.endswith("日期") and v else v for k, v in row.items()]
            sheet.append(dated)
    book.save(tmp_path / "错.xlsx")
    _, _, printed = guiju("appraise", tmp_path / "错.xlsx", "--year", YEAR)
    lines = [f"{problem['where']}：{problem['message']}" for problem in told.json()["problems"]]
    assert len(lines) >= 5
    assert sorted(lines) == sorted(printed.split("\n")[1:-1])


def _planted(sheets, change):
    wrong = dict(sheets)
    change(wrong)
    return {"year": YEAR, "sheets": wrong}


@pytest.mark.parametrize(
    ("change", "where", "says"),
    [
        (lambda s: s.pop("票数"), "票数", "没有交这张表"),
        (lambda s: s.update(别的=[]), "别的", "没有这张表"),
        (lambda s: s.update(人员=[]), "人员", "一行数据也没有"),
        (lambda s: s.update(人员=[{}]), "人员 第1行", "缺少「编号」一栏"),
        (lambda s: s.update(人员=[{f"x{n}": 1} for n in range(3000)]), "人员 第1行「x0」", "不认识这一栏"),
    ],
)  # fmt: skip
def test_what_only_json_can_get_wrong_is_told_with_its_sheet(ask, sheets, change, where, says):
    answer = ask(ACCOUNTANT, "/appraise", _planted(sheets, change))
    told = [problem for problem in answer.json()["problems"] if problem["where"] == where]
    assert (answer.status_code, any(says in problem["message"] for problem in told)) == (422, True)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "只交一样"),
        ({"people": [{}], "sheets": {}}, "只交一样"),
        ({"people": []}, "至少要有1项"),
        ({"people": [{"编号": {}}]}, "应是文字、数、true 或 false、null"),
        ({"people": [_flat("a", "0")], "instrument": "work-errors"}, "要用 instrument 写明"),
        ({"people": [_flat("a", "0")], "trace": ["b"]}, "不在交来的名单里：b"),
        ({"people": [_flat("a", "0")], "readings": {"nope": "x"}}, "没有读法「nope」"),
        ({"people": [_flat("a", True)]}, "应是"),
        ({"people": [_flat("a", ["1", "2"])]}, "应是"),
    ],
)  # fmt: skip
def test_a_request_that_makes_no_sense_is_refused_in_words(ask, sent, says):
    answer = ask(ACCOUNTANT, "/appraise", sent)
    assert answer.status_code == 422, answer.content.decode()
    assert any(says in problem["message"] for problem in answer.json()["problems"]), messages(answer)


def test_records_of_two_years_need_the_year(ask, sheets):
    answer = ask(ACCOUNTANT, "/appraise", {"sheets": sheets})
    assert (answer.status_code, messages(answer)) == (
        422, ["记录的日期分属2024、2025年，不知道考核哪一年；请写明 year。"],
    )  # fmt: skip


def test_of_very_many_faults_the_first_are_told_and_how_many_more(ask):
    people = [_flat(f"P{n}", "很多") | {"测评优秀": "很多"} for n in range(150)]
    found = ask(ACCOUNTANT, "/appraise", {"people": people}).json()["problems"]
    assert len(found) == 201
    assert found[-1]["message"] == "其余100处未列出，改正以上各处后再试。"


def test_a_list_of_names_may_be_a_list(ask, sheets):
    """What is one text in a workbook, several names with 、 between them, may be a list of texts."""
    law = find("appraisal", TODAY).law
    named = [(s.heading, c.heading) for s in workbook_layout(law).sheets for c in s.columns if c.kind.name == "名单"]
    assert named
    split = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    for sheet, column in named:
        for row in split[sheet]:
            row[column] = row[column].split("、")
    given = [ask(ACCOUNTANT, "/appraise", {"year": YEAR, "sheets": one}).json() for one in (sheets, split)]
    assert given[0] == given[1]


@pytest.mark.parametrize("wrong", ["", 0, False, [], "x", 1, True, ["x"]], ids=repr)
def test_a_group_that_is_no_group_of_names_is_refused_even_where_it_is_empty(ask, wrong):
    case = {"instrument": "work-errors", "on": "2026-05-11"}
    for group in computing.GROUPS:
        answer = ask(ACCOUNTANT, "/decide", case | {group: wrong})
        assert answer.status_code == 422, (group, answer.content.decode()[:200])
        told = [p for p in answer.json()["problems"] if group in p["where"] + p["message"]]
        assert any("应是一组" in problem["message"] for problem in told), (group, answer.json())
        assert ask(ACCOUNTANT, "/decide", case | {group: None}).status_code == 200
