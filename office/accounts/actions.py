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
from office.accounts.models import Account, Function, Renewal
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
def approve(act: Act, account: Account, hashed: str = "") -> str:
    """Approve an account that was entered; returns the one-time password: none when it is given a `hashed` one."""
    if account.approved_at or account.closed_at:
        raise Refused(_("这个账号已经核准或关闭了。"))
    account.approved_at, account.approved_by = clock.now(), act.actor.login
    act.record(account, {"核准": [None, act.on]})
    if not hashed:
        return _new_password(account)
    account.password, account.must_change_password = hashed, False
    account.save()
    return ""


@action("accounts.enter_renewal", label=gettext_lazy("申请重发凭证"), may=rights.enter)
def enter_renewal(act: Act, account: Account, what: str, because: str, value: str = "") -> Renewal:
    """Ask for another way in for the account's holder; nothing changes until the security administrator grants it."""
    if not account.is_active:
        raise Refused(_("账号没有开通或已经关闭。"))
    if not because.strip():
        raise Refused(_("请写明事由。"))
    if account.renewals.filter(what=what, settled_at=None).exists():
        raise Refused(_("这一项已经申请过，还没有办理。"))
    if what == Renewal.SUBJECT and value:
        _refuse_taken(account, value)
    asked = Renewal.objects.create(
        account=account, what=what, because=because.strip(), value=value if what == Renewal.SUBJECT else "",
        entered_at=clock.now(), entered_by=act.actor.login,
    )  # fmt: skip
    act.record(account, {"申请": asked.get_what_display(), "事由": asked.because})
    return asked


def _refuse_taken(account: Account, subject: str) -> None:
    other = Account.objects.filter(oidc_subject=subject).exclude(pk=account.pk).first()
    if other is not None:
        raise Refused(_("这个统一身份标识已经是账号%(login)s的了。") % {"login": other.login})


@action("accounts.grant_renewal", label=gettext_lazy("核准重发凭证"), may=rights.grant)
def grant_renewal(act: Act, asked: Renewal) -> str:
    """Do what was asked for; returns the one-time password, if there is one. All sessions and API tokens end."""
    asked = _open(asked)
    account = asked.account
    if not account.is_active:
        raise Refused(_("账号没有开通或已经关闭。"))
    _settle(act, asked, is_granted=True)
    account.renewed_at = clock.now()
    act.record(account, {"核准": asked.get_what_display(), "事由": asked.because, "申请人": asked.entered_by})
    if asked.what == Renewal.PASSWORD:
        return _new_password(account)
    if asked.what == Renewal.PHONE:
        TOTPDevice.objects.filter(user=account).delete()
    else:
        _refuse_taken(account, asked.value or "-")
        account.oidc_subject = asked.value
    account.save()
    return ""


@action("accounts.decline_renewal", label=gettext_lazy("不准重发凭证"), may=rights.withdraw)
def decline_renewal(act: Act, asked: Renewal) -> Renewal:
    """It is not granted, or no longer wanted."""
    asked = _open(asked)
    _settle(act, asked, is_granted=False)
    act.record(asked.account, {"不准": asked.get_what_display(), "申请人": asked.entered_by})
    return asked


@action("accounts.renew_at_the_machine", label=gettext_lazy("在本机重发管理员的凭证"), may=rights.at_the_machine)
def renew_at_the_machine(act: Act, account: Account) -> str:
    """When an administration has nobody left who gets in: a one-time password, no phone, no lock.

    Whoever sits at the machine could read the database anyway; so this gives them nothing, and it is recorded.
    """
    if account.kind == Account.BUSINESS or not account.is_active:
        raise Refused(_("只给在用的管理员账号；业务账号由系统管理员申请、安全管理员核准。"))
    TOTPDevice.objects.filter(user=account).delete()
    reset(username=account.login)
    account.renewed_at = clock.now()
    act.record(account, {"密码": "重置", "两步验证": "清除", "锁定": "解除"})
    return _new_password(account)


def _open(asked: Renewal) -> Renewal:
    found = Renewal.objects.select_related("account").get(pk=asked.pk)
    if found.settled_at:
        raise Refused(_("这项申请已经办过了。"))
    return found


def _settle(act: Act, asked: Renewal, *, is_granted: bool) -> None:
    asked.settled_at, asked.settled_by, asked.is_granted = clock.now(), act.actor.login, is_granted
    asked.save()


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
    if account.kind != Account.BUSINESS and account.is_active and not _has_colleague(account):
        raise Refused(_("这是最后一个%(kind)s，请先开好接任的账号。") % {"kind": account.get_kind_display()})
    account.closed_at = clock.now()
    account.save()
    act.record(account, {"关闭": [None, act.on]})
    return account


def _has_colleague(account: Account) -> bool:
    others = Account.objects.filter(kind=account.kind, approved_at__isnull=False, closed_at__isnull=True)
    return others.exclude(pk=account.pk).exists()


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


@action("accounts.prove_second_factor", label=gettext_lazy("两步验证"), may=rights.prove_code)
def prove_second_factor(act: Act, account: Account, device: TOTPDevice | None) -> None:  # noqa: ARG001 - asked by `may`
    """Record that the code from the phone was given; refused (and recorded so) when it was wrong."""
    act.record(account, {})


@action("accounts.second_factor", label=gettext_lazy("启用两步验证"), may=rights.own)
def confirm_second_factor(act: Act, account: Account, device: TOTPDevice) -> TOTPDevice:
    """From now on a code from the phone is asked for too."""
    TOTPDevice.objects.filter(user=account).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save()
    act.record(account, {"两步验证": "启用"})
    return device
