"""People as JSON -> roster: the rows go through the reader of workbooks and tables, with its checks and its messages.

Row 1 of a table is its headings, as in a file: the first person stands in row 2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from guiju.forms.cells import FLAT
from guiju.forms.faults import Faults
from guiju.forms.layout import Layout, Sheet, flat_layout, workbook_layout
from guiju.forms.roster import Roster, build_roster
from guiju.forms.table import Row, Table, TableReader
from guiju.law import Law
from guiju.notation.hints import nearest

MOST_ROWS = 20_000
# Names of columns that no law has are told of; not any number of them.
_MOST_UNKNOWN = 50
Line = Mapping[str, Any]


def flat_roster(people: Sequence[Line], law: Law) -> Roster:
    """People by the columns of the short table. Raises InputError with every problem, UsageError: the law has none."""
    layout, faults = flat_layout(law), Faults()
    reader = TableReader(layout.words, FLAT, MOST_ROWS, faults)
    return build_roster(_table(layout.subject, people, reader), [], faults)


def full_roster(sheets: Mapping[str, Sequence[Line]], law: Law) -> Roster:
    """People and their records by the sheets that the law declares. Raises InputError, UsageError."""
    layout = workbook_layout(law)
    faults = Faults(sheet.heading for sheet in layout.sheets)
    _check_names(layout, sheets, faults)
    reader = TableReader(layout.words, FLAT, MOST_ROWS, faults)
    given = (sheets.get(sheet.heading) for sheet in layout.sheets)
    tables = [
        Table(sheet) if lines is None else _table(sheet, lines, reader)
        for sheet, lines in zip(layout.sheets, given, strict=True)
    ]
    return build_roster(tables[0], tables[1:], faults)


def _check_names(layout: Layout, sheets: Mapping[str, Sequence[Line]], faults: Faults) -> None:
    wanted = [sheet.heading for sheet in layout.sheets]
    for heading in (heading for heading in wanted if heading not in sheets):
        message = _("没有交这张表；一行也没有的，写成空的列表 []。%(hint)s") % {"hint": nearest(heading, list(sheets))}
        faults.add(heading, 0, "", message)
    for name in (name for name in sheets if name not in wanted):
        faults.add(name, 0, "", _("没有这张表。这一办法的表是%(all)s。") % {"all": "、".join(wanted)})


def _table(sheet: Sheet, lines: Sequence[Line], reader: TableReader) -> Table:
    return reader.read(sheet, _rows(sheet, lines))


def _rows(sheet: Sheet, lines: Sequence[Line]) -> list[Row]:
    """The names that the lines use as headings, then the lines. No line at all: the headings of the law."""
    wanted = [column.heading for column in sheet.columns]
    used = dict.fromkeys(name for line in lines for name in line) if lines else dict.fromkeys(wanted)
    unknown = [name for name in used if name not in wanted][:_MOST_UNKNOWN]
    headings = [name for name in wanted if name in used] + unknown
    return [headings, *([_cell(line.get(name)) for name in headings] for line in lines)]


def _cell(value: Any) -> Any:
    return "、".join(value) if isinstance(value, list) else value
