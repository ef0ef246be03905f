"""What every page shows besides its own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The actor, and whether this is the made-up town."""
    return {"actor": getattr(request, "actor", None), "is_demo": settings.DEMO, "idle_minutes": settings.IDLE_MINUTES}
