"""Django made ready on an office's folder; import it before any model."""

from __future__ import annotations

import os


def on(folder: str) -> None:
    """From now on this process works in the office of that folder."""
    os.environ["GUIJU_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.office.settings"
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
