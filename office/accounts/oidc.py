"""Coming back from the identity provider: the sign-in is recorded like any other, and so is one that failed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView

from office.accounts import actions, rights
from office.accounts.standing import actor_of
from office.ground import clock
from office.ground.refusals import NotAllowed
from office.ground.requests import Request


class Callback(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """mozilla-django-oidc's own; whatever goes wrong leads back to the sign-in page, with a sentence."""

    def get(self, request: Request) -> HttpResponse:
        """Take the provider's answer. Only one that this browser asked for is tried at all."""
        begun = request.session.get("oidc_states", {})
        if request.GET.get("state", "") not in begun:
            return self._back(_("登录没有从这里开始，或者已经用过；请再点一次「用统一身份登录」。"))
        if "code" not in request.GET:
            del begun[request.GET["state"]]
            request.session.modified = True
            return self._back(_("统一身份那边没有让登录。"))
        answer: HttpResponse = super().get(request)
        return answer

    def login_success(self) -> HttpResponse:
        """Record it, then sign in: nobody is in without a line in the audit."""
        user: Any = self.user
        actions.sign_in(actor_of(user, clock.today()), user, rights.OIDC)
        answer: HttpResponse = super().login_success()
        return answer

    def login_failure(self) -> HttpResponse:
        """Record that it failed, and say so."""
        try:
            actions.sign_in(self.request.actor, None, rights.OIDC)
        except NotAllowed as refusal:
            return self._back(str(refusal))
        raise AssertionError("nobody has proved anything")

    def _back(self, sentence: str) -> HttpResponse:
        messages.error(self.request, sentence)
        return HttpResponseRedirect("/" if self.request.user.is_authenticated else reverse("accounts:sign-in"))
