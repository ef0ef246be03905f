"""Reading a large workbook, beside the bare library reading the same file into lists."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from python_calamine import CalamineWorkbook

from bench.book import write_book
from bench.grading import ON, SEED
from bench.timing import Line, Sizes, in_turn, milliseconds
from guiju.check import load
from guiju.forms.workbook import read_workbook
from guiju.law import builtin


def reading(sizes: Sizes) -> tuple[list[Line], int]:
    """The lines of the table; how many people are missing or have a wrong number of ballots."""
    law = load(builtin().find("appraisal"))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        count = write_book(path, sizes.rows, SEED)
        roster = read_workbook(path, law)
        wrong = abs(len(roster) - count) + sum(len(case.records["票数"]) != 2 for _, case in roster.cases(ON))
        ours, cases, bare = in_turn(
            [
                lambda: read_workbook(path, law),
                lambda: [case for _, case in read_workbook(path, law).cases(ON)],
                lambda: _bare(path),
            ],
            sizes.rounds,
        )
    what = f"工作簿 {sizes.rows} 行，读成核对过的数据"
    return [
        Line(f"{what}；对照 calamine 读成列表", milliseconds(ours), milliseconds(bare), ours.times(bare), "≤ 2"),
        Line("同上，再逐人归好各自的记录", milliseconds(cases), milliseconds(bare), cases.times(bare)),
    ], wrong


def _bare(path: Path) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
