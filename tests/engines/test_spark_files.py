"""`guiju appraise --engine spark`: the file that comes out is DuckDB's, row for row, in the order of the input."""

from __future__ import annotations

import csv
from contextlib import contextmanager

import duckdb
import pytest

from guiju.check import load
from guiju.cli.main import main
from guiju.columns import Form
from guiju.engines import duckdb as on_duckdb
from guiju.engines import spark as on_spark
from guiju.engines import spark_session
from guiju.engines.mass import mass
from guiju.errors import InputError
from guiju.law import builtin

pytestmark = pytest.mark.spark
PEOPLE = 30_000
# Numbers, and truths, of every column of the flat form but the identity: some without any vote, many on a line.
SELECT = """
SELECT 'p' || (n * 7919 % 30000) AS 编号, n * 7 % 101 AS 测评优秀, n * 3 % 11 AS 测评称职, n % 5 AS 测评基本称职,
  n % 4 AS 测评不称职, n * 5 % 13 AS 领导优秀, n % 3 AS 领导称职, n % 2 AS 领导基本称职, n // 3 % 2 AS 领导不称职,
  CAST((n % 25 - 12) * 0.5 AS DECIMAL(9, 1)) AS 加减分, n % 17 = 0 AS 重点工作后三位, n % 19 = 0 AS 被通报批评,
  n % 23 = 0 AS 受党政纪处分, n % 29 = 0 AS 取消评优资格,
  CASE n % 3 WHEN 0 THEN '优秀' WHEN 1 THEN NULL ELSE '称职' END AS 上年等次
FROM range(30000) AS t(n)
"""


@pytest.fixture
def engine(spark):
    """The Spark of all tests, as an engine: each job of a person's starts its own."""

    @contextmanager
    def opened(beside):
        with on_duckdb.opened(beside) as files:
            yield on_spark.Database(spark, files)

    return opened


@pytest.fixture(scope="module")
def law():
    return load(builtin().find("appraisal"))


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "全 镇[1].parquet"
    duckdb.sql(f"COPY ({SELECT}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)")
    return path


def written(law, path, out, engine, form=Form.CONTRACT):
    with mass(path, law, {}, 2025, out.parent, engine) as found:
        found.write(out, form, lambda hundredths: None)
        tally = found.tally(lambda hundredths: None)
    with out.open(encoding="utf-8-sig") if out.suffix == ".csv" else duckdb.connect() as source:
        if out.suffix == ".csv":
            return list(csv.reader(source)), tally
        return source.execute("SELECT * FROM read_parquet(?)", [str(out)]).fetchall(), tally


@pytest.mark.parametrize(
    ("name", "form"), [("一.parquet", Form.CONTRACT), ("二.parquet", Form.COMPACT), ("三.csv", Form.CONTRACT)]
)
def test_the_same_file_in_the_same_order(name, form, law, people, engine, spark, tmp_path):
    spark.conf.set("spark.sql.files.maxPartitionBytes", "50000")
    rows, tally = written(law, people, tmp_path / name, engine, form)
    expected, counted = written(law, people, tmp_path / f"d{name}", on_duckdb.opened, form)
    assert spark.table("guiju_1").rdd.getNumPartitions() > 3
    assert (rows, tally) == (expected, counted)
    assert len(rows) >= PEOPLE
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([people.name, name, f"d{name}"])


SHEETS = {
    "人员": "'p' || n AS 编号, '名' AS 姓名, '办' AS 单位, '员' AS 职务, '其他' AS 身份, '' AS 上年等次 "
    "FROM range(50) AS t(n)",
    "票数": "'p' || n AS 编号, k AS 类别, 9 AS 优秀, n % 3 AS 称职, 0 AS 基本称职, n % 2 AS 不称职, 0 AS 无效 "
    "FROM range(50) AS t(n), (VALUES ('民主测评'), ('领导评价')) AS v(k)",
    "排名": "'防火' AS 工作项目, '重点工作' AS 类别, 1 + n % 8 AS 名次, 'p' || n || '、p' || (n + 1) AS 责任人编号 "
    "FROM range(40) AS t(n)",
    "通报": "'p' || n AS 编号, DATE '2025-03-01' AS 日期, '批评' AS 类别, '县级' AS 级别, NULL AS 文号 "
    "FROM range(9) AS t(n)",
    "处理": "'p' || n AS 编号, '通报批评' AS 类别, DATE '2025-03-01' AS 决定日期, NULL AS 文号 FROM range(5) AS t(n)",
}


def test_people_in_a_folder_of_sheets(law, engine, tmp_path):
    folder = tmp_path / "各表"
    folder.mkdir()
    for name, columns in SHEETS.items():
        duckdb.sql(f"COPY (SELECT {columns}) TO '{folder / name}.parquet' (FORMAT parquet)")
    found = written(law, folder, tmp_path / "s.parquet", engine)
    assert found == written(law, folder, tmp_path / "d.parquet", on_duckdb.opened)
    assert len(found[0]) == 50


def test_what_duckdb_refuses_spark_refuses_in_the_same_words(law, people, engine, tmp_path):
    bad = tmp_path / "坏.parquet"
    changed = "CASE WHEN 编号 IN ('p3', 'p4') THEN 'p3' ELSE 编号 END AS 编号, -测评优秀 AS 测评优秀"
    duckdb.sql(f"COPY (SELECT * REPLACE ({changed}) FROM '{people}') TO '{bad}' (FORMAT parquet)")
    refused = []
    for opened in (on_duckdb.opened, engine):
        with pytest.raises(InputError) as error:
            written(law, bad, tmp_path / "out.parquet", opened)
        refused.append(error.value.render())
    assert refused[0] == refused[1]
    assert not (tmp_path / "out.parquet").exists()


@pytest.fixture
def refused(monkeypatch, capsys):
    """Run `guiju`, which must refuse its usage, and what it says."""

    def run(*words):
        monkeypatch.setattr("sys.argv", ["guiju", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 2
        return capsys.readouterr().err

    return run


def test_without_spark_the_command_says_what_to_install(refused, people, tmp_path, monkeypatch):
    monkeypatch.setattr(spark_session, "missing", lambda: "没有安装 Spark。请先执行 make spark。")
    out = tmp_path / "out.parquet"
    assert "没有安装 Spark。请先执行 make spark。" in refused("appraise", people, "--engine", "spark", "--out", out)
    assert list(tmp_path.iterdir()) == [people]


def test_the_master_named_is_the_one_used(refused, people, tmp_path, monkeypatch):
    def unreachable(folder, master):
        raise spark_session.refused(f"连不上 {master}。")

    monkeypatch.setattr(spark_session, "missing", lambda: "")
    monkeypatch.setattr(spark_session, "local", unreachable)
    said = refused("appraise", people, "--engine", "spark", "--master", "spark://nowhere:7077")
    assert "连不上 spark://nowhere:7077。" in said
