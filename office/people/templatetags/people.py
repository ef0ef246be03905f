"""Small helps for the pages of people."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def of(table: dict[Any, Any], key: Any) -> Any:
    """The table's value for the key, or nothing."""
    return table.get(key, "")
