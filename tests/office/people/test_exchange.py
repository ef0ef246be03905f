"""Out as a workbook and in again: nothing changed by itself; every change shown first; all of it or nothing."""

import io
import random
import re
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from office.audit.models import Entry
from office.people.exchange.layout import SHEETS
from office.people.exchange.plan import plan
from office.people.exchange.reading import read
from office.people.exchange.writing import workbook
from office.people.models import Holding, Oversight, Person, UnitVersion

URL = "/people/import/"


@pytest.fixture
def client(town):
    return town.client("maibaizhi")


class Book:
    """The exported workbook, to be changed by hand and handed in."""

    def __init__(self, client):
        answer = client.post(reverse("people:export"))
        self.book = openpyxl.load_workbook(io.BytesIO(answer.content))

    def __getitem__(self, name):
        return self.book[name]

    def row(self, sheet, *starts):
        """The number of the row that begins so."""
        for number, row in enumerate(self.book[sheet].iter_rows(values_only=True), start=1):
            if row[: len(starts)] == starts:
                return number
        raise AssertionError(starts)

    def content(self):
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


def hand_in(client, content, name="people.xlsx"):
    return client.post(URL, {"file": SimpleUploadedFile(name, content)})


def confirm(client, preview):
    page = preview.content.decode()
    digest = re.search(r'action="/people/import/([0-9a-f]{64})/"', page)[1]
    return client.post(f"{URL}{digest}/", {"plan": re.search(r'name="plan" value="(\w+)"', page)[1]})


def test_what_was_exported_changes_nothing(client):
    answer = hand_in(client, workbook())
    assert answer.status_code == 200
    rows = sum(len(sheet.existing()) for sheet in SHEETS)
    assert f"没有任何改动：{rows} 行都和系统里的一样" in answer.content.decode()


def test_the_same_records_give_the_same_file(town):
    assert workbook() == workbook()


def test_every_kind_of_change_is_shown_then_done(client, town):
    book = Book(client)
    book["人员"].append(["T100", "单白果"])
    book["任职"].append(["T100", "QQ12", "会计", date(2026, 5, 1), None, "青党发〔2026〕6号"])
    code = town.places["综治维稳办公室:主任"]
    ending = book.row("任职", code)
    book["任职"].cell(ending, 5).value = date(2026, 4, 30)
    name = book.row("人员", town.places["财政所:所长"])
    book["人员"].cell(name, 2).value = "溪改名"
    preview = hand_in(client, book.content())
    page = preview.content.decode()
    assert Person.objects.filter(code="T100").count() == 0, "the preview writes nothing"
    assert [page.count(f">{word}</span>") for word in ("新增", "终止", "改动")] == [2, 1, 1]
    assert "姓名 溪白术 → 溪改名" in page
    answer = confirm(client, preview)
    assert answer.headers["Location"] == reverse("people:tree")
    assert Person.objects.get(code="T100").pinyin == "shanbaiguo"
    assert Holding.objects.get(person__code="T100").since == date(2026, 5, 1)
    assert Holding.objects.get(person__code=code).until == date(2026, 4, 30)
    entries = Entry.objects.filter(act="people.import_workbook")
    assert entries.count() == 1 + 4, "one for the file, one for each change"
    assert hand_in(client, book.content()).content.decode().count("没有任何改动") == 1


@pytest.mark.parametrize(
    ("sheet", "row", "message"),
    [
        ("人员", ["T101", None], "人员 第68行「姓名」：不能空"),
        ("人员", ["QQ001", "苗茯苓"], "人员 第68行：与第2行是同一条"),
        ("任职", ["T999", "QQ12", "会计", date(2026, 5, 1)], "「编号」：没有编号是T999的人"),
        ("任职", ["QQ001", "QQ99", "会计", date(2026, 5, 1)], "「机构编码」：没有编码是QQ99的机构"),
        ("任职", ["QQ001", "QQ12", "飞行员", date(2026, 5, 1)], "这个机构没有这个职务"),
        ("任职", ["QQ001", "QQ12", "会计", "后天"], "「自」：不是日期"),
        ("任职", ["QQ001", "QQ12", "会计", date(2300, 5, 1)], "不在合理范围内"),
        ("任职", ["QQ001", "QQ12", "会计", date(2026, 5, 1), date(2026, 4, 1)], "「至」：早于「自」2026-05-01"),
        ("政治面貌", ["QQ001", "外星人", date(2026, 5, 1)], "没有「外星人」这一项。可填：中共党员、"),
        ("政治面貌", ["QQ001", "群众", date(2026, 5, 1)], "与QQ001 2021-01-01至今的一条重叠"),
        ("分管", ["QQ001", "QQ12", "分管", date(2026, 5, 1)], "与QQ002 2026-03-01至今的一条重叠"),
        ("机构", ["QQ77", "新办", "办公室", "QQ78", 1, date(2026, 5, 1)], "「上级编码」：没有这个机构"),
        ("机构", ["QQ77", "新" * 61, "办公室", "QQ", 1, date(2026, 5, 1)], "太长，最多60个字"),
        ("机构", ["QQ77", "新办", "办公室", "QQ", -3, date(2026, 5, 1)], "要填0到32767的整数"),
        ("人员", [1.5, "小数点"], "编号存成了数字，已经走样"),
    ],
)
def test_every_problem_is_told_with_its_place(client, sheet, row, message):
    book = Book(client)
    book[sheet].append(row)
    before = Entry.objects.count()
    answer = hand_in(client, book.content())
    page = answer.content.decode()
    assert (answer.status_code, message in page) == (422, True), re.findall(r"<li>(.*?)</li>", page)
    assert "什么也没有写" in page
    assert Entry.objects.count() == before


def test_all_problems_are_told_at_once(client):
    book = Book(client)
    book["人员"].append(["T101", None])
    book["政治面貌"].append(["QQ001", "外星人", "昨天"])
    page = hand_in(client, book.content()).content.decode()
    assert "有 3 处不对" in page


def test_headings_that_do_not_fit_are_told(client):
    book = Book(client)
    book["人员"].cell(1, 2).value = "名字"
    book.book.create_sheet("工资")
    page = hand_in(client, book.content()).content.decode()
    assert "人员 第1行「姓名」：第一行缺这一栏" in page
    assert "人员 第1行「名字」：多出这一栏" in page
    assert "工资：不认识这张表" in page


@pytest.mark.parametrize("content", [b"", b"PK", b"\x89PNG\r\n", b"%PDF-1.7", b"a,b\n1,2\n", bytes(1000)])
def test_a_file_that_is_no_workbook_is_refused(client, content):
    answer = hand_in(client, content)
    assert answer.status_code == 422


def test_a_torn_workbook_is_refused(client):
    content, rng = workbook(), random.Random(7)
    for _time in range(20):
        torn = bytearray(content)
        for _spot in range(rng.randint(1, 30)):
            torn[rng.randrange(len(torn))] = rng.randrange(256)
        assert hand_in(client, bytes(torn[: rng.randint(1, len(torn))])).status_code in (200, 422)


def test_another_file_than_the_one_previewed_is_refused(client, settings):
    book = Book(client)
    book["人员"].append(["T102", "单白果"])
    preview = hand_in(client, book.content())
    [path] = [p for p in (settings.DATA / "uploads").glob("*.xlsx") if p.name[:64] in preview.content.decode()]
    book["人员"].append(["T103", "查白果"])
    path.write_bytes(book.content())
    answer = confirm(client, preview)
    assert (answer.status_code, "和预览的不是同一个" in answer.content.decode()) == (422, True)
    assert not Person.objects.filter(code__in=["T102", "T103"]).exists()


def test_records_that_changed_since_the_preview_are_noticed(client, town):
    from office.people import actions

    book = Book(client)
    book["人员"].append(["T104", "单白果"])
    preview = hand_in(client, book.content())
    actions.add_person(town.actor("maibaizhi"), "T104", "单白果")
    answer = confirm(client, preview)
    assert (answer.status_code, "预览以后，系统里的记录有了变化" in answer.content.decode()) == (422, True)


def test_a_plan_that_was_made_up_is_refused(client):
    assert client.post(f"{URL}{'0' * 64}/", {"plan": "x"}).status_code == 422


def _take_away_all_apps_behind():
    """The rows of every app behind the people, also those that are never changed."""
    from django.apps import apps
    from django.db import connection

    from office.ground.guards import listed
    from office.ground.order import APPS

    for guard in listed():
        guard.remove(connection)
    for app in reversed(APPS[APPS.index("people") + 1 :]):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            model._base_manager.all()._raw_delete("default")


def test_an_import_into_an_empty_office_rebuilds_it(town, tmp_path):
    """The export is complete: everything in it, taken away and imported again, is the same export."""
    from office.people.exchange.carry_out import carry_out

    path = tmp_path / "all.xlsx"
    path.write_bytes(workbook())
    rows = {sheet.name: sorted(map(str, (values for _pk, values in sheet.existing()))) for sheet in SHEETS}
    _take_away_all_apps_behind()
    for model in (Oversight, Holding):
        model.objects.all().delete()
    for sheet in reversed(SHEETS):
        sheet.model.objects.all().delete()
    UnitVersion.objects.all().delete()
    made = plan(read(path))
    assert made.troubles == []
    carry_out(made)
    assert {s.name: sorted(map(str, (values for _pk, values in s.existing()))) for s in SHEETS} == rows
