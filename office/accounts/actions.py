"""Acts on accounts and functions, and signing in and out."""

from __future__ import annotations

import secrets
from datetime import date

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_totp.models import TOTPDevice

from office.accounts import rights
from office.accounts.models import Account, Function
from office.audit.action import Act, action
from office.ground import clock
from office.ground.dated import check_span
from office.ground.refusals import Refused
from office.ground.roles import FUNCTIONS
from office.people.models import Person

_SIGNS = "abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"


def one_time_password() -> str:
    """Fourteen signs that cannot be taken for each other, of three kinds."""
    drawn = [secrets.choice(kind) for kind in _SIGNS] + [secrets.choice("".join(_SIGNS)) for _n in range(11)]
    secrets.SystemRandom().shuffle(drawn)
    return "".join(drawn)


@action("accounts.open", label=gettext_lazy("登记账号"), may=rights.enter)
def open_account(act: Act, login: str, kind: str, person: Person | None = None, oidc_subject: str = "") -> Account:
    """Enter an account; it can be used once the security administrator has approved it."""
    login = login.strip().lower()
    if Account.objects.filter(login=login).exists():
        raise Refused(_("登录名%(login)s已经有了。") % {"login": login})
    if kind == Account.BUSINESS and person is None:
        raise Refused(_("业务账号要对应一个人。"))
    other = Account.objects.filter(person=person, closed_at__isnull=True).first() if person else None
    if other is not None:
        words = {"name": person.name if person else "", "login": other.login}
        raise Refused(_("%(name)s已有开着的账号%(login)s；一个人同时只能有一个，三员不得兼任业务。") % words)
    account = Account(login=login, kind=kind, person=person, opened_at=clock.now(), opened_by=act.actor.login)
    account.oidc_subject = oidc_subject
    account.set_unusable_password()
    account.save()
    act.record(
        account, {"登录名": login, "类别": str(account.get_kind_display()), "人员": person.code if person else None}
    )
    return account


@action("accounts.approve", label=gettext_lazy("核准账号"), may=rights.grant)
def approve(act: Act, account: Account) -> str:
    """Approve an account that was entered; returns the one-time password."""
    if account.approved_at or account.closed_at:
        raise Refused(_("这个账号已经核准或关闭了。"))
    account.approved_at, account.approved_by = clock.now(), act.actor.login
    act.record(account, {"核准": [None, act.on]})
    return _new_password(account)


@action("accounts.reset_password", label=gettext_lazy("重置密码"), may=rights.guard)
def reset_password(act: Act, account: Account) -> str:
    """A new one-time password, returned; the holder must change it when signing in."""
    if not account.is_active:
        raise Refused(_("账号没有开通或已经关闭。"))
    act.record(account, {"密码": "重置"})
    return _new_password(account)


def _new_password(account: Account) -> str:
    password = one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.save()
    return password


@action("accounts.change_password", label=gettext_lazy("改密码"), may=rights.own)
def change_password(act: Act, account: Account, old: str, new: str) -> Account:
    """Change one's own password."""
    if not account.check_password(old):
        raise Refused(_("原密码不对。"))
    if old == new:
        raise Refused(_("新密码不能和原来的一样。"))
    try:
        validate_password(new, account)
    except ValidationError as error:
        raise Refused(*error.messages) from error
    account.set_password(new)
    account.must_change_password = False
    account.save()
    act.record(account, {"密码": "本人修改"})
    return account


@action("accounts.close", label=gettext_lazy("关闭账号"), may=rights.withdraw)
def close(act: Act, account: Account) -> Account:
    """Close an account for good; its sessions end."""
    if account.closed_at:
        raise Refused(_("这个账号已经关闭了。"))
    if account.pk == act.actor.account:
        raise Refused(_("不能关闭自己的账号。"))
    account.closed_at = clock.now()
    account.save()
    act.record(account, {"关闭": [None, act.on]})
    return account


@action("accounts.unlock", label=gettext_lazy("解除锁定"), may=rights.guard)
def unlock(act: Act, account: Account) -> Account:
    """Lift the lock after too many failures."""
    reset(username=account.login)
    act.record(account, {"锁定": "解除"})
    return account


@action("accounts.enter_function", label=gettext_lazy("登记职能"), may=rights.enter)
def enter_function(
    act: Act, account: Account, key: str, since: date, basis: str, until: date | None = None
) -> Function:
    """Enter a function on a written basis; it holds once the security administrator has granted it."""
    check_span(since, until)
    if account.kind != Account.BUSINESS:
        raise Refused(_("系统、安全、审计管理员不得担任业务职能。"))
    if not basis.strip():
        raise Refused(_("请写明依据文号。"))
    if Function.objects.filter(account=account, key=key).meeting(since, until).exists():
        raise Refused(_("这段时间里这项职能已经登记过了。"))
    given = Function.objects.create(
        account=account, key=key, since=since, until=until, basis=basis.strip(), entered_by=act.actor.login
    )
    act.record(account, {"职能": str(FUNCTIONS[key]), "期间": given.span, "依据": given.basis})
    return given


@action("accounts.grant_function", label=gettext_lazy("授予职能"), may=rights.grant)
def grant_function(act: Act, given: Function) -> Function:
    """Grant a function that was entered."""
    if given.granted_by:
        raise Refused(_("这项职能已经授予了。"))
    given.granted_by = act.actor.login
    given.save()
    act.record(given.account, {"授予": given.label, "期间": given.span})
    return given


@action("accounts.end_function", label=gettext_lazy("终止职能"), may=rights.withdraw)
def end_function(act: Act, given: Function, until: date) -> Function:
    """The function ends on that day (the last day it holds)."""
    check_span(given.since, until)
    before, given.until = given.until, until
    given.save()
    act.record(given.account, {"终止": given.label, "至": [before, until]})
    return given


@action("accounts.sign_in", label=gettext_lazy("登录"), may=rights.prove)
def sign_in(act: Act, account: Account | None, by: str) -> None:
    """Record that somebody signed in; refused (and recorded so) when they did not prove who they are."""
    act.record(account, {"方式": by})


@action("accounts.sign_out", label=gettext_lazy("退出"), may=rights.own)
def sign_out(act: Act, account: Account) -> None:
    """Record that somebody signed out."""
    act.record(account, {})


@action("accounts.second_factor", label=gettext_lazy("启用两步验证"), may=rights.own)
def confirm_second_factor(act: Act, account: Account, device: TOTPDevice) -> TOTPDevice:
    """From now on a code from the phone is asked for too."""
    TOTPDevice.objects.filter(user=account).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save()
    act.record(account, {"两步验证": "启用"})
    return device


@action("accounts.drop_second_factor", label=gettext_lazy("清除两步验证"), may=rights.guard)
def drop_second_factor(act: Act, account: Account) -> Account:
    """The phone is lost: the holder sets up another one when signing in next."""
    TOTPDevice.objects.filter(user=account).delete()
    act.record(account, {"两步验证": "清除"})
    return account
