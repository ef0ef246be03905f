"""Where the register rests on a measure, for the reading room."""

from __future__ import annotations

from django.urls import reverse

from office.ground.actors import Actor
from office.reading_room.uses import Use
from office.register.models import ENTERED, Effect, Step
from office.register.rights import seen_by

MOST = 50


def uses(instrument: str, actor: Actor) -> list[Use]:
    """The entries that rest on a provision of the measure, as far as the actor may read them."""
    rows = Step.objects.filter(what=ENTERED, instrument=instrument)
    if seen := seen_by(actor):
        rows = rows.filter(effect__in=Effect.objects.filter(seen).values("pk"))
    return [
        Use(
            row.decided_on,
            row.address,
            f"{row.effect.kind}　{row.document}",
            reverse("register:effect", args=[row.effect_id]),
        )
        for row in rows.select_related("effect").order_by("-decided_on", "-pk")[:MOST]
    ]
