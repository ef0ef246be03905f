"""Polars by hand: whole numbers in Int32, and Float64 written two ways."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from bench.crowd import FLAGS, HALVES, LEADER_COLUMNS, PEER_COLUMNS
from bench.peers.peer import COLUMNS, Peer, Ready
from bench.store import Store

if TYPE_CHECKING:
    import polars as pl


def _exact(type_: str) -> list[list[pl.Expr]]:
    import polars as pl

    width = getattr(pl, type_)
    a, b, c, d = (pl.col(name).cast(width) for name in PEER_COLUMNS)
    e, f, g, h = (pl.col(name).cast(width) for name in LEADER_COLUMNS)
    counted = [
        (a + b + c + d).alias("n"), (e + f + g + h).alias("m"), pl.col(HALVES).cast(width).alias("t"),
        (10 * a + 7 * b + 4 * c).alias("p"), (10 * e + 7 * f + 4 * g).alias("l"),
    ]  # fmt: skip
    n, m, u, s = (pl.col(name) for name in "nmus")
    scored = [((150 + pl.col("t")) * n * m + 4 * pl.col("p") * m + pl.col("l") * n).alias("s"), (2 * n * m).alias("u")]
    failed, doubted = 10 * d > 3 * n, 10 * a < 9 * n
    return [counted, scored, [_grade(failed, doubted, s >= 90 * u, s >= 65 * u, s >= 50 * u)]]


def _double(merged: bool) -> list[list[pl.Expr]]:
    import polars as pl

    a, b, c, d = (pl.col(name).cast(pl.Float64) for name in PEER_COLUMNS)
    e, f, g, h = (pl.col(name).cast(pl.Float64) for name in LEADER_COLUMNS)
    n, m, s = (pl.col(name) for name in "nms")
    if merged:
        points = 75 + 20 * (100 * a + 70 * b + 40 * c) / (100 * n) + 5 * (100 * e + 70 * f + 40 * g) / (100 * m)
    else:
        leaders = (e / m * 1.0 + f / m * 0.7 + g / m * 0.4) * 5
        points = 75 + leaders + (a / n * 1.0 + b / n * 0.7 + c / n * 0.4) * 20
    counted = [(a + b + c + d).alias("n"), (e + f + g + h).alias("m")]
    scored = [(points + pl.col(HALVES).cast(pl.Float64) / 2).alias("s")]
    return [counted, scored, [_grade(d / n > 0.3, a / n < 0.9, s >= 90, s >= 65, s >= 50)]]


def _grade(failed: pl.Expr, doubted: pl.Expr, excellent: pl.Expr, competent: pl.Expr, barely: pl.Expr) -> pl.Expr:
    import polars as pl

    barred = pl.any_horizontal(*FLAGS)
    best = pl.when(excellent & ~doubted & ~barred).then(0).when(competent).then(1).when(barely).then(2).otherwise(3)
    return pl.when(failed).then(3).otherwise(best).cast(pl.UInt8).alias("等次")


def _prepare(stages: Any, store: Store, rows: int) -> Ready:
    import polars as pl

    columns = store.columns(rows)
    frame = pl.DataFrame({name: columns[name] for name in COLUMNS})
    query = frame.lazy()
    *before, last = stages()
    for stage in before:
        query = query.with_columns(stage)
    query = query.select(last)
    return Ready(query.collect, lambda result: result["等次"].to_numpy())


PEERS = {
    "polars-int": Peer("手写 polars，Int32", "polars", partial(_prepare, partial(_exact, "Int32")), kind="精确"),
    "polars-int16": Peer(
        "手写 polars，照存的 Int16（悄悄绕回）", "polars", partial(_prepare, partial(_exact, "Int16")), kind="绕回"
    ),
    "polars-double": Peer(
        "手写 polars，Float64，照法条逐项", "polars", partial(_prepare, partial(_double, False)), kind="浮点"
    ),
    "polars-double-merged": Peer(
        "手写 polars，Float64，并成一式", "polars", partial(_prepare, partial(_double, True)), kind="浮点"
    ),
}
