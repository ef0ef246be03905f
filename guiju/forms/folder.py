"""A folder with a .parquet or .csv file for each sheet of a law's workbook -> roster."""

from __future__ import annotations

from pathlib import Path

from guiju.forms.cells import FLAT
from guiju.forms.faults import Faults, printable
from guiju.forms.flat import MOST_ROWS, csv_rows, parquet_rows
from guiju.forms.layout import Sheet, workbook_layout
from guiju.forms.roster import Roster, build_roster
from guiju.forms.table import Table, TableReader
from guiju.law import Law
from guiju.notation.hints import nearest

ENDINGS = (".parquet", ".csv")


def read_folder(path: Path, law: Law) -> Roster:
    """The people in a folder of tables. Raises InputError with every problem."""
    layout = workbook_layout(law)
    faults = Faults(sheet.heading for sheet in layout.sheets)
    files = sheet_files(path, layout.sheets, faults)
    reader = TableReader(layout.words, FLAT, MOST_ROWS, faults)
    subject, *records = [_table(sheet, files.get(sheet.name), reader, faults) for sheet in layout.sheets]
    return build_roster(subject, records, faults)


def sheet_files(path: Path, sheets: tuple[Sheet, ...], faults: Faults) -> dict[str, Path]:
    """The file of each sheet; a sheet that has none, or two, is a problem."""
    found: dict[str, Path] = {}
    there = sorted(file for file in path.iterdir() if file.suffix.lower() in ENDINGS)
    for sheet in sheets:
        mine = [file for file in there if file.stem == sheet.heading]
        if len(mine) > 1:
            faults.add(sheet.heading, 0, "", f"文件夹里有两个「{sheet.heading}」：{'、'.join(f.name for f in mine)}。")
        elif mine:
            found[sheet.name] = mine[0]
        else:
            known = [file.stem for file in there]
            message = f"文件夹里没有「{sheet.heading}」（{'或'.join(ENDINGS)}）。{nearest(sheet.heading, known)}"
            faults.add(sheet.heading, 0, "", f"{message}现有：{'、'.join(map(printable, known)) or '没有表'}。")
    return found


def _table(sheet: Sheet, file: Path | None, reader: TableReader, faults: Faults) -> Table:
    if file is None:
        return Table(sheet)
    rows = csv_rows(file, faults) if file.suffix.lower() == ".csv" else parquet_rows(file, faults)
    return reader.read(sheet, rows)
