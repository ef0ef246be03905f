"""`python -m bench`: measure everything, print the tables; in full size, write docs/benchmarks.md as well.

GUIJU_BENCH_SIZE is small (under three minutes, set-up included) or full. Exit code 1 when a result of Guiju's differs,
whatever the timing. Without the peers' environment (see the Makefile) only what needs none of it is measured.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import words
from bench.grading import Grading
from bench.loading import stages, starts
from bench.page import Part, lined, machine, page, table
from bench.reading import reading
from bench.timing import FULL, SMALL, Sizes

PAGE = Path(__file__).parent.parent / "docs/benchmarks.md"


def main() -> int:
    """Run the benchmark."""
    sizes = SMALL if os.environ.get("GUIJU_BENCH_SIZE") == "small" else FULL
    print(f"{machine()}；规模 {sizes.name}")
    own, wrong = _own(sizes)
    print(table(own))
    if find_spec("numpy") is None or find_spec("psutil") is None:
        print("\n没有装上 bench/requirements.lock（断网？），与别的引擎的对照没有跑；docs/benchmarks.md 没有改写。")
        return 1 if wrong else 0
    misgraded = _beside(sizes, own)
    if wrong or misgraded:
        print(f"\n结果不同：{wrong + misgraded} 人。")
    return 1 if wrong or misgraded else 0


def _own(sizes: Sizes) -> tuple[list[Part], int]:
    """What is measured of Guiju alone, and how many people differ."""
    grading = Grading(sizes)
    checked, wrong = grading.check()
    read, misread = reading(sizes)
    return [
        lined("结果相同", checked, words.ONE_PERSON),
        lined("逐人：评一个人", grading.speed() + grading.whole_job()),
        lined("逐人：载入法条，起动命令", stages(sizes) + starts(sizes)),
        lined("逐人：读工作簿", read),
        lined("逐人：内存", grading.memory()),
    ], wrong + misread


def _beside(sizes: Sizes, own: list[Part]) -> int:
    """Everything beside other engines; the page. How many people Guiju grades wrongly."""
    from bench.chart import chart
    from bench.measured import measure
    from bench.report import parts

    with TemporaryDirectory(prefix="guiju-bench-") as folder:
        found = measure(sizes, Path(folder))
    compared = parts(found, sizes is SMALL)
    print(table(compared))
    if sizes is FULL:
        command = "make bench"
        introduction = words.INTRODUCTION.format(
            command=command, machine=machine(), checked=found.truth_checked, wrong=found.truth_wrong
        )
        PAGE.write_text(page(introduction, [*compared, *own]) + words.REMARKS, encoding="utf-8")
        PAGE.with_suffix(".svg").write_text(chart(found), encoding="utf-8")
        print(f"\n已写成 {PAGE.relative_to(PAGE.parent.parent)}")
    return found.wrong


if __name__ == "__main__":
    sys.exit(main())
