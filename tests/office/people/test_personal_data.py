"""Which personal data the office holds about people: little, so that there is little to mask; and who sees it."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from office.audit.models import Entry
from office.ground.refusals import Refused
from office.people import actions, models
from office.people.exchange.writing import workbook
from office.people.models import Person

HELD = {
    "Person": {"code", "name", "pinyin", "initials"},
    "PartyStatus": {"person", "status"},
    "Establishment": {"person", "kind"},
    "Holding": {"person", "post"},
    "Oversight": {"person", "unit", "manner"},
}
OF_EVERY_ROW = {"id", "since", "until", "basis"}


@pytest.mark.parametrize("name", HELD)
def test_no_more_is_held_of_a_person_than_this(name):
    """Whoever adds a column decides who sees it, masked or not, and whether looking is recorded: docs/office.md."""
    columns = {field.name for field in getattr(models, name)._meta.get_fields() if field.concrete}
    assert columns - OF_EVERY_ROW == HELD[name]


# Made up, with a right check sign, or wrong ones; the first two are those that the standard itself shows.
IDENTITY = ["11010519491231002X", "440524188001010014", "11010519491231002x"]


@pytest.mark.parametrize("code", [*IDENTITY, "13800138000"])
def test_a_number_that_tells_of_the_person_is_not_a_person_s_number(town, code):
    with pytest.raises(Refused, match=r"编号不能用(身份证号|手机号)"):
        actions.add_person(town.actor("maibaizhi"), code, "单白及")
    assert not Person.objects.filter(code=code).exists()
    assert code not in "".join(Entry.objects.values_list("changes", flat=True))


@pytest.mark.parametrize("code", ["110105194912310021", "QQ9052", "2026000000000001", "12800138000"])
def test_other_long_numbers_are_the_town_s_own_affair(town, code):
    assert actions.add_person(town.actor("maibaizhi"), code, "单白及").code == code


def test_a_workbook_brings_in_no_such_number_either(town):
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book["人员"].append([IDENTITY[0], "单白及"])
    content = io.BytesIO()
    book.save(content)
    upload = {"file": SimpleUploadedFile("x.xlsx", content.getvalue())}
    answer = town.client("maibaizhi").post(reverse("people:import"), upload)
    assert (answer.status_code, "编号不能用身份证号" in answer.content.decode()) == (422, True)


def test_taking_the_records_out_is_for_their_keepers_and_is_recorded(town):
    for login in ("shilianqiao", "lichaihu", "yueduzhong", "anquan"):
        assert town.client(login).post(reverse("people:export")).status_code == 403
    assert town.client("maibaizhi").post(reverse("people:export")).status_code == 200
    last = Entry.objects.order_by("-sequence").first()
    assert (last.act, last.actor) == ("people.export_workbook", "maibaizhi")
