"""Guiju one person after another: the reference, with the value of every step kept for the reasons."""

from __future__ import annotations

from datetime import date

from bench.peers.peer import Peer, Ready, listed
from bench.people import OPTIONS
from bench.store import Store
from bench.truth import person
from guiju.check import load
from guiju.evaluate.case import Case
from guiju.evaluate.program import Program
from guiju.law import builtin

ON = date(2025, 12, 31)


def _prepare(store: Store, rows: int) -> Ready:
    program = Program(load(builtin().find("appraisal")))
    columns = store.columns(rows)
    people = [Case(ON, person(columns, row)) for row in range(rows)]

    def run() -> list[str]:
        return [program.run(case).concluded("等次").value for case in people]

    return Ready(run, lambda found: listed([OPTIONS.index(grade) for grade in found]))


PEERS = {"evaluate": Peer("规矩逐人（每一步留值，可出理由）", "guiju", _prepare, most=20_000, kind="规矩")}
