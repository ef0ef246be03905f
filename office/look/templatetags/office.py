"""What the templates ask for: the navigation, forms drawn in one way, a role's name."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.urls import NoReverseMatch, reverse

from office.ground.pages import Nav, Page, pages
from office.ground.roles import LABELS
from office.look.forms import dress

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The sections of the navigation that the actor may open, each with its places, in order.

    A place is `here` when it is the page shown, and `around` when the page shown belongs to it.
    """
    request = context["request"]
    here, around = _here(request)
    sections: dict[str, list[dict[str, Any]]] = {}
    for page, nav in _open_to(request):
        place = {"label": nav.label, "does": nav.does, "url": _address(page.view)}
        place |= {"is_here": page.view == here, "is_around": page.view == around}
        sections.setdefault(str(nav.section), []).append(place)
    return [{"label": label, "places": places} for label, places in sections.items()]


@register.inclusion_tag("look/trail.html", takes_context=True)
def trail(context: dict[str, Any]) -> dict[str, Any]:
    """The steps back from a page that has no place of its own in the navigation.

    The first step is the place the page belongs to; the view adds those between as `within`: (label, address).
    """
    request = context.get("request")
    around = _here(request)[1] if request else ""
    steps = (
        [(nav.label, _address(page.view)) for page, nav in _open_to(request) if page.view == around] if around else []
    )
    return {"steps": [*steps, *context.get("within", [])] if around else []}


def _here(request: Any) -> tuple[str, str]:
    """The name of the page shown, and of the place in the navigation that it belongs to."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    page = pages().get(here)
    return here, page.under if page else ""


def _open_to(request: Any) -> list[tuple[Page, Nav]]:
    actor = getattr(request, "actor", None)
    found = [(p, p.nav) for p in pages().values() if p.nav and p.roles & actor.keys] if actor else []
    return sorted(found, key=lambda pair: pair[1].order)


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch as error:
        raise ValueError(f"{view} stands in the navigation and needs arguments") from error


@register.inclusion_tag("look/fields.html")
def fields(form: forms.BaseForm, names: str = "") -> dict[str, Any]:
    """The form's fields (or those named, separated by spaces), each with label, hint and errors."""
    dress(form)
    wanted = [form[name] for name in names.split()] if names else list(form.visible_fields())
    return {"form": form, "fields": wanted, "hidden": [] if names else form.hidden_fields()}


@register.inclusion_tag("look/errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """What is wrong with the form as a whole."""
    return {"form": form}


@register.filter
def role(key: str) -> str:
    """A role's name."""
    return str(LABELS.get(key, key))


@register.filter
def is_tick(field: forms.BoundField) -> bool:
    """Whether the field is a single box to tick."""
    return isinstance(field.field.widget, forms.CheckboxInput)
