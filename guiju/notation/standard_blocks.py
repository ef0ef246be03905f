"""保障, 用语, 底线 and 权限 blocks: plain words, a keyword at the head of each line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from guiju.errors import Problem
from guiju.notation.reader import Block, LawText
from guiju.tree import Authority, Competence, Floor, Phrase, Right, Span, Standard, Wording

# Each kind of block: the heads of its lines that must stand in it, and those that may.
HEADS = {
    "用语": (("认得",), ("不认",)),
    "保障": (("意思", "认得", "时机", "建议"), ("不认", "行使", "须有", "可免", "不计", "法定")),
    "底线": (("意思", "认得", "管", "界限"), ("不认", "行使", "如有", "如无")),
    "权限": (("意思", "认得", "由", "法定"), ("不认",)),
}
# Heads whose lines may only say one of these things.
CHOICES = {
    "行使": ("当事方", "机构"), "管": ("步骤期限", "期间", "数"), "须有": ("期限", "答复"),
}  # fmt: skip
ORDERS, BOUNDS, CERTAINTIES = ("先于", "随同", "后于", "不论先后"), ("不少于", "不多于", "等于"), ("已查", "待核")
_REPEATED = ("法定",)
# Heads of a kind of block that may stand once for everything and once for each class of words.
_WORDED = {"保障": ("意思", "建议")}
_PHRASE = re.compile(r"对\s+([^\s：:「」，,]+)[：:]\s*(.+)")
_AUTHORITY = re.compile(r"(?:([^\s：:「」，,]+)[：:]\s*)?据\s*「([^「」]+)」[，,]\s*确度\s+(\S+)")


@dataclass(slots=True)
class _Lines:
    """The lines of a block by head; `faults` says what is wrong with each."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def text(self, head: str) -> str:
        return next(iter(self.texts.get(head, [])), "")

    def phrases(self, head: str) -> tuple[Phrase, ...]:
        """The lines of a head: 对 用语：… for one class, the one without it for all others."""
        found = [(match, text) for text in self.texts.get(head, []) for match in [_PHRASE.fullmatch(text)]]
        told = tuple(Phrase(match[2], match[1]) if match else Phrase(text) for match, text in found)
        if found and [phrase.words for phrase in told].count("") != 1:
            self.faults.append(f"「{head}」要有一行是通用的，也只能有一行；别的写作：{head} 对 用语：……")
        return told

    def words(self, head: str) -> tuple[str, ...]:
        return tuple(word for word in re.split(r"[、，,\s]+", self.text(head)) if word)

    def wording(self, name: str) -> Wording:
        return Wording(name, self.words("认得"), self.words("不认"))

    def pair(self, head: str, known: tuple[str, ...], what: str) -> tuple[str, str]:
        """A line of two words, the first of which is one of a few."""
        first, _, second = self.text(head).partition(" ")
        if self.text(head) and (first not in known or (second == "" and first != ORDERS[-1])):
            self.faults.append(f"「{head}」后面写{'、'.join(known)}之一，空一格，再写{what}。")
        return first, second.strip()

    def authorities(self) -> tuple[Authority, ...]:
        found = []
        for text in self.texts.get("法定", []):
            match = _AUTHORITY.fullmatch(text)
            if match is None or match[3] not in CERTAINTIES:
                self.faults.append("「法定」写作：法定 用语：据「《…》第几条」，确度 已查（或者 待核）。")
            else:
                found.append(Authority(match[2], match[3], match[1] or ""))
        return tuple(found)


def read_standard(law: LawText, block: Block, into: list[Standard]) -> list[Problem]:
    """Add the standard that a block states; the problems found, and then nothing is added."""
    lines = _Lines()
    problems = _gather(law, block, lines)
    _demand(block.kind, lines)
    opening = Span(block.first_line - 1, 1, len(law.lines[block.first_line - 2]))
    standard = _BUILD[block.kind](block.words[0] if block.words else "", lines, opening)
    problems += [law.problem("standard", opening, message) for message in lines.faults]
    if not problems and block.words:
        into.append(standard)
    return problems


def _gather(law: LawText, block: Block, lines: _Lines) -> list[Problem]:
    needed, allowed = HEADS[block.kind]
    problems, current = [], [""]
    for offset, line in enumerate(block.lines):
        head, _, rest = line.partition(" ")
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace() and lines.texts:
            current[-1] += line.strip()
        elif head in needed + allowed:
            current = lines.texts.setdefault(head, [])
            current.append(rest.strip())
        else:
            span = Span(block.first_line + offset, 1, max(len(head), 1))
            message = f"{block.kind}里不认识「{head}」；每行以{'、'.join(needed + allowed)}之一开头，空一格。"
            problems.append(law.problem("standard", span, message))
    return problems


def _demand(kind: str, lines: _Lines) -> None:
    needed, _ = HEADS[kind]
    lines.faults += [f"{kind}缺「{head}」一行。" for head in needed if not lines.text(head)]
    often = (*_REPEATED, *_WORDED.get(kind, ()))
    twice = [head for head, texts in lines.texts.items() if len(texts) > 1 and head not in often]
    lines.faults += [f"{kind}里「{head}」只能写一次。" for head in twice]
    for head, known in CHOICES.items():
        wrong = [word for word in lines.words(head) if word not in known]
        lines.faults += [f"「{head}」后面只能写{'、'.join(known)}，不能写「{word}」。" for word in wrong]


def _wording(name: str, lines: _Lines, span: Span) -> Standard:
    return Wording(name, lines.words("认得"), lines.words("不认"), span=span)


def _right(name: str, lines: _Lines, span: Span) -> Standard:
    order, of = lines.pair("时机", ORDERS, "一类步骤的「用语」")
    return Right(
        name, lines.phrases("意思"), lines.wording(name), order, of, lines.text("行使"), lines.words("须有"),
        lines.words("可免"), lines.words("不计"), lines.authorities(), lines.phrases("建议"), span=span,
    )  # fmt: skip


def _floor(name: str, lines: _Lines, span: Span) -> Standard:
    bound, parameter = lines.pair("界限", BOUNDS, "参数的名字")
    return Floor(
        name, lines.text("意思"), lines.wording(name), lines.text("管"), lines.text("行使"), bound,
        parameter.removeprefix("参数").strip(), lines.words("如有"), lines.words("如无"), span=span,
    )  # fmt: skip


def _competence(name: str, lines: _Lines, span: Span) -> Standard:
    organs = lines.words("由")
    return Competence(name, lines.text("意思"), lines.wording(name), organs, lines.authorities(), span=span)


_BUILD = {"用语": _wording, "保障": _right, "底线": _floor, "权限": _competence}
