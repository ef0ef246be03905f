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
# Nobody needs to reach it but through the socket.
_SETTINGS = "listen_addresses = ''\nmax_connections = 10\n"
# What is kept, is kept as in an office; finding all of it again after a fall is quicker so (PostgreSQL 14).
_LASTING = "recovery_init_sync_method = syncfs\n"
# Where nothing is kept, nothing need reach the disk.
_PASSING = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


def missing() -> str:
    """What keeps PostgreSQL from being started here, or ''."""
    if not _binary("initdb"):
        return "没有 PostgreSQL 的服务端程序（Debian 上：apt-get install postgresql）"
    if os.geteuid() == 0 and not _has_user("postgres"):
        return "用 root 启动 PostgreSQL 需要名为 postgres 的用户"
    return ""


@contextmanager
def server(lasting: bool = False, journal: Path | None = None) -> Iterator[str]:
    """A running server: what to connect to, as psycopg takes it.

    A lasting one keeps what it has answered for when it is stopped as by a power cut, as one in an office does.
    `journal` is an empty folder, postgres's own, where it writes beforehand what it is going to do.
    """
    folder, elsewhere = Path(tempfile.mkdtemp(prefix="guiju-postgresql-")), ["--waldir", journal] if journal else []
    try:
        _own(folder)
        _run("initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
             *elsewhere)  # fmt: skip
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(_SETTINGS + (_LASTING if lasting else _PASSING))
        _start(folder)
        try:
            yield f"host={folder} user=postgres dbname=postgres"
        finally:
            if _runs(folder):
                _stop(folder)
    finally:
        shutil.rmtree(folder)


@contextmanager
def stopped(address: str) -> Iterator[None]:
    """The server at that address is not there: stopped as by a power cut, and started again afterwards."""
    folder = _folder(address)
    _stop(folder)
    try:
        yield
    finally:
        _start(folder)


def start_again(address: str) -> None:
    """Start the server at that address anew, whether it has died or is just getting up again."""
    folder = _folder(address)
    if _runs(folder):
        _stop(folder)
    _start(folder)


def _folder(address: str) -> Path:
    return Path(dict(part.split("=", 1) for part in address.split())["host"])


def _runs(folder: Path) -> bool:
    return _done("pg_ctl", "-D", folder / "data", "status").returncode == 0


def _start(folder: Path) -> None:
    _run("pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", f"-k {folder}", "start")


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
    """Run one of PostgreSQL's programs, which must succeed."""
    done = _done(program, *arguments)
    assert done.returncode == 0, done.stderr


def _done(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs; they refuse to be run by root."""
    command = [_binary(program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # Messages in one language, whatever this machine speaks.
    env = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    return subprocess.run(command, cwd="/", env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
