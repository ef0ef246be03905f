"""What the database refuses, in the reader's words: which trouble it is, and what to do before trying again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import InterfaceError, OperationalError


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of trouble."""

    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.what}，没有办成，也没有留下半份。{self.advice}"


# How PostgreSQL numbers errors: appendix A of its manual.
_DISK_FULL, _LOCK_NOT_AVAILABLE, _GONE = "53100", "55P03", ("08", "57P")
FULL = Trouble("数据库所在的盘满了", "请腾出地方，再办一次。")
DISK = Trouble("数据库所在的盘写不进去（盘满了，或者坏了）", "请腾出地方，看看盘是不是好的，再办一次。")
GONE = Trouble(
    "数据库断了，或者没有开",
    "请看数据库服务是不是还开着、它的盘是不是满了，弄好以后再办一次。",
)
DAMAGED = Trouble(
    "数据库文件坏了，读不出来",
    "要换成备份里的，请用 guiju restore 备份文件 --replace，坏的文件另存在旁边。",
)
TAKEN = Trouble("数据库正被别的程序占着", "请停下办公系统，或者过一会儿，再办一次。")


def trouble_of(error: Exception) -> Trouble:
    """The trouble behind what the database (SQLite's or PostgreSQL's own error, or Django's around it) has said."""
    found = list(_behind(error))
    state = next((e.sqlstate for e in found if getattr(e, "sqlstate", None)), "")
    # The lowest byte is the kind, what stands above it a finer point of it.
    code = next((e.sqlite_errorcode for e in found if getattr(e, "sqlite_errorcode", None)), 0) & 0xFF
    if state == _DISK_FULL or code == sqlite3.SQLITE_FULL:
        return FULL
    if code == sqlite3.SQLITE_IOERR:
        return DISK
    if state == _LOCK_NOT_AVAILABLE or code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return TAKEN
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return DAMAGED
    # A server that went away said so, or says nothing any more.
    silent = not state and not code and isinstance(error, OperationalError | InterfaceError)
    if silent or state.startswith(_GONE):
        return GONE
    return Trouble(f"数据库暂时用不了（{error}）", "请稍后再试；一直这样，请把括号里的话告诉维护的人。")


def _behind(error: BaseException | None) -> Iterator[Any]:
    """The error, and those that it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
