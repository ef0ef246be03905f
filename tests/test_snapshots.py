"""What a clerk reads, as documents: decisions with all their reasons, checked dossiers, one person's grade.

`pytest --accept` rewrites them; the diff is reviewed as text.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from guiju.cli.main import cli

ROOT = Path(__file__).parents[1]
SNAPSHOTS = Path(__file__).parent / "snapshots"
CASES = sorted((ROOT / "examples" / "cases").glob("*.json"))
DOSSIERS = sorted((ROOT / "examples" / "dossiers").glob("*.json"))
TOWN = ROOT / "examples" / "青桥驿镇2025年度考核.xlsx"


def printed(*words) -> str:
    result = CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_decision_with_its_reasons(case, same_as_file):
    same_as_file(SNAPSHOTS / f"decide-{case.stem}.txt", printed("decide", case, "--explain"))


@pytest.mark.parametrize("dossier", DOSSIERS, ids=lambda path: path.stem)
def test_a_checked_dossier(dossier, same_as_file):
    same_as_file(SNAPSHOTS / f"dossier-{dossier.stem}.txt", printed("check-dossier", dossier, "--on", "2026-03-02"))


@pytest.mark.parametrize("person", ["QQ003", "QQ007", "QQ036"])
def test_why_a_grade(person, same_as_file):
    same_as_file(SNAPSHOTS / f"grade-{person}.txt", printed("appraise", TOWN, "--year", "2025", "--explain", person))
