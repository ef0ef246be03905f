"""Acts on the records of units and people. Periods never meet; a mistake is corrected, a change begins a new row."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.audit.action import Act, action
from office.audit.forms import changed
from office.ground.clock import day_before
from office.ground.dated import Dated, check_span
from office.ground.refusals import Refused, refuse_all
from office.people import rights
from office.people.exchange.carry_out import carry_out
from office.people.exchange.plan import Plan, plan
from office.people.exchange.reading import read
from office.people.exchange.writing import workbook
from office.people.models import (
    Establishment,
    Holding,
    Oversight,
    PartyStatus,
    Person,
    Post,
    Term,
    Unit,
    UnitVersion,
)
from office.people.numbers import whats_wrong_with
from office.people.pinyin import spell
from office.people.questions import up_from
from office.people.terms import OVERSEES

D = TypeVar("D", bound=Dated)


@action("people.add_unit", label=gettext_lazy("设立机构"), may=rights.keep_records)
def add_unit(
    act: Act, code: str, name: str, kind: Term, since: date, parent: Unit | None = None, basis: str = "", order: int = 0
) -> Unit:
    """A new unit, called so and standing there from that day."""
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("机构编码%(code)s已经有了。") % {"code": code})
    unit = Unit.objects.create(code=code)
    UnitVersion.objects.create(unit=unit, name=name, kind=kind, parent=parent, since=since, basis=basis, order=order)
    act.record(
        unit, {"名称": name, "类别": kind.label, "上级": parent.code if parent else None, "自": since, "依据": basis}
    )
    return unit


@action("people.change_unit", label=gettext_lazy("变更机构"), may=rights.keep_records)
def change_unit(
    act: Act, unit: Unit, name: str, kind: Term, parent: Unit | None, since: date, basis: str = ""
) -> UnitVersion:
    """From that day the unit is called otherwise, is of another kind or stands elsewhere; before it, as it was."""
    if parent is not None and unit.pk in up_from({parent.pk}, since):
        raise Refused(_("上级不能是它自己或者它下面的机构。"))
    last = UnitVersion.objects.filter(unit=unit).order_by("-since").first()
    order = last.order if last else 0
    before = [last.name, last.kind.label] if last else None
    if last is not None:
        _end_before(last, since)
    version = UnitVersion.objects.create(
        unit=unit, name=name, kind=kind, parent=parent, since=since, basis=basis, order=order
    )
    act.record(
        unit,
        {"名称类别": [before, [name, kind.label]], "上级": parent.code if parent else None, "自": since, "依据": basis},
    )
    return version


@action("people.end_unit", label=gettext_lazy("撤销机构"), may=rights.keep_records)
def end_unit(act: Act, unit: Unit, until: date, basis: str = "") -> Unit:
    """The unit's last day. Refused while anyone holds a post in it afterwards, or units stand under it."""
    if Holding.objects.filter(post__unit=unit).meeting(until, None).exclude(until=until).exists():
        raise Refused(_("还有人在这个机构任职，请先终止他们的任职。"))
    if UnitVersion.objects.filter(parent=unit).meeting(until, None).exclude(until=until).exists():
        raise Refused(_("还有下属机构，请先变更它们的上级。"))
    version = UnitVersion.objects.filter(unit=unit, until__isnull=True).first()
    if version is None:
        raise Refused(_("这个机构已经撤销了。"))
    check_span(version.since, until)
    version.until = until
    version.save()
    act.record(unit, {"撤销": [None, until], "依据": basis})
    return unit


@action("people.add_post", label=gettext_lazy("设置职务"), may=rights.keep_records)
def add_post(
    act: Act,
    unit: Unit,
    title: str,
    standing: Term,
    since: date,
    until: date | None = None,
    basis: str = "",
    order: int = 0,
) -> Post:
    """A post in a unit from that day."""
    return _add(act, unit, "职务", title, Post(
        unit=unit, title=title, standing=standing, since=since, until=until, basis=basis, order=order
    ))  # fmt: skip


@action("people.add_person", label=gettext_lazy("登记人员"), may=rights.keep_records)
def add_person(act: Act, code: str, name: str) -> Person:
    """A person, by a number of the town's own."""
    if Person.objects.filter(code=code).exists():
        raise Refused(_("编号%(code)s已经有了。") % {"code": code})
    if wrong := whats_wrong_with(code):
        raise Refused(wrong)
    pinyin, initials = spell(name)
    person = Person.objects.create(code=code, name=name, pinyin=pinyin, initials=initials)
    act.record(person, {"编号": code, "姓名": name})
    return person


@action("people.correct_person", label=gettext_lazy("更正人员"), may=rights.keep_records)
def correct_person(act: Act, person: Person, name: str, pinyin: str = "") -> Person:
    """Correct a name, or how it sounds."""
    spelt, initials = spell(name)
    values = {"name": name, "pinyin": "".join(pinyin.split()).lower() or spelt}
    found = changed(person, values)
    if not found:
        act.nothing_changed()
        return person
    person.initials = initials if values["pinyin"] == spelt else _initials(pinyin) or initials
    person.save()
    act.record(person, found)
    return person


def _initials(pinyin: str) -> str:
    syllables = pinyin.lower().split()
    return "".join(syllable[0] for syllable in syllables) if len(syllables) > 1 else ""


@action("people.appoint", label=gettext_lazy("任职"), may=rights.keep_records)
def appoint(act: Act, person: Person, post: Post, since: date, until: date | None = None, basis: str = "") -> Holding:
    """Put a person in a post."""
    _refuse_beyond(post, since, until)
    row = Holding(person=person, post=post, since=since, until=until, basis=basis)
    return _add(act, person, "任职", f"{post.unit.code} {post.title}", row)


@action("people.put_in_charge", label=gettext_lazy("分管分工"), may=rights.keep_records)
def put_in_charge(
    act: Act, person: Person, unit: Unit, manner: Term, since: date, until: date | None = None, basis: str = ""
) -> Oversight:
    """Give a unit to a leader; one leader in charge at a time."""
    meeting = Oversight.objects.filter(unit=unit, manner__key=OVERSEES).meeting(since, until).select_related("person")
    other = meeting.exclude(person=person).first() if manner.key == OVERSEES else None
    if other is not None:
        words = {"name": other.person.name, "span": other.span}
        raise Refused(_("这段时间由%(name)s分管（%(span)s），请先终止。") % words)
    row = Oversight(person=person, unit=unit, manner=manner, since=since, until=until, basis=basis)
    return _add(act, person, manner.label, unit.code, row)


@action("people.set_party_status", label=gettext_lazy("政治面貌"), may=rights.keep_records)
def set_party_status(
    act: Act, person: Person, status: Term, since: date, until: date | None = None, basis: str = ""
) -> PartyStatus:
    """From that day the person stands so with the Party; the row before ends the day before."""
    _succeed(PartyStatus.objects.filter(person=person), since)
    row = PartyStatus(person=person, status=status, since=since, until=until, basis=basis)
    return _add(act, person, "政治面貌", status.label, row)


@action("people.set_establishment", label=gettext_lazy("编制"), may=rights.keep_records)
def set_establishment(
    act: Act, person: Person, kind: Term, since: date, until: date | None = None, basis: str = ""
) -> Establishment:
    """From that day the person serves so; the row before ends the day before."""
    _succeed(Establishment.objects.filter(person=person), since)
    row = Establishment(person=person, kind=kind, since=since, until=until, basis=basis)
    return _add(act, person, "编制", kind.label, row)


@action("people.end", label=gettext_lazy("终止"), may=rights.keep_records)
def end(act: Act, row: Dated, until: date, basis: str = "") -> Dated:
    """A holding, an oversight or a post ends: `until` is its last day. A post only when nobody holds it afterwards."""
    check_span(row.since, until)
    before, row.until = row.until, until
    _refuse_left_outside(row)
    row.save()
    act.record(_whose(row), {_what(row): f"{row.since}", "至": [before, until], "依据": basis})
    return row


@action("people.correct_row", label=gettext_lazy("更正起止"), may=rights.keep_records)
def correct_row(act: Act, row: Dated, since: date, until: date | None, basis: str, because: str) -> Dated:
    """Correct the period or the basis of a row that was entered wrongly, and say why."""
    if not because.strip():
        raise Refused(_("请写明为什么更正。"))
    check_span(since, until)
    found = changed(row, {"since": since, "until": until, "basis": basis})
    _refuse_overlap(row)
    _refuse_left_outside(row)
    if not found:
        act.nothing_changed()
        return row
    row.save()
    act.record(_whose(row), {"记录": _what(row), **found, "理由": because.strip()})
    return row


_KEYS = {
    Holding: ("person", "post"), Oversight: ("person", "unit", "manner"), PartyStatus: ("person",),
    Establishment: ("person",), Post: ("unit", "title"), UnitVersion: ("unit",),
}  # fmt: skip


def _add(act: Act, subject: Any, what: str, which: str, row: D) -> D:
    check_span(row.since, row.until)
    _refuse_overlap(row)
    row.save()
    act.record(subject, {what: which, "期间": row.span, "依据": row.basis})
    return row


def _refuse_overlap(row: Dated) -> None:
    model = type(row)
    same = {name: getattr(row, name) for name in _KEYS[model]}
    other = model.objects.filter(**same).exclude(pk=row.pk).meeting(row.since, row.until).first()
    if other is not None:
        raise Refused(_("与已有的一条重叠：%(span)s。") % {"span": other.span})


def _refuse_left_outside(row: Dated) -> None:
    """A holding stays within its post, and a post is not cut short under whoever holds it."""
    if isinstance(row, Post):
        left = row.holdings.filter(since__lt=row.since)
        if row.until is not None:
            left |= row.holdings.filter(until__isnull=True) | row.holdings.filter(until__gt=row.until)
        held = left.select_related("person").order_by("since").first()
        if held is not None:
            words = {"name": held.person.name, "span": held.span}
            raise Refused(_("%(name)s任这个职务%(span)s，超出了职务的起止；请先办他的任职。") % words)
    if isinstance(row, Holding):
        _refuse_beyond(row.post, row.since, row.until)
    if isinstance(row, UnitVersion):
        _refuse_nameless(row)


def _refuse_nameless(row: UnitVersion) -> None:
    """A unit is there, by some name, on every day that anybody holds a post in it."""
    versions = sorted([row, *UnitVersion.objects.filter(unit=row.unit_id).exclude(pk=row.pk)], key=lambda v: v.since)
    for held in Holding.objects.filter(post__unit=row.unit_id).select_related("person"):
        day: date | None = held.since
        for version in versions:
            if day is not None and version.holds_on(day):
                is_enough = version.until is None or (held.until is not None and held.until <= version.until)
                day = None if is_enough else version.until + timedelta(days=1)
        if day is not None:
            words = {"name": held.person.name, "span": held.span, "day": day}
            raise Refused(_("%(name)s在这个机构任职%(span)s，而%(day)s那天机构就不在了；请先办他的任职。") % words)


def _refuse_beyond(post: Post, since: date, until: date | None) -> None:
    if post.since > since or (post.until is not None and (until is None or until > post.until)):
        raise Refused(_("职务%(title)s%(span)s，任职不能超出。") % {"title": post.title, "span": post.span})


def _succeed(rows: Any, since: date) -> None:
    open_row = rows.filter(until__isnull=True).first()
    if open_row is not None:
        _end_before(open_row, since)


def _end_before(row: Dated, since: date) -> None:
    if row.until is None or row.until >= since:
        if row.since >= since:
            raise Refused(_("已有一条从%(since)s起的，新的要晚于它；若是填错，请更正那一条。") % {"since": row.since})
        row.until = day_before(since)
        row.save()


def _whose(row: Any) -> Any:
    return row.person if hasattr(row, "person") else row.unit


def _what(row: Any) -> str:
    return str(row._meta.get_field({Holding: "post", Oversight: "unit"}.get(type(row), "since")).verbose_name)


@action("people.import_workbook", label=gettext_lazy("导入人员机构"), may=rights.keep_records)
def import_workbook(act: Act, path: Path, file_digest: str, plan_digest: str) -> Plan:
    """Carry out what the preview showed, all of it or nothing.

    Refused when the file is not the one previewed, when the records changed since so that it would do something else,
    or when anything is wrong with it.
    """
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != file_digest:
        raise Refused(_("要导入的文件和预览的不是同一个，或者已经过期；请重新上传。"))
    made = plan(read(path))
    refuse_all(str(trouble) for trouble in made.troubles[:50])
    if made.digest() != plan_digest:
        raise Refused(_("预览以后，系统里的记录有了变化，导入的结果会不一样；请重新上传，再看一遍。"))
    if not made.changes:
        act.nothing_changed()
        return made
    carry_out(made)
    counts = {name: {kind: number for kind, number in found.items() if number} for name, found in made.counts()}
    act.record("people.import", {"文件": file_digest, "各表": counts})
    people = dict(Person.objects.values_list("code", "pk"))
    units = dict(Unit.objects.values_list("code", "pk"))
    for change in made.changes:
        code = change.values.get("编号")
        subject = f"people.person:{people[code]}" if code else f"people.unit:{units[change.values['机构编码']]}"
        act.record(subject, {"表": change.sheet, "改动": change.differences or change.values})
    return made


@action("people.export_workbook", label=gettext_lazy("导出人员机构"), may=rights.keep_records)
def export_workbook(act: Act) -> bytes:
    """The whole of the records as a workbook; that they were taken out is recorded."""
    content = workbook()
    act.record("people.export", {"文件": hashlib.sha256(content).hexdigest()})
    return content
