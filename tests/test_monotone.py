"""Finding out more never turns a settled conclusion into another one.

The cases of the laws are run with some of what they say left out; whatever is settled on less must be the same on all.
"""

import copy
from random import Random

import pytest
from conftest import SWEEP

from guiju import tree as t
from guiju.cases.case_files import read_case
from guiju.check import load
from guiju.evaluate.program import NormStatus, Program, Run
from guiju.inputs import read_data
from guiju.law import Law, builtin
from guiju.values import Unknown

LAWS = [folder.name for folder in builtin().folders]
TRIES = 20 if SWEEP else 2


def cases(law: Law) -> list[dict]:
    files = sorted((law.folder / "cases").glob("*.toml"))
    found = [case for file in files for case in read_data(file)["case"]]
    return [{key: value for key, value in case.items() if key not in ("title", "expect")} for case in found]


def with_less(law: Law, case: dict, dice: Random) -> dict:
    """The case without some of its facts, records, attributes and circumstances.

    What has a default, stands for blank, or may be filled in says something else when it is left out; so it stays.
    A list of circumstances says that there are no others, as far as the records do not show them; so they stay with it.
    """
    less = copy.deepcopy(case)
    if dice.random() < 0.3:
        less.pop("circumstances", None)
    for name in list(less.get("facts", {})):
        decl = law.words.facts.get(name)
        if decl and not decl.default and decl.blank is None and dice.random() < 0.5:
            del less["facts"][name]
    for party in less.get("parties", {}).values():
        for name in list(party):
            if dice.random() < 0.5:
                del party[name]
    for name in list(less.get("records", {})):
        if "circumstances" not in less and dice.random() < 0.4:
            del less["records"][name]
    return less


def settled(run: Run) -> dict[tuple[int, str], object]:
    """What the run settles: (line of the law, what) -> value."""
    found: dict[tuple[int, str], object] = {}
    for statement in run.law.statements:
        if isinstance(statement, t.EnumDecl) and statement.outcome:
            concluded = run.concluded(statement.name)
            found[statement.span.line, "concluded"] = concluded.unknown or (concluded.value, concluded.open)
            continue
        if not isinstance(statement, t.Definition | t.Circumstance | t.Norm | t.Scope):
            continue
        value = run.value(statement)
        if isinstance(value, NormStatus):
            found[statement.span.line, "condition"] = value.condition
            found[statement.span.line, "certain"] = value.certain
        else:
            found[statement.span.line, "value"] = value
    return {key: value for key, value in found.items() if not isinstance(value, Unknown)}


@pytest.mark.parametrize("name", LAWS)
def test_what_is_settled_on_less_is_the_same_on_all(name):
    law, dice = load(builtin().root / name), Random(name)
    compared = 0
    for case in cases(law):
        program = Program(law, case.pop("readings", None))
        whole = settled(program.run(read_case(law, case, "all")))
        for _ in range(TRIES):
            less = with_less(law, case, dice)
            on_less = settled(program.run(read_case(law, less, "less")))
            changed = {key: (value, whole.get(key)) for key, value in on_less.items() if whole.get(key) != value}
            assert changed == {}, (less, case)
            compared += len(on_less)
    assert compared > 20
