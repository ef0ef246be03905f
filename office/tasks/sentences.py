"""The sentence of a law that a task comes from, as it read on the day; of the town's own laws too."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from guiju.law import Provision
from office.ground import shelf
from office.ground.refusals import Refused


def sentence_at(address: str, on: date) -> Provision:
    """The provision at `work-errors/4.1`, in the edition in force on that day. Raises Refused when there is none."""
    edition = shelf.find(address.partition("/")[0], on)
    if edition is not None and edition.law is None:
        raise Refused(*edition.problems)
    found = edition.law.provisions.get(address) if edition is not None and edition.law else None
    if found is None:
        raise Refused(_("没有%(address)s这一条。") % {"address": address})
    return found
