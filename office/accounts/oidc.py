"""Coming back from the identity provider: the sign-in is recorded like any other."""

from __future__ import annotations

from django.http import HttpResponse
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView

from office.accounts import actions
from office.accounts.standing import actor_of
from office.ground import clock


class Callback(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """mozilla-django-oidc's own, and a line in the audit."""

    def login_success(self) -> HttpResponse:
        """Sign in and record it."""
        answer: HttpResponse = super().login_success()
        actions.sign_in(actor_of(self.user, clock.today()), self.user, "OIDC")
        return answer
