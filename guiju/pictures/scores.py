"""How scores spread about the lines of the law, and how many stand exactly on each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from guiju.pictures.canvas import (
    ATTENTION,
    INK,
    SETTLED,
    WIDTH,
    Margins,
    Picture,
    Row,
    draw,
    layer,
    text,
    text_width,
)
from guiju.values import decimal_text, show

_HEIGHT, _SIDE, _AXIS, _LEVEL = 150, 28, 40, 18
MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of the law: where it is, as written there, and how many stand exactly on it."""

    bound: Fraction
    text: str
    on: int


def scores_picture(
    heading: str, unit: str, steps: list[tuple[Fraction, Fraction, int]], lines: list[MarkedLine]
) -> Picture:
    """Bars for steps (from, below, how many), a rule at each line. Steps are in order and meet."""
    low, high = steps[0][0], steps[-1][1]
    width = WIDTH - 2 * _SIDE
    most = max([1, *(n for _, _, n in steps)])
    labels, levels = _placed(lines, low, high, width)
    bars = [{"从": _plain(a), "到": _plain(b), "数": n} for a, b, n in steps]
    rules = [{"线": _plain(line.bound)} for line in lines]
    x: Row = {"type": "quantitative", "scale": {"domain": [_whole(low), _whole(high)], "nice": False, "zero": False},
              "axis": {"title": unit or None, "grid": False, "tickCount": 6}}  # fmt: skip
    y: Row = {"field": "数", "type": "quantitative", "scale": {"domain": [0, most + most // 8 + 1], "nice": False},
              "axis": None}  # fmt: skip
    binned = {"field": "从", "bin": "binned", **x}
    layers = [
        layer(bars, {"type": "bar", "color": SETTLED, "binSpacing": 0}, ("从", "到"),
              x=binned, x2={"field": "到"}, y=y),
        layer(rules, {"type": "rule", "color": ATTENTION, "strokeWidth": 2, "strokeDash": [5, 3]}, ("线",),
              x={**x, "field": "线"}),
        *(_label(label, x) for label in labels),
    ]  # fmt: skip
    highest = max(range(len(steps)), key=lambda n: steps[n][2])
    layers.append(_highest(steps[highest], lines, x, y))
    margins = Margins(_SIDE, 12 + _LEVEL * levels, _SIDE, _AXIS + (16 if unit else 0))
    return draw(heading, _words(steps, lines), layers, (width, _HEIGHT), margins)


def _placed(lines: list[MarkedLine], low: Fraction, high: Fraction, width: int) -> tuple[list[Row], int]:
    """The labels of the lines, each on the lowest level where it does not run into another; how many levels."""
    ends: list[Fraction] = []
    placed = []
    for line in sorted(lines, key=lambda line: line.bound):
        words = f"{line.text} 正好{line.on}人" if line.on else line.text
        half = Fraction(text_width(words), 2)
        place = (line.bound - low) / (high - low) * width
        # A label at either end is pushed inwards, so that it stays on the sheet.
        place = min(max(place, half - _SIDE), width + _SIDE - half)
        level = next((n for n, end in enumerate(ends) if end < place - half), len(ends))
        ends[level : level + 1] = [place + half]
        placed.append({"线": _plain(line.bound), "说": words, "级": level, "移": int(place - (line.bound - low)
                       / (high - low) * width)})  # fmt: skip
    return placed, len(ends)


def _label(label: Row, scale: Row) -> Row:
    mark = text(dy=-8 - _LEVEL * label["级"], dx=label["移"], baseline="bottom")
    encoding = {"x": {**scale, "field": "线"}, "y": {"value": 0}, "text": {"field": "说"}}
    return layer([label], mark, ("线",), **encoding)


def _highest(step: tuple[Fraction, Fraction, int], lines: list[MarkedLine], scale: Row, y: Row) -> Row:
    """The number at the highest bar, which gives the others their measure; beside a line, not across it."""
    words, middle = f"{step[2]}人", (step[0] + step[1]) / 2
    domain = [Fraction(end) for end in scale["scale"]["domain"]]
    pixels = (WIDTH - 2 * _SIDE) / (domain[1] - domain[0])
    gaps = [(line.bound - middle) * pixels for line in lines]
    near = next((gap for gap in gaps if abs(gap) < text_width(words) // 2), None)
    side = {} if near is None else {"align": "left", "dx": int(near) + 4}
    row = {"中": _plain(middle), "数": step[2], "说": words}
    encoding = {"x": {**scale, "field": "中"}, "y": y, "text": {"field": "说"}}
    mark = {"type": "text", "color": INK, "fontSize": 11, "baseline": "bottom", "dy": -1, **side}
    return layer([row], mark, ("中",), **encoding)


def _words(steps: list[tuple[Fraction, Fraction, int]], lines: list[MarkedLine]) -> str:
    total = sum(n for _, _, n in steps)
    filled = [step for step in steps if step[2]]
    spread = f"{total}人，最低的在{show(filled[0][0])}以上，最高的不到{show(filled[-1][1])}" if filled else "没有人"
    on = "；".join(f"正好{line.text}的{line.on}人" for line in lines)
    return f"{spread}。{on}。" if on else f"{spread}。"


def _plain(value: Fraction) -> str:
    return decimal_text(value, 4)


def _whole(value: Fraction) -> str | int:
    return int(value) if value.denominator == 1 else decimal_text(value, 4)
