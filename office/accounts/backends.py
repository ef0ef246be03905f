"""How an account is proved: by password here, or by the county's identity provider."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import SuspiciousOperation

from office.accounts.models import Account

log = logging.getLogger("office.oidc")
SECONDS_CLOCKS_MAY_DIFFER = 60


class Local(ModelBackend):
    """Login name and password. Django's own permissions are not used (docs/decisions/0013-the-office.md)."""

    def user_can_authenticate(self, user: Any) -> bool:
        """An account in use, and no one-time password that has lain about for days."""
        return bool(user.is_active and not user.is_stale)

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None."""
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None."""
        return set()


if settings.OIDC:
    import jwt
    from mozilla_django_oidc.auth import OIDCAuthenticationBackend
    from requests import RequestException

    # What a provider can do wrong: not answer, answer something else than agreed, sign wrongly.
    FAULTS = (
        SuspiciousOperation, RequestException, jwt.PyJWTError, ValueError, LookupError, TypeError, AttributeError,
    )  # fmt: skip

    class Oidc(OIDCAuthenticationBackend):  # type: ignore[misc]
        """The provider says who it is; the account must be here already, with the provider's mark for the person."""

        def authenticate(self, request: Any, **kwargs: Any) -> Any:
            """Only with the nonce and the verifier that this browser's own sign-in began with.

            Django asks every way of proving at every sign-in, so with a password too: a code somebody put into the
            address of the sign-in page would else be taken without either.
            """
            if not kwargs.get("nonce") or not kwargs.get("code_verifier"):
                return None
            try:
                return super().authenticate(request, **kwargs)
            except FAULTS as error:
                log.warning("sign-in failed: %s", type(error).__name__)  # its words may hold a token
                return None

        def get_payload_data(self, token: str, key: Any) -> Any:
            """The signed claims: for this office, from that provider, not expired.

            Raises jwt.PyJWTError or SuspiciousOperation. The library by itself asks neither for whom nor by whom.
            """
            if jwt.get_unverified_header(token).get("alg") != self.OIDC_RP_SIGN_ALGO:
                raise SuspiciousOperation("signed by another algorithm than agreed")
            return jwt.decode(
                token, key, algorithms=[self.OIDC_RP_SIGN_ALGO], audience=self.OIDC_RP_CLIENT_ID,
                issuer=settings.OIDC_OP_ISSUER, leeway=SECONDS_CLOCKS_MAY_DIFFER,
                options={"require": ["exp", "aud", "iss", "sub"]},
            )  # fmt: skip

        def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
            """What the provider tells of the person; it must be the person of the signed claims."""
            told: dict[str, Any] = super().get_userinfo(access_token, id_token, payload)
            if told.get("sub") != payload["sub"]:
                raise SuspiciousOperation("the provider tells of somebody else")
            return told

        def filter_users_by_claims(self, claims: dict[str, Any]) -> Any:
            """The open account with the provider's subject."""
            open_ones = Account.objects.filter(closed_at__isnull=True, approved_at__isnull=False)
            return open_ones.filter(oidc_subject=claims.get("sub") or "-")

        def verify_claims(self, claims: dict[str, Any]) -> bool:
            """A subject is enough; no e-mail address is wanted."""
            return bool(claims.get("sub"))
