"""The limit of the machine: one compiled loop over whole numbers, each column read once, nothing stored between."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from bench.peers.peer import COLUMNS, Peer, Ready
from bench.store import Store


def _kernel(parallel: bool) -> Any:
    import numba

    @numba.njit(parallel=parallel, boundscheck=False)
    def grade(a, b, c, d, e, f, g, h, halves, one, two, three, four, found):  # type: ignore[no-untyped-def] # noqa: PLR0913
        for i in numba.prange(len(found)):
            v1, v2, v3, v4 = np.int32(a[i]), np.int32(b[i]), np.int32(c[i]), np.int32(d[i])
            w1, w2, w3, w4 = np.int32(e[i]), np.int32(f[i]), np.int32(g[i]), np.int32(h[i])
            n, m = np.int32(v1 + v2 + v3 + v4), np.int32(w1 + w2 + w3 + w4)
            u = np.int32(n * m)
            p = np.int32(np.int32(4) * m * np.int32(np.int32(10) * v1 + np.int32(7) * v2 + np.int32(4) * v3))
            q = np.int32(n * np.int32(np.int32(10) * w1 + np.int32(7) * w2 + np.int32(4) * w3))
            s = np.int32(np.int32(np.int32(150) + np.int32(halves[i])) * u + p + q)
            barred = one[i] | two[i] | three[i] | four[i]
            best = np.int32(s < np.int32(180) * u) | np.int32(np.int32(10) * v1 < np.int32(9) * n) | np.int32(barred)
            code = best + np.int32(s < np.int32(130) * u) + np.int32(s < np.int32(100) * u)
            found[i] = np.uint8(3) if np.int32(10) * v4 > np.int32(3) * n else np.uint8(code)

    return grade


def _prepare(cores: int, store: Store, rows: int) -> Ready:
    import numba

    numba.set_num_threads(min(cores, numba.config.NUMBA_NUM_THREADS))
    columns = store.columns(rows)
    inputs = [columns[name] for name in COLUMNS]
    grade, found = _kernel(cores > 1), np.empty(rows, dtype=np.uint8)

    def run() -> Any:
        grade(*inputs, found)
        return found

    return Ready(run, lambda result: result)


PEERS = {
    "numba-1": Peer("手写 numba 整数循环，1 核", "numba", partial(_prepare, 1), kind="极限"),
    "numba-2": Peer("手写 numba 整数循环，2 核", "numba", partial(_prepare, 2), kind="极限"),
}
