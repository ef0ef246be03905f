"""The table on the terminal, and docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
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
  有意放了一些人恰在线上，真实的一年里没有这么多。
- 规矩一方，等次和结果运用所依据的每个式子都算、都记下值，三值与读法都在，理由随时可以写出来；
  与这些结论无关的步骤和定义，有人问到时才算，不在这里的时间和内存之内。
- 计时好坏不影响退出码；有一个人算得不一样，退出码就是 1。
"""

REMARKS = """\
## 怎么看这些数

- **慢出来的那一倍多是什么。** 一个人要过六十几个语句、几十个式子：每个式子一次闭包调用，记一次值；
  每条规则分清成立、不成立、未知。其余的时间，双方都花在分数的加减乘除上。
  手写的那份少一张票就算不了，换一种读法要改程序，也说不出理由。
- **并成一个分数**的写法快一倍，因为约分只做一次；它和法条已经对不上字句。规矩照法条逐项算，不作这种合并。
- **载入**一大半是两样：Python 载入各模块，lark 从文法建表（约 0.1 秒，每个命令付一次）。
  表可以存成文件省下来，但那要读回 pickle，等于执行那个文件里的东西，没有这样做。
- **读工作簿**比 calamine 多出来的，是先看过压缩包是否安全、公式有没有值，
  再逐格核对类型与范围、编号有没有重复和不认识的。
- **内存**：一人的每一步约 5 KB（结论所依据的）。成批考核时出一行丢一人，不会攒起来。
"""


def table(sections: Iterable[Section]) -> str:
    """The lines under each other, columns aligned."""
    return "\n".join(f"\n{title}\n{_aligned(_rows(lines))}" for title, lines in sections)


def page(sections: Iterable[Section], sizes: Sizes) -> str:
    """The same as a page of documentation."""
    command = f"GUIJU_BENCH_SIZE={sizes.name} .venv/bin/python -m bench --write"
    parts = [INTRODUCTION.format(command=command, machine=machine(), rounds=sizes.rounds)]
    for title, lines in sections:
        rows = ["| " + " | ".join(row) + " |" for row in _rows(lines)]
        rows.insert(1, "| " + " | ".join("---" for _ in HEADINGS) + " |")
        parts.append(f"## {title}\n\n" + "\n".join(rows) + "\n")
    return "\n".join([*parts, REMARKS])


def _rows(lines: list[Line]) -> list[Sequence[str]]:
    return [HEADINGS, *((line.what, line.ours, line.theirs, line.times, line.aim) for line in lines)]


def _aligned(rows: list[Sequence[str]]) -> str:
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
