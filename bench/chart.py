"""Everyone's people a second as bars on a logarithmic scale: docs/benchmarks.svg."""

from __future__ import annotations

from typing import Any

import vl_convert

from bench.measured import Measured
from bench.peers import PEERS
from bench.race import Runner
from bench.report import speed

_COLOURS = {"规矩": "#b3402a", "精确": "#4a6b8a", "浮点": "#a9a9a9", "绕回": "#d9d9d9", "极限": "#d9b44a"}
_FONT = "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, Microsoft YaHei, sans-serif"
# A bar on a logarithmic scale begins somewhere: at ten people a second.
_LEAST = 10
_TICKS = "datum.value >= 1e8 ? datum.value / 1e8 + '亿' : datum.value >= 1e4 ? datum.value / 1e4 + '万' : datum.value"


def chart(m: Measured) -> str:
    """The bars as SVG, the quickest first."""
    runners = [r for r in (*m.largest.values(), *m.rows.values()) if r.speed]
    values = [_value(r) for r in sorted(runners, key=lambda r: -r.speed)]
    text: str = vl_convert.vegalite_to_svg(_spec(values), vl_version="5.20")
    return text


def _value(runner: Runner) -> dict[str, Any]:
    peer = PEERS[runner.key]
    return {"引擎": peer.label, "人每秒": runner.speed, "类": peer.kind, "数": speed(runner), "底": _LEAST}


def _spec(values: list[dict[str, Any]]) -> dict[str, Any]:
    y = {"field": "引擎", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 320, "ticks": False}}
    x = {
        "field": "人每秒", "type": "quantitative", "scale": {"type": "log", "domainMin": _LEAST},
        "axis": {"title": "人/秒（对数）", "labelExpr": _TICKS, "grid": False, "values": [10**n for n in range(1, 10)]},
    }  # fmt: skip
    kinds = {"domain": list(_COLOURS), "range": list(_COLOURS.values())}
    colour = {"field": "类", "type": "nominal", "scale": kinds, "legend": {"title": None, "orient": "top"}}
    bars = {"mark": {"type": "bar", "height": 13}, "encoding": {"y": y, "x": x, "x2": {"field": "底"}, "color": colour}}
    figures = {
        "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 10, "color": "#555"},
        "encoding": {"y": y, "x": x, "text": {"field": "数"}},
    }
    return {
        "width": 420, "height": {"step": 19}, "background": "white", "data": {"values": values},
        "layer": [bars, figures], "config": {"font": _FONT, "view": {"stroke": None}},
    }  # fmt: skip
