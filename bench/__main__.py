"""`python -m bench`: measure everything, print the table; `--write` also writes docs/benchmarks.md.

GUIJU_BENCH_SIZE is small (under a minute) or full. Exit code 1 when a result differs, whatever the timing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bench.grading import Grading
from bench.loading import stages, starts
from bench.page import machine, page, table
from bench.reading import reading
from bench.timing import FULL, SMALL

PAGE = Path(__file__).parent.parent / "docs/benchmarks.md"


def main() -> int:
    """Run the benchmark."""
    sizes = SMALL if os.environ.get("GUIJU_BENCH_SIZE") == "small" else FULL
    print(f"{machine()}；规模 {sizes.name}")
    grading = Grading(sizes)
    checked, wrong = grading.check()
    read, misread = reading(sizes)
    sections = [
        ("结果相同", checked),
        ("评一个人", grading.speed() + grading.whole_job()),
        ("载入法条，起动命令", stages(sizes) + starts(sizes)),
        ("读工作簿", read),
        ("内存", grading.memory()),
    ]
    print(table(sections))
    if wrong or misread:
        print(f"\n结果不同：评错 {wrong} 人，读错 {misread} 人。")
    elif "--write" in sys.argv[1:]:
        PAGE.write_text(page(sections, sizes), encoding="utf-8")
    return 1 if wrong or misread else 0


if __name__ == "__main__":
    sys.exit(main())
