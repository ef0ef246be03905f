"""Spark, for what one machine is outgrown: the same steps as duckdb.py, and the same single file out.

Files must lie where every machine of the cluster sees them; what is written on the way lies beside the result. Spark
writes parts, in the order of the input, which DuckDB then strings together.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlglot import exp

from guiju.columns.measure import Raw
from guiju.engines import duckdb, spark_session
from guiju.engines.duckdb import ROW, Watch
from guiju.errors import Problem
from guiju.forms.faults import refusal
from guiju.writing.files import WriteError

DIALECT = "spark"
_LOOKS_A_SECOND = 2
_TYPES = {
    "byte": "TINYINT", "short": "SMALLINT", "integer": "INTEGER", "long": "BIGINT", "double": "DOUBLE",
    "float": "FLOAT", "string": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE", "timestamp": "TIMESTAMP",
    "timestamp_ntz": "TIMESTAMP", "void": "NULL",
}  # fmt: skip


class Database:
    """A Spark session for one job; `files` is the DuckDB that reads a csv before it and joins the parts after it."""

    dialect = DIALECT

    def __init__(self, session: Any, files: duckdb.Database) -> None:
        self.session, self.files = session, files
        self._views = 0

    def rows(self, query: exp.Expr) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return [tuple(row) for row in self._frame(query).collect()]

    def _frame(self, query: exp.Expr) -> Any:
        return self.session.sql(query.sql(dialect=DIALECT))

    # --- files in

    def source(self, path: Path) -> exp.Expr:
        """A file as a relation, its lines numbered; a csv is first brought into the form of a parquet."""
        if path.suffix.lower() == ".csv":
            path = self.files.as_parquet(path)
        self._views += 1
        view = f"guiju_{self._views}"
        try:
            frame = self.session.read.parquet(_address(path, "*?[]{}\\"))
            frame = frame.select("*", frame.metadataColumn("_metadata").getField("row_index").alias(ROW))
            frame.createOrReplaceTempView(view)
        except spark_session.errors() as error:
            raise refusal(path.name, "parquet 文件已经损坏，读不出来。") from error
        return exp.Table(this=exp.to_identifier(view))

    def columns(self, source: exp.Expr, name: str) -> dict[str, Raw]:
        """The columns of a relation and how they lie there."""
        fields = self._frame(exp.select("*").from_(source.copy())).schema.fields
        return {field.name: _raw(field.dataType) for field in fields if field.name != ROW}

    def all_different(self, source: exp.Expr, columns: Sequence[str]) -> bool:
        """Not known beforehand: Spark groups the lines, and puts down what its memory does not hold."""
        return False

    # --- a file out

    def write(self, query: exp.Expr, out: Path, meta: Mapping[str, str], watch: Watch) -> None:
        """Write a query's rows, in order, into a .parquet or .csv. Raises WriteError; nothing is left half-written."""
        parts = self.files.scratch / "parts"
        try:
            self._watched(lambda: self._frame(query).write.mode("overwrite").parquet(_address(parts)), watch)
        except spark_session.errors() as error:
            raise WriteError([Problem("file", f"「{out}」没有写成，Spark 说：{_first_line(error)}")]) from error
        paths = [exp.Literal.string(duckdb.escaped(path)) for path in sorted(parts.glob("part-*.parquet"))]
        joined = exp.Anonymous(this="read_parquet", expressions=[exp.Array(expressions=paths)])
        self.files.write(exp.select("*").from_(joined), out, meta, watch)

    def watched(self, query: exp.Expr, watch: Watch) -> list[tuple[Any, ...]]:
        """The rows of a query that takes long."""
        return [tuple(row) for row in self._watched(self._frame(query).collect, watch)]

    def _watched(self, work: Any, watch: Watch) -> Any:
        """Run it in a thread, telling how far it is in hundredths meanwhile; interrupted, its jobs are called off."""
        found: list[Any] = []
        failed: list[Exception] = []

        def run() -> None:
            try:
                found.append(work())
            except spark_session.errors() as error:
                failed.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(1 / _LOOKS_A_SECOND)
            watch(self._hundredths())
        if failed:
            raise failed[0]
        return found[0]

    def _hundredths(self) -> int:
        """How much of what is running is done; 0 where Spark does not tell (Spark Connect)."""
        context = getattr(self.session, "_sc", None)
        if context is None:
            return 0
        tracker = context.statusTracker()
        stages = [info for stage in tracker.getActiveStageIds() if (info := tracker.getStageInfo(stage))]
        tasks = sum(stage.numTasks for stage in stages)
        return 100 * sum(stage.numCompletedTasks for stage in stages) // tasks if tasks else 0


def _raw(type_: Any) -> Raw:
    name = str(type_.typeName()).partition("(")[0]
    return Raw("DECIMAL", type_.scale) if name == "decimal" else Raw(_TYPES.get(name, name.upper()))


def _address(path: Path, signs: str = "") -> str:
    """A path as Spark takes it: not percent-encoded; where it reads, the signs of a pattern stand for themselves."""
    return "file:" + "".join(f"\\{sign}" if sign in signs else sign for sign in str(path.absolute()))


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0]


@contextmanager
def opened(beside: Path | None = None, master: str = "") -> Iterator[Database]:
    """A session on the master named, on that of SPARK_REMOTE, or on this machine.

    Raises UsageError, saying what to install, where Spark or Java is not here.
    """
    with duckdb.opened(beside) as files, spark_session.session(files.scratch, master) as session:
        yield Database(session, files)
