"""Guiju on DuckDB: the query it generates from the law's text, on the same table in memory as the SQL by hand.

A conclusion is a code with its word, DuckDB's ENUM, as `guiju appraise` writes it into a .parquet; or text.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from bench.peers.peer import Peer, Ready
from bench.peers.sql import codes
from bench.store import Store

ON = date(2025, 12, 31)
GRADE = ("等次",)
EVERYTHING = ("等次", "可评等次", "推定", "依据")


def opened(store: Store, rows: int) -> Any:
    """Guiju's own DuckDB, as `guiju appraise` sets it, with the people in a table in memory."""
    from guiju.engines.duckdb import Database

    database = Database(store.folder)
    database.connection.execute(f"CREATE TABLE 人员 AS FROM read_parquet('{store.parquet}') LIMIT {rows}")
    return database


def query(database: Any, columns: tuple[str, ...], is_coded: bool) -> str:
    """The query that Guiju makes of the law for this table, cut down to these columns."""
    from sqlglot import exp

    from guiju.check import load
    from guiju.columns import Form, translate
    from guiju.engines.survey import Survey
    from guiju.forms.layout import flat_layout
    from guiju.law import builtin

    law = load(builtin().find("appraisal"))
    layout = flat_layout(law)
    name, people = layout.subject.name, exp.to_table("人员")
    survey = Survey(database, layout, {name: people}, {name: database.columns(people, name)}, {name: name}, "rowid")
    translation = translate(law, {}, ON, layout, survey.profile(), "duckdb", database.rows, {name: people})
    chosen = ", ".join(f'"{column}"' for column in columns)
    found = translation.query(translation.results.cells(Form.COMPACT, is_coded))
    return f"SELECT {chosen} FROM ({found.sql(dialect='duckdb')})"


def _prepare(columns: tuple[str, ...], is_coded: bool, store: Store, rows: int) -> Ready:
    database = opened(store, rows)
    generated, database = query(database, columns, is_coded), database.connection

    def run() -> Any:
        return database.execute(f"CREATE OR REPLACE TEMP TABLE 结果 AS {generated}")

    return Ready(run, lambda _: codes(database))


PEERS = {
    "guiju-sql": Peer("规矩，DuckDB", "guiju", partial(_prepare, GRADE, True), kind="规矩"),
    "guiju-sql-text": Peer("规矩，DuckDB；等次写成字", "guiju", partial(_prepare, GRADE, False), kind="规矩"),
    "guiju-sql-all": Peer(
        "规矩，DuckDB；连可评、推定、依据写成字", "guiju", partial(_prepare, EVERYTHING, False), kind="规矩"
    ),
}
