"""Charts drawn here, as SVG that needs no script: bars with their numbers written on them.

Colours and letters are the theme's, by class; the picture's title and the list of its numbers stand in it for those who
hear the page, and the table below it (look/chart.html) says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Bars = Sequence[tuple[str, int]]
WIDTH = 640
_TOP, _HEIGHT, _FOOT = 24, 150, 30
_SIDE = 14  # so that the names of the outermost bars are not cut where the letters are large
_LINE, _NAME, _NUMBER = 28, 190, 50


def upright(title: str, bars: Bars) -> SafeString:
    """Bars side by side, for counts over time."""
    step = Fraction(WIDTH, max(len(bars), 1))
    highest = max((count for _label, count in bars), default=0) or 1
    parts = [_upright_bar(n * step, step, label, count, highest, n % 2) for n, (label, count) in enumerate(bars)]
    return _drawing(title, bars, _TOP + _HEIGHT + _FOOT, parts)


def _upright_bar(left: Fraction, step: Fraction, label: str, count: int, highest: int, is_odd: int) -> SafeString:
    """A bar with its number above and its name below; where it is narrow, every other name is left out."""
    tall = _HEIGHT * count // highest
    top, middle = _TOP + _HEIGHT - tall, int(left + step / 2)
    return format_html(
        '<rect class="bar-of" x="{}" y="{}" width="{}" height="{}" rx="2"/><text x="{}" y="{}" class="count">{}</text>'
        '<text x="{}" y="{}" class="label{}">{}</text>',
        int(left + step / 6), top, int(step * 2 / 3), tall, middle, top - 6, count or "",
        middle, _TOP + _HEIGHT + 20, " odd" if is_odd else "", label,
    )  # fmt: skip


def lying(title: str, bars: Bars) -> SafeString:
    """Bars one below the other, for counts by name."""
    highest = max((count for _label, count in bars), default=0) or 1
    room = WIDTH - _NAME - _NUMBER
    parts = [_lying_bar(n * _LINE, label, count, room * count // highest) for n, (label, count) in enumerate(bars)]
    return _drawing(title, bars, len(bars) * _LINE + 4, parts)


def _lying_bar(top: int, label: str, count: int, long: int) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" class="name">{}</text><rect class="bar-of" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
        '<text x="{}" y="{}" class="beside">{}</text>',
        _NAME - 10, top + 19, label, _NAME, top + 5, long, _LINE - 10, _NAME + long + 8, top + 19, count,
    )  # fmt: skip


def _drawing(title: str, bars: Bars, height: int, parts: list[SafeString]) -> SafeString:
    told = "；".join(f"{label} {count}" for label, count in bars)
    return format_html(
        '<svg class="chart" viewBox="{} 0 {} {}" role="img" aria-label="{}"><title>{}</title><desc>{}</desc>{}</svg>',
        -_SIDE, WIDTH + 2 * _SIDE, height, f"{title}：{told}", title, told,
        format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip
