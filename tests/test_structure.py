"""House rules that a reader would otherwise have to check by hand."""

import ast
import csv
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "guiju").rglob("*.py"))
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 40

# The core knows no web framework and no network ...
FORBIDDEN_MODULES = {"aiohttp", "django", "http", "httpx", "office", "requests", "socket", "urllib.request", "urllib3"}
# ... and no clock: the date is an argument. (The command line may show progress, which needs a monotonic one.)
CLOCKS = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime|ctime))$")

# The way of the data: each folder (or module) knows those before it and none after it.
WAY = (
    "errors", "chain", "values", "kinds", "findings", "tree", "dates", "notation", "law", "order",  # what a law is
    "inputs", "check", "evaluate", "explain", "cases", "appraise", "appraisal_document",  # one case, one person
    "prove", "health", "drafting",  # for whoever drafts a law
    "writing", "forms", "columns", "engines", "pictures", "whatif", "cli",  # many people; two laws; the command line
)  # fmt: skip

# Brackets keep these patterns from matching themselves.
PLACES = re.compile(r"pythonh[o]sted|p[y]pi[.]org|npm[j]s|deb[.]debi[a]n|/w[o]rk/|/f[a]rm\b|[.]librar[y]")

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def of_kind(path: Path, *kinds: type) -> list:
    return [node for node in ast.walk(parsed(path)) if isinstance(node, kinds)]


def imported(path: Path) -> set:
    """Every module a file imports, and every name it imports from one, both as dotted names."""
    names = set()
    for node in of_kind(path, ast.Import, ast.ImportFrom):
        origin = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names |= {".".join([*origin, alias.name]) for alias in node.names}
    return names


def is_within(name: str, module: str) -> bool:
    return name == module or name.startswith(module + ".")


@each_module
def test_a_file_fits_in_the_head(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_FILE_LINES, f"{lines} lines: split it by what it does"


@each_module
def test_a_function_fits_on_a_screen(path):
    functions = of_kind(path, ast.FunctionDef, ast.AsyncFunctionDef)
    assert [f"{f.name}: {n}" for f in functions if (n := f.end_lineno - f.lineno + 1) > MAX_FUNCTION_LINES] == []


@each_module
def test_what_is_public_says_what_it_is(path):
    named = [n for n in parsed(path).body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    assert [n.name for n in named if not n.name.startswith("_") and not ast.get_docstring(n)] == []


@each_module
def test_numbers_are_exact(path):
    literals = [n.lineno for n in of_kind(path, ast.Constant) if isinstance(n.value, float | complex)]
    calls = [n.lineno for n in of_kind(path, ast.Call) if isinstance(n.func, ast.Name) and n.func.id == "float"]
    assert (literals, calls) == ([], []), "lines with a float: use Fraction or whole numbers"


@each_module
def test_the_data_flows_one_way(path):
    place = path.relative_to(ROOT / "guiju").with_suffix("").parts[0]
    known = {name.split(".")[1] for name in imported(path) if name.startswith("guiju.")} & set(WAY)
    if place not in ("__init__", "__main__"):
        assert known <= {place, *WAY[: WAY.index(place)]}, "an arrow that runs backwards"


@each_module
def test_no_web_and_no_network(path):
    assert [n for n in imported(path) if any(is_within(n, module) for module in FORBIDDEN_MODULES)] == []


@each_module
def test_no_clock(path):
    read = {ast.unparse(node) for node in of_kind(path, ast.Attribute)} | imported(path)
    assert [name for name in read if CLOCKS.search(name)] == []


@each_module
def test_no_measure_of_any_law_stands_in_python(path):
    with (ROOT / "law/glossary.csv").open(encoding="utf-8", newline="") as file:
        measures = [row["zh"] for row in csv.DictReader(file) if row["kind"] == "measure"]
    text = path.read_text(encoding="utf-8")
    assert measures
    assert [measure for measure in measures if measure in text] == []


def test_no_committed_file_names_a_registry_or_a_place_on_this_machine():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, encoding="utf-8",
    ).stdout.split("\0")  # fmt: skip
    found = []
    for name in filter(None, listed):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:  # a text
            found += [f"{name}: {match[0]}" for match in PLACES.finditer(content.decode("utf-8"))]
    assert found == []
