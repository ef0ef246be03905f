"""What a form carries: its one-time mark, and which version of a thing it was made from."""

from __future__ import annotations

import secrets
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from office.audit.forms import in_words, label_of, seen_mark

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """Put into a form, it is carried out once, however often it is handed in."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(24))


@register.simple_tag(takes_context=True)
def seen(context: dict[str, Any], thing: Any) -> SafeString:
    """Put into a form about a thing, it is refused when the thing was changed meanwhile."""
    mark = seen_mark(context["request"].actor, thing)
    return format_html('<input type="hidden" name="seen" value="{}">', mark)


@register.filter
def act_label(name: str) -> str:
    """What an act is called."""
    return label_of(name)


@register.filter
def in_plain_words(changes: Any) -> str:
    """Changes as a clerk reads them."""
    return in_words(changes)
