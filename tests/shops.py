"""A made-up street whose shops are starred: a law of its own (tests/laws/shops), and workbooks for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlsxwriter

LAW = Path(__file__).parent / "laws/shops"

SHOPS = [
    ["户号", "店名", "类型", "开业日期", "自评", "党员户"],
    ["A1", "阿甲面馆", "餐饮", date(2020, 5, 1), 90, "是"],
    ["A2", "阿乙粮店", "零售", "", 70.5, ""],
    ["A3", "阿丙茶铺", "餐饮", date(2021, 1, 1), 20, "否"],
]
CHECKS = [
    ["户号", "日期", "扣分", "合格", "备注"],
    ["A1", date(2025, 3, 1), 0, "是", "很好"],
    ["A2", date(2025, 3, 2), 1.5, "否", ""],
    ["A1", date(2025, 2, 1), 0.5, "是", ""],
]
VISITS = [["项目", "次数", "户号们"], ["防火", 2, "A1、A2"], ["防汛", 1, "A1"]]
FEASTS = [["名称", "日期"], ["社区节", date(2025, 10, 1)]]


def sheets(**changed):
    """The four sheets, each as rows; `changed` replaces some (None leaves one out)."""
    rows = {"商户": SHOPS, "检查表": CHECKS, "联查表": VISITS, "节日": FEASTS} | changed
    return {name: [list(row) for row in given] for name, given in rows.items() if given is not None}


def write_book(path, rows, prepare=lambda book, pages: None):
    """Write sheets of rows as a workbook; `prepare` may add what plain rows cannot say."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    pages = {}
    for name, lines in rows.items():
        pages[name] = page = book.add_worksheet(name)
        for row, line in enumerate(lines):
            for column, cell in enumerate(line):
                if isinstance(cell, date):
                    page.write_datetime(row, column, cell, day)
                elif cell != "":
                    page.write(row, column, cell)
    prepare(book, pages)
    book.close()
    return path
