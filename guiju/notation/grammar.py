"""Blocks -> statements of the tree. Every defect is collected; nothing is half-parsed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Tree, UnexpectedInput
from lark.exceptions import VisitError
from lark.lexer import Lexer

from guiju.errors import LawError, Problem
from guiju.notation.builder import ONLY_ALONE, Builder, join_guards
from guiju.notation.expressions import NotationError, span_of_token
from guiju.notation.lexer import StatementText, statements
from guiju.notation.reader import MOST_PROBLEMS, Block, LawText
from guiju.notation.reading_blocks import read_reading
from guiju.notation.standard_blocks import read_standard
from guiju.notation.syntax import complaint
from guiju.tree import Guards, Norm, NotComputed, ParameterValue, Property, Reading, Span, Standard, Statement, Step

START = {
    "词表": "declaration", "情形": "circumstance", "定义": "definition", "规则": "rule", "程序": "procedure",
    "范围": "scope", "施行": "commencement", "参数": "parameter_value", "性质": "property",
}  # fmt: skip
# Bounds that no law meets and a hostile file would otherwise put to use.
DEEPEST = 60
LONGEST_STATEMENT = 2000
MOST_STATEMENTS = 2000
_NESTING = ("IF", "NOT", "EVERY", "INEVERY")
_SIGNS = ("PLUS", "MINUS", "TIMES")
_OPERANDS = ("NAME", "NUMBER", "QUANTITY", "OF")


class _Words(Lexer):
    """Hands lark the tokens that guiju/notation/lexer.py already made."""

    def __init__(self, lexer_conf: Any) -> None:
        self.conf = lexer_conf

    def lex(self, data: Any, parser_state: Any = None) -> Iterator[Token]:
        return iter(data)


@cache
def _parser() -> Lark:
    grammar = files("guiju.notation").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        grammar, parser="lalr", lexer=_Words, start=[*sorted(set(START.values())), "expr"],
        maybe_placeholders=False, propagate_positions=True,
    )  # fmt: skip


@dataclass(slots=True)
class Parsed:
    """What a law file says: statements in order, readings, parameters, standards, and what could not be parsed."""

    statements: list[Statement]
    readings: list[Reading]
    parameters: list[ParameterValue]
    problems: list[Problem]
    standards: list[Standard] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)


def parse_law(law: LawText) -> Parsed:
    """Parse every block of a law file, collecting all problems."""
    parsed = Parsed([], [], [], list(law.problems))
    for block in law.blocks:
        _refuse_too_much(law, parsed)
        if len(parsed.problems) >= MOST_PROBLEMS:
            break
        if block.kind == "不计算":
            parsed.statements += _not_computed(block)
        elif block.kind == "读法":
            parsed.problems += read_reading(law, block, parsed.readings)
        elif block.kind in START:
            _statements(law, block, parsed)
        else:
            parsed.problems += read_standard(law, block, parsed.standards)
    return parsed


def _not_computed(block: Block) -> list[Statement]:
    reason = "".join(line.strip() for line in block.lines)
    return [NotComputed(reason, label=word, span=Span(block.first_line - 1, 1, 3)) for word in block.words]


def _refuse_too_much(law: LawText, parsed: Parsed) -> None:
    if max(len(parsed.statements), len(parsed.readings), len(parsed.parameters)) > MOST_STATEMENTS:
        raise LawError([Problem("file", f"一件文书至多{MOST_STATEMENTS}句，这里更多，未读完。", law.name)])


def _statements(law: LawText, block: Block, parsed: Parsed) -> None:
    header = Guards()
    for text in statements(block):
        _refuse_too_much(law, parsed)
        if len(parsed.problems) >= MOST_PROBLEMS:
            return
        try:
            node = parse_statement(START[block.kind], text)
            header = _collect(parsed, block, node, header)
        except UnexpectedInput as error:
            token, message = complaint(START[block.kind], text, error)
            parsed.problems.append(law.problem("syntax", span_of_token(token), message))
        except NotationError as error:
            parsed.problems.append(law.problem("syntax", error.span, str(error)))


def _collect(parsed: Parsed, block: Block, node: Any, header: Guards) -> Guards:
    """Add the node under the header in force; a header line replaces that header."""
    if isinstance(node, Guards):
        return node
    if isinstance(node, ParameterValue):
        parsed.parameters.append(replace(node, name=block.words[0] if block.words else ""))
    elif isinstance(node, Property):
        parsed.properties.append(node)
    elif isinstance(node, Norm | Step):
        if isinstance(node, Norm) and node.guards.only and header.when + header.unless:
            raise NotationError(ONLY_ALONE, node.guards.span)
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
    if len(text.tokens) > LONGEST_STATEMENT:
        raise NotationError("一句话太长，请拆成几个定义。", span_of_token(text.tokens[0]))
    nested, signs = [0], 0
    for token in text.tokens:
        signs = signs + (token.type in _SIGNS) if token.type in (*_SIGNS, *_OPERANDS, "LPAR", "RPAR") else 0
        if token.type == "LPAR":
            nested.append(1)
        elif token.type == "RPAR" and len(nested) > 1:
            nested.pop()
        elif token.type in ("SEMI", "COMMA"):
            nested[-1] = 0
        elif token.type in _NESTING:
            nested[-1] += 1
        if sum(nested) + signs > DEEPEST:
            raise NotationError("算式或条件套得太深、连得太长，请拆成几个定义。", span_of_token(token))
