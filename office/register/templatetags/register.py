"""Helps for pages of the register: whose an entry is, how it stands, on which days it holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.urls import reverse

from office.ground.dated import span
from office.people.models import Person, Unit
from office.register import states
from office.register.models import Effect

register = template.Library()


@register.filter
def state_on(effect: Effect, day: date) -> states.State:
    """How it stands on a day."""
    return states.state_of(effect, day)


@register.filter
def days(effect: Effect) -> str:
    """The days it really holds."""
    return states.days_of(effect)


@register.filter
def whose(effect: Effect, names: dict[int, str]) -> str:
    """The name of the person or unit."""
    subject = effect.subject
    return subject.name if isinstance(subject, Person) else names.get(subject.pk, subject.code)


@register.filter
def history_url(subject: Person | Unit) -> str:
    """Where the whole history of a person or unit stands."""
    return reverse("register:person" if isinstance(subject, Person) else "register:unit", args=[subject.pk])


@register.filter
def spelled(step: Any) -> str:
    """A step's period in words."""
    return span(step.since, step.until)


@register.filter
def kinds_joined(kinds: Any) -> str:
    """Names of effects as one hidden field carries them."""
    return kinds if isinstance(kinds, str) else "|".join(kinds)
