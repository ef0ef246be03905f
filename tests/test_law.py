"""The five measures: their text, their ledger, their cases, every reading of them, and the contract's own example."""

import csv
from pathlib import Path

import pytest

from guiju.cases.case_files import read_case
from guiju.cases.decide import decision, run_case
from guiju.check import load
from guiju.drafting.coverage import coverage
from guiju.drafting.run_cases import run_cases
from guiju.evaluate.program import Program
from guiju.inputs import read_data
from guiju.law import builtin
from guiju.notation.reader import squeeze

ROOT = Path(__file__).parents[1]
MEASURES = ["work-errors", "admission", "appraisal", "enforcement", "clean-government"]
LAWS = {name: load(builtin().find(name)) for name in [*MEASURES, "national-baseline"]}
READINGS = [
    pytest.param(law, reading.id, choice, id=f"{reading.id}={choice}")
    for law in LAWS.values()
    for reading in law.parsed.readings
    for choice, _ in reading.options
    if choice != reading.default
]


@pytest.mark.parametrize("name", MEASURES)
def test_the_text_outside_the_blocks_is_the_text_as_issued(name):
    source = (ROOT / "law" / name / "source.txt").read_text(encoding="utf-8")
    assert LAWS[name].source.text() == squeeze(source)


@pytest.mark.parametrize("name", MEASURES)
def test_the_ledger_is_the_text_cut_into_provisions(name):
    with (ROOT / "law" / "provisions.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row["text"] for row in csv.DictReader(stream) if row["id"].startswith(name + "/")]
    assert squeeze("".join(rows)) == LAWS[name].source.text()


@pytest.mark.parametrize("name", MEASURES)
def test_every_provision_is_accounted_for_and_tested(name):
    rows = coverage(LAWS[name])
    assert [(row.provision.address, row.fault) for row in rows if row.fault] == []
    executable = [row for row in rows if row.provision.executable in ("yes", "human")]
    assert executable
    assert all(row.bites >= 1 and row.silent >= 1 for row in executable)


@pytest.mark.parametrize("name", LAWS)
def test_the_cases_beside_a_law_come_out_as_they_say(name):
    tested = run_cases(LAWS[name])
    assert [problem.render() for problem in tested.failures] == []
    assert tested.cases


@pytest.mark.parametrize(("law", "reading", "choice"), READINGS)
def test_every_reading_can_be_adopted(law, reading, choice):
    program = Program(law, {reading: choice})
    for file in sorted((law.folder / "cases").glob("*.toml")):
        for data in read_data(file)["case"]:
            given = {key: value for key, value in data.items() if key not in ("title", "expect", "readings")}
            run = program.run(read_case(law, given, file.name))
            assert run.excluded_by or len(run.frame.values) == len(law.statements)


def test_the_example_of_the_contract():
    case = {
        "instrument": "work-errors",
        "on": "2026-03-02",
        "circumstances": ["work-errors/1.3"],
        "facts": {"发现人": "主要领导", "同类失误次数": 1},
        "parties": {"直接责任人": {"id": "p1", "身份": "机关一般干部", "中共党员": True}},
    }
    found = decision(run_case(LAWS["work-errors"], case, "case", {}))
    duty = next(entry for entry in found["duties"] if entry["party"] == "直接责任人")
    wanted = {"modal": "应", "measures": ["书面检查", "通报批评"], "choose": "all", "address": "work-errors/3.3c"}
    assert wanted.items() <= duty.items()
    assert (duty["cite"], duty["text"]) == ("三、3", "直接责任人作出书面检查、通报批评外,")
    effect = {"party": "p1", "effect": "取消评先评优资格", "from": "2026-01-01", "to": "2026-12-31"}
    assert [effect.items() <= entry.items() for entry in found["effects"]] == [True]
    assert found["effects"][0]["address"] == "work-errors/3.3d"
    needed = {entry["fact"]: entry["needed_by"] for entry in found["unknown"]}
    assert needed["造成不良影响"] == ["work-errors/3.4a"]
