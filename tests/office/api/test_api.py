"""Programs ask with tokens: the same rights as the owner on the pages, and every error in one form, in words."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from office.accounts import actions as accounts
from office.api.actions import make_token, revoke_token
from office.api.models import SCOPES, Token
from office.audit.models import Entry
from office.ground import clock
from office.ground.refusals import NotAllowed, Refused
from office.ground.shelf import find
from office.people import actions as people
from office.people.models import Person
from office.reading_room import checkups
from office.reading_room.actions import adopt
from office.reading_room.checkups import State
from office.register.gradings import gradings
from office.register.models import Effect
from office.register.questions import answers
from office.tasks.actions import To, Wanted, assign
from office.tasks.models import Task
from tests.office.api.asking import ACCOUNTANT, CLERK, MAYOR, call, messages
from tests.office_world import TODAY

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


# --- the law


def test_a_measure_is_given_sentence_by_sentence(ask):
    found = ask(ACCOUNTANT, "/laws/work-errors").json()
    assert "work-errors/4.1" in [row["address"] for row in found["provisions"]]
    assert ask(ACCOUNTANT, "/laws/nothing").status_code == 404
    assert "work-errors" in [row["id"] for row in ask(ACCOUNTANT, "/laws").json()["items"]]


def test_a_doubt_is_told_with_who_adopted_which_reading(ask, town):
    edition = find("work-errors", TODAY)
    reading = edition.law.parsed.readings[0]
    choice = next(name for name, _meaning in reading.options if name != reading.default)
    adopt(town.actor("maibaizhi"), edition, reading.id, choice, TODAY, reading.confirmed_by, "镇发〔2026〕1号")
    found = next(r for r in ask(ACCOUNTANT, "/laws/work-errors").json()["readings"] if r["id"] == reading.id)
    assert (found["proposed"], found["in_force"], found["adopted"]["document"]) == (
        reading.default,
        choice,
        "镇发〔2026〕1号",
    )


def test_every_sentence_can_be_asked_for_by_its_address(ask, town):
    secret = make_token(town.actor(MAYOR), town.account(MAYOR), "x", ["law"], TODAY)
    for row in call(secret, "/laws/work-errors").json()["provisions"]:
        instrument, _slash, label = row["address"].partition("/")
        found = call(secret, f"/laws/{instrument}/provisions/{label}").json()
        assert {name: found[name] for name in row} == row
    assert found["law"] == find("work-errors", TODAY).title
    ruled = call(secret, "/laws/work-errors/provisions/3.3d").json()
    assert (bool(ruled["rule"]), ruled["status"]) == (True, "computed")
    assert call(secret, "/laws/work-errors/provisions/99").status_code == 404


FINDING = {
    "kind": "k", "heading": "h", "addresses": ["work-errors/1"], "message": "m", "suggestion": "", "readings": {},
    "witness": {"a": "b"}, "decided": True,
}  # fmt: skip
CHECKUP = {"findings": [FINDING], "cases": 3, "failures": [], "coverage": {}}


@pytest.mark.parametrize(
    ("stands", "state", "why", "addresses"),
    [
        (State(CHECKUP), "known", "", ["work-errors/1"]),
        (State(is_running=True), "working", "", []),
        (State(failure="x"), "failed", "x", []),
        (State(), "none", "", []),
    ],
)
def test_a_checkup_is_told_as_far_as_it_is_known(ask, monkeypatch, stands, state, why, addresses):
    monkeypatch.setattr(checkups, "asked_for", lambda _edition: stands)
    found = ask(MAYOR, "/laws/work-errors/health").json()
    told = [address for finding in found["findings"] for address in finding["addresses"]]
    assert (found["state"], found["why"], told) == (state, why, addresses)


# --- the register


def test_the_register_is_shown_to_whom_its_pages_show_it(ask, town):
    own, other = town.person("财政所:会计").code, town.person("农业综合服务站:农技员").code
    assert ask(ACCOUNTANT, f"/register/people/{own}").json()["code"] == own
    for path in (f"/register/people/{other}", f"/register/people/{other}/questions"):
        refused = ask(ACCOUNTANT, path)
        assert (refused.status_code, "台账只给" in messages(refused)[0]) == (403, True)
    assert ask(MAYOR, f"/register/people/{other}?on=2026-06-01").json()["on"] == "2026-06-01"
    assert ask(MAYOR, "/register/people/nobody").status_code == 404
    assert ask(MAYOR, f"/register/units/{town.unit('财政所').code}").json()["bars"] == []


def test_what_bars_somebody_is_told_with_its_sentence_and_its_document(ask):
    barred = Effect.objects.filter(is_bar=True, spells__since__lte=TODAY, spells__until__gte=TODAY).first()
    who = "people" if barred.person else "units"
    bars = ask(MAYOR, f"/register/{who}/{barred.subject.code}").json()["bars"]
    found = next(bar for bar in bars if bar["kind"] == barred.kind)
    assert (found["address"], found["document"]) == (barred.last.address, barred.last.document)
    assert found["sentence"]
    answer = ask(MAYOR, f"/register/{who}/{barred.subject.code}/questions?kind={barred.kind}").json()["answers"]
    assert [(a["kind"], a["allowed"]) for a in answer] == [(barred.kind, False)]


def test_the_questions_are_answered_as_on_the_page(ask):
    for person in Person.objects.filter(effects__isnull=False).distinct():
        found = ask(MAYOR, f"/register/people/{person.code}/questions").json()
        wanted = gradings(person, TODAY)
        assert [(g["outcome"], g["option"], g["allowed"]) for g in found["gradings"]] == [
            (g.outcome, g.option, g.allowed) for g in wanted
        ]
        assert [(a["kind"], a["allowed"]) for a in found["answers"]] == [
            (a.kind.name, a.allowed) for a in answers(person, TODAY)
        ]
    assert any(not g.allowed for p in Person.objects.filter(effects__isnull=False) for g in gradings(p, TODAY))


def test_the_list_of_the_register_holds_what_the_asker_may_read_and_no_more(ask, town):
    everything = ask(MAYOR, "/register?state=all").json()["items"]
    assert len(everything) == Effect.objects.count()
    own = town.person("财政所:会计").code
    mine = ask(ACCOUNTANT, "/register?state=all").json()["items"]
    assert {line["code"] for line in mine} <= {own}
    wrong = ask(MAYOR, "/register?state=whatever")
    assert (wrong.status_code, messages(wrong)) == (422, ["不是能选的。"])


def test_a_kind_that_no_law_knows_is_said_so(ask, town):
    answer = ask(MAYOR, f"/register/people/{town.person('财政所:会计').code}/questions?kind=没有这种")
    assert (answer.status_code, messages(answer)) == (404, ["那一天的制度里没有「没有这种」这种限制。"])


# --- long lists, and asking again


@pytest.mark.parametrize("path", ["/laws?", "/register?state=all&"])
def test_a_long_list_comes_in_parts_that_fit_together(ask, town, path):
    secret = make_token(town.actor(MAYOR), town.account(MAYOR), "x", tuple(SCOPES), TODAY)
    whole = call(secret, path).json()
    parts, offset = [], 0
    while offset is not None:
        part = call(secret, f"{path}limit=2&offset={offset}").json()
        parts, offset = parts + part["items"], part["next"]
    assert len(whole["items"]) > 4
    assert (parts, whole["next"]) == (whole["items"], None)


def test_the_tasks_come_in_parts_too(ask, town):
    for n in range(5):
        assert ask(MAYOR, "/tasks/give", {"title": f"事{n}", "role": "principal_leader"}).status_code == 201
    whole = [task["id"] for task in ask(MAYOR, "/tasks").json()["items"]]
    first, second = ask(MAYOR, "/tasks?limit=3").json(), ask(MAYOR, "/tasks?limit=3&offset=3").json()
    assert [t["id"] for t in first["items"] + second["items"]] == whole[:6]
    assert first["next"] == 3


def test_what_has_not_changed_is_not_sent_again(town):
    secret = make_token(town.actor(MAYOR), town.account(MAYOR), "x", tuple(SCOPES), TODAY)
    headers = {"Authorization": f"Bearer {secret}"}
    first = Client().get("/api/tasks", headers=headers)
    again = Client().get("/api/tasks", headers={**headers, "If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assign(town.actor(MAYOR), Wanted("新的事", To(role="principal_leader")))
    changed = Client().get("/api/tasks", headers={**headers, "If-None-Match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)
    other = make_token(town.actor(ACCOUNTANT), town.account(ACCOUNTANT), "y", ["law"], TODAY)
    refused = Client().get("/api/tasks", headers={"Authorization": f"Bearer {other}", "If-None-Match": first["ETag"]})
    assert refused.status_code == 403, "who may not see it is not told that it is unchanged"


# --- tasks


def test_tasks_are_given_and_finished_by_the_same_acts_and_rights_as_on_the_pages(ask, town):
    code = town.person("财政所:会计").code
    made = ask(MAYOR, "/tasks/give", {"title": "盘点", "person": code, "due": "2026-11-30"})
    assert made.status_code == 201, made.content.decode()
    number = made.json()["id"]
    assert number in [task["id"] for task in ask(ACCOUNTANT, "/tasks").json()["items"]]
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
        (b'{"title": "a", "title": "b"}', 400, "「title」写了两次"),
        (b'{"title": 1e999999999}', 400, "有一个数太长"),
        ({"title": 1.5}, 422, "应是文字"),
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


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/laws?adoptd=false", "不认识的参数：adoptd；能写的参数：limit、offset、on"),
        ("/laws/work-errors/provisions/3.3d?on=2026-01-01&limit=3", "不认识的参数：limit；能写的参数：on"),
        ("/tasks/1?x=", "不认识的参数：x；能写的参数：（没有）"),
        ("/tasks?offset=5&offset=0", "参数 offset 写了不止一次"),
        ("/laws?on=0", "应是日期，写作 2026-03-02"),
        ("/laws?on=2026-02-30", "应是日期，写作 2026-03-02"),
        ("/laws?on=9999-12-31", "日期应在1900年至2199年之间"),
        ("/laws?limit=0", "太小，至少1"),
        ("/laws?offset=99999999999999999999", "太大，最多100000"),
    ],
)
def test_a_parameter_that_means_nothing_is_never_passed_over(ask, path, says):
    answer = ask(MAYOR, path)
    assert (answer.status_code, any(says in message for message in messages(answer))) == (422, True), messages(answer)


def test_a_parameter_that_an_act_does_not_know_stops_it(ask):
    answer = ask(MAYOR, "/tasks/give?dry=true", {"title": "没有这件事", "role": "office_clerk"})
    assert (answer.status_code, Task.objects.filter(title="没有这件事").exists()) == (422, False)


@pytest.mark.parametrize("path", ["/nowhere", "/laws/", "/register/people"])
@pytest.mark.parametrize("body", [None, {}])
def test_an_address_that_there_is_not_is_answered_in_the_same_form(ask, path, body):
    answer = ask(MAYOR, path, body)
    assert (answer.status_code, messages(answer)) == (404, ["接口里没有这个地址；有哪些，见接口说明。"])


def test_the_database_in_trouble_is_said_in_the_same_form(ask, monkeypatch):
    from django.db import OperationalError

    from office.api.endpoints import tasks

    def locked(_actor):
        raise OperationalError("database is locked")

    monkeypatch.setattr(tasks, "mine", locked)
    answer = ask(ACCOUNTANT, "/tasks")
    assert (answer.status_code, "数据库暂时用不了" in messages(answer)[0]) == (503, True)


def test_a_fault_of_the_program_is_said_in_the_same_form_with_its_number(ask, monkeypatch):
    from office.api.endpoints import tasks

    def breaks(_actor):
        raise ZeroDivisionError("x")

    monkeypatch.setattr(tasks, "mine", breaks)
    answer = ask(ACCOUNTANT, "/tasks")
    assert answer.status_code == 500
    assert re.search(r"程序出错了，没有改动。.*[0-9A-F]{8}", messages(answer)[0])
