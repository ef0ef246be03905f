"""Who may open, approve and close accounts, and give functions. Every grant takes two administrators."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from office.accounts.models import Account, Function
from office.ground.actors import Actor, Right, held_by
from office.ground.roles import CONSOLE, SECURITY_ADMIN, SYSTEM_ADMIN


def enter(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """The system administrator enters accounts and functions."""
    return held_by(actor, SYSTEM_ADMIN, CONSOLE)


def grant(actor: Actor, thing: Account | Function, *_args: Any, **_kwargs: Any) -> Right:
    """The security administrator approves, never what they entered themselves."""
    entered_by = thing.opened_by if isinstance(thing, Account) else thing.entered_by
    if actor.login == entered_by:
        return Right(False, _("登记和核准要由两个人办。"))
    return held_by(actor, SECURITY_ADMIN, CONSOLE)


def withdraw(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """Either of the two closes an account or ends a function: taking away needs only one."""
    return held_by(actor, SYSTEM_ADMIN, SECURITY_ADMIN, CONSOLE)


def guard(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """The security administrator resets passwords and lifts locks."""
    return held_by(actor, SECURITY_ADMIN, CONSOLE)


def own(actor: Actor, account: Account, *_args: Any, **_kwargs: Any) -> Right:
    """One's own account."""
    if actor.account == account.pk:
        return Right(True, _("本人的账号"))
    return Right(False, _("只能改自己的账号。"))


def prove(actor: Actor, account: Account | None, *_args: Any, **_kwargs: Any) -> Right:
    """Signing in: by whoever has proved to be the account's holder."""
    if account is not None and actor.account == account.pk:
        return Right(True, _("本人登录"))
    return Right(False, _("登录名或密码不对，或者账号没有开通、已经关闭。"))
