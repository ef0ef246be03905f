"""Keeping the records: one form an act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.audit.action import Action
from office.audit.forms import perform, status_of
from office.ground import clock
from office.ground.requests import Request
from office.people import actions, forms
from office.people.models import Establishment, Holding, Oversight, PartyStatus, Person, Post, Unit, UnitVersion
from office.people.questions import name_of

# What can be added to a person's record: form, act, title.
ROWS: dict[str, tuple[type[django_forms.Form], Action[..., Any], Any]] = {
    "post": (forms.Appoint, actions.appoint, gettext_lazy("任职")),
    "charge": (forms.PutInCharge, actions.put_in_charge, gettext_lazy("分管分工")),
    "party": (forms.SetParty, actions.set_party_status, gettext_lazy("政治面貌")),
    "establishment": (forms.SetEstablishment, actions.set_establishment, gettext_lazy("编制")),
}
# What has a beginning and an end, by the name it goes by in addresses: what it is called, and whose record it is.
DATED: dict[str, tuple[Any, Any]] = {
    "post": (Holding, gettext_lazy("任职")), "charge": (Oversight, gettext_lazy("分管分工")),
    "party": (PartyStatus, gettext_lazy("政治面貌")), "establishment": (Establishment, gettext_lazy("编制")),
    "seat": (Post, gettext_lazy("职务")), "unit": (UnitVersion, gettext_lazy("机构")),
}  # fmt: skip
ENDED = {"post", "charge", "seat"}


def _page(
    request: Request, form: django_forms.Form, act: Action[..., Any], args: tuple[Any, ...], words: dict[str, Any],
    to: str | Callable[[Any], str],
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and form.is_valid():
        done = perform(request, form, act, *args, to=to, **form.cleaned_data)
        if done:
            return done
    return render(request, "look/form.html", {"form": form, **words}, status=status_of(form))


def _person(person: Person) -> str:
    return reverse("people:person", args=[person.pk])


def _unit(unit: Unit) -> str:
    return reverse("people:unit", args=[unit.pk])


def _name(unit: Unit) -> str:
    return name_of(unit, clock.today())


def _about_person(person: Person) -> dict[str, Any]:
    return {"back": _person(person), "thing": person, "within": [(person.name, _person(person))]}


def _about_unit(unit: Unit) -> dict[str, Any]:
    return {"back": _unit(unit), "thing": unit, "within": [(_name(unit), _unit(unit))]}


def add_person(request: Request) -> HttpResponse:
    """A new person."""
    words = {"title": _("登记人员"), "button": _("登记"), "back": reverse("people:tree")}
    return _page(request, forms.AddPerson(request.POST or None), actions.add_person, (), words, _person)


def correct_person(request: Request, pk: int) -> HttpResponse:
    """A name that was entered wrongly, or sounds otherwise."""
    found = get_object_or_404(Person, pk=pk)
    form = forms.CorrectPerson(request.POST or None, initial={"name": found.name, "pinyin": found.pinyin})
    words = {"title": _("更正姓名：%(name)s") % {"name": found.name}, "button": _("更正"), **_about_person(found)}
    return _page(request, form, actions.correct_person, (found,), words, _person)


def row(request: Request, pk: int, what: str) -> HttpResponse:
    """A post, a unit to be in charge of, a status: from a day on."""
    found = get_object_or_404(Person, pk=pk)
    if what not in ROWS:
        raise Http404
    kind, act, title = ROWS[what]
    words = {"title": f"{title}：{found.name}", "button": _("登记"), **_about_person(found)}
    form = kind(request.POST or None, initial={"since": clock.today()})
    return _page(request, form, act, (found,), words, _person(found))


def _dated(what: str, pk: int) -> tuple[Any, dict[str, Any]]:
    """A row with a beginning and an end, and what the page of a form about it says."""
    model, label = DATED[what]
    row = get_object_or_404(model, pk=pk)
    thing = row.person if hasattr(row, "person") else row.unit
    name, back = (thing.name, _person(thing)) if isinstance(thing, Person) else (_name(thing), _unit(thing))
    words = {"about": {"name": name, "what": label}, "lead": _line(row), "back": back, "thing": thing}
    return row, words | {"within": [(name, back)]}


def _line(row: Any) -> str:
    """Which row it is: what it says, and its period."""
    says = {
        Holding: lambda: f"{name_of(row.post.unit, row.since)} {row.post.title}",
        Oversight: lambda: f"{name_of(row.unit, row.since)} {row.manner.label}",
        PartyStatus: lambda: row.status.label, Establishment: lambda: row.kind.label,
        Post: lambda: row.title, UnitVersion: lambda: row.name,
    }  # fmt: skip
    says_it: Callable[[], str] = says[type(row)]
    return f"{says_it()}　{row.span}"


def end_row(request: Request, what: str, pk: int) -> HttpResponse:
    """The last day of a post held, of a charge, or of a post."""
    if what not in ENDED:
        raise Http404
    row, words = _dated(what, pk)
    words |= {"title": _("终止：%(name)s　%(what)s") % words["about"], "button": _("终止")}
    form = forms.EndRow(request.POST or None, initial={"until": clock.today()})
    return _page(request, form, actions.end, (row,), words, words["back"])


def correct_row(request: Request, what: str, pk: int) -> HttpResponse:
    """The period or the basis of a row that was entered wrongly."""
    if what not in DATED:
        raise Http404
    row, words = _dated(what, pk)
    words |= {"title": _("更正：%(name)s　%(what)s") % words["about"], "button": _("更正")}
    words["note"] = _("只更正填错的。情况真有变化的，用「终止」和重新登记，以前的照样查得到。")
    form = forms.CorrectRow(request.POST or None, initial={"since": row.since, "until": row.until, "basis": row.basis})
    return _page(request, form, actions.correct_row, (row,), words, words["back"])


def add_unit(request: Request) -> HttpResponse:
    """A new unit."""
    form = forms.AddUnit(request.POST or None, initial={"since": clock.today()})
    words = {"title": _("设立机构"), "button": _("设立"), "back": reverse("people:tree")}
    return _page(request, form, actions.add_unit, (), words, _unit)


def change_unit(request: Request, pk: int) -> HttpResponse:
    """A unit's name, kind or place, from a day on."""
    found = get_object_or_404(Unit, pk=pk)
    last = found.versions.order_by("-since").first()
    initial = {"since": clock.today()}
    if last is not None:
        initial |= {"name": last.name, "kind": last.kind_id, "parent": last.parent_id}
    words = {"title": _("变更机构：%(name)s") % {"name": _name(found)}, "button": _("变更"), **_about_unit(found)}
    return _page(
        request,
        forms.ChangeUnit(request.POST or None, initial=initial),
        actions.change_unit,
        (found,),
        words,
        _unit(found),
    )


def add_post(request: Request, pk: int) -> HttpResponse:
    """A post in a unit."""
    found = get_object_or_404(Unit, pk=pk)
    form = forms.AddPost(request.POST or None, initial={"since": clock.today()})
    words = {"title": _("设置职务：%(name)s") % {"name": _name(found)}, "button": _("设置"), **_about_unit(found)}
    return _page(request, form, actions.add_post, (found,), words, _unit(found))


def end_unit(request: Request, pk: int) -> HttpResponse:
    """The unit's last day."""
    found = get_object_or_404(Unit, pk=pk)
    words = {"title": _("撤销机构：%(name)s") % {"name": _name(found)}, "button": _("撤销"), **_about_unit(found)}
    words["lead"] = _("写它的最后一天。还有人任职、还有下属机构的，先办好那些。")
    form = forms.EndRow(request.POST or None, initial={"until": clock.today()})
    return _page(request, form, actions.end_unit, (found,), words, _unit(found))
