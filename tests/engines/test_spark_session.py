"""Starting Spark: what is missing is said before anything runs, and what starts is set to be exact."""

import importlib.util

import pytest

from guiju.engines import spark_session
from guiju.errors import UsageError


@pytest.fixture
def with_pyspark(monkeypatch):
    """Whether or not it is installed here, it seems to be."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)


@pytest.fixture
def java(tmp_path, monkeypatch):
    """A Java that says it is of that version, in place of those that are here."""

    def install(version):
        (tmp_path / "bin").mkdir()
        program = tmp_path / "bin" / "java"
        program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-04-15' >&2\n")
        program.chmod(0o755)
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    return install


def test_without_pyspark_it_says_how_to_install_it(monkeypatch, tmp_path):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="没有安装 Spark。请先执行 make spark"), spark_session.session(tmp_path):
        pass


def test_without_java_it_says_how_to_install_it(monkeypatch, tmp_path, with_pyspark):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="apt-get install openjdk-17-jre-headless"), spark_session.session(tmp_path):
        pass


@pytest.mark.parametrize("version", ["1.8.0_292", "11.0.22", "25"])
def test_a_java_it_does_not_run_on_is_named(version, java, with_pyspark):
    java(version)
    assert f"Spark 要用 Java 17，这里是 {version.partition('.')[0]}（" in spark_session.missing()


@pytest.mark.parametrize("version", ["17.0.15", "21.0.7"])
def test_a_java_it_runs_on_is_taken(version, java, with_pyspark):
    java(version)
    assert spark_session.missing() == ""


def test_a_cluster_that_cannot_be_reached_is_said_plainly(monkeypatch, tmp_path, with_pyspark):
    class Builder:
        def getOrCreate(self):
            raise ConnectionError("no route to host\n(seven more lines)")

    class Module:
        class SparkSession:
            builder = Builder()

    monkeypatch.setenv("SPARK_REMOTE", "sc://elsewhere")
    monkeypatch.setattr(spark_session, "_pyspark", lambda: Module)
    with pytest.raises(UsageError) as refused, spark_session.session(tmp_path):
        pass
    assert refused.value.problems[0].message == "连不上 SPARK_REMOTE 指的 Spark：no route to host"


@pytest.mark.spark
@pytest.mark.parametrize(
    "sum_", ["2147483647 + 1", "9223372036854775807L * 2", f"CAST('{'9' * 38}' AS DECIMAL(38,0)) + 1"]
)
def test_what_does_not_fit_raises(spark, sum_):
    with pytest.raises(Exception, match=r"OVERFLOW|OUT_OF_RANGE"):
        spark.sql(f"SELECT {sum_}").collect()


@pytest.mark.spark
def test_names_that_differ_in_case_differ(spark):
    assert tuple(spark.sql("SELECT `甲A`, `甲a` FROM VALUES (1, 2) AS v(`甲A`, `甲a`)").first()) == (1, 2)
