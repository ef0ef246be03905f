"""The pages of the register: what is listed, what is shown, what goes out as a workbook."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from office.demo.register import fill_register
from office.register import actions
from office.register.models import Effect, Reliance

KEEPER, CADRE, TELLER = "maibaizhi", "yueduzhong", "weicangzhu"
YEAR_BAR = "取消评先评优资格"
APPEAL = {"document": "县纪申〔2026〕9号", "organ": "县纪委", "reason": "申诉查明"}
WORK_ERROR_CASE = """{"instrument": "work-errors", "on": "2026-03-02", "circumstances": ["1.3"], "facts": {
 "发现人": "主要领导", "主观原因": true, "同类失误次数": 1, "较严重失误": false, "严重失误": false,
 "造成恶劣影响": false, "人员类别": "公务员", "履行职责中": true}}"""


def shown(town, login, name, *args, **query):
    answer = town.client(login).get(reverse(f"register:{name}", args=args), query)
    return answer.status_code, answer.content.decode()


def technician(town):
    return town.person("农业综合服务站:农技员")


def test_a_cadre_sees_their_own_and_nothing_else(town):
    _status, text = shown(town, CADRE, "list", state="all")
    assert set(re.findall(r"/register/people/(\d+)/", text)) == {str(technician(town).pk)}
    assert shown(town, TELLER, "person", technician(town).pk)[0] == 403
    bar = Effect.objects.get(person=technician(town), kind=YEAR_BAR)
    assert shown(town, TELLER, "effect", bar.pk)[0] == 403
    assert shown(town, CADRE, "effect", bar.pk)[0] == 200


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 4), ({"state": "all"}, 6), ({"state": "soon"}, 3), ({"state": "past"}, 1), ({"state": "gone"}, 1),
        ({"state": "stopped"}, 0), ({"state": "coming"}, 0), ({"day": "2025-06-01"}, 2), ({"day": "1990-01-01"}, 0),
        ({"q": "古渡"}, 1), ({"q": "青纪〔2026〕2号"}, 1), ({"kind": YEAR_BAR, "state": "all"}, 2),
        ({"state": "nonsense"}, 4),
    ],
)  # fmt: skip
def test_the_list_by_words_kind_state_and_day(town, query, count):
    _status, text = shown(town, KEEPER, "list", **query)
    assert len(set(re.findall(r'href="/register/(\d+)/"', text))) == count


def test_what_ends_soon_the_nearest_first(town):
    _status, text = shown(town, KEEPER, "expiring")
    ends = re.findall(r"至(\d{4}-\d\d-\d\d)", re.sub(r"<[^>]+>", "", text))
    assert ends == sorted(ends)
    assert ends[0] == "2026-12-31"


def test_the_question_page_answers_with_the_sentence_and_the_entry(town):
    _status, text = shown(town, KEEPER, "ask", who=technician(town).code, day="2026-12-31")
    assert "不可以" in text
    assert "受党政纪处分的干部当年不得评定为优秀格次" in text
    assert 'href="/laws/work-errors/#2.4"' in text
    bar = Effect.objects.get(person=technician(town), kind=YEAR_BAR)
    assert f'href="/register/{bar.pk}/"' in text


def test_the_question_about_somebody_else_is_not_answered_to_a_cadre(town):
    status, text = shown(town, CADRE, "ask", who=town.person("财政所:会计2").code)
    assert status == 200
    assert "台账只给本人" in text
    assert "受限制" not in text


@pytest.mark.parametrize("who", ["", "没有这个人", "x" * 61])
def test_an_unclear_name_is_asked_again(town, who):
    status, text = shown(town, KEEPER, "ask", who=who)
    assert status == 422
    assert "不可以" not in text


def test_the_picture_says_in_words_what_it_shows(town):
    _status, text = shown(town, KEEPER, "person", technician(town).pk)
    [picture] = re.findall(r"<svg.*?</svg>", text, flags=re.DOTALL)
    assert "style=" not in picture
    assert f"{YEAR_BAR} 2026-01-01至2026-12-31" in re.search(r"<desc>(.*?)</desc>", picture)[1]
    assert picture.count('class="held') == 2


def test_entering_by_the_form_computes_the_period(town):
    person = town.person("便民服务大厅:窗口员")
    given = {
        "subject": person.code, "kind": YEAR_BAR, "address": "work-errors/3.3d", "decided_on": "2026-03-02",
        "document": "青党发〔2026〕40号", "organ": "镇党委会议",
    }  # fmt: skip
    answer = town.client(KEEPER).post(reverse("register:enter"), given)
    effect = Effect.objects.get(person=person)
    assert answer.headers["Location"] == reverse("register:effect", args=[effect.pk])
    assert str(effect.spells.get().until) == "2026-12-31"
    wrong = town.client(KEEPER).post(reverse("register:enter"), given | {"address": "nothing/1"})
    assert wrong.status_code == 422
    assert "没有找到「nothing/1」这一条" in wrong.content.decode()


@pytest.mark.parametrize("what", ["suspend", "lift", "revoke"])
def test_a_change_by_the_form(town, what):
    bar = Effect.objects.get(person=technician(town), kind=YEAR_BAR)
    given = {"on": "2026-06-01", "document": "县纪申〔2026〕9号", "organ": "县纪委", "reason": "申诉查明"}
    answer = town.client(KEEPER).post(reverse("register:change", args=[bar.pk, what]), given)
    assert answer.status_code == 302
    assert bar.steps.count() == 2
    assert town.client(KEEPER).get(reverse("register:change", args=[bar.pk, "nonsense"])).status_code == 404


def test_a_form_opened_before_somebody_elses_change_is_not_carried_out(town):
    bar = Effect.objects.get(person=technician(town), kind=YEAR_BAR)
    address = reverse("register:change", args=[bar.pk, "lift"])
    page = town.client(KEEPER).get(address).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    actions.suspend(town.actor("lichaihu"), bar, date(2026, 6, 1), **APPEAL)
    given = {"on": "2026-07-01", "document": "x", "organ": "y", "reason": "z", "seen": seen}
    answer = town.client(KEEPER).post(address, given)
    assert answer.status_code == 409
    assert "中止限制" in answer.content.decode()


def test_relying_on_an_answer_by_the_form(town):
    given = {
        "who": technician(town).code, "day": "2026-12-31", "question": YEAR_BAR, "kinds": YEAR_BAR, "is_barred": "on",
        "purpose": "年度推荐",
    }  # fmt: skip
    before = Reliance.objects.count()
    assert town.client(KEEPER).post(reverse("register:rely"), given).status_code == 302
    assert Reliance.objects.count() == before + 1
    assert town.client(TELLER).post(reverse("register:rely"), given).status_code == 403
    assert town.client(KEEPER).post(reverse("register:rely"), {}).status_code == 422


def test_taking_over_a_case_by_the_forms(town):
    client, person = town.client(KEEPER), town.person("便民服务大厅:窗口员")
    file = SimpleUploadedFile("case.json", WORK_ERROR_CASE.encode())
    page = client.post(reverse("register:take-over"), {"file": file})
    assert page.status_code == 200
    assert "2026-01-01 — 2026-12-31" in page.content.decode()
    given = {
        "text": WORK_ERROR_CASE, "decided_on": "2026-03-05", "document": "青党发〔2026〕12号", "organ": "镇党委会议",
        "subject_0": person.code,
    }  # fmt: skip
    assert client.post(reverse("register:take-over"), given).status_code == 302
    assert [e.kind for e in Effect.objects.filter(person=person)] == [YEAR_BAR]
    again = client.post(reverse("register:take-over"), given)
    assert again.status_code == 422
    assert "已经登记过" in again.content.decode()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04", b"{}", b"=" * 1_100_000])
def test_a_file_that_is_no_decision_is_said_to_be_none(town, content):
    file = SimpleUploadedFile("case.json", content)
    answer = town.client(KEEPER).post(reverse("register:take-over"), {"file": file})
    assert answer.status_code == 422


@pytest.mark.parametrize(("login", "rows"), [(KEEPER, 6), (CADRE, 2), (TELLER, 0)])
def test_the_workbook_holds_what_the_actor_may_read(town, login, rows):
    answer = town.client(login).post(reverse("register:export"), {"state": "all"})
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(sheet) == rows + 1
    assert sheet[0][:3] == ["编号", "姓名或机构", "限制或处理"]


@pytest.mark.parametrize("name", ["list", "expiring"])
def test_pages_ask_a_fixed_number_of_questions(town, django_assert_max_num_queries, name):
    client = town.client(KEEPER)
    client.get(reverse(f"register:{name}"))
    with django_assert_max_num_queries(16):
        client.get(reverse(f"register:{name}"), {"state": "all"})


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2027, 1, 2), date(2028, 2, 29), date(2026, 10, 31)])
def test_the_town_can_be_filled_on_any_day(town, day):
    before = Effect.objects.count()
    fill_register(town.places, day)
    assert Effect.objects.count() == before * 2
