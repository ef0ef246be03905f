"""A workbook of so many rows for the built-in appraisal: people, ballots, rankings, commendations, sanctions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

import xlsxwriter

from bench.people import OPTIONS, Person, people

DAY = date(2025, 6, 30)
SHEETS = {
    "人员": ("编号", "姓名", "单位", "职务", "身份", "上年等次"),
    "票数": ("编号", "类别", "优秀", "称职", "基本称职", "不称职", "无效"),
    "排名": ("工作项目", "类别", "名次", "责任人编号"),
    "通报": ("编号", "日期", "类别", "级别", "文号"),
    "处理": ("编号", "类别", "决定日期", "文号"),
}
# Each ballot, and how the names of its facts begin.
KINDS = (("民主测评", "测评"), ("领导评价", "领导"))
Rows = list[Sequence[object]]


def write_book(path: Path, rows: int, seed: int) -> int:
    """Write the workbook; of ten rows three are people, six ballots. How many people there are."""
    count = rows * 3 // 10
    sheets = _sheets(count, rows - 3 * count, seed)
    with xlsxwriter.Workbook(path) as book:
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, headings in SHEETS.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate([headings, *sheets[name]]):
                for column, cell in enumerate(row):
                    sheet.write(number, column, cell, dated if isinstance(cell, date) else None)
    return count


def _sheets(count: int, others: int, seed: int) -> dict[str, Rows]:
    draw = Random(seed)
    drawn = people(count, seed)
    names = [str(person["编号"]) for person in drawn]
    ballots = [_ballot(person, kind, short) for person in drawn for kind, short in KINDS]
    quarter = others // 4
    return {
        "人员": [(name, f"干部{n}", "党政办公室", "干事", "业务干部", "称职") for n, name in enumerate(names)],
        "票数": ballots,
        "排名": [_ranking(draw, names) for _ in range(others - 2 * quarter)],
        "通报": [(draw.choice(names), DAY, draw.choice(("表扬", "批评")), "县级", "县发3号") for _ in range(quarter)],
        "处理": [(draw.choice(names), draw.choice(("党纪处分", "通报批评")), DAY, "") for _ in range(quarter)],
    }


def _ballot(person: Person, kind: str, short: str) -> Sequence[object]:
    return person["编号"], kind, *(person[f"{short}{option}"] for option in OPTIONS), 0


def _ranking(draw: Random, names: list[str]) -> Sequence[object]:
    return "党建", draw.choice(("业务工作", "重点工作")), draw.randint(1, 8), "、".join(draw.sample(names, 2))
