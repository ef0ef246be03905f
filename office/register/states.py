"""How an effect stands on a day, in a word and a colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from office.ground.dated import span
from office.register.listing import SOON
from office.register.models import LIFTED, RESUMED, REVOKED, SUSPENDED, Effect


@dataclass(frozen=True, slots=True)
class State:
    """The word, the theme's colour for it, and whether the effect holds."""

    word: str
    colour: str
    holds: bool = False


def state_of(effect: Effect, day: date) -> State:
    """How it stands on that day."""
    steps, spells = list(effect.steps.all()), list(effect.spells.all())
    if any(step.what == REVOKED for step in steps):
        return State(_("已撤销"), "done")
    now = next((spell for spell in spells if spell.holds_on(day)), None)
    if now is not None:
        soon = now.until is not None and now.until <= day + SOON
        return State(_("在效，快到期") if soon else _("在效"), "care" if soon else "warn", True)
    if any(step.what == LIFTED and step.on <= day for step in steps):
        return State(_("已解除"), "done")
    moves = [step for step in steps if step.what in (SUSPENDED, RESUMED) and step.on <= day]
    if moves and moves[-1].what == SUSPENDED:
        return State(_("中止"), "care")
    if any(spell.since > day for spell in spells):
        return State(_("还没开始"), "")
    return State(_("已届满") if spells else _("没有影响期"), "")


def days_of(effect: Effect) -> str:
    """The days it really holds, in words."""
    return "；".join(span(spell.since, spell.until) for spell in effect.spells.all())
