"""Pictures below one another on one sheet -> the text of an .svg file, or of one to put into a page."""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape

from guiju.pictures.canvas import FAINT, FONT_SIZE, FONTS, INK, QUIET, WIDTH, Picture, text_width

_LINE = 20
_GAP = 18
_EDGE = 12
_PIECE = re.compile(r"[（「《]*(?:[!-~]+|.)[，。；：、）」》]*")


def sheet(title: str, pictures: list[Picture], notes: tuple[str, ...] = ()) -> str:
    """The sheet as a file of its own: dark ink on white, whatever shows it."""
    width = max([WIDTH, *(p.width for p in pictures)]) + 2 * _EDGE
    parts: list[str] = []
    y = _EDGE
    for line in _folded(title, width, FONT_SIZE + 3):
        y += _LINE
        parts.append(_text(line, _EDGE, y, FONT_SIZE + 2, bold=True))
    for picture in pictures:
        y += _GAP
        for line in _folded(picture.heading, width, FONT_SIZE):
            y += _LINE
            parts.append(_text(line, _EDGE, y, FONT_SIZE, bold=True))
        y += _GAP // 2
        parts.append(f'<g transform="translate({_EDGE},{y})">{picture.body}</g>')
        y += picture.height
    y += _GAP if notes else 0
    for note in notes:
        for line in _folded(note, width, FONT_SIZE):
            y += _LINE
            parts.append(_text(line, _EDGE, y, FONT_SIZE - 1))
    return _whole(title, pictures, parts, width, y + _EDGE)


def for_page(svg: str) -> str:
    """The same sheet to stand in a page: no white ground, the page's own ink and fonts, light or dark."""
    for colour in (INK, FAINT):
        svg = svg.replace(f'"{colour}"', '"currentColor"')
    svg = svg.replace(f'stroke="{QUIET}"', 'stroke="currentColor" stroke-opacity="0.25"')
    start = svg.index(_GROUND)
    end = svg.index("/>", start) + 2
    return svg[:start].replace(f' font-family="{FONTS}"', "") + svg[end:]


_GROUND = '<rect width="100%" height="100%" fill="#ffffff"'


def _whole(title: str, pictures: list[Picture], parts: list[str], width: int, height: int) -> str:
    words = "\n".join([f"{p.heading}：{p.words}" for p in pictures])
    # Several sheets may stand in one page: their names come from what they hold.
    name = "guiju-" + sha256((title + "".join(parts)).encode()).hexdigest()[:12]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img" aria-labelledby="{name}-title {name}-desc" font-family="{FONTS}" fill="none"'
        ' stroke-miterlimit="10" lang="zh-CN">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-desc">{escape(words)}</desc>',
        f"{_GROUND}/>",
        *parts,
        "</svg>\n",
    ])  # fmt: skip


def _text(words: str, x: int, y: int, size: int, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" font-size="{size}px"{weight} fill="{INK}">{escape(words)}</text>'


def _folded(words: str, width: int, size: int) -> list[str]:
    """Words as lines that fit: numbers and Latin words stay whole, and no line begins with a closing mark."""
    lines = [""]
    for piece in _PIECE.findall(words):
        if lines[-1] and text_width(lines[-1] + piece) * size > (width - 2 * _EDGE) * FONT_SIZE:
            lines.append("")
        lines[-1] += piece
    return lines
