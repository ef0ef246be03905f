"""`pytest --accept` rewrites the expected texts beside the tests; the diff is then reviewed as text."""

from pathlib import Path

import pytest


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
