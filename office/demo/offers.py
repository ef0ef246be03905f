"""What the made-up town offers: its accounts on its own page for signing in, and its year for trying readings on."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.translation import gettext_lazy

from office.audit.models import Entry
from office.demo.actions import ADMINS, HOLDERS, PASSWORD, fill, shown
from office.demo.town import EXAMPLES
from office.ground import clock, shelf
from office.ground.offers import Guest, Thing, YearOfPeople

FILLED = fill.name  # the act that made up the town


def _guests() -> list[Guest]:
    """None unless this is the demonstration and its database was filled by it: a real town's names stay inside."""
    if not settings.DEMO or not Entry.objects.filter(act=FILLED).exists():
        return []
    return [Guest(row.login, row.name, row.what, PASSWORD) for row in shown()[: len(ADMINS) + len(HOLDERS)]]


def _years(instrument: str) -> list[YearOfPeople]:
    """The example year of the made-up town, under the measure that reads it; nothing in a real office."""
    found = shelf.find(instrument, clock.today())
    if not settings.DEMO or found is None or found.law is None or found.law.words.subject is None:
        return []
    files = [path for path in sorted(EXAMPLES.glob("*.xlsx")) if not path.name.startswith("~$")]
    return [YearOfPeople(path.stem, path, int(year[0])) for path in files if (year := re.findall(r"\d{4}", path.stem))]


THINGS = [Thing("demo.town", gettext_lazy("虚构的镇"))]
GUESTS = [_guests]
PEOPLE = [_years]
