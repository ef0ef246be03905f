"""House rules of the office: one way of imports, no law in it, only actions write."""

import ast
import csv
import re
from pathlib import Path

import pytest
from test_structure import MAX_FILE_LINES, MAX_FUNCTION_LINES, ROOT, imported, of_kind, parsed

from office.ground.order import APPS

OFFICE = ROOT / "office"
MODULES = [path for path in sorted(OFFICE.rglob("*.py")) if "migrations" not in path.parts]
TEMPLATES = sorted(OFFICE.rglob("*.html"))
# What puts the apps together stands above them and may import any.
TOGETHER = {"settings", "urls", "wsgi", "serving", "commands", "keeping", "__main__", "__init__"}
WRITES = {
    "save", "delete", "create", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "acreate",
    "adelete", "asave", "raw", "execute", "executemany",
}  # fmt: skip
# Views that hand something to a library which keeps its own rows: a phone not yet confirmed.
WRITERS = {"accounts/views_sign_in.py": {"create"}}

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(OFFICE).as_posix())
each_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(OFFICE).as_posix())


def app_of(path: Path) -> str:
    return path.relative_to(OFFICE).parts[0].removesuffix(".py")


@each_module
def test_a_file_fits_in_the_head(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES


@each_module
def test_a_function_fits_on_a_screen(path):
    functions = of_kind(path, ast.FunctionDef)
    assert [f"{f.name}: {n}" for f in functions if (n := f.end_lineno - f.lineno + 1) > MAX_FUNCTION_LINES] == []


@each_module
def test_what_is_public_says_what_it_is(path):
    assert ast.get_docstring(parsed(path)) or not path.read_text(encoding="utf-8").strip()
    named = [n for n in parsed(path).body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    exempt = {"Meta"} | {n.name for n in named if isinstance(n, ast.ClassDef) and "AppConfig" in ast.unparse(n)}
    missing = [n.name for n in named if not n.name.startswith("_") and not ast.get_docstring(n)]
    assert [name for name in missing if name not in exempt] == []


@each_module
def test_an_app_imports_only_apps_before_it(path):
    own = app_of(path)
    if own in TOGETHER:
        return
    allowed = set(APPS[: APPS.index(own) + 1])
    used = {name.split(".")[1] for name in imported(path) if name.startswith("office.")}
    assert used - allowed == set()


def test_every_folder_has_its_place_in_the_order():
    folders = {path.name for path in OFFICE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert folders == set(APPS)


@each_module
def test_only_actions_write(path):
    """A view asks; the act writes. (Which calls write is told by their names: better one too many.)"""
    if not path.name.startswith("views"):
        return
    calls = [n.func.attr for n in of_kind(path, ast.Call) if isinstance(n.func, ast.Attribute)]
    allowed = WRITERS.get(path.relative_to(OFFICE).as_posix(), set())
    assert [name for name in calls if name in WRITES and name not in allowed] == []


@each_module
def test_no_measure_of_any_law_stands_in_the_office(path):
    text = path.read_text(encoding="utf-8")
    assert [measure for measure in measures() if measure in text] == []


@each_template
def test_no_measure_of_any_law_stands_in_a_template(path):
    text = path.read_text(encoding="utf-8")
    assert [measure for measure in measures() if measure in text] == []


def measures() -> list[str]:
    with (ROOT / "law/glossary.csv").open(encoding="utf-8", newline="") as file:
        found = [row["zh"] for row in csv.DictReader(file) if row["kind"] == "measure"]
    assert found
    return found


@each_module
def test_the_time_is_read_in_one_place(path):
    """office/ground/clock.py; durations may use the monotonic clock, and the age of a file is the file system's."""
    if path == OFFICE / "ground/clock.py":
        return
    read = {ast.unparse(node) for node in of_kind(path, ast.Attribute)} | imported(path)
    clocks = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|timezone\.(now|localdate))$")
    assert [name for name in read if clocks.search(name)] == []


@each_template
def test_a_template_keeps_to_the_policy(path):
    """No style and no script of its own, no handler, no address of another machine."""
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)|javascript:|https?://", text) == []


@each_template
def test_a_form_that_changes_something_carries_its_mark_against_forgery(path):
    text = path.read_text(encoding="utf-8")
    for form in re.findall(r'<form[^>]*method="post".*?</form>', text, flags=re.DOTALL):
        assert "csrf_token" in form
