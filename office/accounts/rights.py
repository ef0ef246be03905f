"""Who may open, approve and close accounts, and give functions. Every grant takes two administrators."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from office.accounts.models import Account, Function, Renewal
from office.ground.actors import Actor, Right, held_by
from office.ground.roles import CONSOLE, SECURITY_ADMIN, SYSTEM_ADMIN

# How somebody signed in, as the audit keeps it.
PASSWORD, OIDC = "密码", "OIDC"


def enter(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """The system administrator enters accounts and functions."""
    return held_by(actor, SYSTEM_ADMIN, CONSOLE)


def grant(actor: Actor, thing: Account | Function | Renewal, *_args: Any, **_kwargs: Any) -> Right:
    """The security administrator approves, never what they entered themselves, nor a way in for themselves."""
    entered_by = thing.opened_by if isinstance(thing, Account) else thing.entered_by
    if actor.login == entered_by:
        return Right(False, _("登记和核准要由两个人办。"))
    if isinstance(thing, Renewal) and actor.account == thing.account_id:
        return Right(False, _("涉及本人的账号，由别的安全管理员核准。"))
    return held_by(actor, SECURITY_ADMIN, CONSOLE)


def withdraw(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """Either of the two closes an account or ends a function: taking away needs only one."""
    return held_by(actor, SYSTEM_ADMIN, SECURITY_ADMIN, CONSOLE)


def guard(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """The security administrator lifts locks: that opens no door that was not open before."""
    return held_by(actor, SECURITY_ADMIN, CONSOLE)


def at_the_machine(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """Whoever runs a command on the machine itself."""
    return held_by(actor, CONSOLE)


def own(actor: Actor, account: Account, *_args: Any, **_kwargs: Any) -> Right:
    """One's own account."""
    if actor.account == account.pk:
        return Right(True, _("本人的账号"))
    return Right(False, _("只能改自己的账号。"))


def prove(actor: Actor, account: Account | None, by: str = "", *_args: Any, **_kwargs: Any) -> Right:
    """Signing in: by whoever has proved to be the account's holder."""
    if account is not None and actor.account == account.pk:
        return Right(True, _("本人登录"))
    if by == OIDC:
        return Right(False, _("统一身份登录没有成功：凭据不对、过期或者用过了，或者没有与它对应的、开着的账号。"))
    return Right(False, _("登录名或密码不对，或者账号没有开通、已经关闭。"))


def prove_code(actor: Actor, account: Account, device: Any, *_args: Any, **_kwargs: Any) -> Right:
    """The second step: with a code that one of the account's phones shows."""
    if device is None:
        return Right(False, _("这个数不对，或者已经用过；请等下一个数再填。"))
    return own(actor, account)
