"""The laws of the town: their text is the text as issued, every provision is accounted for, every case comes out."""

import csv
import json
from collections import defaultdict
from random import Random

import pytest
from markdown_it import MarkdownIt

from guiju.cases.case_files import read_case
from guiju.cases.decide import decision
from guiju.check import check, load
from guiju.drafting.coverage import coverage
from guiju.drafting.run_cases import run_cases
from guiju.evaluate.program import Program
from guiju.explain.sentences import explain_text
from guiju.inputs import read_data
from guiju.law import builtin
from guiju.notation.reader import squeeze
from tests.sweep import SWEEP

FOLDERS = builtin().folders
ISSUED = [folder for folder in FOLDERS if (folder / "source.txt").is_file()]
each_law = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
each_issued = pytest.mark.parametrize("folder", ISSUED, ids=lambda folder: folder.name)


def ledger() -> dict[str, list[dict]]:
    """The rows of the ledger of provisions, by instrument."""
    found = defaultdict(list)
    with (builtin().root / "provisions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["id"].partition("/")[0]].append(row)
    return found


def test_there_are_five_measures_and_the_baseline():
    measures = ["admission", "appraisal", "clean-government", "enforcement", "work-errors"]
    assert [folder.name for folder in ISSUED] == measures
    assert {folder.name for folder in FOLDERS} == {*measures, "national-baseline"}


@each_issued
def test_without_its_blocks_a_law_is_the_text_as_issued(folder):
    source = (folder / "source.txt").read_text(encoding="utf-8")
    assert load(folder).source.text() == squeeze(source)


@each_issued
def test_the_rows_of_the_ledger_are_the_text_cut_up(folder):
    source = squeeze((folder / "source.txt").read_text(encoding="utf-8"))
    assert squeeze("".join(row["text"] for row in ledger()[folder.name])) == source


def test_the_ledger_has_three_hundred_provisions_of_the_five():
    rows = ledger()
    assert set(rows) == {folder.name for folder in ISSUED}
    assert sum(map(len, rows.values())) == 300


@each_law
def test_a_law_has_no_defect(folder):
    assert [problem.render() for problem in check(load(folder))] == []


@each_law
def test_every_provision_is_computed_recorded_or_set_aside_and_tested_both_ways(folder):
    rows = [row for row in coverage(load(folder)) if row.provision.kind]
    assert [f"{row.provision.address}: {row.fault}" for row in rows if row.fault] == []
    assert len(rows) == len(ledger().get(folder.name, []))


@each_law
def test_every_case_comes_out_as_written(folder):
    tested = run_cases(load(folder))
    assert tested.cases > 0
    assert [problem.render() for problem in tested.failures] == []


@each_law
def test_markdown_sees_the_same_blocks(folder):
    """A reviewer who reads the law rendered sees the rules that run, and no others."""
    law = load(folder)
    body = "\n".join(law.source.lines)
    fences = [token for token in MarkdownIt("commonmark").parse(body) if token.type == "fence"]
    assert [token.info.split()[0] for token in fences] == [block.kind for block in law.source.blocks]
    assert [token.map[0] + 2 for token in fences] == [block.first_line for block in law.source.blocks]


@each_law
def test_every_reading_says_what_it_is_about_and_who_confirms_it(folder):
    for reading in load(folder).parsed.readings:
        options = [name for name, _ in reading.options]
        assert reading.default in options
        assert len(set(options)) == len(options) > 1
        assert all(meaning for _, meaning in reading.options)
        assert all((reading.question, reading.reason, reading.confirmed_by))


def cases_of(folder) -> list[dict]:
    files = sorted((folder / "cases").glob("*.toml"))
    found = [case for file in files for case in read_data(file)["case"]]
    return [{key: value for key, value in case.items() if key not in ("title", "expect", "readings")} for case in found]


def run_all(law, readings: dict, cases: list[dict]) -> None:
    program = Program(law, readings)
    for data in cases:
        run = program.run(read_case(law, data, "case"))
        json.dumps(decision(run), ensure_ascii=False)
        explain_text(run)


@each_law
def test_every_option_of_every_reading_runs(folder):
    law, cases = load(folder), cases_of(folder)
    others = [(r.id, name) for r in law.parsed.readings for name, _ in r.options if name != r.default]
    assert others
    for place, (reading, option) in enumerate(others):
        run_all(law, {reading: option}, cases if SWEEP else [cases[place % len(cases)], cases[-place % len(cases)]])


@each_law
def test_readings_chosen_at_random_together_run(folder):
    law, cases, dice = load(folder), cases_of(folder), Random(folder.name)
    for _ in range(100 if SWEEP else 8):
        readings = {r.id: dice.choice(r.options)[0] for r in law.parsed.readings}
        run_all(law, readings, dice.sample(cases, min(len(cases), 5)))
