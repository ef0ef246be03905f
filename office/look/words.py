"""The words of the pages: what is to be translated, per app, and the English catalogue kept up to date.

The source is Chinese. Each app has locale/en/LC_MESSAGES/django.po; `python -m office words` adds what is new, drops
what is gone, and compiles. A test fails while anything is missing.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation.template import templatize

from office.ground.order import APPS

OFFICE = Path(__file__).parent.parent
KEYWORDS: dict[str, Any] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}  # fmt: skip


def used(app: str) -> dict[Any, list[tuple[str, int]]]:
    """Each message of the app (a text, or singular and plural), and the places it stands at."""
    from babel.messages.extract import extract_python

    found: dict[Any, list[tuple[str, int]]] = {}
    for path in sorted((OFFICE / app).rglob("*")):
        if path.suffix not in (".py", ".html") or "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        source = templatize(text) if path.suffix == ".html" else text
        for line, function, message, _comments in extract_python(BytesIO(source.encode()), KEYWORDS, (), {}):
            place = (path.relative_to(OFFICE).as_posix(), line)
            found.setdefault(_message(function, message), []).append(place)
    return found


def _message(function: Any, message: Any) -> Any:
    if isinstance(message, tuple):
        texts = [part for part in message if part]
        return tuple(texts[:2]) if function and function.startswith("ngettext") else texts[0]
    return message


def catalogue(app: str) -> Path:
    """Where the app's English stands."""
    return OFFICE / app / "locale/en/LC_MESSAGES/django.po"


def apps_with_words() -> list[str]:
    """The apps that show anything to a reader."""
    return [app for app in APPS if used(app)]
