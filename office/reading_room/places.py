"""Where the pages of an edition are; the edition in force needs no naming in the address."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju import tree as t
from office.ground import clock, shelf
from office.ground.shelf import Edition
from office.reading_room.readings import reading_of


def edition_of(request: HttpRequest, instrument: str, name: str = "edition") -> Edition:
    """The edition that the address names, else the one in force today. Raises Http404."""
    found = shelf.find(instrument, clock.today(), request.GET.get(name, ""))
    if found is None:
        raise Http404
    return found


def reading_in(request: HttpRequest, instrument: str, key: str) -> tuple[Edition, t.Reading]:
    """The edition, and one of its doubts. Raises Http404."""
    edition = edition_of(request, instrument)
    found = reading_of(edition.law, key) if edition.law else None
    if found is None:
        raise Http404
    return edition, found


def place(view: str, edition: Edition, *args: str, **query: str) -> str:
    """The address of a page of this edition."""
    return _at(view, edition, args, _named(edition) | query)


def _named(edition: Edition) -> dict[str, str]:
    return {} if edition == shelf.find(edition.id, clock.today()) else {"edition": edition.name}


def _at(view: str, edition: Edition, args: tuple[str, ...], query: dict[str, str]) -> str:
    return reverse(view, args=[edition.id, *args]) + (f"?{urlencode(query)}" if query else "")


def step_to_law(edition: Edition) -> tuple[str, str]:
    """The step back to the measure."""
    return edition.title, place("reading_room:law", edition)


def step_to_reading(edition: Edition, key: str) -> tuple[str, str]:
    """The step back to one of its doubts."""
    return _("读法%(key)s") % {"key": key}, place("reading_room:reading", edition, key)


_VIEWS = {
    "edition_url": "law", "checkup_url": "checkup", "tests_url": "tests", "again_url": "checkup-again",
    "readings_url": "readings", "editions_url": "editions",
}  # fmt: skip


def places_of(edition: Edition) -> dict[str, str]:
    """The pages of an edition, for templates."""
    named = _named(edition)
    found = {name: _at(f"reading_room:{view}", edition, (), named) for name, view in _VIEWS.items()}
    found |= {f"{name}_url": _at("reading_room:checkup-file", edition, (), named | {"as": ending})
              for name, ending in (("file", "html"), ("text", "md"))}  # fmt: skip
    return found
