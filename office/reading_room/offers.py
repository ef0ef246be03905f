"""What the audit calls an adopted reading: the texts and their readings are open to whoever has signed in."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.ground import shelf
from office.ground.offers import Thing
from office.reading_room.models import Adoption


def _readings(numbers: set[str]) -> dict[str, str]:
    titles = shelf.titles()
    rows = Adoption.objects.filter(pk__in=numbers).values_list("pk", "instrument", "reading")
    return {
        str(pk): _("《%(title)s》%(reading)s") % {"title": titles.get(instrument, instrument), "reading": reading}
        for pk, instrument, reading in rows
    }


THINGS = [Thing("reading_room.adoption", gettext_lazy("采用的读法"), _readings)]
