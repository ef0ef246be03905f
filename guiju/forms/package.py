"""The zip package that an .xlsx is, looked at before the reader library opens it.

The library lays a sheet out as one full rectangle and gives a formula's error as an empty cell. So this finds out first
whether the file is a workbook at all, whether the rectangle is of a sane size, and which cells hold no value that
anybody entered.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from guiju.forms.faults import refusal

MOST_CELLS = 12_000_000
MOST_BYTES = 600_000_000
# What the standard library raises over a damaged package.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, OSError, RuntimeError, ValueError)
_SIGNATURES = {
    b"\xd0\xcf\x11\xe0": "旧版 .xls 文件，或者是加了密码的工作簿；请去掉密码，另存为 .xlsx",
    b"\x89PNG": "一张图片（PNG）",
    b"\xff\xd8\xff": "一张图片（JPEG）",
    b"%PDF": "一份 PDF",
    b"PAR1": "一份 parquet；请把文件名的结尾改为 .parquet",
}
_NOT_A_WORKBOOK = "不是 Excel 工作簿（.xlsx）"
# A cell past column Z or row 99999: rare, and looked into. Patterns that begin with fixed signs are ten times as fast.
_FAR = re.compile(rb' r="(?:[A-Za-z]{2,}\d|[A-Za-z]?\d{6})')
# No spreadsheet program writes attributes otherwise than r="A1"; a small file made by hand is searched for it.
_FAR_OTHERWISE = re.compile(rb"""\br\s*=\s*["'](?:[A-Za-z]{2,}\d|[A-Za-z]?\d{6})""")
_SMALL = 200_000
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d+)""")
_CELL = re.compile(rb"""<(?:\w+:)?c\b([^>]*)>""")
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
# A formula whose value was never stored; one whose value is an empty text says t="str".
_UNCOMPUTED = re.compile(rb"""<c\b([^>]*)><f[^>]*?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>""")
_TEXT_VALUE = re.compile(rb"""\bt\s*=\s*["']str["']""")
_ERROR_CELL = "公式出错（如 #N/A、#DIV/0!），没有值；请改正公式，或者直接填写"
_UNCOMPUTED_CELL = "公式还没有算出值；请用 Excel 或 WPS 打开，保存一次"


@dataclass(slots=True)
class Package:
    """What was found: for each sheet the cells (row and column, from 0) that hold no value, and why."""

    valueless: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)


def inspect(path: Path) -> Package:
    """Look the package over. Raises InputError when it is no workbook, or one that cannot be read safely."""
    _signature(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _inspect(archive, path.name)
    except _BROKEN as error:
        raise refusal(path.name, f"{_NOT_A_WORKBOOK}，或者已经损坏，打不开。") from error


def _signature(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise refusal(path.name, "文件是空的。")
    for signature, what in _SIGNATURES.items():
        if start.startswith(signature):
            raise refusal(path.name, f"{_NOT_A_WORKBOOK}，而是{what}。")
    if not start.startswith(b"PK"):
        raise refusal(path.name, f"{_NOT_A_WORKBOOK}；如果是文本表格，请把文件名的结尾改为 .csv。")


def _inspect(archive: zipfile.ZipFile, name: str) -> Package:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise refusal(name, f"{_NOT_A_WORKBOOK}，而是别的压缩文件。")
    if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
        raise refusal(name, f"展开后超过{MOST_BYTES // 1_000_000}兆字节，未读取。")
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in archive.infolist()):
        raise ValueError("compressed in a way that no spreadsheet program uses")
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise refusal(name, "加了密码；请去掉密码再存一次。")
    found = Package()
    for sheet, part in _parts(archive).items():
        if part in names:
            found.valueless[sheet] = _look_over(archive.read(part), name, sheet)
    return found


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The file of each sheet inside the package."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except ElementTree.ParseError as error:
        raise ValueError("broken package") from error
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets = [node for node in book.iter() if node.tag.rpartition("}")[2] == "sheet"]
    return {sheet.get("name", ""): _absolute(targets.get(_link(sheet), "")) for sheet in sheets}


def _link(sheet: ElementTree.Element) -> str | None:
    return next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)


def _absolute(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _look_over(xml: bytes, name: str, sheet: str) -> dict[tuple[int, int], str]:
    if _FAR.search(xml) or ((len(xml) < _SMALL or b"'" in xml) and _FAR_OTHERWISE.search(xml)):
        _refuse_sprawl(xml, name, sheet)
    valueless = {}
    if b"<f" in xml:
        cells = [m[1] for m in _UNCOMPUTED.finditer(xml) if not _TEXT_VALUE.search(m[1])]
        valueless = dict.fromkeys(_places(cells), _UNCOMPUTED_CELL)
    if b't="e"' in xml or (b"'" in xml and b"t='e'" in xml):
        cells = [m[1] for m in _CELL.finditer(xml) if _ERROR.search(m[1])]
        valueless |= dict.fromkeys(_places(cells), _ERROR_CELL)
    return valueless


def _refuse_sprawl(xml: bytes, name: str, sheet: str) -> None:
    """Refuse a sheet whose farthest row and column span a rectangle too large to lay out."""
    found = {(column, row) for column, row in _REFERENCE.findall(xml)}
    last_column = max((_number(column) for column, _ in found), default=0)
    last_row = max((int(row[:9]) for _, row in found), default=0)
    if last_column * last_row > MOST_CELLS:
        message = (
            f"表「{sheet}」铺到了第{last_row}行、第{last_column}列，超出能读的大小；请删去表格以外的行和列，再存一次。"
        )
        raise refusal(name, message)


def _places(cells: list[bytes]) -> list[tuple[int, int]]:
    found = (_REFERENCE.search(cell) for cell in cells)
    return [(int(m[2]) - 1, _number(m[1]) - 1) for m in found if m]


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27. Of absurdly many letters, the first few suffice."""
    number = 0
    for sign in letters[:6].upper():
        number = number * 26 + sign - ord("A") + 1
    return number
