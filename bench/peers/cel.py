"""CEL, the expression language of policies: a binding in Rust, and the one in pure Python.

CEL reads no Chinese names, has no `let` and multiplies no whole number with a double: the score is spelled out wherever
it is wanted, and every count is wrapped in double().
"""

from __future__ import annotations

from typing import Any

from bench.peers.peer import Peer, Ready, dictionaries, listed
from bench.store import Store

_N, _M = "double(v1 + v2 + v3 + v4)", "double(w1 + w2 + w3 + w4)"
_SCORE = (
    f"(75.0 + (double(w1) / {_M} * 1.0 + double(w2) / {_M} * 0.7 + double(w3) / {_M} * 0.4) * 5.0"
    f" + (double(v1) / {_N} * 1.0 + double(v2) / {_N} * 0.7 + double(v3) / {_N} * 0.4) * 20.0 + points)"
)
_GRADE = (
    f"double(v4) / {_N} > 0.3 ? 3 : !(double(v1) / {_N} < 0.9 || b1 || b2 || b3 || b4) && {_SCORE} >= 90.0 ? 0"
    f" : {_SCORE} >= 65.0 ? 1 : {_SCORE} >= 50.0 ? 2 : 3"
)


def _rust(store: Store, rows: int) -> Ready:
    import cel

    program, people = cel.compile(_GRADE), dictionaries(store.columns(rows))
    return Ready(lambda: [program.execute(person) for person in people], listed)


def _python(store: Store, rows: int) -> Ready:
    import celpy

    environment = celpy.Environment()
    program = environment.program(environment.compile(_GRADE))
    people = [celpy.json_to_cel(person) for person in dictionaries(store.columns(rows))]

    def run() -> list[Any]:
        return [program.evaluate(person) for person in people]

    return Ready(run, lambda found: listed([int(grade) for grade in found]))


PEERS = {
    "cel-rust": Peer("CEL，Rust 绑定", "common-expression-language", _rust, most=100_000, kind="浮点"),
    "cel-python": Peer("CEL，纯 Python", "cel-python", _python, most=500, kind="浮点"),
}
