"""Lines folded to a width in columns: a Chinese character takes two, and no line begins with a closing mark."""

from __future__ import annotations

import re
import shutil
import sys

import click

from guiju.errors import display_width

USUAL, WIDEST = 80, 100
_CLOSING = "，。；：、？！）」』》】…,;:?!)%％"
_OPENING = "（「『《【("
# What may not be broken: a run of Latin letters and digits, or one other sign; marks cling to what they belong to.
_PIECE = re.compile(rf"[{re.escape(_OPENING)}]*(?:[!-~]+|\S)[{re.escape(_CLOSING)}]*|\s+")


def width() -> int:
    """The columns of the terminal, at most WIDEST: longer lines are hard to read."""
    return min(shutil.get_terminal_size((USUAL, 24)).columns, WIDEST)


def say(text: str = "", bold: bool = False) -> None:
    """Print lines, each folded to the terminal; what is folded stands two columns further in than the line began."""
    for line in text.split("\n"):
        for part in fold(line, width()):
            click.secho(part, bold=bold or None)


def tell(text: str = "", bold: bool = False) -> None:
    """Print lines, folded when somebody is looking; a file or another program gets them whole."""
    if sys.stdout.isatty():
        say(text, bold)
    else:
        click.secho(text, bold=bold or None)


def fold(line: str, columns: int) -> list[str]:
    """One line as the lines it takes."""
    indent = line[: len(line) - len(line.lstrip())]
    lines = [indent]
    for piece in _PIECE.findall(line[len(indent) :]):
        if display_width(lines[-1] + piece) > columns and lines[-1].strip():
            lines[-1] = lines[-1].rstrip()
            lines.append(indent + "  ")
        if piece.strip() or lines[-1].strip():
            lines[-1] += piece
    return lines
