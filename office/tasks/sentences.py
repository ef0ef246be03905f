"""The sentence of a law that a task comes from, as it read on the day."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from guiju.errors import LawError
from guiju.law import Law, Provision, builtin, read_folder
from office.ground.refusals import Refused


@cache
def _law(folder: Path) -> Law:
    return read_folder(folder)


def sentence_at(address: str, on: date) -> Provision:
    """The provision at `work-errors/4.1`, in the edition in force on that day. Raises Refused when there is none."""
    try:
        found = _law(builtin().find(address.partition("/")[0], on)).provisions.get(address)
    except LawError as error:
        raise Refused(*(problem.render() for problem in error.problems)) from error
    if found is None:
        raise Refused(_("没有%(address)s这一条。") % {"address": address})
    return found
