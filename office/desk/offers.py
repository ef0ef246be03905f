"""Finding sentences of the laws: open to whoever has signed in, as the reading room is."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy

from office.ground.actors import Actor
from office.ground.offers import Hit, Search
from office.reading_room.search import search


def _sentences(actor: Actor, words: str, limit: int) -> list[Hit]:
    return [
        Hit(
            "".join(piece for _is_word, piece in hit.pieces).strip(),
            f"{reverse('reading_room:law', args=[hit.edition.id])}#{hit.anchor}",
            f"《{hit.edition.title}》{hit.note or hit.cite}",
            is_law=True,
        )
        for hit in search(words, actor.on)[:limit]
    ]


SEARCHES = [Search(gettext_lazy("条文"), _sentences)]
