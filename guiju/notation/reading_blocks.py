"""读法 blocks: plain words, a keyword at the head of each line."""

from __future__ import annotations

import re
from collections import Counter

from guiju.errors import Problem
from guiju.notation.lexer import KEYWORDS
from guiju.notation.reader import Block, LawText
from guiju.tree import Reading, Span

_HEADS = ("疑问", "选项", "默认", "理由", "确认")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[-./][A-Za-z0-9]+)*")


def read_reading(law: LawText, block: Block, into: list[Reading]) -> list[Problem]:
    """Add the reading that a block declares; the problems found, and then nothing is added."""
    problems: list[Problem] = []
    lines: list[list[str]] = []
    for offset, line in enumerate(block.lines):
        head, _, rest = line.partition(" ")
        if not line.strip():
            continue
        if line[0].isspace() and lines:
            lines[-1][1] += line.strip()
        elif head in _HEADS:
            lines.append([head, rest.strip()])
        else:
            span = Span(block.first_line + offset, 1, max(len(head), 1))
            message = f"读法里不认识「{head}」；每行以{'、'.join(_HEADS)}之一开头，空一格。"
            problems.append(law.problem("reading", span, message))
    opening = Span(block.first_line - 1, 1, len(law.lines[block.first_line - 2]))
    problems += [law.problem("reading", opening, message) for message in _faults(block, lines)]
    if not problems and block.words:
        fields = dict(lines)
        options = tuple(_option(text) for head, text in lines if head == "选项")
        into.append(
            Reading(
                block.words[0], fields["疑问"], options, fields["默认"], fields["理由"], fields["确认"], span=opening
            )
        )
    return problems


def _option(text: str) -> tuple[str, str]:
    name, _, meaning = text.replace(":", "：", 1).partition("：")
    return name.strip(), meaning.strip()


def _faults(block: Block, lines: list[list[str]]) -> list[str]:
    """What is wrong with the reading as a whole."""
    found = Counter(head for head, text in lines if text)
    names = [_option(text)[0] for head, text in lines if head == "选项"]
    faults = [f"读法缺「{head}」一行。" for head in _HEADS if head != "选项" and not found[head]]
    faults += [f"读法里「{head}」写了{n}次，只能写一次。" for head, n in found.items() if head != "选项" and n > 1]
    if len(names) < 2:
        faults.append("读法至少要有两个选项，一行一个：选项 名字：意思。")
    faults += [f"选项「{name}」写了不止一次。" for name, n in Counter(names).items() if n > 1]
    unfit = "不能用：名字里不空格，不带标点，也不能是记法自己的词。"
    faults += [f"选项的名字「{name}」{unfit}" for name in names if not _nameable(name)]
    default = dict(lines).get("默认")
    if default and len(names) > 1 and default not in names:
        faults.append(f"默认「{default}」不在选项之中；选项有{'、'.join(names)}。")
    if block.words and not _IDENTIFIER.fullmatch(block.words[0]):
        faults.append(f"读法的编号「{block.words[0]}」不能用：用英文字母开头，接数字、连字符，例如 A3-57。")
    return faults


def _nameable(name: str) -> bool:
    """Whether a rule can write the option as one word: 按 A3-57（名字：…；名字：…）."""
    return bool(name) and not re.search(r"[\s：:；;（(）)、，,]", name) and (name == "无" or name not in KEYWORDS)
