"""A chart of the log. Counts only: who did what is the audit administrator's."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.audit.models import Checkpoint, Entry
from office.ground.actors import Actor
from office.ground.months import by_month
from office.ground.offers import Picture, Thing
from office.ground.roles import BUSINESS


def _acts(_actor: Actor, today: date) -> list[tuple[str, int]]:
    return by_month(Entry.objects.all(), "at", today)


def _checkpoints(numbers: set[str]) -> dict[str, str]:
    rows = Checkpoint.objects.filter(pk__in=numbers).values_list("pk", "sequence")
    return {str(pk): _("签到第%(number)s条") % {"number": sequence} for pk, sequence in rows}


THINGS = [
    Thing("audit.checkpoint", gettext_lazy("检查点"), _checkpoints),
    Thing("audit.signingkey", gettext_lazy("检查点钥匙")), Thing("audit.entry", gettext_lazy("审计记录")),
]  # fmt: skip
PICTURES = [Picture(gettext_lazy("每月记入审计的事"), gettext_lazy("条"), _acts, BUSINESS)]
