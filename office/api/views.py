"""The page of one's tokens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from office.accounts.standing import account_of
from office.api import actions, forms, rights
from office.api.models import Token
from office.api.page import page_of
from office.api.rest import api
from office.audit.forms import perform, status_of
from office.ground import clock
from office.ground.requests import Request
from office.ground.roles import SECURITY_ADMIN


def tokens(request: Request) -> HttpResponse:
    """One's own tokens, and a form for another; the security administrator sees everyone's."""
    form = forms.Make(request.POST or None)
    secrets: list[str] = []
    may_make = rights.make(request.actor, account_of(request))

    def to(secret: str) -> str:
        secrets.append(secret)
        return reverse("api:tokens")

    if request.method == "POST" and form.is_valid():
        done = perform(request, form, actions.make_token, account_of(request), to=to, **form.cleaned_data)
        for secret in secrets:
            messages.warning(request, _("令牌（只显示这一次，请现在抄走）：%(secret)s") % {"secret": secret})
        if done:
            return done
    rows = Token.objects.select_related("account__person")
    if not request.actor.holds(SECURITY_ADMIN):
        rows = rows.filter(account=account_of(request))
    words = {
        "form": form, "tokens": rows[:500], "may_make": may_make, "today": clock.today(), "title": _("接口令牌"),
    }  # fmt: skip
    return render(request, "api/tokens.html", words, status=status_of(form))


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """From now on that token opens nothing."""
    token = get_object_or_404(Token, pk=pk)
    done = perform(request, None, actions.revoke_token, token, to=reverse("api:tokens"), said=_("令牌已作废。"))
    assert done is not None
    return done


@require_safe
def description(request: Request) -> HttpResponse:
    """What programs can ask and send, to be read by people."""
    return render(request, "api/description.html", {"title": _("接口说明"), **page_of(api.get_openapi_schema())})
