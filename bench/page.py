"""The table on the terminal, and docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from bench.timing import Line, Sizes
from guiju.errors import display_width

HEADINGS = ("项目", "规矩", "对照", "倍数（最低–最高）", "目标")
Section = tuple[str, list[Line]]
INTRODUCTION = """\
# 快慢

规矩算一个人，和「只为这一份办法手写、不留理由」的写法相比，慢多少；载入法条、读工作簿各要多久。
本页由 `{command}` 写成，不手改；数字随机器变，倍数大致不变。

- 机器：{machine}
- 每一项：各方在同一进程里轮流跑，{rounds} 轮，取中位数；「倍数」是中位数之比，括号里是各轮的最低与最高。
- 人是编的（`bench/people.py`，种子固定）。手写的对照在 `bench/plain.py`：Python 自带的分数，默认读法写死在里面，
  得分、四个档、四项限制、两项推定都算，得出等次、可评等次、推定、依据，与规矩逐人相等才算数。
- 规矩一方没有省掉什么：三值、读法、每个式子的值都在，理由随时可以写出来。没有人问起的步骤和定义，问到时才算。
- 计时好坏不影响退出码；有一个人算得不一样，退出码就是 1。
"""


def table(sections: Iterable[Section]) -> str:
    """The lines under each other, columns aligned."""
    return "\n".join(f"\n{title}\n{_aligned(_rows(lines))}" for title, lines in sections)


def page(sections: Iterable[Section], sizes: Sizes, notes: str) -> str:
    """The same as a page of documentation."""
    command = f"GUIJU_BENCH_SIZE={sizes.name} .venv/bin/python -m bench --write"
    parts = [INTRODUCTION.format(command=command, machine=machine(), rounds=sizes.rounds)]
    for title, lines in sections:
        rows = ["| " + " | ".join(row) + " |" for row in _rows(lines)]
        rows.insert(1, "| " + " | ".join("---" for _ in HEADINGS) + " |")
        parts.append(f"## {title}\n\n" + "\n".join(rows) + "\n")
    return "\n".join([*parts, notes])


def _rows(lines: list[Line]) -> list[tuple[str, ...]]:
    return [HEADINGS] + [(line.what, line.ours, line.theirs, line.times, line.aim) for line in lines]


def _aligned(rows: list[tuple[str, ...]]) -> str:
    widths = [max(display_width(row[n]) for row in rows) for n in range(len(HEADINGS))]
    padded = (
        [cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)] for row in rows
    )
    return "\n".join("  " + "  ".join(cells).rstrip() for cells in padded)


def machine() -> str:
    """What the figures were measured on."""
    cores = os.cpu_count() or 1
    return (
        f"{_processor()}，{cores} 核（只用一个）；{platform.system()}；Python {platform.python_version()}，"
        + "，".join(f"{name} {version(name)}" for name in ("lark", "python-calamine"))
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
