"""What no conclusion rests on is found when asked for, and is then what it would have been all along."""

from datetime import date

import pytest

from guiju.cases.case_files import read_case
from guiju.check import load
from guiju.evaluate.case import Frame
from guiju.evaluate.program import Program, Run, fill
from guiju.inputs import read_data
from guiju.law import builtin

LAWS = [folder.name for folder in builtin().folders]


def cases(law):
    """Every third case beside the law, with its readings."""
    for file in sorted((law.folder / "cases").glob("*.toml")):
        for data in read_data(file)["case"][::3]:
            given = {k: v for k, v in data.items() if k not in ("title", "expect", "readings")}
            yield data.get("readings"), read_case(law, given, file.name)


def everything(program: Program, case) -> list:
    """The values of all statements, found one after the other."""
    frame = Frame(case, len(program.code), len(program.compiler.nodes))
    fill(frame, [(n, code) for n, (code, _) in enumerate(program.code) if code])
    return frame.values


@pytest.mark.parametrize("name", LAWS)
def test_a_value_asked_for_late_is_the_same(name):
    law = load(builtin().find(name))
    for readings, case in cases(law):
        program = Program(law, readings)
        wanted = everything(program, case)
        asked = program.run(case)
        backwards = [asked.value(s) for s in reversed(program.statements)]
        assert backwards[::-1] == wanted
        assert program.run(case).frame.values == wanted


@pytest.fixture(scope="module")
def appraisal():
    return Program(load(builtin().find("appraisal")))


def run(program: Program, **facts) -> Run:
    return program.run(read_case(program.law, {"on": date(2025, 12, 31), "facts": facts}, "test"))


def test_steps_wait_until_they_are_wanted(appraisal):
    found = run(appraisal, 加减分="2")
    step = appraisal.law.words.steps["党委会议审定"]
    slot = appraisal.slot[id(step)]
    assert slot in found._waiting
    assert found._frame.values[slot] is None
    assert found.value(step).step is step


def test_what_stands_behind_a_given_definition_waits(appraisal):
    behind = appraisal.slot[id(appraisal.law.words.definitions["业务工作加减分"])]
    assert behind in run(appraisal, 加减分="2")._waiting
    assert behind not in run(appraisal)._waiting


def test_a_conclusion_does_not_need_what_waits(appraisal):
    found = run(appraisal, 加减分="2")
    assert found.concluded("等次").unknown
    assert found.applied() == []
    assert found.named("加减分") == 2
    assert found._waiting


def test_an_expression_reads_what_waits(appraisal):
    found = run(appraisal, 加减分="2")
    fold = appraisal.law.words.definitions["业务工作加减分"].value
    assert found.evaluate(fold) == found.compute(fold)
    assert not found._waiting
