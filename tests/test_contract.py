"""The example of the contract, word for word; and outputs held to their published form over far more than examples."""

import json
from pathlib import Path
from random import Random

import pytest
from jsonschema import Draft202012Validator

from guiju.cases.decide import decision, run_case
from guiju.check import load
from guiju.errors import InputError
from guiju.law import builtin
from tests.laws import random_case
from tests.sweep import SWEEP

SCHEMAS = Path(__file__).parent.parent / "docs/schemas"
CASE = {
    "instrument": "work-errors",
    "on": "2026-03-02",
    "circumstances": ["work-errors/1.3"],
    "facts": {"发现人": "主要领导", "同类失误次数": 1},
    "parties": {"直接责任人": {"id": "p1", "身份": "机关一般干部", "中共党员": True}},
}
DUTY = {
    "party": "直接责任人", "modal": "应", "measures": ["书面检查", "通报批评"], "choose": "all",
    "address": "work-errors/3.3c", "cite": "三、3", "text": "直接责任人作出书面检查、通报批评外,",
}  # fmt: skip
EFFECT = {
    "party": "p1", "effect": "取消评先评优资格", "from": "2026-01-01", "to": "2026-12-31",
    "address": "work-errors/3.3d",
}  # fmt: skip
KEYS = {
    "schema", "instrument", "readings", "duties", "effects", "also_accountable", "steps", "unknown", "conflicts",
    "elsewhere", "trace",
}  # fmt: skip


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def decided() -> dict:
    return decision(run_case(load(builtin().find("work-errors", CASE["on"])), CASE, "case.json", {}))


def at(entries: list[dict], address: str) -> dict:
    return next(entry for entry in entries if entry["address"] == address)


def test_the_duty_of_the_example(decided):
    found = at(decided["duties"], "work-errors/3.3c")
    assert {key: found[key] for key in DUTY} == DUTY


def test_the_effect_of_the_example(decided):
    found = at(decided["effects"], "work-errors/3.3d")
    assert {key: found[key] for key in EFFECT} == EFFECT


def test_the_open_fact_of_the_example(decided):
    found = next(entry for entry in decided["unknown"] if entry["fact"] == "造成不良影响")
    assert found["needed_by"] == ["work-errors/3.4a"]
    assert found["question"]


def test_a_party_that_is_not_named_appears_by_its_role(decided):
    others = {duty["party"]: duty["person"] for duty in decided["duties"]}
    assert others == {"分管领导": None, "办站所负责人": None, "直接责任人": "p1"}


def test_every_key_of_the_contract_is_there(decided):
    assert decided.keys() >= KEYS
    assert (decided["schema"], decided["instrument"]) == ("guiju-decision/1", "work-errors")
    assert {"step", "actor", "due", "address"} <= decided["steps"][0].keys()
    assert (decided["conflicts"], decided["elsewhere"], decided["also_accountable"]) == ([], [], [])


@pytest.mark.parametrize("folder", builtin().folders, ids=lambda folder: folder.name)
def test_whatever_is_decided_has_its_published_form(folder):
    law, dice = load(folder), Random(folder.name)
    form, trace, held = schema("guiju-decision-1"), schema("guiju-trace-1"), 0
    for _ in range(500 if SWEEP else 12):
        try:
            run = run_case(law, random_case(law, dice), "case", {})
        except InputError:
            continue  # rows that may stand once only, made twice
        document = json.loads(json.dumps(decision(run), ensure_ascii=False))
        assert [error.message for error in form.iter_errors(document)] == []
        assert [error.message for error in trace.iter_errors(document["trace"])] == []
        held += 1
    assert held >= 5


@pytest.mark.parametrize("name", sorted(path.stem for path in SCHEMAS.glob("*.json")))
def test_a_published_form_is_strict(name):
    """A form that takes anything would prove nothing."""
    form = schema(name)
    assert not form.is_valid({})
    assert not form.is_valid({"schema": name.replace("-1", "/2")})


def test_a_decision_without_any_of_its_keys_is_not_of_the_form(decided):
    form = schema("guiju-decision-1")
    document = json.loads(json.dumps(decided))
    assert form.is_valid(document)
    for key in KEYS:
        assert not form.is_valid({k: v for k, v in document.items() if k != key}), key
    for key in DUTY:
        duties = [{k: v for k, v in document["duties"][0].items() if k != key}]
        assert not form.is_valid({**document, "duties": duties}), key
