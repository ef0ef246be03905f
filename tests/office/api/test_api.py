"""Programs ask with tokens: the same rights as the owner on the pages, and every error in one form, in words."""

import json
import re
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from test_structure import ROOT

from office.accounts import actions as accounts
from office.api.actions import make_token, revoke_token
from office.api.models import SCOPES, Token
from office.audit.models import Entry
from office.ground import clock
from office.ground.refusals import NotAllowed, Refused
from office.people import actions as people
from tests.office_world import TODAY

ACCOUNTANT, MAYOR, CLERK = "weicangzhu", "shilianqiao", "lichaihu"


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def ask(town):
    """Asks as a program with a token of that account."""

    def asked(login, path, body=None, scopes=tuple(SCOPES), method=""):
        secret = make_token(town.actor(login), town.account(login), "试", scopes, date(2026, 12, 31))
        return call(secret, path, body, method)

    return asked


def call(secret, path, body=None, method=""):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    client, url = Client(raise_request_exception=False), f"/api{path}"
    if body is None and not method:
        return client.get(url, headers=headers)
    content = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(url, content, content_type="application/json", headers=headers)


def messages(answer):
    return [problem["message"] for problem in answer.json()["problems"]]


# --- tokens


def test_a_token_is_shown_once_and_kept_as_a_hash(town):
    client = town.client(ACCOUNTANT)
    given = {"name": "报表", "scopes": ["law", "tasks"], "until": "2027-01-31", "once": "m"}
    page = client.post(reverse("api:tokens"), given, follow=True).content.decode()
    secret = re.search(r"gj_[\w-]{43}", page).group()
    assert secret not in client.get(reverse("api:tokens")).content.decode()
    token = Token.objects.get(name="报表")
    assert secret not in json.dumps([token.digest, token.name, token.scopes])
    assert secret not in "".join(Entry.objects.values_list("changes", flat=True))
    assert call(secret, "/laws").status_code == 200


def test_nobody_makes_a_token_for_another_and_the_administrators_make_none(town):
    for login, other in ((MAYOR, ACCOUNTANT), ("anquan", "anquan"), ("xitong", ACCOUNTANT)):
        with pytest.raises(NotAllowed):
            make_token(town.actor(login), town.account(other), "x", ["law"], TODAY)


@pytest.mark.parametrize(
    ("scopes", "until"),
    [([], TODAY), (["everything"], TODAY), (["law"], date(2026, 11, 22)), (["law"], date(2028, 1, 1))],
)
def test_a_token_without_a_scope_or_with_no_sensible_end_is_refused(town, scopes, until):
    with pytest.raises(Refused):
        make_token(town.actor(ACCOUNTANT), town.account(ACCOUNTANT), "x", scopes, until)


def test_a_token_ends_when_revoked_by_its_owner_or_the_security_administrator_and_by_no_other(town):
    for who in (ACCOUNTANT, "anquan"):
        secret = make_token(town.actor(ACCOUNTANT), town.account(ACCOUNTANT), who, ["law"], TODAY)
        token = Token.objects.get(name=who)
        for other in (MAYOR, "xitong"):
            with pytest.raises(NotAllowed):
                revoke_token(town.actor(other), token)
        assert call(secret, "/laws").status_code == 200
        assert town.client(who).post(reverse("api:revoke", args=[token.pk])).status_code == 302
        assert call(secret, "/laws").status_code == 401


def test_a_token_ends_with_its_last_day_and_with_its_account(town):
    secret = make_token(town.actor(ACCOUNTANT), town.account(ACCOUNTANT), "x", ["law"], date(2026, 11, 25))
    with clock.clock_at(date(2026, 11, 25)):
        assert call(secret, "/laws").status_code == 200
    with clock.clock_at(date(2026, 11, 26)):
        assert call(secret, "/laws").status_code == 401
    accounts.close(town.actor("anquan"), town.account(ACCOUNTANT))
    assert call(secret, "/laws").status_code == 401


@pytest.mark.parametrize("secret", ["", "gj_", "gj_" + "x" * 43, "\ud800"])
def test_without_a_token_that_holds_nothing_opens(town, secret):
    secret = secret.encode("utf-8", "replace").decode()
    answer = call(secret, "/laws")
    assert (answer.status_code, messages(answer)) == (401, ["要有令牌，或者令牌不对、过期、已作废。"])


def test_being_signed_in_to_the_pages_opens_nothing_here(town):
    assert town.client(MAYOR).get("/api/laws").status_code == 401


def test_a_token_reaches_no_further_than_its_scopes(ask):
    answer = ask(ACCOUNTANT, "/tasks", scopes=["law"])
    assert (answer.status_code, messages(answer)) == (403, ["这个令牌的范围里没有「看待办」。"])


def test_a_token_that_asks_too_often_is_told_so(town, settings):
    settings.API_RATE = "3/m"
    secret = make_token(town.actor(ACCOUNTANT), town.account(ACCOUNTANT), "x", ["law"], TODAY)
    other = make_token(town.actor(MAYOR), town.account(MAYOR), "y", ["law"], TODAY)
    assert [call(secret, "/laws").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert call(other, "/laws").status_code == 200


# --- what it answers


def test_a_case_is_decided_as_on_the_command_line(ask):
    from guiju.cases.decide import decision, open_instrument, run_case

    for file in sorted((ROOT / "examples/cases").glob("*.json")):
        case = json.loads(file.read_text(encoding="utf-8"))
        answer = ask(ACCOUNTANT, "/decide", case)
        assert answer.status_code == 200, answer.content.decode()[:300]
        jsonschema.validate(answer.json(), schema("guiju-decision-1"))
        alone = decision(run_case(open_instrument(case, None), case, file.name, {}))
        assert answer.json() == json.loads(json.dumps(alone))


def schema(name):
    return json.loads((ROOT / f"docs/schemas/{name}.json").read_text(encoding="utf-8"))


def test_what_is_wrong_with_a_case_is_said_all_at_once(ask):
    case = {"instrument": "work-errors", "on": "2026-13-01", "circumstances": ["work-errors/99"], "what": 1}
    answer = ask(ACCOUNTANT, "/decide", case)
    assert answer.status_code == 422
    assert len(messages(answer)) >= 3


def test_people_are_appraised_as_on_the_command_line(ask):
    votes = {"优秀": 60, "称职": 10, "基本称职": 0, "不称职": 0}
    person = {
        "编号": "a",
        "加减分": "-1.5",
        "上年等次": None,
        **dict.fromkeys(("重点工作后三位", "被通报批评", "受党政纪处分", "取消评优资格"), False),
        **{f"{who}{grade}": n for who in ("测评", "领导") for grade, n in votes.items()},
    }
    answer = ask(ACCOUNTANT, "/appraise", {"people": [person], "year": 2026})
    assert answer.status_code == 200, answer.content.decode()
    jsonschema.validate(answer.json(), schema("guiju-appraisal-1"))
    assert [p["编号"] for p in answer.json()["people"]] == ["a"]
    wrong = ask(ACCOUNTANT, "/appraise", {"people": [person | {"测评优秀": "很多"}]})
    assert (wrong.status_code, any("测评优秀" in p["where"] + p["message"] for p in wrong.json()["problems"])) == (
        422,
        True,
    )


def test_a_measure_is_given_sentence_by_sentence(ask):
    found = ask(ACCOUNTANT, "/laws/work-errors").json()
    assert "work-errors/4.1" in [row["address"] for row in found["provisions"]]
    assert ask(ACCOUNTANT, "/laws/nothing").status_code == 404
    assert "work-errors" in [row["id"] for row in ask(ACCOUNTANT, "/laws").json()]


def test_the_register_is_shown_to_whom_its_pages_show_it(ask, town):
    own, other = town.person("财政所:会计").code, town.person("农业综合服务站:农技员").code
    assert ask(ACCOUNTANT, f"/register/people/{own}").json()["person"] == own
    refused = ask(ACCOUNTANT, f"/register/people/{other}")
    assert (refused.status_code, "台账只给" in messages(refused)[0]) == (403, True)
    assert ask(MAYOR, f"/register/people/{other}?on=2026-06-01").json()["on"] == "2026-06-01"
    assert ask(MAYOR, "/register/people/nobody").status_code == 404


def test_tasks_are_given_and_finished_by_the_same_acts_and_rights_as_on_the_pages(ask, town):
    code = town.person("财政所:会计").code
    made = ask(MAYOR, "/tasks/give", {"title": "盘点", "person": code, "due": "2026-11-30"})
    assert made.status_code == 201, made.content.decode()
    number = made.json()["id"]
    assert number in [task["id"] for task in ask(ACCOUNTANT, "/tasks").json()]
    assert ask(CLERK, f"/tasks/{number}/finish", {}).status_code == 403
    assert ask(ACCOUNTANT, "/tasks/give", {"title": "x", "person": code}).status_code == 403
    assert ask(ACCOUNTANT, f"/tasks/{number}/finish", {"note": "清了"}).json()["state"] == "done"
    again = ask(ACCOUNTANT, f"/tasks/{number}/finish", {})
    assert (again.status_code, "已经办结" in messages(again)[0]) == (422, True)
    assert Entry.objects.filter(act="tasks.finish", subject=f"tasks.task:{number}", result="done").count() == 1


def test_rights_are_those_of_today(ask, town):
    """Who gave up the post this morning gets no more by an old token than on the pages."""
    secret = make_token(town.actor("weiniuxi"), town.account("weiniuxi"), "x", tuple(SCOPES), date(2027, 1, 1))
    code = town.person("农业综合服务站:农技员").code
    assert call(secret, f"/register/people/{code}").status_code == 200
    for row in town.person("农业综合服务站:站长").holdings.all():
        people.end(town.actor("maibaizhi"), row, date(2026, 11, 22))
    assert call(secret, f"/register/people/{code}").status_code == 403


# --- what goes wrong


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"{", 400, "不是能看懂的 JSON"),
        (b'{"title": NaN}', 400, "不是能看懂的 JSON"),
        (b'{"title": "\\ud800"}', 400, "不是能看懂的 JSON"),
        (b"[" * 100_000, 400, "不是能看懂的 JSON"),
        (b'"' + b"x" * 3_000_000 + b'"', 413, "太大"),
        ({}, 422, "缺这一项"),
        ({"title": "x", "who": "y"}, 422, "不认识的项目"),
        ({"title": "x" * 201}, 422, "太长，最多200个字"),
        ({"title": ""}, 422, "不能为空"),
        ({"title": 5}, 422, "应是文字"),
        ({"title": "a\u0000b"}, 422, "有不能用的字符"),
        ({"title": "x", "due": "明天"}, 422, "应是日期"),
        ({"title": "x", "person": "没有这个人"}, 404, "没有编号是没有这个人的人"),
        ({"title": "x", "role": "emperor"}, 422, "身份要是系统里有的"),
        ([], 422, "应是"),
    ],
)
def test_what_is_wrong_is_said_in_words(ask, body, status, says):
    answer = ask(MAYOR, "/tasks/give", body)
    assert answer.status_code == status, answer.content.decode()
    assert any(says in message for message in messages(answer)), messages(answer)
    assert not re.search(r"[a-z]{5,} [a-z]+", "".join(messages(answer))), "no English of a library"


def test_the_database_in_trouble_is_said_in_the_same_form(ask, monkeypatch):
    from django.db import OperationalError

    from office.api import rest

    def locked(_actor):
        raise OperationalError("database is locked")

    monkeypatch.setattr(rest, "mine", locked)
    answer = ask(ACCOUNTANT, "/tasks")
    assert (answer.status_code, "数据库暂时用不了" in messages(answer)[0]) == (503, True)


# --- its description


def test_the_description_declares_every_error_and_the_published_forms(town):
    described = Client().get("/api/openapi.json").json()
    operations = [(path, m, op) for path, found in described["paths"].items() for m, op in found.items()]
    assert len(operations) == 9
    for path, _method, operation in operations:
        assert {"400", "401", "403", "404", "422", "429"} <= set(operation["responses"]), path
        assert operation["security"], path
    assert (
        described["components"]["schemas"]["guiju-decision-1"]["properties"].keys()
        == schema("guiju-decision-1")["properties"].keys()
    )
    references = re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(described))
    assert set(references) <= set(described["components"]["schemas"])


def test_the_page_of_the_description_asks_no_far_server(town):
    page = town.client(ACCOUNTANT).get("/api/docs").content.decode()
    assert "swagger-ui-bundle.js" in page
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert Path(ROOT).is_dir()
