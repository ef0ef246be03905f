"""What became of whom: a table of before and after, coloured by how many, with the numbers in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guiju.pictures.canvas import (
    INK,
    ON_COLOUR,
    PLAIN,
    QUIET,
    TINTS,
    WIDTH,
    Margins,
    Picture,
    draw,
    layer,
    text,
    text_width,
)

_ROW, _NARROWEST = 34, 46
Moves = Mapping[tuple[str, str], int]


def changes_picture(
    heading: str, names: tuple[str, str], grades: tuple[Sequence[str], Sequence[str]], moves: Moves
) -> Picture:
    """Rows are results before, columns after, in the order given; only those that occur. `names` call the sides."""
    before = [g for g in grades[0] if any(n for (old, _), n in moves.items() if old == g)]
    after = [g for g in grades[1] if any(n for (_, new), n in moves.items() if new == g)]
    left = max(text_width(g) for g in before) + 12
    cell = max(_NARROWEST, *(text_width(g) + 8 for g in after), (WIDTH - left - 16) // max(len(after), 4))
    rows = [_cell(old, new, moves) for old in before for new in after]
    x = {"field": "后", "type": "nominal", "sort": after, "scale": {"domain": after, "paddingInner": 0},
         "axis": {"orient": "top", "title": f"{names[1]}（竖看）", "titlePadding": 8, "labelAngle": 0,
                  "ticks": False, "domain": False}}  # fmt: skip
    y = {"field": "前", "type": "nominal", "sort": before, "scale": {"domain": before, "paddingInner": 0},
         "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 8}}  # fmt: skip
    layers = [
        layer(rows, {"type": "rect", "stroke": QUIET, "strokeWidth": 1}, x=x, y=y,
              color={"field": "色", "type": "nominal", "scale": None}),
        layer(rows, {**text(), "color": ON_COLOUR}, x=x, y=y, text={"field": "说", "type": "nominal"}),
        layer([{"说": f"{names[0]}（横看）"}], {**text(align="right", baseline="bottom", dx=-8, dy=-6), "color": INK},
              x={"value": 0}, y={"value": 0}, text={"field": "说"}),
    ]  # fmt: skip
    left = max(left, text_width(f"{names[0]}（横看）") + 12)
    size = (cell * len(after), _ROW * len(before))
    return draw(heading, _words(moves), layers, size, Margins(left, 52, 8, 8))


def _cell(old: str, new: str, moves: Moves) -> dict[str, object]:
    count = moves.get((old, new), 0)
    most = max([1, *(n for (a, b), n in moves.items() if a != b)])
    tint = TINTS[min(len(TINTS) * count // (most + 1), len(TINTS) - 1)]
    colour = PLAIN if old == new else tint if count else "transparent"
    return {"前": old, "后": new, "说": str(count) if count else "", "色": colour}


def _words(moves: Moves) -> str:
    total, same = sum(moves.values()), sum(n for (old, new), n in moves.items() if old == new)
    moved = [f"{old}变{new}{n}人" for (old, new), n in sorted(moves.items()) if old != new and n]
    return f"共{total}人，{same}人不变" + (f"；{'，'.join(moved)}。" if moved else "。")
