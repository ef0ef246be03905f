"""Who cannot get in any more gets another way in from two administrators, never from one; and all old ways close."""

import re
from datetime import date

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from office import commands
from office.accounts import actions
from office.accounts.models import Account, Renewal
from office.api.actions import make_token
from office.audit.models import Entry
from office.demo.actions import PASSWORD
from office.ground import roles as r
from office.ground.actors import console
from office.ground.refusals import NotAllowed, Refused
from tests.office_world import TODAY

KINDS = [Renewal.PASSWORD, Renewal.PHONE, Renewal.SUBJECT]


@pytest.fixture
def system(town):
    return town.actor("xitong")


@pytest.fixture
def security(town):
    return town.actor("anquan")


def asked(system, account, what=Renewal.PASSWORD, value=""):
    return actions.enter_renewal(system, account, what, "忘了", value)


def is_in(client):
    """On a page of theirs, or led to change the one-time password first."""
    answer = client.get(reverse("accounts:me"))
    return answer.status_code == 200 or answer.headers["Location"] == reverse("accounts:password")


# --- it takes two


@pytest.mark.parametrize("what", KINDS)
def test_neither_of_the_two_does_it_alone(town, system, security, what):
    for login in ("yueduzhong", "shenji", "anquan"):
        with pytest.raises(NotAllowed):
            asked(security, town.account(login), what)
        one = asked(system, town.account(login), what)
        with pytest.raises(NotAllowed, match="登记和核准要由两个人办"):
            actions.grant_renewal(system, one)
        assert not Renewal.objects.get(pk=one.pk).is_granted


@pytest.mark.parametrize("login", ["shenji", "maibaizhi", "shilianqiao"])
def test_nobody_else_has_a_part_in_it(town, system, login):
    with pytest.raises(NotAllowed):
        asked(town.actor(login), town.account("yueduzhong"))
    one = asked(system, town.account("yueduzhong"))
    for act in (actions.grant_renewal, actions.decline_renewal):
        with pytest.raises(NotAllowed):
            act(town.actor(login), one)


def test_the_security_administrator_grants_none_for_themselves(town, system, security):
    with pytest.raises(NotAllowed, match="涉及本人的账号，由别的安全管理员核准"):
        actions.grant_renewal(security, asked(system, town.account("anquan")))


def test_the_database_itself_wants_two(town, system):
    one = asked(system, town.account("yueduzhong"))
    one.is_granted, one.settled_by = True, one.entered_by
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


def test_what_was_asked_for_is_settled_once(town, system, security):
    account = town.account("yueduzhong")
    one = asked(system, account)
    with pytest.raises(Refused, match="已经申请过，还没有办理"):
        asked(system, account)
    actions.decline_renewal(security, one)
    for act in (actions.grant_renewal, actions.decline_renewal):
        with pytest.raises(Refused, match="已经办过了"):
            act(security, one)
    again = asked(system, account)
    actions.grant_renewal(security, again)
    with pytest.raises(Refused, match="已经办过了"):
        actions.grant_renewal(security, again)


def test_it_needs_a_reason_and_an_open_account(town, system, security):
    account = town.account("yueduzhong")
    with pytest.raises(Refused, match="请写明事由"):
        actions.enter_renewal(system, account, Renewal.PASSWORD, " ")
    one = asked(system, account)
    actions.close(security, account)
    with pytest.raises(Refused, match="没有开通或已经关闭"):
        actions.grant_renewal(security, one)
    with pytest.raises(Refused, match="没有开通或已经关闭"):
        asked(system, town.account("yueduzhong"), Renewal.PHONE)


# --- what it does


@pytest.mark.parametrize("what", KINDS)
def test_every_session_and_every_token_ends_with_it(town, system, security, what):
    """If somebody else is in, they are out."""
    account, client = town.account("yueduzhong"), town.client("yueduzhong")
    secret = make_token(town.actor("yueduzhong"), account, "x", ["tasks"], date(2026, 12, 31))
    headers = {"Authorization": f"Bearer {secret}"}
    one = asked(system, account, what, "s-1")
    assert is_in(client), "asking for it changes nothing"
    assert town.client().get("/api/tasks", headers=headers).status_code == 200
    actions.grant_renewal(security, one)
    assert not is_in(client)
    assert town.client().get("/api/tasks", headers=headers).status_code == 401
    assert is_in(town.client("yueduzhong"))


def test_a_password_is_replaced_by_a_one_time_one(town, system, security):
    account = town.account("yueduzhong")
    password = actions.grant_renewal(security, asked(system, account))
    account.refresh_from_db()
    assert account.check_password(password)
    assert account.must_change_password
    assert not account.check_password(PASSWORD)


def test_a_phone_is_taken_away_and_the_password_stays(town, system, security):
    account = town.account("xitong")
    TOTPDevice.objects.create(user=account, name="phone", confirmed=True)
    colleague = actions.approve(security, actions.open_account(system, "xitong2", r.SYSTEM_ADMIN))
    assert colleague
    other = town.actor("xitong2")
    assert actions.grant_renewal(security, asked(other, account, Renewal.PHONE)) == ""
    assert not TOTPDevice.objects.filter(user=account).exists()
    assert town.account("xitong").check_password(PASSWORD)


def test_a_subject_of_the_county_s_provider_belongs_to_one_account(town, system, security):
    actions.grant_renewal(security, asked(system, town.account("yueduzhong"), Renewal.SUBJECT, "s-1"))
    assert town.account("yueduzhong").oidc_subject == "s-1"
    with pytest.raises(Refused, match="已经是账号yueduzhong的了"):
        asked(system, town.account("weiniuxi"), Renewal.SUBJECT, "s-1")
    actions.grant_renewal(security, asked(system, town.account("yueduzhong"), Renewal.SUBJECT, ""))
    assert town.account("yueduzhong").oidc_subject == ""


def test_who_asked_and_who_granted_stand_in_the_audit_and_the_password_does_not(town, system, security):
    account = town.account("yueduzhong")
    password = actions.grant_renewal(security, asked(system, account))
    found = Entry.objects.filter(subject=f"accounts.account:{account.pk}").order_by("-sequence")[:2]
    assert [(e.act, e.actor) for e in found] == [
        ("accounts.grant_renewal", "anquan"), ("accounts.enter_renewal", "xitong"),
    ]  # fmt: skip
    assert "xitong" in found[0].changes
    assert password not in "".join(Entry.objects.values_list("changes", flat=True))


# --- on the pages


def test_from_asking_to_the_new_password_on_the_pages(town):
    page = reverse("accounts:account", args=[town.account("yueduzhong").pk])
    system, security = town.client("xitong"), town.client("anquan")
    form = reverse("accounts:enter-renewal", args=[town.account("yueduzhong").pk])
    assert form in system.get(page).content.decode()
    assert form not in security.get(page).content.decode()
    given = {"what": "password", "because": "当面核对过本人", "value": ""}
    assert "只有改统一身份标识时才填" in system.post(form, {**given, "value": "s-1"}).content.decode()
    assert "待安全管理员核准" in system.post(form, given, follow=True).content.decode()
    one = Renewal.objects.get()
    grant = reverse("accounts:renewal-act", args=[one.pk, "grant"])
    assert grant not in system.get(page).content.decode()
    assert system.post(grant).status_code == 403
    assert "当面核对过本人" in security.get(reverse("accounts:list")).content.decode()
    assert grant in security.get(page).content.decode()
    shown = security.post(grant, follow=True).content.decode()
    password = re.search(r"一次性密码（只显示这一次，请当面交给本人）：(\w{14})", shown)[1]
    assert town.account("yueduzhong").check_password(password)
    assert password not in security.get(page).content.decode()


def test_what_waits_for_the_security_administrator_stands_on_their_desk(town, system):
    asked(system, town.account("yueduzhong"))
    assert "待核准的重发凭证" in town.client("anquan").get("/").content.decode()


# --- when nobody is left


@pytest.mark.parametrize("login", ["xitong", "anquan", "shenji"])
def test_the_last_of_an_administration_is_not_closed(town, system, security, login):
    actor = security if login != "anquan" else system
    with pytest.raises(Refused, match="这是最后一个"):
        actions.close(actor, town.account(login))
    kind = town.account(login).kind
    actions.approve(security, actions.open_account(system, "jieren", kind))
    actions.close(actor, town.account(login))
    assert not town.account(login).is_active


def test_at_the_machine_an_administrator_gets_in_again_and_nobody_else(town, monkeypatch):
    monkeypatch.setattr(commands, "prepare_settings", lambda _demo: None)
    TOTPDevice.objects.create(user=town.account("anquan"), name="phone", confirmed=True)
    done = CliRunner().invoke(commands.renew, ["anquan"])
    password = re.search(r"：(\w{14})", done.output)[1]
    form = {"login": "anquan", "password": password}
    assert town.client().post(reverse("accounts:sign-in"), form).headers["Location"] == reverse("accounts:password")
    last = Entry.objects.filter(act="accounts.renew_at_the_machine").get()
    assert (last.actor, last.result) == ("console", "done")
    for login, says in (("yueduzhong", "只给在用的管理员账号"), ("nobody", "没有账号")):
        refused = CliRunner().invoke(commands.renew, [login])
        assert says in "".join(problem.message for problem in refused.exception.problems)
    with pytest.raises(NotAllowed):
        actions.renew_at_the_machine(town.actor("anquan"), town.account("shenji"))
    assert console(TODAY).holds(r.CONSOLE)
    assert Account.objects.filter(login="nobody").count() == 0
