"""Where a measure can be tried out."""

from __future__ import annotations

from django.urls import reverse

from office.ground.actors import Actor
from office.ground.pages import pages


def _place(actor: Actor, instrument: str) -> str:
    allowed = pages()["tryout:case"].roles & actor.keys
    return reverse("tryout:case", args=[instrument]) if allowed else ""


TRYING = [_place]
