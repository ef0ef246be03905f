"""Every JSON the command line prints is one document, alone on standard output, of the form that is published."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from guiju.cli.main import cli

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "docs" / "schemas"
CASES = sorted((ROOT / "examples" / "cases").glob("*.json"))
DOSSIERS = sorted((ROOT / "examples" / "dossiers").glob("*.json"))
TOWN = ROOT / "examples" / "青桥驿镇2025年度考核.xlsx"


def printed(*words) -> dict:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code in (0, 1), result.output
    return json.loads(result.stdout)


def check_form(document: dict) -> None:
    name = document["schema"].replace("/", "-")
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    problems = list(Draft202012Validator(schema).iter_errors(document))
    assert not problems, problems[0].message


@pytest.mark.parametrize("schema", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.name)
def test_a_schema_is_a_schema(schema):
    Draft202012Validator.check_schema(json.loads(schema.read_text(encoding="utf-8")))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_decision_has_its_form(case):
    document = printed("decide", case, "--json")
    check_form(document)
    check_form(document["trace"])


@pytest.mark.parametrize("dossier", DOSSIERS, ids=lambda path: path.stem)
def test_a_checked_dossier_has_its_form(dossier):
    check_form(printed("check-dossier", dossier, "--on", "2026-03-02", "--json"))


def test_the_commands_on_laws_have_their_forms(tmp_path):
    check_form(printed("law", "check", ROOT / "law" / "work-errors", "--json"))
    check_form(printed("law", "coverage", ROOT / "law" / "work-errors", "--json"))
    broken = tmp_path / "law.md"
    broken.write_text("---\n文书: sample\n---\n\n```规则\n1 应 对 谁 采取\n```\n", encoding="utf-8")
    found = printed("law", "check", broken, "--json")
    check_form(found)
    assert found["errors"][0]["line"] == 6


def test_a_changed_reading_has_its_form():
    check_form(printed("law", "diff-readings", "A1-45=并处", CASES[-1], "--json"))
    check_form(printed("law", "diff-readings", "A2-17=逾期才算", DOSSIERS[2], "--json"))
    changed = printed("law", "diff-readings", "A3-14=照列举顺序", TOWN, "--year", "2025", "--json")
    check_form(changed)
    assert changed["changed"]


def test_an_appraisal_with_a_trace_has_its_form():
    document = printed("appraise", TOWN, "--year", "2025", "--json", "--explain", "QQ001")
    check_form(document)
    check_form(next(person["trace"] for person in document["people"] if "trace" in person))
