"""The history of a person or unit as a picture: one line an effect, along the years. SVG without script or style.

Filled: the days it holds. Outline: the period as it was decided, of which days were taken away (suspended, lifted,
revoked). The list beside it says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from office.register.models import Effect
from office.register.states import days_of, state_of

WIDTH = 720
_LINE, _HEAD, _BAR = 62, 30, 14
_OPEN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> int:
        """How far along a day lies."""
        day = min(max(day, self.first), self.last)
        return int(Fraction((day - self.first).days, max((self.last - self.first).days, 1)) * (WIDTH - 2)) + 1


def timeline(title: str, effects: Sequence[Effect], today: date) -> SafeString:
    """The picture of these effects, the earliest on top."""
    ordered = sorted(effects, key=lambda e: (e.last.since, e.pk))
    scale = _scale(ordered, today)
    height = _HEAD + len(ordered) * _LINE + 6
    parts = [_years(scale, height), *(_line(scale, n, effect, today) for n, effect in enumerate(ordered))]
    parts += [_today(scale, today, height), *(_name(scale, n, effect, today) for n, effect in enumerate(ordered))]
    told = "；".join(_told(effect, today) for effect in ordered)
    return format_html(
        '<svg class="chart timeline" viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title><desc>{}</desc>'
        "{}</svg>",
        WIDTH, height, f"{title}：{told}", title, told, format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip


def _told(effect: Effect, today: date) -> str:
    return f"{effect.kind} {days_of(effect)}（{state_of(effect, today).word}）"


def _scale(effects: Sequence[Effect], today: date) -> _Scale:
    ends = [e.last.until or max(today, e.last.since) + _OPEN for e in effects] or [today]
    first, last = min([e.last.since for e in effects] or [today]), max([*ends, today])
    return _Scale(date(first.year, 1, 1), date(last.year, 12, 31))


def _years(scale: _Scale, height: int) -> SafeString:
    years = range(scale.first.year, scale.last.year + 1)
    step = len(years) // 12 + 1
    rows = ((scale.at(date(year, 1, 1)), _HEAD - 6, height, scale.at(date(year, 1, 1)) + 4, 18, year)
            for year in years if (year - scale.first.year) % step == 0)  # fmt: skip
    return format_html_join(
        "", '<path class="year" d="M{} {}V{}"/><text x="{}" y="{}" class="scale">{}</text>',
        ((x, y, down, left, top, year) for x, y, down, left, top, year in rows),
    )  # fmt: skip


def _line(scale: _Scale, number: int, effect: Effect, today: date) -> SafeString:
    top, last = _HEAD + number * _LINE, effect.last
    left, right = scale.at(last.since), scale.at(last.until or scale.last)
    state = state_of(effect, today)
    outline = format_html(
        '<rect class="decided" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
        left, top + 38, max(right - left, 3), _BAR,
    )  # fmt: skip
    held = [(scale.at(s.since), scale.at(s.until or scale.last)) for s in effect.spells.all()]
    return outline + format_html_join(
        "", '<rect class="held {}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
        (("now" if state.holds else "past", a, top + 38, max(b - a, 3), _BAR) for a, b in held),
    )  # fmt: skip


def _name(scale: _Scale, number: int, effect: Effect, today: date) -> SafeString:
    """What the line is called, drawn last: no line crosses it."""
    text = _("%(kind)s　%(state)s") % {"kind": effect.kind, "state": state_of(effect, today).word}
    left, right = scale.at(effect.last.since), scale.at(effect.last.until or scale.last)
    anchor, at = ("end", right) if left > WIDTH * 3 // 5 else ("start", left)
    place = _HEAD + number * _LINE + 28
    return format_html('<text x="{}" y="{}" class="what {}">{}</text>', at, place, anchor, text)


def _today(scale: _Scale, today: date, height: int) -> SafeString:
    return format_html('<path class="today" d="M{} {}V{}"/>', scale.at(today), _HEAD - 6, height)
