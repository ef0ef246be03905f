"""What the README and the walk show is what the program does: commands are run, quoted files are compared.

A ```console block holds commands after `$ ` and what they print. Any other block names the file it quotes:
```markdown law/work-errors/law.md. `……` stands for whatever is left out, a few words or many lines.
"""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", "docs/walk.md"]
LEFT_OUT = "……"


@dataclass(frozen=True)
class Fence:
    page: str
    line: int
    words: list[str]
    text: str

    def __str__(self):
        return f"{self.page}:{self.line}"


def fences(page: str) -> list[Fence]:
    tokens = MarkdownIt("commonmark").parse((ROOT / page).read_text(encoding="utf-8"))
    return [Fence(page, t.map[0] + 1, t.info.split(), t.content) for t in tokens if t.type == "fence"]


def of_kind(*, console: bool) -> list[Fence]:
    found = [fence for page in PAGES for fence in fences(page)]
    return [f for f in found if len(f.words) > 1 or f.words == ["console"] if (f.words == ["console"]) is console]


def matches(shown: str, real: str) -> bool:
    """Whether the text shown is the real one, but for what it leaves out."""
    lines = "\n".join(line.rstrip() for line in shown.strip("\n").splitlines())
    pattern = re.escape(lines).replace(re.escape(LEFT_OUT), r"[\s\S]*?")
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in real.strip("\n").splitlines())) is not None


def run(command: str) -> str:
    """What a command prints, run in the project's folder with the Python that runs the tests."""
    here = Path(sys.executable).parent.as_posix()
    done = subprocess.run(
        ["bash", "-c", command.replace(".venv/bin/", f"{here}/")],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=60,
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize("fence", of_kind(console=True), ids=str)
def test_a_command_prints_what_the_page_shows(fence):
    for part in fence.text.split("$ ")[1:]:
        command, _, shown = part.partition("\n")
        while command.count("'") % 2:  # a quoted program goes on over several lines
            more, _, shown = shown.partition("\n")
            command += "\n" + more
        assert matches(shown, real := run(command)), f"$ {command}\n{real}"


@pytest.mark.parametrize("fence", of_kind(console=False), ids=str)
def test_a_quotation_is_in_the_file_it_names(fence):
    named = ROOT / fence.words[1]
    assert matches(f"{LEFT_OUT}\n{fence.text}{LEFT_OUT}", f"（开头）\n{named.read_text(encoding='utf-8')}（结尾）")


def test_nothing_in_the_walk_goes_unchecked():
    checked = [fence for console in (True, False) for fence in of_kind(console=console)]
    assert [str(fence) for fence in fences("docs/walk.md") if fence not in checked] == []


def test_what_is_left_out_is_all_that_may_differ():
    assert matches("一\n……\n四", "一\n二\n三\n四\n")
    assert matches("在……之间", "在甲乙之间")
    assert not matches("一\n……\n四", "一\n二\n四五")
    assert not matches("一\n二", "一\n二\n三")
