"""How many people each option of each reading would change: bars, the longest first."""

from __future__ import annotations

from collections.abc import Sequence

from guiju.pictures.canvas import ATTENTION, QUIET, Picture
from guiju.pictures.grades import bars

MOST_BARS = 30


def sensitivity_picture(heading: str, effects: Sequence[tuple[str, int, int]], what: str) -> Picture:
    """Bars for (option, how many get another conclusion, how many differ in anything), in the order given.

    The bar is of conclusions where any changes; beside such bars, one that changes only scores or reasons is pale.
    """
    concluding = any(moved for _, moved, _ in effects)
    rows: list[dict[str, object]] = []
    for name, moved, different in effects[:MOST_BARS]:
        pale = concluding and not moved
        said = f"{moved or different}{what}" + ("，结论不变" if pale else "")
        rows.append({"档": name, "数": moved or different, "说": said, "色": QUIET if pale else ATTENTION})
    words = "；".join(f"{name}：{different}{what}不同，其中{moved}{what}换了结论" for name, moved, different in effects)
    return bars(heading, words + "。", rows)
