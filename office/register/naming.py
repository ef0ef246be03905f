"""A person or unit as a clerk writes it: the number, or the name if only one bears it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from office.ground.refusals import Refused
from office.people.models import Person, Unit, UnitVersion

Subject = Person | Unit
MOST = 8


def subject_named(words: str, day: date) -> Subject:
    """Who is meant. Raises Refused when nobody is, or several are (it then lists them with their numbers)."""
    asked = words.strip()
    people: list[Subject] = list(Person.objects.filter(code=asked)) or list(Person.objects.filter(name=asked)[:MOST])
    units: list[Subject] = list(Unit.objects.filter(code=asked))
    if not units:
        named = UnitVersion.objects.on(day).filter(name=asked).values("unit")
        units = list(Unit.objects.filter(pk__in=named)[:MOST])
    found = [*people, *units]
    if not found:
        raise Refused(_("没有叫「%(words)s」的人或者机构；请写编号，或者完整的姓名、名称。") % {"words": asked})
    if len(found) > 1:
        codes = "、".join(one.code for one in found)
        raise Refused(_("叫「%(words)s」的不止一个：%(codes)s；请写编号。") % {"words": asked, "codes": codes})
    return found[0]
