"""What the templates ask for: the navigation, forms drawn in one way, a role's name."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.urls import NoReverseMatch, reverse

from office.ground.pages import pages
from office.ground.roles import LABELS
from office.look.forms import dress

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The sections of the navigation that the actor may open, each with its places, in order."""
    request = context["request"]
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    here = request.resolver_match.view_name if request.resolver_match else ""
    open_to = [page for page in pages().values() if page.nav and page.roles & actor.keys]
    sections: dict[str, list[dict[str, Any]]] = {}
    for page in sorted(open_to, key=lambda page: page.nav.order if page.nav else 0):
        assert page.nav is not None
        place = {"label": page.nav.label, "url": _address(page.view), "is_here": page.view == here}
        sections.setdefault(str(page.nav.section), []).append(place)
    return [{"label": label, "places": places} for label, places in sections.items()]


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
