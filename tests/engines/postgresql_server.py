"""A PostgreSQL of our own: in a new folder, on a socket there, gone with the `with` block."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Where Debian keeps the server, out of the way of PATH; the newest last.
_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
# Nothing is kept, so nothing need reach the disk; and nobody needs to reach it but through the socket.
_SETTINGS = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=10"


def missing() -> str:
    """What keeps PostgreSQL from being started here, or ''."""
    if not _binary("initdb"):
        return "没有 PostgreSQL 的服务端程序（Debian 上：apt-get install postgresql）"
    if os.geteuid() == 0 and not _has_user("postgres"):
        return "用 root 启动 PostgreSQL 需要名为 postgres 的用户"
    return ""


@contextmanager
def server() -> Iterator[str]:
    """A running server: what to connect to, as psycopg takes it."""
    folder = Path(tempfile.mkdtemp(prefix="guiju-postgresql-"))
    try:
        _own(folder)
        _run("initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        _start(folder)
        try:
            yield f"host={folder} user=postgres dbname=postgres"
        finally:
            _stop(folder)
    finally:
        shutil.rmtree(folder)


@contextmanager
def stopped(address: str) -> Iterator[None]:
    """The server at that address is not there: stopped as by a power cut, and started again afterwards."""
    folder = Path(dict(part.split("=", 1) for part in address.split())["host"])
    _stop(folder)
    try:
        yield
    finally:
        _start(folder)


def _start(folder: Path) -> None:
    _run("pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", f"-k {folder} {_SETTINGS}", "start")


def _stop(folder: Path) -> None:
    _run("pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")


def _binary(name: str) -> str:
    found = shutil.which(name)
    return found or next((str(folder / name) for folder in reversed(_DEBIAN) if (folder / name).is_file()), "")


def _has_user(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


def _own(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")


def _run(program: str, *arguments: object) -> None:
    """Run one of PostgreSQL's programs; they refuse to be run by root."""
    command = [_binary(program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # Messages in one language, whatever this machine speaks.
    env = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    done = subprocess.run(command, cwd="/", env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stderr
