"""`python -m office words`: the English catalogues brought up to date and compiled."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from office.look.words import apps_with_words, catalogue, used

# Not the day it was written: the same words give the same file.
DATED = datetime(2026, 1, 1, tzinfo=UTC)


class Command(BaseCommand):
    """Adds what is new, drops what is gone, compiles, and lists what has no English yet."""

    help = "更新并编译英文目录，列出还没有译的。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it for every app."""
        from babel.messages.catalog import Catalog
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po, write_po

        for app in apps_with_words():
            path = catalogue(app)
            path.parent.mkdir(parents=True, exist_ok=True)
            old = read_po(path.open("rb"), locale="en") if path.exists() else Catalog(locale="en")
            new = Catalog(locale="en", charset="utf-8", fuzzy=False, project="guiju")
            new.creation_date = new.revision_date = DATED
            for message, places in sorted(used(app).items(), key=lambda item: item[1]):
                key = message[0] if isinstance(message, tuple) else message
                known = old.get(key)
                new.add(message, known.string if known else "", locations=places)
            with path.open("wb") as file:
                write_po(file, new, width=0, omit_header=False, include_lineno=False, ignore_obsolete=True)
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, new)
            missing = [str(message.id) for message in new if message.id and not _is_told(message.string)]
            self.stdout.write(f"{app}: {len(new)}，未译 {len(missing)}")
            for text in missing:
                self.stdout.write(f"    {text}")


def _is_told(string: Any) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)
