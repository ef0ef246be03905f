"""The engines, each started once. Where one is not installed its tests are skipped; CI sets
GUIJU_ENGINES=required, and then they fail instead.

`on_duckdb`, `on_postgres` and `on_spark` load the tables of a crowd and give an Engine.
"""

import os

import duckdb
import pytest

from tests.engines import postgresql_server
from tests.engines.crowds import Engine

_REQUIRED = os.environ.get("GUIJU_ENGINES") == "required"
# A handful of people is counted sooner than Java has made its code fast for many: more than half of its work is that.
_SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m"


def absent(reason: str) -> None:
    """Skip the tests of an engine that is not here, or fail where all engines must be."""
    if reason and _REQUIRED:
        pytest.fail(f"GUIJU_ENGINES=required，但是{reason}", pytrace=False)
    if reason:
        pytest.skip(reason)


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def created(table):
    columns = ", ".join(f"{quoted(name)} {type_}" for name, type_ in table.columns.items())
    return f"CREATE TEMP TABLE {quoted(table.name)} ({columns})"


def inserted(table, mark):
    return f"INSERT INTO {quoted(table.name)} VALUES ({', '.join([mark] * len(table.columns))})"


@pytest.fixture
def on_duckdb():
    with duckdb.connect() as database:

        def load(crowd):
            for table in crowd.tables():
                database.execute(created(table))
                if table.rows:
                    database.executemany(inserted(table, "?"), table.rows)
            return Engine("duckdb", run, lambda query: database.execute(query.sql("duckdb")).fetchall())

        def run(query):
            found = database.execute(query)
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

        yield load


@pytest.fixture(scope="session")
def postgresql_address():
    """Where a PostgreSQL of our own listens."""
    absent(postgresql_server.missing())
    with postgresql_server.server() as address:
        yield address


@pytest.fixture
def on_postgres(postgresql_address):
    import psycopg
    from psycopg.rows import dict_row

    with psycopg.connect(postgresql_address) as connection:

        def load(crowd):
            for table in crowd.tables():
                connection.execute(created(table))
                with connection.cursor() as cursor:
                    cursor.executemany(inserted(table, "%s"), table.rows)
            return Engine("postgres", run, lambda query: connection.execute(query.sql("postgres")).fetchall())

        def run(query):
            with connection.cursor(row_factory=dict_row) as cursor:
                return cursor.execute(query).fetchall()

        yield load
        connection.rollback()


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """A local Spark as `guiju appraise --engine spark` starts it."""
    from guiju.engines import spark_session

    absent(spark_session.missing())
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("SPARK_SUBMIT_OPTS", _SHORT_LIVED)
        session = spark_session.local(tmp_path_factory.mktemp("spark"), "local[2]", "1g")
    session.conf.set("spark.sql.shuffle.partitions", "2")  # for a handful of people the 200 it takes are a long wait
    yield session
    session.stop()


@pytest.fixture
def on_spark(spark, tmp_path):
    def load(crowd):
        for number, table in enumerate(crowd.tables()):
            path = tmp_path / f"spark{number}.parquet"
            with duckdb.connect() as database:
                database.execute(created(table))
                if table.rows:
                    database.executemany(inserted(table, "?"), table.rows)
                database.execute(f"COPY {quoted(table.name)} TO '{path}' (FORMAT parquet)")
            # A view may have any name, written in backticks.
            spark.read.parquet(str(path)).createOrReplaceTempView(f"`{table.name}`")
        return Engine("spark", run, lambda query: [tuple(row) for row in spark.sql(query.sql("spark")).collect()])

    def run(query):
        return [row.asDict() for row in spark.sql(query).collect()]

    return load
