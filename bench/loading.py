"""Loading the law files, stage by stage, and how long a command takes to start."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from bench.timing import Line, Sizes, Timed, in_turn, milliseconds
from guiju.check import check, load
from guiju.evaluate.program import Program
from guiju.law import builtin
from guiju.notation.grammar import parse_law
from guiju.notation.reader import read_law

ROOT = Path(__file__).parent.parent
GUIJU = Path(sys.executable).with_name("guiju")
CASE = ROOT / "examples/cases/clean-government-village-secretary.json"
ALL_LAWS = """
from guiju.check import load
from guiju.evaluate.program import Program
from guiju.law import builtin
for folder in builtin().folders:
    Program(load(folder))
"""


def stages(sizes: Sizes) -> list[Line]:
    """Reading, parsing, checking and compiling all built-in law files, in a process that has parsed before."""
    folders = builtin().folders
    texts = [read_law(folder / "law.md") for folder in folders]
    laws = [load(folder) for folder in folders]
    timed = in_turn(
        [
            lambda: [read_law(folder / "law.md") for folder in folders],
            lambda: [parse_law(text) for text in texts],
            lambda: [check(law) for law in laws],
            lambda: [Program(law) for law in laws],
        ],
        sizes.rounds,
    )
    names = ("读", "解析", "检查", "编译")
    count = f"{len(folders)} 件文书"
    return [Line(f"{count}：{name}", milliseconds(stage)) for name, stage in zip(names, timed, strict=True)]


def starts(sizes: Sizes) -> list[Line]:
    """Whole processes: all law files from nothing, and two commands, beside Python with click and nothing else."""
    commands = [
        [sys.executable, "-c", ALL_LAWS],
        [str(GUIJU), "--help"],
        [str(GUIJU), "decide", str(CASE)],
        [sys.executable, "-c", "import click"],
    ]
    everything, help_, decide, bare = in_turn([partial(_run, command) for command in commands], sizes.rounds)
    return [
        _line("新进程里载入全部文书（连同 Python 启动）", everything, bare, "< 1 秒"),
        _line("guiju --help", help_, bare),
        _line("guiju decide（一个案件）", decide, bare),
    ]


def _line(what: str, ours: Timed, bare: Timed, aim: str = "") -> Line:
    return Line(what, milliseconds(ours), f"{milliseconds(bare)}（只 import click）", ours.times(bare), aim)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
