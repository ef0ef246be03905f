"""Helps for pages that show provisions: an address as a link, a cell of a table."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from office.reading_room.notation import Token, as_html

register = template.Library()


@register.filter
def law_url(address: str) -> str:
    """Where a provision stands: work-errors/3.3d is at /laws/work-errors/#3.3d."""
    instrument, _sign, label = str(address).partition("/")
    return reverse("reading_room:law", args=[instrument]) + (f"#{label}" if label else "") if instrument else ""


@register.filter
def certainty(word: str) -> str:
    """The mark of a parameter's certainty: green when its source was looked up, else with care."""
    return "mark-done" if word == "已查" else "mark-care"


@register.filter
def of(table: dict[Any, Any] | None, key: Any) -> Any:
    """The table's value for the key, or nothing."""
    return table.get(key, "") if table else ""


@register.filter
def label(address: str) -> str:
    """A provision's number within its instrument: work-errors/3.3d is 3.3d."""
    return str(address).partition("/")[2]


@register.filter
def notation(line: tuple[Token, ...]) -> SafeString:
    """A line of the notation, its own words set apart."""
    return as_html(line)
