"""DuckDB: files in, queries over them, one file out. Data stream through; what does not fit in memory goes to disk."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from guiju.columns.measure import Raw
from guiju.forms.faults import refusal
from guiju.forms.flat import decoded_csv
from guiju.writing.files import write_whole

DIALECT = "duckdb"
# What one query may hold in memory before it goes to disk: fits beside the rest on an office machine with 8 GB.
MEMORY = "4GB"
# ... and one that only reads, computes and writes line by line. It needs little, but buffers as much as it is let.
STREAMING = "600MB"
_LOOKS_A_SECOND = 5
_ROWS_AT_ONCE = 5_000
# What each thread that tells hashes apart may hold, in MB; with much less it cannot work.
_TELLING_APART = 125
Watch = Callable[[int], None]
ROW = "file_row_number"


class Database:
    """One DuckDB in memory, for one job."""

    dialect = DIALECT

    def __init__(self, scratch: Path, threads: int | None = None) -> None:
        self.scratch = scratch
        config: dict[str, Any] = {
            "memory_limit": MEMORY, "temp_directory": str(scratch), "preserve_insertion_order": "true",
            "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
        }  # fmt: skip
        if threads:
            config["threads"] = str(threads)
        self.connection = duckdb.connect(config=config)
        self.connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")

    @property
    def files(self) -> Database:
        """What reads and writes single files for this engine: itself."""
        return self

    def rows(self, query: exp.Expr) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.connection.execute(query.sql(dialect=DIALECT)).fetchall()

    # --- files in

    def source(self, path: Path) -> exp.Expr:
        """A file as a relation; a csv is first brought into the form of a parquet. Raises InputError."""
        if path.suffix.lower() == ".csv":
            path = self.as_parquet(path)
        name = exp.Literal.string(escaped(path))
        numbered = exp.EQ(this=exp.column(ROW), expression=exp.true())
        return exp.Anonymous(this="read_parquet", expressions=[name, numbered])

    def as_parquet(self, path: Path) -> Path:
        """A csv as a parquet of texts. Raises InputError."""
        out = self.scratch / f"{path.stem}.parquet"
        if out.exists():  # asked for once before
            return out
        with decoded_csv(path, self.scratch) as text:
            source = f"read_csv({_quoted(text)}, header = true, all_varchar = true, delim = ',', quote = '\"')"
            try:
                self.connection.execute(f"COPY (SELECT * FROM {source}) TO {_quoted(out)} (FORMAT parquet)")
            except duckdb.Error as error:
                raise refusal(path.name, f"不是逗号分隔的文本表格：{_first_line(error)}") from error
        return out

    def columns(self, source: exp.Expr, name: str) -> dict[str, Raw]:
        """The columns of a relation and how they lie there. Raises InputError when the file cannot be read."""
        try:
            described = self.connection.execute(f"DESCRIBE SELECT * FROM {source.sql(dialect=DIALECT)}").fetchall()
        except duckdb.Error as error:
            raise refusal(name, "parquet 文件已经损坏，读不出来。") from error
        return {column: _raw(type_) for column, type_, *_ in described if column != ROW}

    def all_different(self, source: exp.Expr, columns: Sequence[str]) -> bool:
        """Whether it is certain that no two lines are alike in those columns.

        A column that grows from line to line is seen to be so at one look. Else hashes are told apart, in little
        memory and the rest on disk; equal hashes make it uncertain.
        """
        table = source.sql(dialect=DIALECT)
        cells = [exp.column(column, quoted=True).sql(dialect=DIALECT) for column in columns]
        if len(cells) == 1 and self._nothing(
            f"SELECT {cells[0]} AS one, lag({cells[0]}) OVER () AS before FROM {table}",
            "before IS NOT NULL AND NOT one > before",
        ):
            return True
        filled = " AND ".join(f"{cell} IS NOT NULL" for cell in cells)
        hashes = f"SELECT hash({', '.join(cells)}) AS hash FROM {table} WHERE {filled}"
        different = f"SELECT count(hash) - count(DISTINCT hash) FROM ({hashes})"
        try:
            with self._memory(f"{_TELLING_APART * self._threads}MB"):
                return self.connection.execute(different).fetchall() == [(0,)]
        except duckdb.OutOfMemoryException:
            return False

    @contextmanager
    def _memory(self, most: str) -> Iterator[None]:
        """What a query may hold in memory in the meantime."""
        self.connection.execute(f"SET memory_limit = '{most}'")
        try:
            yield
        finally:
            self.connection.execute(f"SET memory_limit = '{MEMORY}'")

    @property
    def _threads(self) -> int:
        found = self.connection.execute("SELECT current_setting('threads')").fetchone()
        assert found is not None
        return int(found[0])

    def _nothing(self, pairs: str, bad: str) -> bool:
        found = self.connection.execute(f"SELECT count(*) FROM ({pairs}) WHERE {bad}").fetchone()
        return found is not None and found[0] == 0

    def lines(self, path: Path) -> Iterator[dict[str, Any]]:
        """The rows of a parquet file from the first to the last, a few thousand of them in memory."""
        found = self.connection.cursor().execute("SELECT * FROM read_parquet(?)", [escaped(path)])
        names = [name for name, *_ in found.description or ()]
        while rows := found.fetchmany(_ROWS_AT_ONCE):
            yield from (dict(zip(names, row, strict=True)) for row in rows)

    # --- a file out

    def write(self, query: exp.Expr, out: Path, meta: Mapping[str, str], watch: Watch) -> None:
        """Write a query's rows, in order, into a .parquet or .csv. Raises WriteError; nothing is left half-written."""

        memory = STREAMING if query.args.get("order") is None else MEMORY
        rows = query.sql(dialect=DIALECT)

        def copy(draft: Path) -> None:
            try:
                with self._memory(memory):
                    self._watched(f"COPY ({rows}) TO {_quoted(draft)} ({_options(out, meta)})", watch)
            except duckdb.Error as error:
                raise OSError(_first_line(error)) from error

        write_whole(out, copy)

    def watched(self, query: exp.Expr, watch: Watch) -> list[tuple[Any, ...]]:
        """The rows of a query that takes long."""
        return self._watched(query.sql(dialect=DIALECT), watch)

    def _watched(self, statement: str, watch: Watch) -> list[tuple[Any, ...]]:
        """Run it in a thread, telling how far it is in hundredths meanwhile; interrupted, it stops at once."""
        found: list[Any] = []
        done = threading.Event()

        def work() -> None:
            try:
                found.append(self.connection.execute(statement).fetchall())
            except duckdb.Error as error:
                found.append(error)
            finally:
                done.set()

        thread = threading.Thread(target=work)
        thread.start()
        try:
            while not done.wait(1 / _LOOKS_A_SECOND):
                watch(max(0, int(self.connection.query_progress())))
        finally:
            if not done.is_set():
                self.connection.interrupt()
            thread.join()
        if isinstance(found[0], duckdb.Error):
            raise found[0]
        return list(found[0])


def _options(out: Path, meta: Mapping[str, str]) -> str:
    if out.suffix.lower() == ".csv":
        return "FORMAT csv, HEADER true"
    pairs = ", ".join(f"{key}: {_literal(value)}" for key, value in meta.items())
    return f"FORMAT parquet{f', KV_METADATA {{{pairs}}}' if pairs else ''}"


def _raw(type_: str) -> Raw:
    name, _, rest = type_.partition("(")
    if name == "DECIMAL":
        return Raw(name, int(rest.rstrip(")").partition(",")[2]))
    return Raw(name.strip('"'))  # "NULL" stands in quotes


def escaped(path: Path) -> str:
    """A path that DuckDB does not take for a pattern."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))


def _quoted(path: Path) -> str:
    return _literal(str(path))


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]


@contextmanager
def opened(beside: Path | None = None, threads: int | None = None) -> Iterator[Database]:
    """A database with a folder of its own for what does not fit in memory, gone afterwards."""
    folder = beside if beside and os.access(beside, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix=".guiju-", dir=folder, ignore_cleanup_errors=True) as scratch:
        database = Database(Path(scratch), threads)
        try:
            yield database
        finally:
            database.connection.close()


def as_json(value: object) -> str:
    """What is written beside the columns of a parquet file."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
