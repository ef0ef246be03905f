"""The page of one's tokens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from office.api import actions, forms, rights
from office.api.models import Token
from office.audit.forms import perform, status_of
from office.ground import clock
from office.ground.roles import SECURITY_ADMIN


def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and a form for another; the security administrator sees everyone's."""
    form = forms.Make(request.POST or None)
    told: list[str] = []
    may_make = rights.make(request.actor, request.user)

    def to(secret: str) -> str:
        told.append(secret)
        return reverse("api:tokens")

    if request.method == "POST" and form.is_valid():
        done = perform(request, form, actions.make_token, request.user, to=to, **form.cleaned_data)
        for secret in told:
            messages.warning(request, _("令牌（只显示这一次，请现在抄走）：%(secret)s") % {"secret": secret})
        if done:
            return done
    rows = Token.objects.select_related("account__person")
    if not request.actor.holds(SECURITY_ADMIN):
        rows = rows.filter(account=request.user)
    words = {
        "form": form, "tokens": rows[:500], "may_make": may_make, "today": clock.today(), "title": _("接口令牌"),
    }  # fmt: skip
    return render(request, "api/tokens.html", words, status=status_of(form))


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on that token opens nothing."""
    token = get_object_or_404(Token, pk=pk)
    done = perform(request, None, actions.revoke_token, token, to=reverse("api:tokens"), said=_("令牌已作废。"))
    assert done is not None
    return done
