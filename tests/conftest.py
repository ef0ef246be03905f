"""`pytest --accept` rewrites the expected texts beside the tests; the diff is then reviewed as text.

With GUIJU_SWEEP=1 the property and fuzz tests try many more inputs, new ones every time.
"""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.sweep import SMALL, SWEEP

# The office's fixtures stand beside this file: a plugin is named here or nowhere.
pytest_plugins = ["tests.office_fixtures"]

# Without a sweep the same inputs every time: what passes here passes everywhere.
settings.register_profile("every run", max_examples=60, deadline=None, derandomize=True)
settings.register_profile("sweep", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("small sweep", max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sweep" if SWEEP else "small sweep" if SMALL else "every run")


def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="rewrite expected texts with what the program says now")


@pytest.fixture
def same_as_file(request):
    """Compare a text with the file that holds it, or rewrite that file when the change was asked for."""

    def compare(path: Path, found: str) -> None:
        if request.config.getoption("--accept"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(found, encoding="utf-8")
        wanted = path.read_text(encoding="utf-8") if path.is_file() else ""
        assert found == wanted, f"run again with --accept if {path.name} should read so"

    return compare


@pytest.fixture
def guiju(monkeypatch, capsys):
    """Runs the command as people call it; gives the exit code, and what went to the two outputs."""

    from guiju.cli.main import main

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["guiju", *map(str, words)])
        try:
            main()
            code = 0
        except SystemExit as leaving:
            code = leaving.code or 0
        return code, *capsys.readouterr()

    return run
