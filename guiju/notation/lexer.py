"""Block lines -> statements, each a list of tokens that know their place.

A statement starts at the margin; indented lines continue it. Words are runs of characters between
spaces and marks, so a keyword inside a longer word is never mistaken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from lark import Token

from guiju.notation.reader import Block

UNITS = ("个工作日", "个自然日", "个月", "工作日", "学时", "小时", "年", "月", "日", "天", "分", "票", "次", "个",
         "项", "人", "名", "位", "份", "件", "起", "例", "篇", "场", "户", "条", "批", "轮", "万元", "元",
         "岁", "%", "％")  # fmt: skip
_NUMERAL = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百千]+)"
_QUANTITY = re.compile(rf"^({_NUMERAL})({'|'.join(UNITS)})?(以上|以下|以内|内)?$")
_RANGE = re.compile(r"^([^至]+)至([^至]+)$")
_LABEL = re.compile(r"^\d+(\.\d+)*[A-Za-z]*(\.[A-Za-z0-9]+)*$")
_PIECE = re.compile(
    r"(?P<space>\s+)|(?P<comment>#.*)|(?P<string>「[^」]*」)|(?P<date>\d{4}-\d{2}-\d{2})"
    r"|(?P<id>[A-Za-z][A-Za-z0-9_]*(?:[-./][A-Za-z0-9]+)*)|(?P<two>>=|<=|!=)|(?P<mark>[：:，,、；;（(）)｜|＝=≠＞>≥＜<≤＋+－×*÷/-])"
    r"|(?P<word>[^\s：:，,、；;（(）)｜|＝=≠＞>≥＜<≤＋+－×*÷/「」#-]+)|(?P<bad>.)"
)
_MARKS = {
    "：": "COLON", ":": "COLON", "，": "COMMA", ",": "COMMA", "、": "LISTSEP", "；": "SEMI", ";": "SEMI",
    "（": "LPAR", "(": "LPAR", "）": "RPAR", ")": "RPAR", "｜": "BAR", "|": "BAR", "＝": "EQ", "=": "EQ",
    "≠": "CMP", "!=": "CMP", "＞": "CMP", ">": "CMP", "≥": "CMP", ">=": "CMP", "＜": "CMP", "<": "CMP",
    "≤": "CMP", "<=": "CMP", "＋": "PLUS", "+": "PLUS", "－": "MINUS", "-": "MINUS", "×": "TIMES", "*": "TIMES",
    "÷": "TIMES", "/": "TIMES",
}  # fmt: skip
KEYWORDS = {
    "当": "WHEN", "仅当": "ONLYWHEN", "除非": "UNLESS", "应": "MODAL", "不得": "MODAL", "可": "MODAL", "方可": "MODAL",
    "一般应": "MODAL", "一般不得": "MODAL", "对": "UPON", "采取": "IMPOSE", "施加": "BRING", "追究": "HOLD",
    "问责": "HOLD", "评定": "GRADE", "为": "AS", "转": "REFER", "不适用": "EXCLUDE", "自": "FROM", "起": "SINCE",
    "至": "TO", "当年": "THATYEAR", "由": "BY", "例外于": "OVERRIDES", "据": "RESTSON", "逾期": "OVERDUE",
    "且": "AND", "或": "OR", "非": "NOT", "是": "IS", "不是": "ISNOT", "属于": "AMONG", "不属于": "NOTAMONG",
    "在": "LIES", "以上": "ORMORE", "以下": "ORLESS", "以内": "ORLESS", "超过": "CMPWORD", "不超过": "CMPWORD",
    "低于": "CMPWORD", "不低于": "CMPWORD", "早于": "CMPWORD", "晚于": "CMPWORD", "不早于": "CMPWORD",
    "不晚于": "CMPWORD", "成立": "TRUTH", "不成立": "TRUTH", "的": "OF", "中": "WITHIN", "有": "SOME", "无": "NONE",
    "凡": "EVERY", "皆": "ALLOF", "者": "WHICH", "之数": "COUNT", "之和": "FOLD", "之最大": "FOLD", "之最小": "FOLD",
    "之最早": "FOLD", "之最晚": "FOLD", "与": "WITH", "同年": "SAMEYEAR", "前": "SIDE", "后": "SIDE", "内": "INSIDE",
    "若": "IF", "则": "THEN", "否则": "ELSE", "对照": "LOOKUP", "按": "READAS", "有情形": "HAS", "之一": "ANYONE",
    "于": "ATDATE", "第": "ARTICLE", "以": "BYKEY", "空白为": "BLANKAS", "适用于": "APPLIESTO", "可空": "OPTIONAL",
    "其余": "OTHERS", "参数": "PARAM",
}  # fmt: skip
# Only at the head of a statement, so that 日期 or 记录 may name things elsewhere.
HEADS = {
    "事实": "FACT", "枚举": "ENUM", "择一": "ENUM", "当事方": "PARTY", "机构": "WORDS", "措施": "WORDS",
    "效果": "WORDS", "不并用": "WORDS", "记录": "RECORD", "对象": "SUBJECT", "平表": "FLAT", "结果": "RESULT",
    "步骤": "STEP",
}  # fmt: skip
# Only after a comma or a colon.
CLAUSES = {
    "期间": "PERIOD", "期限": "DUE", "记录": "RECORDS", "须先": "AFTER", "不早于": "NOTBEFORE", "早于": "BEFORE",
    "每个": "EACH", "见于": "SEENIN", "每": "PER", "问": "ASK", "缺省": "DEFAULT", "线索": "SIGNAL", "步骤": "STEP",
    "确度": "CERTAINTY",
}  # fmt: skip
# Only in a 性质 block, so that they may name things elsewhere.
PROPERTY_WORDS = {
    "必有一值": "MUSTHAVE", "恒": "ALWAYS", "可能": "POSSIBLE", "增加": "RISES", "减少": "RISES", "不降": "NOTDROP",
    "不升": "NOTDROP", "改为": "CHANGED",
}  # fmt: skip
FUNCTIONS = ("较大者", "较小者", "四舍五入", "人数", "届满", "影响期满", "期限")
# 一百零五, 十二, 两千; not 三三 or 十百, which mean nothing certain.
_DIGIT = "[一二两三四五六七八九]"
_CHINESE = re.compile(rf"(?:{_DIGIT}千)?(?:零?{_DIGIT}百)?(?:零?{_DIGIT}?十)?(?:零?{_DIGIT})?|零")
LONGEST_LINE = 4000
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}


@dataclass(slots=True)
class StatementText:
    """One statement: its tokens, and the first line for messages."""

    line: int
    tokens: list[Token] = field(default_factory=list)


def statements(block: Block) -> Iterator[StatementText]:
    """Cut a block into statements and words, one after the other. Lines are numbered as in the file."""
    current: StatementText | None = None
    for offset, line in enumerate(block.lines):
        pieces = list(_pieces(line))
        if not pieces:
            continue
        if current is None or not line[0].isspace():
            if current:
                yield current
            current = StatementText(block.first_line + offset)
        tokens = current.tokens
        for position, (kind, text, column) in enumerate(pieces):
            following = pieces[position + 1][1] if position + 1 < len(pieces) else ""
            for token in _tokens(kind, text, tokens, following):
                if block.kind == "性质" and token.type == "NAME" and text in PROPERTY_WORDS:
                    token = Token(PROPERTY_WORDS[text], text)
                tokens.append(_placed(token, block.first_line + offset, column))
    if current:
        yield current


def _pieces(line: str) -> Iterator[tuple[str, str, int]]:
    if len(line) > LONGEST_LINE:
        yield "long", line[:1], 1
        return
    for match in _PIECE.finditer(line):
        kind = match.lastgroup or "bad"
        if kind not in ("space", "comment"):
            yield kind, match.group(), match.start() + 1


def _tokens(kind: str, text: str, before: list[Token], following: str) -> list[Token]:
    if kind == "string":
        return [Token("STRING", text[1:-1])]
    if kind in ("mark", "two"):
        return [Token(_MARKS[text], text)]
    if kind in ("date", "id", "bad", "long"):
        return [Token({"date": "DATE", "id": "ID", "bad": "BAD", "long": "LONG"}[kind], text)]
    return _word(text, before, following)


def _word(text: str, before: list[Token], following: str) -> list[Token]:
    if _starts(before):
        if text in HEADS:
            return [Token(HEADS[text], text)]
        if not before and _LABEL.match(text):
            return [Token("LABEL", text)]
    if before and before[-1].type in ("COMMA", "COLON") and text in CLAUSES and following not in "（(":
        return [Token(CLAUSES[text], text)]
    if text in CLAUSES and before and before[-1].type in ("COMMA", "COLON") and not following:
        return [Token(CLAUSES[text], text)]
    if text == "步骤" and before and before[-1].type == "MODAL":
        return [Token("STEP", text)]
    if text in FUNCTIONS and following and following in "（(":
        return [Token("FUNCTION", text)]
    if text in KEYWORDS:
        inside = before and before[-1].type == "WITHIN" and text in "有无凡"
        return [Token(("IN" if inside else "") + KEYWORDS[text], text)]
    return _number(text) or [Token("NAME", text)]


def _starts(before: list[Token]) -> bool:
    return not before or (len(before) == 1 and before[0].type in ("LABEL", "ID"))


def _number(text: str) -> list[Token]:
    if match := _QUANTITY.match(text):
        numeral, unit, bound = match.groups()
        if unit or numeral[0].isdigit():
            tokens = [Token("QUANTITY" if unit else "NUMBER", numeral + (unit or ""))]
            return tokens + ([Token(KEYWORDS[bound], bound)] if bound else [])
    if (match := _RANGE.match(text)) and (low := _number(match[1])) and (high := _number(match[2])):
        return [*low, Token("TO", "至"), *high]
    return [Token("LABEL", text)] if _LABEL.match(text) else []


def _placed(token: Token, line: int, column: int) -> Token:
    width = len(token) + (2 if token.type == "STRING" else 0)
    return Token(token.type, token.value, line=line, column=column, end_line=line, end_column=column + width)


def parse_quantity(text: str) -> tuple[int | Fraction, str]:
    """`三次` -> (3, "次"); `0.5分` -> (1/2, "分"); `75` -> (75, "")."""
    match = _QUANTITY.match(text)
    if not match:
        raise ValueError(text)
    numeral, unit = match[1], (match[2] or "").replace("％", "%")
    if unit == "万元":
        value, _ = parse_quantity(numeral)
        return value * 10_000, "元"
    if numeral[0].isdigit():
        value = Fraction(numeral)
        return (value.numerator if value.denominator == 1 else value), unit
    return _chinese_numeral(numeral), unit


def _chinese_numeral(text: str) -> int:
    if not text or not _CHINESE.fullmatch(text):
        raise ValueError(text)
    total, digit = 0, 0
    for char in text:
        if char in _SCALES:
            total += (digit or 1) * _SCALES[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit
