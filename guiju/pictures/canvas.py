"""One drawing: layers of Vega-Lite on a plane of given size -> an SVG fragment with its words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from guiju.errors import display_width

Spec = dict[str, Any]
Row = dict[str, Any]

# The fonts a Chinese text finds on Linux, Windows and macOS, and in browsers.
FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', 'WenQuanYi Micro Hei', sans-serif"
FONT_SIZE = 13
# Half a Chinese character, with a little room: widths are counted, so that they are the same on every machine.
COLUMN = 7
# Each colour has one meaning, and a lightness of its own, so that it survives black and white.
INK, FAINT, ON_COLOUR = "#1f2328", "#8c959f", "#111111"
SETTLED, ATTENTION, QUIET = "#7aa6d8", "#c2410c", "#c3cad2"
TINTS = ("#fbe3d6", "#f3b48f", "#e08550")
PLAIN = "#eef1f4"
WIDTH = 440
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: its SVG without a background, its size in pixels, its heading and what it says in words."""

    heading: str
    words: str
    body: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Margins:
    """Room around the plane for axes and labels, in pixels."""

    left: int = 8
    top: int = 8
    right: int = 8
    bottom: int = 8


def text_width(text: str) -> int:
    """The pixels a text takes, near enough to leave room for it."""
    return display_width(text) * COLUMN


def draw(heading: str, words: str, layers: list[Spec], size: tuple[int, int], margins: Margins) -> Picture:
    """The layers on a plane of `size` pixels. Values in the layers are whole numbers or decimal texts."""
    spec = {
        "$schema": _SCHEMA,
        "width": size[0],
        "height": size[1],
        "autosize": "none",
        "padding": {"left": margins.left, "top": margins.top, "right": margins.right, "bottom": margins.bottom},
        "layer": layers,
        "config": _CONFIG,
    }
    import vl_convert  # a large library that most commands do without

    body = vl_convert.vegalite_to_svg(json.dumps(spec, ensure_ascii=False))
    width, height = size[0] + margins.left + margins.right, size[1] + margins.top + margins.bottom
    return Picture(heading, words, _tidy(body), width, height)


def layer(rows: list[Row], mark: Spec, numbers: tuple[str, ...] = (), **encoding: Spec) -> Spec:
    """Rows drawn with one mark; `numbers` are the fields whose decimal texts are numbers."""
    parse = {"format": {"parse": dict.fromkeys(numbers, "number")}} if numbers else {}
    return {"data": {"values": rows, **parse}, "mark": mark, "encoding": encoding}


def text(**options: Any) -> Spec:
    """A text mark in the ink of the page."""
    return {"type": "text", "color": INK, "fontSize": FONT_SIZE, **options}


_AXIS: Spec = {
    "domainColor": FAINT, "tickColor": FAINT, "gridColor": QUIET, "labelColor": INK, "titleColor": INK,
    "labelFontSize": FONT_SIZE, "titleFontSize": FONT_SIZE, "labelLimit": 0, "titleFontWeight": "normal",
    "labelOverlap": False,
}  # fmt: skip
_CONFIG: Spec = {
    "background": None, "aria": False, "font": "guiju", "axis": _AXIS, "view": {"stroke": None},
    "bar": {"stroke": None},
}  # fmt: skip


def _tidy(svg: str) -> str:
    """What Vega writes, without what the sheet says once for all: fonts, name spaces, empty groups' hints."""
    inner = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", svg)
    inner = re.sub(r' (?:font-family|pointer-events|aria-[a-z]+|role|class)="[^"]*"', "", inner)
    return re.sub(r' (?:opacity="1"|font-weight="normal"|stroke-width="1")', "", inner)
