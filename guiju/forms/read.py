"""Any file of people, by the end of its name, or a folder of tables -> roster."""

from __future__ import annotations

from pathlib import Path

from guiju.errors import InputError, Problem
from guiju.forms.faults import printable
from guiju.forms.flat import read_csv, read_parquet
from guiju.forms.folder import read_folder
from guiju.forms.roster import Roster
from guiju.forms.workbook import read_workbook
from guiju.law import Law

READERS = {".xlsx": read_workbook, ".csv": read_csv, ".parquet": read_parquet}


def read_people(path: Path, law: Law) -> Roster:
    """The people in the file or folder. Raises InputError with every problem, UsageError when the law takes no such."""
    if path.is_dir():
        return read_folder(path, law)
    if not path.is_file():
        raise InputError([Problem("file", f"没有文件「{printable(str(path))}」。")])
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kinds = "、".join(READERS)
        raise InputError([Problem("file", f"认不出是什么文件；文件名应以 {kinds} 之一结尾。", printable(path.name))])
    try:
        return reader(path, law)
    except OSError as error:
        raise InputError([Problem("file", f"读不了这个文件：{error.strerror}。", printable(path.name))]) from error
