"""Blocks -> statements of the tree. Every defect is collected; nothing is half-parsed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Tree, UnexpectedInput
from lark.exceptions import VisitError
from lark.lexer import Lexer

from guiju.builder import Builder, NotationError, join_guards
from guiju.errors import Problem
from guiju.lexer import StatementText, statements
from guiju.reader import Block, LawText
from guiju.tree import Guards, Norm, NotComputed, ParameterValue, Reading, Span, Statement, Step

START = {
    "词表": "declaration", "情形": "circumstance", "定义": "definition", "规则": "rule", "程序": "procedure",
    "范围": "scope", "施行": "commencement", "参数": "parameter_value",
}  # fmt: skip
DEEPEST = 40
LONGEST_STATEMENT = 2000

WORDS = {
    "NAME": "一个词", "LABEL": "标号", "ID": "编号", "NUMBER": "数", "QUANTITY": "带单位的数", "STRING": "「…」",
    "DATE": "日期（2012-02-16）", "COLON": "：", "COMMA": "，", "LISTSEP": "、", "SEMI": "；",
    "LPAR": "（", "RPAR": "）",
    "EQ": "＝", "CMP": "比较符号", "CMPWORD": "超过、低于等", "PLUS": "＋", "MINUS": "－", "TIMES": "× ÷", "BAR": "｜",
    "WHEN": "当", "ONLYWHEN": "仅当", "UNLESS": "除非", "MODAL": "应、不得、可、方可、一般应、一般不得", "UPON": "对",
    "IMPOSE": "采取", "BRING": "施加", "HOLD": "追究、问责", "GRADE": "评定", "AS": "为", "REFER": "转",
    "EXCLUDE": "不适用",
    "FROM": "自", "SINCE": "起", "TO": "至", "THATYEAR": "当年", "BY": "由", "AND": "且", "OR": "或", "NOT": "非",
    "IS": "是", "ISNOT": "不是", "AMONG": "属于", "LIES": "在", "OF": "的", "WITHIN": "中", "WHICH": "者",
    "STEP": "步骤",
    "FOLD": "之和、之最大等", "COUNT": "之数", "APPLIESTO": "适用于", "READAS": "按", "$END": "本句到此为止",
}  # fmt: skip


class _Words(Lexer):
    """Hands lark the tokens that guiju/lexer.py already made."""

    def __init__(self, lexer_conf: Any) -> None:
        self.conf = lexer_conf

    def lex(self, data: Any, parser_state: Any = None) -> Iterator[Token]:
        return iter(data)


@cache
def _parser() -> Lark:
    grammar = files("guiju").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        grammar, parser="lalr", lexer=_Words, start=[*sorted(set(START.values())), "expr"],
        maybe_placeholders=False, propagate_positions=True,
    )  # fmt: skip


@dataclass(slots=True)
class Parsed:
    """What a law file says: statements in order, readings, parameters, and what could not be parsed."""

    statements: list[Statement]
    readings: list[Reading]
    parameters: list[ParameterValue]
    problems: list[Problem]


def parse_law(law: LawText) -> Parsed:
    """Parse every block of a law file, collecting all problems."""
    parsed = Parsed([], [], [], list(law.problems))
    for block in law.blocks:
        if block.kind == "不计算":
            parsed.statements += _not_computed(block)
        elif block.kind == "读法":
            _reading(law, block, parsed)
        else:
            _statements(law, block, parsed)
    return parsed


def _not_computed(block: Block) -> list[Statement]:
    reason = "".join(line.strip() for line in block.lines)
    return [NotComputed(reason, label=word, span=Span(block.first_line - 1, 1, 3)) for word in block.words]


def _statements(law: LawText, block: Block, parsed: Parsed) -> None:
    header = Guards()
    for text in statements(block):
        try:
            node = parse_statement(START[block.kind], text)
        except UnexpectedInput as error:
            parsed.problems.append(_unexpected(law, text, error))
        except NotationError as error:
            parsed.problems.append(problem_at(law, "syntax", error.span, str(error)))
        else:
            header = _collect(parsed, block, node, header)


def _collect(parsed: Parsed, block: Block, node: Any, header: Guards) -> Guards:
    """Add the node under the header in force; a header line replaces that header."""
    if isinstance(node, Guards):
        return node
    if isinstance(node, ParameterValue):
        parsed.parameters.append(replace(node, name=block.words[0] if block.words else ""))
    elif isinstance(node, Norm | Step):
        parsed.statements.append(replace(node, guards=join_guards(header, node.guards)))
    else:
        parsed.statements.append(node)
    return header


def parse_statement(start: str, text: StatementText) -> Any:
    """One statement as a node. Raises lark's UnexpectedInput or NotationError."""
    _bound(text)
    tree: Tree[Token] = _parser().parse(text.tokens, start=start)
    try:
        return Builder().transform(tree)
    except VisitError as error:
        raise error.orig_exc from error


def _bound(text: StatementText) -> None:
    """Refuse what only a hostile file would write, before any recursion meets it."""
    depth = 0
    for token in text.tokens:
        depth += {"LPAR": 1, "RPAR": -1, "IF": 1, "NOT": 1, "EVERY": 1, "MINUS": 1}.get(token.type, 0)
        if depth > DEEPEST:
            raise NotationError("括号或「若」「非」套得太深，请拆成几个定义。", _span(token))
    if len(text.tokens) > LONGEST_STATEMENT:
        raise NotationError("一句话太长，请拆成几个定义。", _span(text.tokens[0]))


def _span(token: Token) -> Span:
    return Span(token.line or 0, token.column or 0, max((token.end_column or 0) - (token.column or 0), 1))


def problem_at(law: LawText, kind: str, span: Span, message: str) -> Problem:
    """A problem with its source line, so that it can show a caret."""
    source = law.lines[span.line - 1] if 0 < span.line <= len(law.lines) else ""
    return Problem(kind, message, law.name, span.line, span.column, span.length, source)


def _unexpected(law: LawText, text: StatementText, error: UnexpectedInput) -> Problem:
    token = getattr(error, "token", None)
    accepts = sorted(getattr(error, "accepts", None) or getattr(error, "expected", None) or ())
    wanted = "、".join(dict.fromkeys(f"「{WORDS[name]}」" for name in accepts if name in WORDS))
    if token is None or token.type == "$END":
        last = text.tokens[-1]
        span = Span(last.line or 0, last.end_column or 0, 1)
        return problem_at(law, "syntax", span, f"这句话没有写完，这里应接{wanted}。写法见 docs/law-notation.md。")
    message = f"「{token}」不能写在这里，这里应是{wanted}。写法见 docs/law-notation.md。"
    return problem_at(law, "syntax", _span(token), message)


def _reading(law: LawText, block: Block, parsed: Parsed) -> None:
    """读法 is plain words, a keyword at the head of each line."""
    fields: dict[str, str] = {}
    options: list[tuple[str, str]] = []
    key = ""
    for offset, line in enumerate(block.lines):
        head, _, rest = line.partition(" ")
        if line[:1].isspace() or not line.strip():
            fields[key] = fields.get(key, "") + line.strip()
        elif head == "选项":
            name, _, meaning = rest.replace(":", "：", 1).partition("：")
            options.append((name.strip(), meaning.strip()))
            key = ""
        elif head in ("疑问", "默认", "理由", "确认"):
            key, fields[head] = head, rest.strip()
        else:
            span = Span(block.first_line + offset, 1, len(head))
            message = f"读法里不认识「{head}」；每行以疑问、选项、默认、理由、确认之一开头。"
            parsed.problems.append(problem_at(law, "syntax", span, message))
    _finish_reading(law, block, fields, options, parsed)


def _finish_reading(
    law: LawText, block: Block, fields: dict[str, str], options: list[tuple[str, str]], parsed: Parsed
) -> None:
    span = Span(block.first_line - 1, 1, 3)
    missing = [name for name in ("疑问", "默认", "理由", "确认") if not fields.get(name)]
    if not block.words or missing or len(options) < 2:
        message = f"读法须写编号、疑问、至少两个选项、默认、理由、确认；缺{'、'.join(missing) or '编号或选项'}。"
        parsed.problems.append(problem_at(law, "reading", span, message))
        return
    if fields["默认"] not in dict(options):
        message = f"默认「{fields['默认']}」不在选项之中（{'、'.join(name for name, _ in options)}）。"
        parsed.problems.append(problem_at(law, "reading", span, message))
        return
    parsed.readings.append(
        Reading(
            block.words[0], fields["疑问"], tuple(options), fields["默认"], fields["理由"], fields["确认"], span=span
        )
    )
