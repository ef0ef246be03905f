"""Acts on tokens."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.accounts.models import Account
from office.api import rights
from office.api.models import SCOPES, Token, digest_of
from office.audit.action import Act, action
from office.ground import clock
from office.ground.refusals import Refused

LONGEST = timedelta(days=366)
MOST = 20
_MARK = "gj_"


@action("api.make_token", label=gettext_lazy("生成接口令牌"), may=rights.make)
def make_token(act: Act, account: Account, name: str, scopes: Sequence[str], until: date) -> str:
    """A new token; returns the secret, which nobody can be shown again."""
    if not act.on <= until <= act.on + LONGEST:
        raise Refused(_("有效期要在今天到一年之内。"))
    wanted = [scope for scope in SCOPES if scope in scopes]
    if not wanted:
        raise Refused(_("至少选一个范围。"))
    if Token.objects.filter(account=account, revoked_at=None, until__gte=act.on).count() >= MOST:
        raise Refused(_("有效的令牌已有%(most)s个，请先作废不用的。") % {"most": MOST})
    secret = _MARK + secrets.token_urlsafe(32)
    token = Token.objects.create(
        account=account, name=name, digest=digest_of(secret), words=" ".join(wanted), made_at=clock.now(), until=until
    )
    act.record(
        token, {"用途": name, "范围": [str(SCOPES[scope]) for scope in wanted], "有效至": until, "账号": account.login}
    )
    return secret


@action("api.revoke_token", label=gettext_lazy("作废接口令牌"), may=rights.revoke)
def revoke_token(act: Act, token: Token) -> Token:
    """From now on it opens nothing."""
    if token.revoked_at:
        raise Refused(_("这个令牌已经作废了。"))
    token.revoked_at, token.revoked_by = clock.now(), act.actor.login
    token.save()
    act.record(token, {"作废": [None, act.on], "账号": token.account.login})
    return token
