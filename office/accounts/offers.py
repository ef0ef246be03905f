"""What waits for the administrators."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from office.accounts.models import Account, Function
from office.ground.actors import Actor
from office.ground.offers import Waiting
from office.ground.roles import SECURITY_ADMIN


def _to_approve(actor: Actor) -> list[Waiting]:
    if not actor.holds(SECURITY_ADMIN):
        return []
    accounts = Account.objects.filter(approved_at__isnull=True, closed_at__isnull=True).count()
    functions = Function.objects.filter(granted_by="").count()
    page = reverse("accounts:list")
    return [Waiting(_("待核准的账号"), accounts, page), Waiting(_("待授予的职能"), functions, page)]


WAITING = [_to_approve]
