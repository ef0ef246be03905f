"""What can go wrong, told to the person who can mend it.

GuijuError
├── LawError      a law file cannot be used: every defect, with file, line, column and caret
│   └── MissingLaw    there is no such law
├── InputError    a workbook, table, case or dossier is wrong: every problem, with its place
└── UsageError    the command was given words it does not know
"""

from __future__ import annotations

import errno
import unicodedata
from dataclasses import dataclass

# Characters of a source line shown on either side of a place.
FURTHEST = 100
_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个盘只能读，不能写",
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "它是文件夹",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EIO: "磁盘出错",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ETXTBSY: "别的程序正在用它",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect. `place` names sheet/row/column or file; line and column count characters from 1."""

    kind: str
    message: str
    place: str = ""
    line: int = 0
    column: int = 0
    length: int = 1
    source: str = ""

    def where(self) -> str:
        """The place in words: `law.md 第41行第7列` or `票数 第3行「优秀」`; empty when there is none."""
        return f"{self.place} 第{self.line}行第{self.column}列" if self.line else self.place

    def render(self) -> str:
        """The defect as lines for a terminal, with a caret under the words it is about."""
        head = _harmless(f"{self.where()}：{self.message}" if self.where() else self.message)
        if not self.source:
            return head
        before, word, after = self._around()
        return f"{head}\n    {before}{word}{after}\n    {_blank(before)}{'^' * max(display_width(word), 1)}"

    def _around(self) -> tuple[str, str, str]:
        """The source line before, at and after the place; of a very long line only what stands near."""
        source, start = _harmless(self.source), self.column - 1
        before, word = source[:start], source[start : start + self.length]
        after = source[start + len(word) :]
        before = before if len(before) <= FURTHEST else "…" + before[-FURTHEST:]
        after = after if len(after) <= FURTHEST else after[:FURTHEST] + "…"
        return before, word[:FURTHEST], after


def display_width(text: str) -> int:
    """Columns the text takes in a terminal: full-width characters take two."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _harmless(text: str) -> str:
    """The text without control characters: a file may not steer the terminal that shows its errors."""
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)


def _blank(text: str) -> str:
    return " " * display_width(text)


def why(error: OSError) -> str:
    """Why a file could not be read or written, in words; what the system says where it is nothing common."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


class GuijuError(Exception):
    """Root of every refusal; carries all problems found, never only the first."""

    title = "有误"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(self.render())

    def render(self) -> str:
        """All problems as text, a count first."""
        lines = [f"{self.title}：共{len(self.problems)}处问题。"]
        return "\n".join(lines + [problem.render() for problem in self.problems])


class LawError(GuijuError):
    """A law folder has defects; nothing of it was loaded."""

    title = "法条文件有误，未载入"


class MissingLaw(LawError):
    """There is no law of that name, or in that place."""

    title = "找不到这件文书"


class InputError(GuijuError):
    """The data given has defects; nothing was computed or written."""

    title = "输入有误，未作任何计算或写入"


class UsageError(GuijuError):
    """The command line was misused."""

    title = "用法不对"
