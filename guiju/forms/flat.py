"""A .csv or .parquet with a row a person (平表) -> roster. Everything wrong with it at once."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from guiju.forms.cells import COVERED, FLAT
from guiju.forms.faults import Faults, refusal
from guiju.forms.layout import Layout, flat_layout
from guiju.forms.roster import Roster, build_roster
from guiju.forms.table import TableReader
from guiju.law import Law

MOST_ROWS = 1_000_000
MOST_BYTES = 1_000_000_000
_LOOKED_AT = 1_000_000
# What a column of a parquet file may be; of DECIMAL(9,2) the name before the bracket counts.
_PARQUET_TYPES = {
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
    "DECIMAL", "DOUBLE", "FLOAT", "BOOLEAN", "DATE", "TIMESTAMP", "VARCHAR", "ENUM", '"NULL"',
}  # fmt: skip
_NO_EXTENSIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def read_csv(path: Path, law: Law) -> Roster:
    """The people in a csv file. Raises InputError with every problem."""
    layout, faults = flat_layout(law), Faults()
    return _roster(path, layout, csv_rows(path, faults), faults)


def read_parquet(path: Path, law: Law) -> Roster:
    """The people in a parquet file. Raises InputError with every problem."""
    layout, faults = flat_layout(law), Faults()
    return _roster(path, layout, parquet_rows(path, faults), faults)


def _roster(path: Path, layout: Layout, rows: Sequence[Sequence[Any]], faults: Faults) -> Roster:
    sheet = replace(layout.subject, heading=path.name)
    table = TableReader(layout.words, FLAT, MOST_ROWS, faults).read(sheet, rows)
    return build_roster(table, [], faults)


def csv_rows(path: Path, faults: Faults) -> list[list[str]]:
    """The rows of a csv file, the headings first. Raises InputError when it is none."""
    text = _text(path)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise refusal(path.name, f"不是逗号分隔的文本表格，或者引号不配对：{error}") from error
    width = len(rows[0]) if rows else 0
    if width == 1 and any(sign in rows[0][0] for sign in "\t;；，"):
        raise refusal(path.name, "各栏之间应以英文逗号「,」分隔；请另存为逗号分隔的 csv。")
    for number, row in enumerate(rows, 1):
        if row and len(row) != width:
            faults.add(path.name, number, "", f"有{len(row)}栏，栏目名却有{width}栏。")
    return [row if len(row) == width else (row + [""] * width)[:width] for row in rows]


def _text(path: Path) -> str:
    return _text_of(path, _bytes(path))


def _text_of(path: Path, data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal(path.name, "是 UTF-16 文本；请另存为 UTF-8 的 csv。")
    if data.startswith((b"PK", b"PAR1", b"\xd0\xcf\x11\xe0")) or b"\0" in data:
        raise refusal(path.name, "不是文本表格（csv），而是别的文件；请核对文件名的结尾。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusal(path.name, "既不是 UTF-8 也不是 GB18030 文本，读不出字来；请另存为 UTF-8 的 csv。")


@contextmanager
def decoded_csv(path: Path, scratch: Path) -> Iterator[Path]:
    """A csv as UTF-8: the file itself, or a copy in the scratch folder where it is GB18030. Raises InputError."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    _text_of(path, start[: start.rfind(b"\n") + 1] or start)
    try:
        with path.open(encoding="utf-8") as text:
            while text.read(_LOOKED_AT):
                pass
        yield path
    except UnicodeDecodeError:
        copy = scratch / f"{path.stem}.utf-8.csv"
        with path.open(encoding="gb18030", newline="") as text, copy.open("w", encoding="utf-8", newline="") as out:
            shutil.copyfileobj(text, out, _LOOKED_AT)
        yield copy


def _bytes(path: Path) -> bytes:
    size = path.stat().st_size
    if not size:
        raise refusal(path.name, "文件是空的。")
    if size > MOST_BYTES:
        raise refusal(path.name, f"超过{MOST_BYTES // 1_000_000}兆字节，未读取；请分开处理。")
    return path.read_bytes()


def parquet_rows(path: Path, faults: Faults) -> list[Sequence[Any]]:
    """The rows of a parquet file, the headings first. Raises InputError when it is none."""
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise refusal(path.name, "文件是空的。")
    if start != b"PAR1":
        raise refusal(path.name, "不是 parquet 文件。")
    with duckdb.connect(config=_NO_EXTENSIONS) as database:
        try:
            return _fetched(database, path, faults)
        except (duckdb.Error, ValueError, OverflowError) as error:
            raise refusal(path.name, "parquet 文件已经损坏，读不出来。") from error


def _fetched(database: duckdb.DuckDBPyConnection, path: Path, faults: Faults) -> list[Sequence[Any]]:
    file = [str(path)]
    count = database.execute("SELECT count(*) FROM read_parquet(?)", file).fetchone()
    if count and count[0] > MOST_ROWS:
        raise refusal(path.name, f"有{count[0]}行，超过一次能处理的{MOST_ROWS}行；请分开处理。")
    columns = database.execute("DESCRIBE SELECT * FROM read_parquet(?)", file).fetchall()
    foreign = {place for place, (_, type_, *_) in enumerate(columns) if not _is_readable(type_)}
    for place in foreign:
        name, type_, *_ = columns[place]
        faults.add(path.name, 0, name, f"是 {type_} 类型的栏，不能读；可用整数、小数、真假、日期、文字。", place)
    chosen = ("NULL" if place in foreign else _quoted(name) for place, (name, *_) in enumerate(columns))
    rows = database.execute(f"SELECT {', '.join(chosen)} FROM read_parquet(?)", file).fetchall()
    if foreign:
        rows = [tuple(COVERED if n in foreign else cell for n, cell in enumerate(row)) for row in rows]
    return [[name for name, *_ in columns], *rows]


def _is_readable(type_: str) -> bool:
    return type_.partition("(")[0] in _PARQUET_TYPES and not type_.endswith("]")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
