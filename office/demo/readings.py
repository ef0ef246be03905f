"""Readings that the made-up town has confirmed by a document: the first doubt of each measure, as its file proposes."""

from __future__ import annotations

from office.demo.town import Days
from office.ground import shelf
from office.ground.actors import Actor
from office.reading_room import actions


def confirm_some(actor: Actor, days: Days) -> None:
    """Enter one adoption for each measure; nothing is decided otherwise than without it."""
    for edition in shelf.instruments(actor.on):
        if edition.law is None or edition.is_baseline or edition.is_own or not edition.law.parsed.readings:
            continue
        reading = edition.law.parsed.readings[0]
        actions.adopt(actor, edition, reading.id, reading.default, days.confirmed, reading.confirmed_by, days.paper(5))
