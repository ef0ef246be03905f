"""Finding out more never turns a settled conclusion into another one.

The cases of the laws are run with some of what they say left out; whatever is settled on less must be the same on all.
"""

import copy
from contextlib import suppress
from random import Random

import pytest

from guiju import tree as t
from guiju.cases.case_files import read_case
from guiju.check import load
from guiju.errors import InputError
from guiju.evaluate.program import NormStatus, Program, Run
from guiju.inputs import read_data
from guiju.law import Law, builtin
from guiju.values import Unknown
from tests.laws import random_case
from tests.sweep import SWEEP

LAWS = [folder.name for folder in builtin().folders]
TRIES = 20 if SWEEP else 2


def cases(law: Law) -> list[dict]:
    files = sorted((law.folder / "cases").glob("*.toml"))
    found = [case for file in files for case in read_data(file)["case"]]
    return [{key: value for key, value in case.items() if key not in ("title", "expect")} for case in found]


def shown_by(law: Law) -> set[str]:
    """The facts and records that circumstances are computed from, definitions followed."""
    names: set[str] = set()
    queue: list[object] = [(c.condition, c.exception) for c in law.of(t.Circumstance)]
    while queue:
        for node in t.walk(queue.pop()):
            name = getattr(node, "record", "") or (node.text if isinstance(node, t.Name) else "")
            if name in law.words.definitions and name not in names:
                queue.append(law.words.definitions[name].value)
            names.add(name)
            if isinstance(node, t.Overdue):
                queue += [(s.guards, s.clauses.due_from) for s in law.of(t.Step) if s.name == node.step]
    return names


def showing_steps(law: Law) -> set[str]:
    """The records that show a step done: one dated after the day of the check could only be made up."""
    return {record for step in law.of(t.Step) for record in (step.clauses.each, *step.clauses.seen_in)}


def with_less(law: Law, case: dict, dice: Random) -> dict:
    """The case without some of its facts, records, attributes and circumstances.

    What has a default, stands for blank, or may be filled in says something else when it is left out; so it stays.
    A list of circumstances says that there are no others, unless what shows them is given; so that stays with the list.
    """
    less = copy.deepcopy(case)
    if dice.random() < 0.3:
        less.pop("circumstances", None)
    kept = showing_steps(law) | (shown_by(law) if "circumstances" in less else set())
    for name in list(less.get("facts", {})):
        decl = law.words.facts.get(name)
        if name not in kept and decl and not decl.default and decl.blank is None and dice.random() < 0.5:
            del less["facts"][name]
    for party in less.get("parties", {}).values():
        for name in list(party):
            if dice.random() < 0.5:
                del party[name]
    for name in list(less.get("records", {})):
        if name not in kept and dice.random() < 0.4:
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


def compare(law: Law, program: Program, case: dict, dice: Random) -> int:
    """How much less settles of a case; the test fails where all settles it otherwise."""
    whole = settled(program.run(read_case(law, case, "all")))
    compared = 0
    for _ in range(TRIES):
        less = with_less(law, case, dice)
        on_less = settled(program.run(read_case(law, less, "less")))
        changed = {key: (value, whole.get(key)) for key, value in on_less.items() if whole.get(key) != value}
        assert changed == {}, (less, case)
        compared += len(on_less)
    return compared


@pytest.mark.parametrize("name", LAWS)
def test_what_is_settled_on_less_is_the_same_on_all(name):
    law, dice = load(builtin().root / name), Random(name)
    programs = [(case, Program(law, case.pop("readings", None))) for case in cases(law)]
    assert sum(compare(law, program, case, dice) for case, program in programs) > 20


@pytest.mark.parametrize("name", LAWS)
def test_so_it_is_in_cases_made_up_at_random(name):
    law, dice = load(builtin().root / name), Random(name)
    program, compared = Program(law), 0
    for _ in range(400 if SWEEP else 20):
        case = random_case(law, dice)
        # A circumstance that records show not to be so, and a list says is so, stands by the list.
        found = {c.label for c in law.of(t.Circumstance) if c.condition is None}
        if "circumstances" in case:
            case["circumstances"] = [label for label in case["circumstances"] if label in found]
        with suppress(InputError):  # rows that may stand once only, made twice
            compared += compare(law, program, case, dice)
    assert compared > 20
