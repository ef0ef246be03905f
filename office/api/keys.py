"""Who speaks: the token of a request, its account's rights of today, its scope, and how often it may ask."""

from __future__ import annotations

from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from office.accounts.standing import actor_of
from office.api.models import SCOPES, Token, digest_of
from office.ground import clock
from office.ground.refusals import NotAllowed


class Bearer(HttpBearer):
    """A token with one of the scopes. Sets `request.actor` to what the account is today."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token, if it is one that holds; raises NotAllowed when it is not for this."""
        found = Token.objects.select_related("account__person").filter(digest=digest_of(token)).first()
        today = clock.today()
        if found is None or not found.holds_on(today):
            return None
        if self.scope not in found.scopes:
            raise NotAllowed(_("这个令牌的范围里没有「%(scope)s」。") % {"scope": SCOPES[self.scope]})
        request.actor = actor_of(found.account, today)  # type: ignore[attr-defined]
        return found


class PerToken(SimpleRateThrottle):
    """So many questions a minute for each token. Counted in the memory of the one process that serves.

    The library keeps its place in the object, and there is one object for all threads: so they take turns.
    """

    scope = "token"
    turn = Lock()

    def get_rate(self) -> str:
        """As the settings say."""
        return str(settings.API_RATE)

    def allow_request(self, request: HttpRequest) -> bool:
        """By the rate as it is set now."""
        with self.turn:
            self.num_requests, self.duration = self.parse_rate(self.get_rate())
            return super().allow_request(request)

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Counted by token; who has none was turned away before."""
        token: Any = getattr(request, "auth", None)
        return f"api-token-{token.pk}" if token is not None else None
