"""Markdown -> front matter, law text and blocks, each with its line. Every defect is kept, none stops the reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from guiju.errors import LawError, MissingLaw, Problem
from guiju.tree import Span
from guiju.values import as_date

_HALF_ALIKE = Fraction(1, 2)
KINDS = ("词表", "情形", "定义", "规则", "程序", "范围", "施行", "读法", "不计算", "参数",
         "性质", "保障", "用语", "底线", "权限")  # fmt: skip
LARGEST_FILE = 4_000_000
LONGEST_FRONT_MATTER = 20_000
# Of a file with more defects than this, only so many are told.
MOST_PROBLEMS = 200
# How many words follow the kind on the opening line, and what they are; no other kind takes any.
_OPENING = {
    "读法": (1, 1, "读法的编号"), "参数": (1, 1, "参数的名字"), "不计算": (1, 10_000, "条款的标号"),
    **{kind: (1, 1, f"{kind}的名字") for kind in ("保障", "用语", "底线", "权限")},
}  # fmt: skip
_FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})\s*(.*?)\s*$")
_WORD_SIGN = r"[^\s：:，,、；;（(）)｜|＝=「」#]"
# Lines a statement may run over and still have its words pointed at.
LONGEST_STATEMENT = 60
_IDENTIFIER = re.compile(r"[^\s/]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its kind, the words after the kind, its lines and the line the first stands on."""

    kind: str
    words: tuple[str, ...]
    lines: tuple[str, ...]
    first_line: int


@dataclass(frozen=True, slots=True)
class LawText:
    """A law file taken apart; `lines` is the whole file, for error messages."""

    path: Path
    front: dict[str, object]
    blocks: tuple[Block, ...]
    prose: tuple[tuple[int, str], ...]
    lines: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The file as messages name it: `work-errors/law.md`."""
        return file_name(self.path)

    def problem(self, kind: str, span: Span, message: str) -> Problem:
        """A problem with its source line, so that it can show a caret."""
        source = self.lines[span.line - 1] if 0 < span.line <= len(self.lines) else ""
        return Problem(kind, message, self.name, span.line, span.column, span.length, source)

    def narrowed(self, span: Span, word: str) -> Span:
        """Where a word stands in the statement that begins at a place; the place itself when it is not found."""
        wanted = re.compile(rf"(?<!{_WORD_SIGN}){re.escape(word)}(?!{_WORD_SIGN})")
        for number in range(span.line, min(span.line + LONGEST_STATEMENT, len(self.lines)) + 1):
            line = self.lines[number - 1]
            if number > span.line and not line[:1].isspace():
                break
            if found := wanted.search(line, span.column - 1 if number == span.line else 0):
                return Span(number, found.start() + 1, len(word))
        return span

    def text(self) -> str:
        """The text as issued: no front matter, fences or heading marks; white space removed."""
        return squeeze("".join(strip_heading(line) for _, line in self.prose))


def squeeze(text: str) -> str:
    """The text without white space; nothing else is normalised, so typos and marks stay."""
    return re.sub(r"\s", "", text)


def strip_heading(line: str) -> str:
    """A line without Markdown's heading marks."""
    return re.sub(r"^#{1,6}\s", "", line)


def file_name(path: Path) -> str:
    """Folder and file: every law file is called law.md, so the folder tells them apart."""
    return f"{path.resolve().parent.name}/{path.name}"


def read_law(path: Path) -> LawText:
    """Read one law.md. Raises LawError when it is no UTF-8 text, too large, or does not say which instrument it is."""
    lines = tuple(read_text(path).split("\n"))
    front_end = _front_matter_end(lines)
    front = _front_matter(path, lines, front_end)
    scan = _Scan(file_name(path), lines)
    scan.run(front_end)
    return LawText(path, front, tuple(scan.blocks), tuple(scan.prose), lines, tuple(scan.problems))


def read_text(path: Path) -> str:
    """The file as text; raises LawError when it cannot be read as UTF-8 or is too large."""
    if not path.is_file():
        raise MissingLaw([Problem("file", f"没有法条文件「{file_name(path)}」。", str(path))])
    if path.stat().st_size > LARGEST_FILE:
        raise LawError([Problem("file", f"文件超过{LARGEST_FILE}字节，未读取。", file_name(path))])
    try:
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        message = "不是 UTF-8 文本，未读取。请用编辑器另存为 UTF-8 编码。"
        raise LawError([Problem("file", message, file_name(path))]) from error
    except OSError as error:
        raise LawError([Problem("file", "文件读不出来，请看它的读取权限。", file_name(path))]) from error


def _front_matter_end(lines: tuple[str, ...]) -> int:
    if lines and lines[0].strip() == "---" and "---" in [line.strip() for line in lines[1:]]:
        return [line.strip() for line in lines].index("---", 1) + 1
    return 0


def _front_matter(path: Path, lines: tuple[str, ...], end: int) -> dict[str, object]:
    try:
        front = _yaml("\n".join(lines[1 : end - 1])) if end else {}
    except (YAMLError, ValueError, OverflowError, RecursionError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        number = min(mark.line + 2, len(lines)) if mark else _impossible_date(lines[:end])
        message = (
            "开头的说明不合 YAML 写法：每行写作「名: 值」，冒号后空一格，同一个名只写一次，日期要有这一天；"
            "值里有特别的符号就加双引号；几个值一行一个，前面写「- 」。"
        )
        raise LawError([_whole_line("front-matter", message, file_name(path), lines, number)]) from error
    if not _IDENTIFIER.fullmatch(_text(front.get("文书"))):
        message = (
            "文件要以说明开头：两行「---」之间写「文书: 编号」，例如「文书: work-errors」；编号里不写空格和「/」。"
        )
        raise LawError([Problem("front-matter", message, file_name(path), 1, 1, 1, lines[0])])
    return front


def _yaml(text: str) -> dict[str, object]:
    """Names and plain values, or plain lists. Raises YAMLError or ValueError; merged and nested values are refused."""
    if len(text) > LONGEST_FRONT_MATTER or re.search(r"<<\s*:", text):
        raise ValueError(text[:20])
    front = YAML(typ="safe").load(text) or {}
    values = front.values() if isinstance(front, dict) else [front]
    parts = [part for value in values for part in (value if isinstance(value, list) else [value])]
    if not isinstance(front, dict) or any(isinstance(part, list | dict | set | tuple) for part in parts):
        raise ValueError(text[:20])
    return {str(key): value for key, value in front.items()}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _impossible_date(lines: tuple[str, ...]) -> int:
    """The line of the front matter with a date that no calendar has; else its first."""
    dated = [(n, date) for n, line in enumerate(lines, 1) for date in re.findall(r"\d{4}-\d\d-\d\d", line)]
    return next((n for n, date in dated if as_date(date) is None), 1)


def _whole_line(kind: str, message: str, name: str, lines: tuple[str, ...], number: int) -> Problem:
    source = lines[number - 1] if 0 < number <= len(lines) else ""
    return Problem(kind, message, name, number, 1, max(len(source), 1), source)


class _Scan:
    """One walk over the lines. A slip in one fence is reported there and does not turn the rest inside out."""

    def __init__(self, name: str, lines: tuple[str, ...]) -> None:
        self.name, self.lines = name, lines
        self.blocks: list[Block] = []
        self.prose: list[tuple[int, str]] = []
        self.problems: list[Problem] = []

    def run(self, start: int) -> None:
        """Walk the lines after the front matter."""
        opened = 0  # the number of the opening line, 0 outside a block
        for number, line in enumerate(self.lines[start:], start + 1):
            fence = _FENCE.match(line)
            if fence is None:
                self.prose += [] if opened else [(number, line)]
                continue
            self._check_marks(fence, number)
            opens = bool(fence[3])
            if opened and opens:
                self._unclosed(opened, number)
            elif opened:
                self._add(opened, number)
            elif not opens:
                self._report(number, "这里没有开着的块可以收尾；要开一个块，请在三个反引号后面写块名，例如 ```规则。")
            opened = number if opens else 0
        if opened:
            self._unclosed(opened, len(self.lines) + 1)

    def _report(self, number: int, message: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(_whole_line("block", message, self.name, self.lines, number))

    def _check_marks(self, fence: re.Match[str], number: int) -> None:
        if fence[1] or fence[2] != "```":
            self._report(number, "块用三个反引号围起来，顶格写，不多不少。")

    def _unclosed(self, opened: int, until: int) -> None:
        """A block without its closing line: taken to end at the first empty line, and the text to go on there."""
        self._report(opened, "这个块没有收尾。请在块的最后一句下面另起一行，顶格写三个反引号 ```。")
        end = next((n for n in range(opened + 1, until) if not self.lines[n - 1].strip()), until)
        self._add(opened, end)
        self.prose += [(n, self.lines[n - 1]) for n in range(end, until)]

    def _add(self, opened: int, closed: int) -> None:
        fence = _FENCE.match(self.lines[opened - 1])
        assert fence is not None
        kind, *words = fence[3].split()
        if kind not in KINDS:
            kind = self._meant(opened, kind)
        if kind:
            self._check_words(opened, kind, words)
            self.blocks.append(Block(kind, tuple(words), self.lines[opened : closed - 1], opened + 1))

    def _meant(self, number: int, kind: str) -> str:
        """Report a kind there is none of; the kind it is most like, so that what stands inside is still checked."""
        if len(self.problems) >= MOST_PROBLEMS:
            return ""
        close = get_close_matches(kind[:20], KINDS, 1, _HALF_ALIKE)  # type: ignore[call-overload]
        hint = f"是否指「{close[0]}」？" if close else ""
        message = f"不认识的块「{kind}」。{hint}块只有{'、'.join(KINDS)}。"
        source = self.lines[number - 1]
        place = Problem("block", message, self.name, number, source.index(kind) + 1, len(kind), source)
        self.problems.append(place)
        return close[0] if close else ""

    def _check_words(self, number: int, kind: str, words: list[str]) -> None:
        least, most, what = _OPENING.get(kind, (0, 0, ""))
        if len(words) < least:
            self._report(number, f"「{kind}」后面要空一格，写{what}。")
        elif len(words) > most:
            none = f"「{kind}」后面不写别的；标号写在块里每一句的句首。"
            message = f"「{kind}」后面只写一个{what}。" if what else none
            self._report(number, message)
