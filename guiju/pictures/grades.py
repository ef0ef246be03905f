"""How many of each grade: bars, with the number beside each."""

from __future__ import annotations

from fractions import Fraction

from guiju.pictures.canvas import ATTENTION, QUIET, SETTLED, WIDTH, Margins, Picture, draw, layer, text, text_width
from guiju.values import decimal_text

_ROW, _BAR = 26, 16


def grades_picture(heading: str, counts: dict[str, int], open_: frozenset[str], outside: frozenset[str]) -> Picture:
    """Bars in the order given. `open_` are the results a person must still look at, `outside` those of nobody's."""
    total = sum(counts.values())
    rows = [
        {"档": name, "数": n, "说": f"{n}人　{share(n, total)}", "色": _colour(name, open_, outside)}
        for name, n in counts.items()
    ]
    words = "，".join(f"{name}{n}人（{share(n, total)}）" for name, n in counts.items()) + f"，共{total}人。"
    return bars(heading, words, rows)


def bars(heading: str, words: str, rows: list[dict[str, object]]) -> Picture:
    """One bar a row: 档 its name, 数 its length, 说 what stands at its end, 色 its colour."""
    left = max(text_width(str(row["档"])) for row in rows) + 10
    right = max(text_width(str(row["说"])) for row in rows) + 10
    size = (max(WIDTH - left - right, 120), _ROW * len(rows))
    most = max([1, *(int(str(row["数"])) for row in rows)])
    y = {"field": "档", "type": "nominal", "sort": None, "scale": {"paddingInner": 0},
         "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 8, "minExtent": left}}  # fmt: skip
    x = {"field": "数", "type": "quantitative", "axis": None, "scale": {"domain": [0, most], "nice": False}}
    colour = {"field": "色", "type": "nominal", "scale": None}
    layers = [
        layer(rows, {"type": "bar", "height": _BAR}, x=x, y=y, color=colour),
        layer(rows, text(align="left", dx=6), x=x, y=y, text={"field": "说", "type": "nominal"}),
    ]
    return draw(heading, words, layers, size, Margins(left, 4, right, 4))


def share(part: int, whole: int) -> str:
    """A share for people: 40.0%."""
    return f"{decimal_text(Fraction(100 * part, whole), 1)}%" if whole else "—"


def _colour(name: str, open_: frozenset[str], outside: frozenset[str]) -> str:
    return ATTENTION if name in open_ else QUIET if name in outside else SETTLED
