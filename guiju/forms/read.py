"""Any file of people, by the end of its name, or a folder of tables -> roster."""

from __future__ import annotations

from pathlib import Path

from guiju.errors import InputError, Problem, why
from guiju.forms.faults import printable
from guiju.forms.flat import read_csv, read_parquet
from guiju.forms.folder import read_folder
from guiju.forms.roster import Roster
from guiju.forms.workbook import read_workbook
from guiju.law import Law

_PARQUET = b"PAR1"
READERS = {".xlsx": read_workbook, ".csv": read_csv, ".parquet": read_parquet}


def read_people(path: Path, law: Law) -> Roster:
    """The people in the file or folder. Raises InputError with every problem, UsageError when the law takes no such."""
    check_file(path)
    try:
        return read_folder(path, law) if path.is_dir() else READERS[path.suffix.lower()](path, law)
    except OSError as error:
        raise _unreadable(path, error) from error


def check_file(path: Path) -> None:
    """Refuse at a glance what no reader could read. Raises InputError."""
    name = printable(path.name)
    try:
        if path.is_dir():
            next(path.iterdir(), None)
            return
        if not path.is_file():
            raise InputError([Problem("file", f"没有文件「{printable(str(path))}」。")])
        if path.suffix.lower() not in READERS:
            kinds = "、".join(READERS)
            raise InputError([Problem("file", f"认不出是什么文件；文件名应以 {kinds} 之一结尾。", name)])
        with path.open("rb") as file:
            start = file.read(len(_PARQUET))
    except OSError as error:
        raise _unreadable(path, error) from error
    if not start:
        raise InputError([Problem("file", "文件是空的。", name)])
    if path.suffix.lower() == ".parquet" and start != _PARQUET:
        raise InputError([Problem("file", "不是 parquet 文件。", name)])


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError([Problem("file", f"读不了这个文件：{why(error)}。", printable(path.name))])
