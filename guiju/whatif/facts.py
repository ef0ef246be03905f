"""What a year's facts may be: one table of people, one case or dossier file, or a folder of either."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guiju.errors import InputError, Problem
from guiju.forms.read import READERS
from guiju.inputs import read_data
from guiju.law import Law

CASE_FILES = (".json", ".toml")
_TOLD_BESIDE = ("title", "expect")


@dataclass(frozen=True, slots=True)
class Facts:
    """Tables of people, or cases (title, data); one of the two is empty. `place` is where they were found."""

    place: Path
    tables: tuple[Path, ...] = ()
    cases: tuple[tuple[str, dict[str, Any]], ...] = ()

    def rosters(self, law: Law) -> tuple[Path, ...]:
        """What to read as a roster each: the tables, or the whole folder where it has one for each sheet of the law."""
        whole = law.words.subject is not None and law.words.subject.name in {file.stem for file in self.tables}
        return (self.place,) if whole and self.place.is_dir() else self.tables


def find_facts(path: Path) -> Facts:
    """The facts in a file or folder. Raises InputError when there are none, or both kinds."""
    if not path.exists():
        raise InputError([Problem("file", f"没有文件「{path}」。")])
    files = sorted(f for f in path.iterdir() if f.is_file()) if path.is_dir() else [path]
    tables = tuple(f for f in files if f.suffix.lower() in READERS)
    documents = [f for f in files if f.suffix.lower() in CASE_FILES]
    if tables and documents:
        message = "文件夹里既有名册（表），又有案件文件；请分开放，一次比较一种。"
        raise InputError([Problem("file", message, str(path))])
    if not tables and not documents:
        kinds = "、".join([*READERS, *CASE_FILES])
        raise InputError([Problem("file", f"没有可以比较的事实；文件名应以 {kinds} 之一结尾。", str(path))])
    return Facts(path, tables, tuple(case for file in documents for case in _cases(file)))


def _cases(file: Path) -> list[tuple[str, dict[str, Any]]]:
    """The cases of a file: the file itself, or each [[case]] of the tests beside a law."""
    data = read_data(file)
    listed = data.get("case")
    if set(data) != {"case"} or not isinstance(listed, list) or not all(isinstance(case, dict) for case in listed):
        return [(file.name, data)]
    cases = [{key: value for key, value in case.items() if key not in _TOLD_BESIDE} for case in listed]
    titles = [f"{file.name} 第{n}案「{case.get('title', '')}」" for n, case in enumerate(listed, 1)]
    return list(zip(titles, cases, strict=True))
