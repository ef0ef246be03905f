"""A request as the pages get it: with what the middlewares put beside it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from office.ground.actors import Actor


class Request(HttpRequest):
    """Only a type: who acts, what they still lack before the office opens, the incident's number, and htmx's words."""

    actor: Actor
    lacks: str
    incident: str
    htmx: HtmxDetails
