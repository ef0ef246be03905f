"""Tiny laws made on the spot."""

from pathlib import Path

from guiju import tree as t
from guiju.check import load
from guiju.evaluate.case import Case
from guiju.evaluate.program import Program, Run
from guiju.law import Law
from guiju.notation.grammar import parse_statement
from guiju.notation.lexer import statements
from guiju.notation.reader import Block

FRONT = "---\n文书: sample\n名称: 样例办法\n---\n"


def block(kind: str, *lines: str) -> str:
    return "\n".join([f"```{kind}", *lines, "```", ""])


def write_law(folder: Path, *blocks: str, front: str = FRONT) -> Path:
    """A law folder with these blocks."""
    folder.mkdir(exist_ok=True)
    (folder / "law.md").write_text(front + "\n" + "\n".join(blocks), encoding="utf-8")
    return folder


def make_law(folder: Path, *blocks: str) -> Law:
    """A checked law of these blocks."""
    return load(write_law(folder, *blocks))


def run(law: Law, readings: dict | None = None, **case) -> Run:
    """One run over facts and records given as values."""
    return Program(law, readings).run(Case(**case))


def parse(start: str, text: str):
    """One sentence as a node."""
    return parse_statement(start, next(statements(Block("", (), tuple(text.split("\n")), 1))))


def expression(text: str) -> t.Expression:
    """One expression as a node."""
    return parse("definition", f"甲 ＝ {text}").value
