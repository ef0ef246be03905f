"""An .xlsx with a sheet for the people and one for each kind of record -> roster. Everything wrong with it at once."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from guiju.forms.cells import COVERED, WORKBOOK, Broken, clean
from guiju.forms.faults import Faults, refusal
from guiju.forms.layout import Layout, Sheet, workbook_layout
from guiju.forms.package import Package, inspect
from guiju.forms.roster import Roster, build_roster
from guiju.forms.table import Table, TableReader, letters
from guiju.law import Law
from guiju.notation.hints import nearest

MOST_ROWS = 200_000
# Cells of merged areas that are marked one by one; beyond that only the areas are reported.
_MOST_COVERED = 1_000_000
T = TypeVar("T")


def read_workbook(path: Path, law: Law) -> Roster:
    """The people in a workbook. Raises InputError with every problem."""
    layout = workbook_layout(law)
    package = inspect(path)
    faults = Faults(sheet.heading for sheet in layout.sheets)
    with _uncollected():
        reader = _WorkbookReader(path, layout, package, faults)
        subject, *records = [reader.table(sheet) for sheet in layout.sheets]
        return build_roster(subject, records, faults)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: rows hold no cycles, and walking all of them time and again takes a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _WorkbookReader:
    def __init__(self, path: Path, layout: Layout, package: Package, faults: Faults) -> None:
        self.path, self.package, self.faults = path, package, faults
        self.tables = TableReader(layout.words, WORKBOOK, MOST_ROWS, faults)
        self.book = self._ask(lambda: CalamineWorkbook.from_path(path))
        self.names = {clean(name): name for name in self.book.sheet_names}

    def table(self, sheet: Sheet) -> Table:
        """The sheet's table; an empty one when it is missing, which is then reported."""
        name = self.names.get(sheet.heading)
        if name is None:
            known = "、".join(self.names)
            hint = nearest(sheet.heading, self.names)
            self.faults.add(sheet.heading, 0, "", f"工作簿里没有「{sheet.heading}」这张表。{hint}现有：{known}。")
            return Table(sheet)
        found = self._ask(lambda: self.book.get_sheet_by_name(name))
        rows = self._ask(lambda: found.to_python(skip_empty_area=False))
        self._mark_valueless(name, rows)
        self._mark_merged(sheet, found, rows)
        return self.tables.read(sheet, rows)

    def _mark_valueless(self, name: str, rows: list[list[Any]]) -> None:
        for (row, column), reason in self.package.valueless.get(name, {}).items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = Broken(reason)

    def _mark_merged(self, sheet: Sheet, found: CalamineSheet, rows: list[list[Any]]) -> None:
        covered = 0
        for (top, left), (bottom, right) in found.merged_cell_ranges or ():
            area = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
            message = f"{area} 是合并单元格；请取消合并，逐格填写。"
            self.faults.add(sheet.heading, top + 1, "", message, left)
            for row in rows[top : bottom + 1] if covered < _MOST_COVERED else ():
                area_width = len(row[left : right + 1])
                covered += area_width
                row[left : right + 1] = [row[left], *[COVERED] * (area_width - 1)] if row is rows[top] else (
                    [COVERED] * area_width
                )  # fmt: skip

    def _ask(self, question: Callable[[], T]) -> T:
        """What the reader library answers; whatever it stumbles over is a file that cannot be read."""
        try:
            return question()
        except (CalamineError, OSError, ValueError) as error:
            raise refusal(self.path.name, "工作簿已经损坏，打不开；请用 Excel 或 WPS 打开，另存一次。") from error
        except BaseException as error:
            # A panic inside the library is no Exception, and its class cannot be imported.
            if type(error).__name__ != "PanicException":
                raise
            raise refusal(self.path.name, "工作簿已经损坏，打不开；请用 Excel 或 WPS 打开，另存一次。") from error
