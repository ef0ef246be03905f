"""SQL by hand on DuckDB: with whole numbers (INTEGER or BIGINT) and with DOUBLE, all on the same table.

The table is the flat form as it stands in the Parquet file. By hand means for this one measure, under the default
readings, with no word about missing facts: what a good engineer would write in an afternoon.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from bench.peers.peer import Codes, Peer, Ready
from bench.people import OPTIONS
from bench.store import Store

_BARRED = '"重点工作后三位" OR "被通报批评" OR "受党政纪处分" OR "取消评优资格"'
# Stages: votes, counted and weighed; the score times ten voters times leaders; the codes. What is quick in DuckDB was
# measured: a DECIMAL goes to INTEGER quickest by way of BIGINT, and adding truths up is quicker than CASE.
_EXACT = """
    SELECT *, 测评优秀 + 测评称职 + 测评基本称职 + 测评不称职 AS n,
        领导优秀 + 领导称职 + 领导基本称职 + 领导不称职 AS m,
        10 * 测评优秀 + 7 * 测评称职 + 4 * 测评基本称职 AS p, 10 * 领导优秀 + 7 * 领导称职 + 4 * 领导基本称职 AS l,
        (加减分 * 10)::BIGINT::{w} AS t
    FROM 人员"""
_SCORED = """
    SELECT *, n::{w} * m AS u, (750 + t) * (n::{w} * m) + 20::{w} * p * m + 5::{w} * l * n AS s,
        10 * 测评不称职 > 3 * n AS 多数不称职, 10 * 测评优秀 < 9 * n AS 优秀不足 FROM ({})"""
_EXACT_GRADE = f"""
    多数不称职::UTINYINT * 3 | ((优秀不足 OR s < 900 * u OR {_BARRED})::UTINYINT
        + (s < 650 * u)::UTINYINT + (s < 500 * u)::UTINYINT) AS 等次"""
# The same in words, as Guiju's results have them: few words by CASE, the many lists of grounds from a dictionary by the
# code of all that matters. A join with the dictionary would be quicker, but loses the order of the rows.
_GRADE_TEXT = "CASE 等次 WHEN 0 THEN '优秀' WHEN 1 THEN '称职' WHEN 2 THEN '基本称职' ELSE '不称职' END AS 等次"
_STATE = f"""
    {_EXACT_GRADE}, ((s < 900 * u)::UTINYINT + (s < 650 * u)::UTINYINT + (s < 500 * u)::UTINYINT)
        | 多数不称职::UTINYINT * 4 | 优秀不足::UTINYINT * 8 | 重点工作后三位::UTINYINT * 16
        | 被通报批评::UTINYINT * 32 | 受党政纪处分::UTINYINT * 64 | 取消评优资格::UTINYINT * 128 AS c"""
_REST_TEXT = """
    CASE WHEN c & 3 = 3 THEN '不称职'
        WHEN c & 4 = 0 THEN
            CASE WHEN c & 3 = 2 THEN '基本称职' WHEN c & 3 = 1 OR c >= 16 THEN '称职' ELSE '优秀、称职' END
        WHEN c & 3 = 2 THEN '基本称职、不称职' WHEN c & 3 = 1 OR c >= 16 THEN '称职、不称职'
        ELSE '优秀、称职、不称职' END AS 可评等次,
    CASE c & 12 WHEN 0 THEN '' WHEN 4 THEN 'appraisal/5.3' WHEN 8 THEN 'appraisal/5.4'
        ELSE 'appraisal/5.3、appraisal/5.4' END AS 推定,
    (SELECT list(依据 ORDER BY c) FROM ({dictionary}))[c + 1] AS 依据"""
_DICTIONARY = """
    SELECT c, concat_ws('、', CASE c & 3 WHEN 3 THEN 'appraisal/5.2d' WHEN 2 THEN 'appraisal/5.2c' WHEN 1
            THEN 'appraisal/5.2b' ELSE 'appraisal/5.2a、appraisal/5.2b' END,
        CASE WHEN c & 4 > 0 THEN 'appraisal/5.3' END, CASE WHEN c & 8 > 0 THEN 'appraisal/5.4' END,
        CASE WHEN c & 16 > 0 THEN 'appraisal/5.5a' END, CASE WHEN c & 32 > 0 THEN 'appraisal/5.5b' END,
        CASE WHEN c & 64 > 0 THEN 'appraisal/5.6' END, CASE WHEN c & 128 > 0 THEN 'work-errors/2.4' END) AS 依据
    FROM range(256) AS r(c)"""
_VOTERS = """
    SELECT 测评优秀::DOUBLE AS a, 测评称职::DOUBLE AS b, 测评基本称职::DOUBLE AS c, 测评不称职::DOUBLE AS d,
        领导优秀::DOUBLE AS e, 领导称职::DOUBLE AS f, 领导基本称职::DOUBLE AS g,
        (测评优秀 + 测评称职 + 测评基本称职 + 测评不称职)::DOUBLE AS n,
        (领导优秀 + 领导称职 + 领导基本称职 + 领导不称职)::DOUBLE AS m, 加减分::DOUBLE AS t,
        重点工作后三位, 被通报批评, 受党政纪处分, 取消评优资格 FROM 人员"""
# 0.7 alone would be a DECIMAL.
_LITERAL = """
    SELECT *, 75 + (e / m * 1 + f / m * 0.7::DOUBLE + g / m * 0.4::DOUBLE) * 5
        + (a / n * 1 + b / n * 0.7::DOUBLE + c / n * 0.4::DOUBLE) * 20 + t AS s FROM ({})"""
_MERGED = """
    SELECT *, 75 + 20 * (100 * a + 70 * b + 40 * c) / (100 * n) + 5 * (100 * e + 70 * f + 40 * g) / (100 * m)
        + t AS s FROM ({})"""
_DOUBLE_GRADE = f"""
    CASE WHEN d / n > 0.3::DOUBLE THEN 3 WHEN s >= 65 THEN
        CASE WHEN s < 90 OR a / n < 0.9::DOUBLE OR {_BARRED} THEN 1 ELSE 0 END
    WHEN s >= 50 THEN 2 ELSE 3 END::UTINYINT AS 等次"""


def exact(width: str) -> str:
    """The grade's code in whole numbers of this width."""
    return f"SELECT {_EXACT_GRADE} FROM ({scored(width)})"


def worded(everything: bool) -> str:
    """The grade in words; with everything, the grades open, the presumptions and the grounds as well."""
    if not everything:
        return f"SELECT {_GRADE_TEXT} FROM ({exact('INTEGER')})"
    rest = _REST_TEXT.format(dictionary=_DICTIONARY)
    return f"SELECT {_GRADE_TEXT}, {rest} FROM (SELECT {_STATE} FROM ({scored('INTEGER')}))"


def scored(width: str) -> str:
    """The stages up to the score."""
    return _SCORED.format(_EXACT.format(w=width), w=width)


def double(score: str) -> str:
    """The grade in DOUBLE, the score written this way."""
    return f"SELECT {_DOUBLE_GRADE} FROM ({score.format(_VOTERS)})"


def table(store: Store, rows: int) -> Any:
    """A database in memory that holds the people."""
    import duckdb

    database = duckdb.connect()
    database.execute(f"CREATE TABLE 人员 AS FROM read_parquet('{store.parquet}') LIMIT {rows}")
    return database


def prepare(query: str, store: Store, rows: int) -> Ready:
    """What is timed makes a table of the query's result inside the database."""
    database = table(store, rows)

    def run() -> Any:
        return database.execute(f"CREATE OR REPLACE TEMP TABLE 结果 AS {query}")

    return Ready(run, lambda _: codes(database))


def codes(database: Any) -> Codes:
    """The grades in the table 结果, as codes."""
    (type_,) = database.execute("SELECT typeof(等次) FROM 结果 LIMIT 1").fetchone()
    cell = "CAST(等次 AS TEXT) AS 等次" if type_.startswith("ENUM") else "等次"
    found = database.execute(f"SELECT {cell} FROM 结果").fetchnumpy()["等次"]
    if found.dtype == object:
        found = np.select([np.asarray(found, dtype=str) == option for option in OPTIONS], range(len(OPTIONS)), 255)
    return np.asarray(found)


PEERS = {
    "sql-int": Peer("手写 SQL，整数（INTEGER）", "duckdb", partial(prepare, exact("INTEGER")), kind="精确"),
    "sql-bigint": Peer("手写 SQL，整数（BIGINT）", "duckdb", partial(prepare, exact("BIGINT")), kind="精确"),
    "sql-text": Peer("手写 SQL，整数；等次写成字", "duckdb", partial(prepare, worded(False)), kind="精确"),
    "sql-text-all": Peer(
        "手写 SQL，整数；连可评、推定、依据写成字", "duckdb", partial(prepare, worded(True)), kind="精确"
    ),
    "sql-double": Peer("手写 SQL，DOUBLE，照法条逐项", "duckdb", partial(prepare, double(_LITERAL)), kind="浮点"),
    "sql-double-merged": Peer("手写 SQL，DOUBLE，并成一式", "duckdb", partial(prepare, double(_MERGED)), kind="浮点"),
}
