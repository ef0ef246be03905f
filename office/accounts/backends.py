"""How an account is proved: by password here, or by the county's identity provider."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from office.accounts.models import Account


class Local(ModelBackend):
    """Login name and password. Django's own permissions are not used (docs/decisions/0013-the-office.md)."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None."""
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None."""
        return set()


if settings.OIDC:
    from mozilla_django_oidc.auth import OIDCAuthenticationBackend

    class Oidc(OIDCAuthenticationBackend):
        """The provider says who it is; the account must be here already, with the provider's mark for the person."""

        def filter_users_by_claims(self, claims: dict[str, Any]) -> Any:
            """The open account with the provider's subject."""
            open_ones = Account.objects.filter(closed_at__isnull=True, approved_at__isnull=False)
            return open_ones.filter(oidc_subject=claims.get("sub") or "-")

        def verify_claims(self, claims: dict[str, Any]) -> bool:
            """A subject is enough; no e-mail address is wanted."""
            return bool(claims.get("sub"))
