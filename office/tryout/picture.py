"""The four layers as a drawing: shapes at whole coordinates, each with its class, for a template to write as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from guiju.evaluate.outcome import UNDETERMINED
from office.tryout.layers import BAND, BAR, PRESUMPTION, Layers, Rule

WIDTH, LEFT, RIGHT = 480, 84, 470
_CELL = 30


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle (with width and height), or a text (with words)."""

    kind: str
    x: int
    y: int
    css: str
    width: int = 0
    height: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing, its height, and what it says in words."""

    height: int
    shapes: list[Shape]
    told: str


def picture(found: Layers) -> Picture:
    """Points and bands on one scale where there are any; below, each option against each layer."""
    draw = _Drawing(found)
    top = draw.scale() if found.value is not None and found.bands else 10
    height = draw.table(top)
    return Picture(height, draw.shapes, told(found))


def told(found: Layers) -> str:
    """The picture in one sentence or two."""
    words = {"name": found.name, "value": found.concluded.value, "open": "、".join(found.concluded.open) or _("无")}
    said = _("%(name)s：%(value)s；可评：%(open)s。") % words
    if found.value is not None:
        said = _("%(score)s %(value)s。") % {"score": found.score, "value": found.shown} + said
    return said


class _Drawing:
    def __init__(self, found: Layers) -> None:
        self.found = found
        self.shapes: list[Shape] = []
        ends = [end for pair in found.bands.values() for end in pair if end is not None]
        summed = sum((p.value for p in found.parts if p.value and p.value > 0), Fraction(0))
        known = [*ends, found.value or Fraction(0), summed]
        self.low, highest = min([Fraction(0), *known]), max(known)
        self.high = highest + (highest - self.low) / 12 or Fraction(1)

    def _x(self, value: Fraction) -> int:
        return round(LEFT + (RIGHT - LEFT) * (value - self.low) / (self.high - self.low))

    def _text(self, x: int, y: int, words: str, css: str = "") -> None:
        self.shapes.append(Shape("text", x, y, css, words=words))

    def _box(self, x: int, y: int, width: int, height: int, css: str) -> None:
        self.shapes.append(Shape("rect", x, y, css, max(width, 1), height))

    def scale(self) -> int:
        """The summands one after the other, the bands below them, and the points as a line through both."""
        value = self.found.value
        assert value is not None
        self._text(LEFT - 8, 45, _("得分"), "end")
        at = self.low if self.low < 0 else Fraction(0)
        for number, part in enumerate(part for part in self.found.parts if part.value and part.value > 0):
            assert part.value is not None
            left, right = self._x(at), self._x(at + part.value)
            self._box(left, 28, right - left, 26, f"part-{number % 4}")
            at += part.value
        y = self._bands()
        x = self._x(value)
        self._box(x - 1, 20, 2, y - 24, "marker")
        decimals = self.found.shown.split("（")[-1].rstrip("）")
        self._text(min(max(x, LEFT + 24), RIGHT - 44), 15, decimals, "middle strong")
        return y + 30

    def _bands(self) -> int:
        """Each option's range on a line of its own; one without an upper end runs to the end of the scale."""
        ticks: dict[int, str] = {}
        y = 62
        for option in (option for option in self.found.options if option in self.found.bands):
            low, high = self.found.bands[option]
            left = self._x(low if low is not None else self.low)
            right = self._x(high if high is not None else self.high)
            holds = any(rule.holds for rule in self.found.of(BAND) if rule.option == option)
            self._box(left, y, right - left - 1, 16, "band on" if holds else "band")
            self._text(LEFT - 8, y + 13, option, "end")
            ticks |= {self._x(end): _plain(end) for end in (low, high) if end is not None}
            y += 22
        for x, words in ticks.items():
            self._text(x, y + 14, words, "middle small")
        return y

    def table(self, top: int) -> int:
        """Options across, layers down, and what is open at the foot."""
        options = self.found.options
        wide = (RIGHT - LEFT) // len(options)
        for column, option in enumerate(options):
            self._text(LEFT + column * wide + wide // 2, top + 14, option, "middle strong")
        rows = [(_("得分档次"), BAND), (_("限制"), BAR), (_("推定"), PRESUMPTION)]
        for row, (label, layer) in enumerate(rows):
            y = top + 24 + row * _CELL
            self._text(LEFT - 8, y + 19, label, "end")
            for column, option in enumerate(options):
                css, sign = _state([r for r in self.found.of(layer) if r.option == option])
                self._cell(LEFT + column * wide, y, wide, css, sign)
        y = top + 32 + len(rows) * _CELL
        self._text(LEFT - 8, y + 19, _("可评"), "end strong")
        for column, option in enumerate(options):
            css, sign = self._open(option)
            self._cell(LEFT + column * wide, y, wide, css, sign)
        return y + _CELL + 6

    def _cell(self, x: int, y: int, wide: int, css: str, sign: str) -> None:
        self._box(x + 2, y + 1, wide - 4, _CELL - 4, f"cell {css}")
        self._text(x + wide // 2, y + 19, sign, f"middle on-{css}" if css else "middle")

    def _open(self, option: str) -> tuple[str, str]:
        concluded = self.found.concluded
        if concluded.value == UNDETERMINED:
            return ("wait", "？") if option in concluded.open else ("", "—")
        if option == concluded.value:
            return "proposed", _("定") if concluded.chosen else _("拟")
        return ("yes", "✓") if option in concluded.open else ("", "—")


def _state(rules: list[Rule]) -> tuple[str, str]:
    """How a layer stands to an option: it opens, closes, speaks for or against, waits, or says nothing."""
    if not rules:
        return "", "·"
    held = [rule for rule in rules if rule.holds]
    if any(rule.modal == "不得" for rule in held):
        return "no", "✕"
    if any(rule.modal == "一般不得" for rule in held):
        return "care", _("一般不")
    if any(rule.modal == "一般应" for rule in held):
        return "care", _("一般应")
    if held:
        return "yes", held[0].modal
    return ("wait", "？") if any(rule.holds is None for rule in rules) else ("", "—")


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(value)
