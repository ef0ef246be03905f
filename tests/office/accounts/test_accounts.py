"""Who may sign in, in which roles and why; and that the three administrations never mix with anything."""

from datetime import date

import pytest
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from office.accounts import actions
from office.accounts.models import Account, Function, Renewal
from office.accounts.standing import actor_of
from office.audit.models import Entry
from office.demo.actions import PASSWORD
from office.ground import roles as r
from office.ground.refusals import NotAllowed, Refused
from office.people import actions as people
from office.people.models import Oversight

TODAY = date(2026, 11, 23)


@pytest.fixture
def system(town):
    return town.actor("xitong")


@pytest.fixture
def security(town):
    return town.actor("anquan")


def renewed(town, login, what, value=""):
    """What the two administrators do when somebody cannot get in: returns the one-time password, if one comes of it."""
    asked = actions.enter_renewal(town.actor("xitong"), town.account(login), what, "忘了、丢了", value)
    return actions.grant_renewal(town.actor("anquan"), asked)


# --- roles follow from posts on the day


def reasons(actor):
    return {(role.key, role.reason) for role in actor.roles}


def test_roles_of_today_with_their_reasons(town):
    found = reasons(town.actor("xidanggui"))
    assert (r.LEADER_IN_CHARGE, "自2026-03-01起分管农业综合服务站（青党发〔2026〕3号）") in found
    assert (r.TEAM_MEMBER, "自2023-03-01起任镇党委政府副镇长（青党发〔2023〕5号）") in found


def test_roles_of_a_past_day(town):
    keys = town.actor("maibaizhi", date(2026, 2, 28)).keys
    assert r.ORGANIZATION_MEMBER not in keys
    assert r.LEADER_IN_CHARGE in keys
    assert town.actor("maibaizhi", date(2020, 1, 1)).keys == frozenset()


def test_a_post_that_ended_yesterday_gives_no_right_today(town):
    keeper = town.actor("maibaizhi")
    holding = town.person("农业综合服务站:站长").holdings.get()
    people.end(keeper, holding, date(2026, 11, 22), "青党发〔2026〕20号")
    assert town.actor("weiniuxi").keys == frozenset()
    assert town.client("weiniuxi").get(reverse("people:tree")).status_code == 403


def test_an_oversight_that_ended_gives_no_right(town):
    keeper = town.actor("maibaizhi")
    row = Oversight.objects.on(TODAY).get(unit=town.unit("农业综合服务站"))
    people.end(keeper, row, date(2026, 11, 22))
    assert town.unit("农业综合服务站").pk not in {
        role.unit for role in town.actor("xidanggui").holds(r.LEADER_IN_CHARGE)
    }


def test_roles_cost_a_fixed_number_of_questions(town, django_assert_max_num_queries):
    account = Account.objects.select_related("person").get(login="xidanggui")
    with django_assert_max_num_queries(4):
        actor_of(account, TODAY)


# --- three administrations


@pytest.mark.parametrize("login", ["xitong", "anquan", "shenji"])
def test_an_administrator_is_nothing_else(town, system, login):
    keys = town.actor(login).keys
    assert len(keys) == 1
    assert not keys & r.BUSINESS
    with pytest.raises(Refused, match="不得担任业务职能"):
        actions.enter_function(system, town.account(login), r.TELLER, TODAY, "青党发〔2026〕9号")


@pytest.mark.parametrize("login", ["xitong", "anquan", "shenji"])
def test_the_database_itself_gives_no_function_to_an_administrator(town, login):
    row = Function(account=town.account(login), key=r.TELLER, since=TODAY, basis="x", entered_by="a")
    with pytest.raises(IntegrityError, match="an administrator holds no function"), transaction.atomic():
        row.save()


def test_the_database_itself_keeps_an_account_s_kind(town):
    with pytest.raises(IntegrityError, match="an account keeps its kind"), transaction.atomic():
        Account.objects.filter(login="maibaizhi").update(kind=r.SYSTEM_ADMIN)


def test_an_administrator_with_a_post_has_no_role_by_it(town, system, security):
    person = town.person("财政所:出纳")
    account = actions.open_account(system, "guanli2", r.SYSTEM_ADMIN, person)
    actions.approve(security, account)
    assert actor_of(account, TODAY).keys == {r.SYSTEM_ADMIN}
    with pytest.raises(Refused, match="一个人同时只能有一个，三员不得兼任业务"):
        actions.open_account(system, "yewu2", Account.BUSINESS, person)


def test_the_database_itself_allows_one_open_account_a_person(town):
    person = town.account("maibaizhi").person
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(login="second", person=person, opened_at="2026-01-01T00:00Z", opened_by="x")


# --- every grant takes two


def test_an_account_is_opened_by_two(town, system, security):
    account = actions.open_account(system, "xinren", Account.BUSINESS, town.person("财政所:出纳"))
    assert not account.is_active
    with pytest.raises(NotAllowed, match="登记和核准要由两个人办"):
        actions.approve(system, account)
    password = actions.approve(security, account)
    assert account.is_active
    assert account.check_password(password)
    assert actor_of(account, TODAY).keys == {r.CADRE}


def test_an_account_of_the_demonstration_gets_the_password_that_is_shown_and_no_other(town, system, security):
    account = actions.open_account(system, "xinren", Account.BUSINESS, town.person("财政所:出纳"))
    assert actions.approve(security, account, make_password(PASSWORD)) == ""
    account.refresh_from_db()
    assert account.is_active
    assert account.check_password(PASSWORD)
    assert not account.must_change_password


def test_a_function_is_given_by_two(town, system, security):
    account = town.account("yueduzhong")
    given = actions.enter_function(system, account, r.TELLER, TODAY, "青党发〔2026〕9号")
    assert r.TELLER not in town.actor("yueduzhong").keys, "entered is not granted"
    with pytest.raises(NotAllowed):
        actions.grant_function(system, given)
    actions.grant_function(security, given)
    assert r.TELLER in town.actor("yueduzhong").keys
    actions.end_function(security, given, TODAY)
    assert r.TELLER in town.actor("yueduzhong").keys, "to the end of the day"
    assert r.TELLER not in town.actor("yueduzhong", date(2026, 11, 24)).keys


def test_the_database_itself_wants_two(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        Function.objects.create(
            account=town.account("yueduzhong"), key=r.TELLER, since=TODAY, basis="x", entered_by="a", granted_by="a"
        )


def test_a_function_needs_a_basis_and_does_not_double(town, system):
    account = town.account("maibaizhi")
    with pytest.raises(Refused, match="依据文号"):
        actions.enter_function(system, account, r.TELLER, TODAY, " ")
    with pytest.raises(Refused, match="已经登记过了"):
        actions.enter_function(system, account, r.ORGANIZATION_MEMBER, TODAY, "青党发〔2026〕9号")


@pytest.mark.parametrize("login", ["maibaizhi", "shenji", "miaofuling"])
def test_nobody_else_opens_accounts(town, login):
    with pytest.raises(NotAllowed):
        actions.open_account(town.actor(login), "xinren", Account.BUSINESS, town.person("财政所:出纳"))


# --- signing in


def sign_in(client, login, password=PASSWORD, **extra):
    return client.post(reverse("accounts:sign-in"), {"login": login, "password": password, **extra})


def test_signing_in_and_out_is_recorded(town):
    client = town.client()
    assert sign_in(client, "maibaizhi").headers["Location"] == "/"
    assert client.get("/").status_code == 200
    client.post(reverse("accounts:sign-out"))
    assert [(e.act, e.actor) for e in Entry.objects.order_by("-sequence")[:2]] == [
        ("accounts.sign_out", "maibaizhi"), ("accounts.sign_in", "maibaizhi"),
    ]  # fmt: skip
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("login", "password", "kept"),
    [("maibaizhi", "x", "maibaizhi"), ("MAIBAIZHI", "x", "maibaizhi"), ("nobody", PASSWORD, ""), (PASSWORD, "x", "")],
)
def test_a_wrong_password_says_no_more_than_that(town, login, password, kept):
    answer = sign_in(town.client(), login, password)
    assert answer.status_code == 422
    assert "登录名或密码不对，或者账号没有开通、已经关闭。" in answer.content.decode()
    entry = Entry.objects.order_by("-sequence").first()
    assert (entry.act, entry.actor, entry.result) == ("accounts.sign_in", kept, "refused")


def test_after_five_failures_the_account_is_locked_and_the_security_administrator_unlocks_it(town, security):
    for _time in range(5):
        last = sign_in(town.client(), "yueduzhong", "wrong")
    assert last.status_code == 429
    assert "这个账号锁二十分钟" in last.content.decode()
    assert sign_in(town.client(), "yueduzhong").status_code == 429, "even with the right one"
    assert sign_in(town.client(), "weiniuxi").status_code == 302, "others are not locked"
    page = town.client("anquan").get(reverse("accounts:account", args=[town.account("yueduzhong").pk]))
    assert "密码错得太多" in page.content.decode()
    actions.unlock(security, town.account("yueduzhong"))
    assert sign_in(town.client(), "yueduzhong").status_code == 302


@pytest.mark.parametrize(
    ("wanted", "to"),
    [("/people/", "/people/"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("javascript:x", "/")],
)
def test_one_is_led_only_to_this_office(town, wanted, to):
    assert sign_in(town.client(), "maibaizhi", next=wanted).headers["Location"] == to


def test_a_closed_account_is_out_at_once(town, security):
    client = town.client("yueduzhong")
    assert client.get("/").status_code == 200
    actions.close(security, town.account("yueduzhong"))
    assert client.get("/").status_code == 302
    assert sign_in(town.client(), "yueduzhong").status_code == 422


def test_a_one_time_password_must_be_changed_first(town, security):
    password = renewed(town, "yueduzhong", Renewal.PASSWORD)
    client = town.client()
    assert sign_in(client, "yueduzhong", password).headers["Location"] == reverse("accounts:password")
    assert client.get("/people/").headers["Location"] == reverse("accounts:password")
    form = {"old": password, "new": "Qingqiao-2026", "again": "Qingqiao-2026"}
    assert client.post(reverse("accounts:password"), form).status_code == 302
    assert client.get("/people/").status_code == 200


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("short", "密码至少10个字符"),
        ("alllowercase", "至少三种"),
        ("Password123", "太常见"),
        ("Yueduzhong-1", "相似"),
        (PASSWORD, "不能和原来的一样"),
    ],
)
def test_a_weak_password_is_refused_in_chinese(town, new, says):
    answer = town.client("yueduzhong").post(reverse("accounts:password"), {"old": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_the_password_of_a_new_account_is_shown_once(town, system):
    account = actions.open_account(system, "xinren", Account.BUSINESS, town.person("财政所:出纳"))
    client = town.client("anquan")
    page = reverse("accounts:account", args=[account.pk])
    client.post(reverse("accounts:act", args=[account.pk, "approve"]))
    assert "一次性密码（只显示这一次" in client.get(page).content.decode()
    assert "一次性密码（只显示这一次" not in client.get(page).content.decode()


# --- the second factor


def code_of(device):
    return f"{totp(device.bin_key):06}"


def test_administrators_need_a_second_factor(town, settings):
    settings.SECOND_FACTOR = "admins"
    client = town.client("xitong")
    assert client.get(reverse("accounts:list")).headers["Location"] == reverse("accounts:enrol")
    assert town.client("maibaizhi").get("/people/").status_code == 200
    page = client.get(reverse("accounts:enrol")).content.decode()
    assert "<svg" in page
    device = TOTPDevice.objects.get(user=town.account("xitong"))
    wrong = client.post(reverse("accounts:enrol"), {"code": "000000" if code_of(device) != "000000" else "000001"})
    assert "这个数不对" in wrong.content.decode()
    device.refresh_from_db()
    device.throttle_reset()
    assert client.post(reverse("accounts:enrol"), {"code": code_of(device)}).status_code == 302
    assert client.get(reverse("accounts:list")).status_code == 200


def test_who_has_a_second_factor_is_asked_for_it(town):
    account = town.account("maibaizhi")
    device = TOTPDevice.objects.create(user=account, name="phone", confirmed=True)
    client = town.client()
    assert sign_in(client, "maibaizhi").headers["Location"] == reverse("accounts:second-factor")
    assert client.get("/people/").headers["Location"] == reverse("accounts:second-factor")
    code = code_of(device)
    assert client.post(reverse("accounts:second-factor"), {"code": code}).headers["Location"] == "/"
    assert client.get("/people/").status_code == 200
    again = town.client()
    sign_in(again, "maibaizhi")
    assert "已经用过" in again.post(reverse("accounts:second-factor"), {"code": code}).content.decode()


def test_a_lost_phone_is_cleared_by_two(town):
    account = town.account("maibaizhi")
    TOTPDevice.objects.create(user=account, name="phone", confirmed=True)
    renewed(town, "maibaizhi", Renewal.PHONE)
    assert sign_in(town.client(), "maibaizhi").headers["Location"] == "/"


def test_a_half_signed_in_account_gets_to_no_other_page(town):
    account = town.account("xitong")
    TOTPDevice.objects.create(user=account, name="phone", confirmed=True)
    client = town.client()
    sign_in(client, "xitong")
    enrol = client.post(reverse("accounts:enrol"), {"code": "123456"})
    assert enrol.headers.get("Location") == reverse("accounts:second-factor"), "it cannot set up another phone"
