"""Parts of titled tables -> the terminal, and docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.timing import Line
from guiju.errors import display_width

HEADINGS = ("项目", "规矩", "对照", "倍数（最低–最高）", "目标")
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Part:
    """A titled part: words, a table, words below it. A part without headings has no table."""

    title: str
    headings: Row = ()
    rows: Sequence[Row] = ()
    before: str = ""
    after: str = ""


def lined(title: str, lines: Iterable[Line], before: str = "", after: str = "") -> Part:
    """Guiju beside something else, a line each."""
    rows = [(line.what, line.ours, line.theirs, line.times, line.aim) for line in lines]
    return Part(title, HEADINGS, rows, before, after)


def table(parts: Iterable[Part]) -> str:
    """The tables under each other, columns aligned; the words are for the page."""
    return "\n".join(f"\n{part.title}\n{_aligned([part.headings, *part.rows])}" for part in parts if part.headings)


def page(introduction: str, parts: Iterable[Part]) -> str:
    """A page of documentation. Figures are set to the right."""
    return "\n".join([introduction, *("\n".join(_part(part)) for part in parts)]) + "\n"


def _part(part: Part) -> Iterable[str]:
    yield f"## {part.title}\n"
    if part.before:
        yield f"{part.before}\n"
    if part.headings:
        yield "| " + " | ".join(part.headings) + " |"
        yield "| " + " | ".join(_ruler(part, column) for column in range(len(part.headings))) + " |"
        yield from ("| " + " | ".join(row) + " |" for row in part.rows)
        yield ""
    if part.after:
        yield f"{part.after}\n"


def _ruler(part: Part, column: int) -> str:
    cells = [row[column] for row in part.rows if row[column]]
    return "---:" if cells and all(cell[0].isdigit() or cell in "–—" for cell in cells) else "---"


def _aligned(rows: Sequence[Row]) -> str:
    widths = [max(display_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    padded = (
        [cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)] for row in rows
    )
    return "\n".join("  " + "  ".join(cells).rstrip() for cells in padded)


def machine() -> str:
    """What the figures were measured on."""
    cores = os.cpu_count() or 1
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}，{cores} 核，{gigabytes:.0f} GB；{platform.system()}；Python {platform.python_version()}，"
        + "，".join(f"{name} {version(name)}" for name in ("duckdb", "lark", "python-calamine"))
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
