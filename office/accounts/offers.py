"""What waits for the administrators."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.accounts.models import Account, Function, Renewal
from office.ground.actors import Actor
from office.ground.offers import Thing, Waiting, counted
from office.ground.roles import SECURITY_ADMIN


def _to_approve(actor: Actor) -> list[Waiting]:
    if not actor.holds(SECURITY_ADMIN):
        return []
    accounts = counted(Account.objects.filter(approved_at__isnull=True, closed_at__isnull=True))
    functions = counted(Function.objects.filter(granted_by=""))
    renewals = counted(Renewal.objects.filter(settled_at__isnull=True))
    page = reverse("accounts:list")
    return [
        Waiting(_("待核准的账号"), accounts, page), Waiting(_("待授予的职能"), functions, page),
        Waiting(_("待核准的重发凭证"), renewals, page),
    ]  # fmt: skip


def _logins(numbers: set[str]) -> dict[str, str]:
    """The login names, which the chain says of everybody who does anything; not whose they are."""
    rows = Account.objects.filter(pk__in=numbers).values_list("pk", "login")
    return {str(pk): login for pk, login in rows}


THINGS = [Thing("accounts.account", gettext_lazy("账号"), _logins)]
WAITING = [_to_approve]
