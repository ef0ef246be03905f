"""Who makes and who revokes a token."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from office.accounts.models import Account
from office.api.models import Token
from office.ground.actors import Actor, Right, held_by
from office.ground.roles import BUSINESS, SECURITY_ADMIN


def make(actor: Actor, account: Account, *_args: Any, **_kwargs: Any) -> Right:
    """One's own only; the three administrators have none: what they do, they do themselves."""
    if actor.account != account.pk:
        return Right(False, _("只能给自己的账号生成令牌。"))
    return held_by(actor, *BUSINESS)


def revoke(actor: Actor, token: Token, *_args: Any, **_kwargs: Any) -> Right:
    """Its owner, or the security administrator."""
    if actor.account == token.account_id:
        return Right(True, _("本人的令牌"))
    return held_by(actor, SECURITY_ADMIN)
