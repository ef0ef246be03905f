"""Keeping the records: one form an act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.audit.action import Action
from office.audit.forms import perform, status_of
from office.ground import clock
from office.people import actions, forms
from office.people.models import Holding, Oversight, Person, Unit
from office.people.questions import name_of

# What can be added to a person's record: form, act, title.
ROWS: dict[str, tuple[type[django_forms.Form], Action[..., Any], Any]] = {
    "post": (forms.Appoint, actions.appoint, gettext_lazy("任职")),
    "charge": (forms.PutInCharge, actions.put_in_charge, gettext_lazy("分管分工")),
    "party": (forms.SetParty, actions.set_party_status, gettext_lazy("政治面貌")),
    "establishment": (forms.SetEstablishment, actions.set_establishment, gettext_lazy("编制")),
}
ENDED: dict[str, Any] = {"post": Holding, "charge": Oversight}


def _page(
    request: HttpRequest, form: django_forms.Form, act: Action[..., Any], args: tuple[Any, ...], words: dict[str, Any],
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


def add_person(request: HttpRequest) -> HttpResponse:
    """A new person."""
    words = {"title": _("登记人员"), "button": _("登记"), "back": reverse("people:tree")}
    return _page(request, forms.AddPerson(request.POST or None), actions.add_person, (), words, _person)


def correct_person(request: HttpRequest, pk: int) -> HttpResponse:
    """A name that was entered wrongly, or sounds otherwise."""
    found = get_object_or_404(Person, pk=pk)
    form = forms.CorrectPerson(request.POST or None, initial={"name": found.name, "pinyin": found.pinyin})
    words = {"title": _("更正姓名"), "button": _("更正"), "back": _person(found), "thing": found}
    return _page(request, form, actions.correct_person, (found,), words, _person)


def row(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """A post, a unit to be in charge of, a status: from a day on."""
    found = get_object_or_404(Person, pk=pk)
    if what not in ROWS:
        raise Http404
    kind, act, title = ROWS[what]
    words = {"title": f"{found.name}　{title}", "button": _("登记"), "back": _person(found), "thing": found}
    form = kind(request.POST or None, initial={"since": clock.today()})
    return _page(request, form, act, (found,), words, _person(found))


def end_row(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """The last day of a post held or of a charge."""
    if what not in ENDED:
        raise Http404
    held = get_object_or_404(ENDED[what].objects.select_related("person"), pk=pk)
    words = {
        "title": _("终止：%(name)s　%(what)s") % {"name": held.person.name, "what": ROWS[what][2]}, "lead": held.span,
        "button": _("终止"), "back": _person(held.person), "thing": held.person,
    }  # fmt: skip
    form = forms.EndRow(request.POST or None, initial={"until": clock.today()})
    return _page(request, form, actions.end, (held,), words, _person(held.person))


def add_unit(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    form = forms.AddUnit(request.POST or None, initial={"since": clock.today()})
    words = {"title": _("设立机构"), "button": _("设立"), "back": reverse("people:tree")}
    return _page(request, form, actions.add_unit, (), words, _unit)


def change_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's name, kind or place, from a day on."""
    found = get_object_or_404(Unit, pk=pk)
    last = found.versions.order_by("-since").first()
    initial = {"since": clock.today()}
    if last is not None:
        initial |= {"name": last.name, "kind": last.kind_id, "parent": last.parent_id}
    words = {"title": _("变更机构：%(name)s") % {"name": name_of(found, clock.today())}, "button": _("变更")}
    words |= {"back": _unit(found), "thing": found}
    return _page(
        request,
        forms.ChangeUnit(request.POST or None, initial=initial),
        actions.change_unit,
        (found,),
        words,
        _unit(found),
    )


def add_post(request: HttpRequest, pk: int) -> HttpResponse:
    """A post in a unit."""
    found = get_object_or_404(Unit, pk=pk)
    form = forms.AddPost(request.POST or None, initial={"since": clock.today()})
    words = {"title": _("设置职务：%(name)s") % {"name": name_of(found, clock.today())}, "button": _("设置")}
    words |= {"back": _unit(found), "thing": found}
    return _page(request, form, actions.add_post, (found,), words, _unit(found))
