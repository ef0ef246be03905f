"""A chart of the log. Counts only: who did what is the audit administrator's."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy

from office.audit.models import Entry
from office.ground.actors import Actor
from office.ground.months import by_month
from office.ground.offers import Picture
from office.ground.roles import BUSINESS


def _acts(_actor: Actor, today: date) -> list[tuple[str, int]]:
    return by_month(Entry.objects.all(), "at", today)


PICTURES = [Picture(gettext_lazy("每月记入审计的事"), gettext_lazy("条"), _acts, BUSINESS)]
