"""Files that are not what their name says, damaged ones and hostile ones: refused in a sentence, never a hang."""

from __future__ import annotations

import io
import random
import re
import zipfile
from contextlib import suppress

import pytest

from guiju.check import load
from guiju.errors import GuijuError, InputError
from guiju.forms import package
from guiju.forms.package import inspect
from guiju.forms.read import read_people
from tests.shops import LAW, sheets, write_book

SHOP_LAW = load(LAW)
OLD_OR_LOCKED = "旧版 .xls 文件，或者是加了密码的工作簿；请去掉密码，另存为 .xlsx"
NOT_ONE = "不是 Excel 工作簿（.xlsx）"


@pytest.fixture
def book(tmp_path):
    return write_book(tmp_path / "商户.xlsx", sheets())


def rezip(path, change):
    """The package written anew, each part passed through `change(name, content)`; None leaves a part out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def in_sheet(number, old, new):
    """A change of the text of one sheet."""
    return lambda name, content: content.replace(old, new) if name.endswith(f"/sheet{number}.xml") else content


def refused(path):
    with pytest.raises(InputError) as caught:
        read_people(path, SHOP_LAW)
    assert caught.value.render().startswith("输入有误，未作任何计算或写入：共")
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的。"),
        ("户号,店名\nA1,面馆\n".encode(), f"{NOT_ONE}；如果是文本表格，请把文件名的结尾改为 .csv。"),
        (b"\x89PNG\r\n\x1a\n....", f"{NOT_ONE}，而是一张图片（PNG）。"),
        (b"%PDF-1.7 ...........", f"{NOT_ONE}，而是一份 PDF。"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            f"{NOT_ONE}，而是旧版 .xls 文件，或者是加了密码的工作簿；请去掉密码，另存为 .xlsx。",
        ),
        (b"PAR1........PAR1", f"{NOT_ONE}，而是一份 parquet；请把文件名的结尾改为 .parquet。"),
        (b"PK\x03\x04 not really", f"{NOT_ONE}，或者已经损坏，打不开。"),
    ],
)
def test_another_kind_of_file(tmp_path, content, message):
    path = tmp_path / "商户.xlsx"
    path.write_bytes(content)
    assert refused(path) == [message]


def test_another_kind_of_zip(tmp_path):
    path = tmp_path / "商户.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(path) == [f"{NOT_ONE}，而是别的压缩文件。"]


@pytest.mark.parametrize("name", ["商户.xls", "商户.txt", "商户"])
def test_another_name(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"x")
    assert refused(path) == ["认不出是什么文件；文件名应以 .xlsx、.csv、.parquet 之一结尾。"]


def test_no_file_and_a_folder_without_tables(tmp_path):
    assert refused(tmp_path / "没有.xlsx") == [f"没有文件「{tmp_path / '没有.xlsx'}」。"]
    assert refused(tmp_path)[0] == "文件夹里没有「商户」（.parquet或.csv）。现有：没有表。"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("content", [b"", b"<broken", None], ids=["empty", "cut", "gone"])
def test_a_broken_part(book, part, content):
    assert len(refused(rezip(book, lambda name, old: content if name == part else old))) == 1


@pytest.mark.parametrize(
    "cell",
    [b'<c r="XFD1"><v>1</v></c>', b"<c r='XFD1'><v>1</v></c>", b'<c\nr = "XFD1"><v>1</v></c>'],
    ids=["plain", "other quotes", "spaced"],
)
def test_a_stray_cell_far_to_the_right_and_one_far_down(book, cell):
    row = b'<row r="900000"><c r="A900000"><v>1</v></c></row></sheetData>'
    changed = rezip(book, in_sheet(1, b"</row></sheetData>", cell + b"</row>" + row))
    assert refused(changed) == [
        "表「商户」铺到了第900000行、第16384列，超出能读的大小；请删去表格以外的行和列，再存一次。"
    ]


def test_a_stray_cell_that_can_be_laid_out_is_only_a_problem_of_its_own(book):
    changed = rezip(book, in_sheet(1, b"</row></sheetData>", b'<c r="AB4"><v>1</v></c></row></sheetData>'))
    assert refused(changed) == ["AB列有内容，却没有栏目名。"]


def test_a_package_that_unfolds_without_end(tmp_path, book, monkeypatch):
    monkeypatch.setattr(package, "MOST_BYTES", 20_000_000)
    changed = rezip(book, in_sheet(1, b"</sheetData>", b"</sheetData>" + b" " * 30_000_000))
    assert changed.stat().st_size < 100_000
    assert refused(changed) == ["展开后超过20兆字节，未读取。"]


def test_names_that_stand_for_names_are_not_unfolded(book):
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(12)
    )
    change = lambda name, old: bomb + b"]><a>&a11;</a>" if name == "xl/workbook.xml" else old  # noqa: E731
    assert len(refused(rezip(book, change))) == 1


def test_an_unusual_compression_and_a_password(book):
    with zipfile.ZipFile(book, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("extra.xml", "x" * 100)
    assert refused(book) == [f"{NOT_ONE}，或者已经损坏，打不开。"]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (b'<c r="F2" t="str"><f>IF(1,"")</f><v></v></c>', {}),
        (b'<c r="F2"><f>1+1</f><v>2</v></c>', {}),
        (b'<c r="F2"><f>1+1</f><v></v></c>', {(1, 5): package._UNCOMPUTED_CELL}),
        (b'<c r="F2" s="1"><f t="shared" si="0"/></c>', {(1, 5): package._UNCOMPUTED_CELL}),
        (b'<c r="AA10" t="e"><f>1/0</f><v>#DIV/0!</v></c>', {(9, 26): package._ERROR_CELL}),
        (b"<c r='B1' t='e'><v>#N/A</v></c>", {(0, 1): package._ERROR_CELL}),
    ],
)
def test_cells_that_hold_no_value(book, cell, found):
    inspected = inspect(rezip(book, in_sheet(1, b"</row></sheetData>", cell + b"</row></sheetData>")))
    assert inspected.valueless["商户"] == found


def test_damage_anywhere_is_a_refusal_or_a_roster(book):
    """Never a traceback: a hundred and fifty copies, each damaged in a few places of the file or of one part."""
    draw, whole = random.Random(5), book.read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = [name for name in archive.namelist() if re.search(r"xml$|rels$", name)]
    for _ in range(150):
        book.write_bytes(whole)
        if draw.random() < 0.3:
            book.write_bytes(damaged(whole, draw))
        else:
            hit = draw.choice(parts)
            rezip(book, lambda name, old, hit=hit: damaged(old, draw) if name == hit else old)
        with suppress(GuijuError):
            read_people(book, SHOP_LAW)


def damaged(content, draw):
    content = bytearray(content)
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(content))
        match draw.randrange(4):
            case 0:
                content[at] = draw.randrange(256)
            case 1:
                del content[at : at + draw.randint(1, 40)]
            case 2:
                content[at:at] = content[at : at + 50]
            case _:
                content[at:at] = draw.choice([b'<c r="XFD99"><v>1</v></c>', b't="e"', b"1e400", b"<", b"&#0;", b'"'])
        content = content or bytearray(b"x")
    return bytes(content)
