"""Starting Spark: on this machine, or on the cluster that --master or SPARK_REMOTE names.

What a result rests on is set for every session: overflow raises (ANSI), names keep their letter case, days are
those of the calendar in use today (never rebased), no time zone moves a date.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from guiju.errors import Problem, UsageError

HERE = "local[*]"
# Spark 4.0 runs on these; later ones have dropped what its Hadoop libraries call.
_OLDEST_JAVA, _NEWEST_JAVA = 17, 23
_EXACT = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
}
_QUIET = """rootLogger.level = error
rootLogger.appenderRef.file.ref = file
appender.file.type = Console
appender.file.name = file
appender.file.target = SYSTEM_ERR
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d %p %c: %m%n%ex
"""
_INSTALL_SPARK = "请先执行 make spark（或者 pip install 'guiju[spark]'）；一台机器放得下的，--engine duckdb 就够了。"
_INSTALL_JAVA = "Debian 上请执行 apt-get install openjdk-17-jre-headless。"


def missing() -> str:
    """What keeps a local Spark from being started here and how to mend it, or ''."""
    if not _has_pyspark():
        return f"没有安装 Spark。{_INSTALL_SPARK}"
    java = _java()
    if not java:
        return f"Spark 要用 Java {_OLDEST_JAVA}，这里没有。{_INSTALL_JAVA}"
    version = _java_version(java)
    if not _OLDEST_JAVA <= version <= _NEWEST_JAVA:
        return f"Spark 要用 Java {_OLDEST_JAVA}，这里是 {version}（{java}）。{_INSTALL_JAVA}"
    return ""


def local(folder: Path, master: str = HERE, memory: str = "2g") -> Any:
    """A Spark of this process, which keeps its scratch files and its log in `folder`.

    Raises UsageError when it does not start.
    """
    logging_file = folder / "log4j2.properties"
    logging_file.write_text(_QUIET, encoding="utf-8")
    settings = {
        **_EXACT,
        "spark.app.name": "guiju",
        "spark.master": master,
        "spark.driver.memory": memory,
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={logging_file.as_uri()}",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if master.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    with _standard_error_in(folder / "spark.log"):
        return _started(settings, folder / "spark.log")


def remote() -> Any:
    """The session of the Spark Connect server that SPARK_REMOTE names. Raises UsageError when it cannot be had."""
    try:
        session = _pyspark().SparkSession.builder.getOrCreate()
    except Exception as error:  # whatever the client and the network may raise
        raise refused(f"连不上 SPARK_REMOTE 指的 Spark：{_first_line(error)}") from error
    for key, value in _EXACT.items():
        session.conf.set(key, value)
    return session


@contextmanager
def session(folder: Path, master: str = "") -> Iterator[Any]:
    """A session on the master named, on that of SPARK_REMOTE, or on this machine; stopped at the end.

    Raises UsageError, saying what to install, where Spark or Java is not here.
    """
    is_remote = bool(os.environ.get("SPARK_REMOTE")) and not master
    if lack := (f"没有安装 Spark。{_INSTALL_SPARK}" if not _has_pyspark() else "") if is_remote else missing():
        raise refused(lack)
    found = remote() if is_remote else local(folder, master or HERE)
    try:
        yield found
    finally:
        found.stop()


def errors() -> type[Exception]:
    """The root of what Spark raises."""
    found: type[Exception] = importlib.import_module("pyspark.errors").PySparkException
    return found


def _started(settings: dict[str, str], log: Path) -> Any:
    # Its errors come as exceptions; this logger would print them once more.
    logging.getLogger("SQLQueryContextLogger").disabled = True
    builder = _pyspark().SparkSession.builder
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # whatever a JVM that does not start makes of it
        last = [_first_line(error), *log.read_text(encoding="utf-8", errors="replace").split("\n")]
        raise refused(f"Spark 没有启动：{next(line for line in reversed(last) if line.strip())}") from error


@contextmanager
def _standard_error_in(log: Path) -> Iterator[None]:
    """Let the program started now write its errors there: it prints warnings before any setting can stop it."""
    kept = os.dup(2)
    try:
        with log.open("w") as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _has_pyspark() -> bool:
    return importlib.util.find_spec("pyspark") is not None


def _pyspark() -> Any:
    # Not an import statement: the module is an extra, and the types must hold without it.
    return importlib.import_module("pyspark.sql")


def _java() -> str:
    home = os.environ.get("JAVA_HOME", "")
    beside = Path(home) / "bin" / "java"
    return str(beside) if home and beside.is_file() else shutil.which("java") or ""


def _java_version(java: str) -> int:
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def refused(message: str) -> UsageError:
    """The refusal with that message."""
    return UsageError([Problem("usage", message)])
