"""Markdown -> front matter, law text and blocks, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from guiju.errors import LawError, Problem

KINDS = ("词表", "情形", "定义", "规则", "程序", "范围", "施行", "读法", "不计算", "参数")
LARGEST_FILE = 4_000_000


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

    def text(self) -> str:
        """The text as issued: no front matter, fences or heading marks; white space removed."""
        return squeeze("".join(strip_heading(line) for _, line in self.prose))


def squeeze(text: str) -> str:
    """The text without white space; nothing else is normalised, so typos and marks stay."""
    return re.sub(r"\s", "", text)


def strip_heading(line: str) -> str:
    """A line without Markdown's heading marks."""
    return re.sub(r"^#{1,6}\s", "", line)


def read_law(path: Path) -> LawText:
    """Read one law.md. Raises LawError when it is no UTF-8 text, too large, or has unknown blocks."""
    source = read_text(path)
    lines = tuple(source.split("\n"))
    front_end = _front_matter_end(lines)
    front = _front_matter(path, lines[1 : front_end - 1])
    body = "\n".join([""] * front_end + list(lines[front_end:]))
    fences = [t for t in MarkdownIt("commonmark").parse(body) if t.type == "fence" and t.map]
    blocks = tuple(_block(t.info, t.map[0], lines[t.map[0] + 1 : t.map[1] - 1]) for t in fences if t.map)
    _refuse_unknown_kinds(path, blocks, lines)
    fenced = {n for t in fences if t.map for n in range(t.map[0], t.map[1])}
    prose = [(n + 1, line) for n, line in enumerate(lines) if n >= front_end and n not in fenced]
    return LawText(path, front, blocks, tuple(prose), lines)


def read_text(path: Path) -> str:
    """The file as text; raises LawError when it cannot be read as UTF-8 or is too large."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise LawError([Problem("file", f"文件超过{LARGEST_FILE}字节，未读取。", str(path))])
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise LawError([Problem("file", f"读不出文件（须为 UTF-8 文本）：{error}", str(path))]) from error


def _front_matter_end(lines: tuple[str, ...]) -> int:
    if lines and lines[0].strip() == "---" and "---" in [line.strip() for line in lines[1:]]:
        return [line.strip() for line in lines].index("---", 1) + 1
    return 0


def _front_matter(path: Path, lines: tuple[str, ...]) -> dict[str, object]:
    try:
        front = YAML(typ="safe").load("\n".join(lines)) if lines else {}
    except YAMLError as error:
        raise LawError([Problem("front-matter", f"开头的说明不是规范的 YAML：{error}", path.name, 1, 1)]) from error
    if not isinstance(front, dict) or not isinstance(front.get("文书"), str):
        message = "开头的说明里缺「文书: 编号」一行，例如「文书: work-errors」。"
        raise LawError([Problem("front-matter", message, path.name, 1, 1)])
    return front


def _block(info: str, fence_line: int, lines: tuple[str, ...]) -> Block:
    words = info.split()
    return Block(words[0] if words else "", tuple(words[1:]), lines, fence_line + 2)


def _refuse_unknown_kinds(path: Path, blocks: tuple[Block, ...], lines: tuple[str, ...]) -> None:
    problems = [
        Problem(
            "block", f"不认识的块「{block.kind}」。块只有：{'、'.join(KINDS)}。",
            path.name, block.first_line - 1, 4, max(len(block.kind), 1), lines[block.first_line - 2],
        )
        for block in blocks
        if block.kind not in KINDS
    ]  # fmt: skip
    if problems:
        raise LawError(problems)
