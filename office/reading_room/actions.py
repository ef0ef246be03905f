"""The one act of the reading room: entering that an organ has adopted a reading."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju import tree as t
from office.audit.action import Act, action
from office.ground.clock import day_before
from office.ground.refusals import Refused, refuse_all
from office.ground.shelf import Edition
from office.reading_room import rights
from office.reading_room.models import Adoption
from office.reading_room.readings import options_of, reading_of


@action("reading_room.adopt", label=gettext_lazy("采用读法"), may=rights.adopt)
def adopt(act: Act, edition: Edition, reading: str, choice: str, since: date, organ: str, basis: str) -> Adoption:
    """From that day the doubt is read so, by that document of that organ; what was adopted before ends the day before.

    Adopting the default confirms it. Refused without a document, by another organ than the law names, or before
    something later that was already entered.
    """
    found = reading_of(edition.law, reading) if edition.law else None
    if found is None:
        raise Refused(_("这件文书没有读法%(key)s。") % {"key": reading})
    last = Adoption.objects.filter(instrument=edition.id, reading=reading).order_by("-since").first()
    refuse_all(_troubles(edition, found, choice, organ, basis) + _out_of_order(last, choice, since))
    if last is not None and last.until is None:
        last.until = day_before(since)
        last.save()
    row = Adoption.objects.create(
        instrument=edition.id, reading=reading, choice=choice, since=since, organ=organ, basis=basis
    )
    before = last.choice if last else found.default
    act.record(row, {reading: [before, choice], "自": since, "确认机关": organ, "依据": basis})
    return row


def _troubles(edition: Edition, reading: t.Reading, choice: str, organ: str, basis: str) -> list[str]:
    found = []
    if choice not in options_of(reading):
        words = {"key": reading.id, "choice": choice, "options": "、".join(options_of(reading))}
        found.append(_("读法%(key)s没有「%(choice)s」，可选的是：%(options)s。") % words)
    if not basis.strip():
        found.append(_("请写明确认这一读法的文号。"))
    # The baseline says in general words who confirms; which organ that is, the document says.
    if not edition.is_baseline and organ.strip() != reading.confirmed_by:
        words = {"key": reading.id, "organ": reading.confirmed_by, "written": organ.strip() or "—"}
        found.append(_("读法%(key)s由%(organ)s确认，这里写的是「%(written)s」。") % words)
    return found


def _out_of_order(last: Adoption | None, choice: str, since: date) -> list[str]:
    if last is None:
        return []
    if since <= last.since:
        words = {"since": last.since, "choice": last.choice, "basis": last.basis}
        return [_("自%(since)s起采用「%(choice)s」（%(basis)s）已经登记，新的要在它以后。") % words]
    if last.until is None and last.choice == choice:
        return [_("「%(choice)s」正是现在采用的读法（自%(since)s起）。") % {"choice": choice, "since": last.since}]
    return []
