"""The shape of a law: cycles, rules that can never fire, the ledger of provisions, the text as issued."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from guiju import tree as t
from guiju.check.intervals import impossible
from guiju.check.report import Report
from guiju.check.types import DEEPEST, Types
from guiju.law import Law
from guiju.notation.hints import nearest
from guiju.notation.reader import squeeze, strip_heading
from guiju.order import dependencies

HEAD = t.Span(1, 1, 3)
MOST_CYCLES = 20
MOST_FACTORS = 60


def check_cycles(law: Law, report: Report) -> bool:
    """Report the cycles of statements that wait for each other; True when there is none."""
    graph = dependencies(law)
    edges = {key: set(needs) for key, (_, needs) in graph.items()}
    for _ in range(MOST_CYCLES):
        try:
            TopologicalSorter(edges).prepare()
        except CycleError as error:
            ring = error.args[1]
            circle = [graph[key][0] for key in reversed(ring)]
            first = min(circle, key=lambda s: s.span.line)
            names = "→".join(_name(s) for s in circle)
            report("cycle", first.span, f"互相依赖，永远算不出来：{names}。请打断其中一环。")
            edges[ring[1]].discard(ring[0])
        else:
            return edges == {key: needs for key, (_, needs) in graph.items()}
    return False


def _name(statement: t.Statement) -> str:
    return getattr(statement, "name", "") or statement.label


def check_depth(law: Law, report: Report) -> bool:
    """Report a chain of definitions too long to follow, and products too large to work out; True when there is none."""
    graph = dependencies(law)
    depths: dict[int, int] = {}
    factors: dict[str, int] = {}
    for key in TopologicalSorter({key: needs for key, (_, needs) in graph.items()}).static_order():
        statement, needs = graph[key]
        # A step only comes after another; nothing is followed from one into the other.
        followed = [depths[n] for n in needs if not isinstance(graph[n][0], t.Step)]
        depths[key] = _height(statement) + max(followed, default=0)
        if isinstance(statement, t.Definition):
            factors[statement.name] = _factors(statement.value, factors)
        if depths[key] > DEEPEST:
            message = f"定义一环套一环，连同式子已超过{DEEPEST}层，程序不认。请合并一些定义。"
            report("cycle", statement.span, message)
            return False
        if factors.get(_name(statement), 0) > MOST_FACTORS:
            report("cycle", statement.span, f"这里连乘带除超过{MOST_FACTORS}个数，程序不认。")
            return False
    return True


def _factors(node: object, known: dict[str, int]) -> int:
    """How many numbers are multiplied into a value at most: this bounds how many digits it can have."""
    if isinstance(node, tuple):
        return max((_factors(part, known) for part in node), default=0)
    if isinstance(node, t.Name):
        return known.get(node.text, 1)
    if not isinstance(node, t.Node):
        return 0
    parts = [_factors(getattr(node, name), known) for name in node.__dataclass_fields__ if name != "span"]
    return max(sum(parts) if isinstance(node, t.Arithmetic) and node.operator in "*/" else max(parts, default=0), 1)


def _height(node: object) -> int:
    """How many nodes stand one inside another; the parser has bounded it."""
    if isinstance(node, tuple):
        return max((_height(part) for part in node), default=0)
    if not isinstance(node, t.Node):
        return 0
    return 1 + max((_height(getattr(node, name)) for name in node.__dataclass_fields__ if name != "span"), default=0)


def check_dead(law: Law, types: Types, report: Report) -> None:
    """Report conditions that no facts can meet."""
    for statement in law.statements:
        conditions: tuple[t.Expression, ...] = ()
        if isinstance(statement, t.Norm | t.Step):
            conditions = statement.guards.when
        elif isinstance(statement, t.Circumstance) and statement.condition:
            conditions = (statement.condition,)
        reason = impossible(conditions, types)
        if reason:
            report("dead", statement.span, f"这一条永远不会成立：{reason}。请改条件，或者删去这一条。")


def check_ledger(law: Law, report: Report) -> None:
    """For a law with a ledger: labels that name no provision, provisions without a block."""
    ledger = {a.partition("/")[2]: p for a, p in law.provisions.items() if p.kind}
    if not ledger:
        return
    for statement in law.statements:
        if statement.label and statement.label not in ledger:
            message = f"条款台账里没有标号「{statement.label}」。{nearest(statement.label, ledger)}"
            report("reference", statement.span, message, statement.label)
    written = {s.label for s in law.statements}
    for label, provision in ledger.items():
        if label not in written:
            advice = f"请在这句话下面加一个块；不计算的写 ```不计算 {label}。"
            message = f"条款「{provision.cite}」（{label}）没有块。{advice}"
            report("missing", _place_of(law, provision.text), message)


def check_text(law: Law, report: Report) -> None:
    """For a law with source.txt beside it: the text outside the blocks is that text, character for character."""
    source = law.folder / "source.txt"
    if not source.is_file():
        return
    wanted, found = squeeze(source.read_text(encoding="utf-8")), law.source.text()
    if wanted == found:
        return
    differing = (n for n, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b)
    place = next(differing, min(len(wanted), len(found)))
    start = max(place - 6, 0)
    message = (
        f"正文与 source.txt 不一致，自第{place + 1}字起：原文「{wanted[start : place + 6]}」，"
        f"这里「{found[start : place + 6]}」。法条正文一字不改，请改回原文。"
    )
    report("text", _sign(law, place), message)


def _sign(law: Law, place: int) -> t.Span:
    """Where the sign stands that is number `place` of the text, white space left out."""
    passed = 0
    for number, line in law.source.prose:
        marks = len(line) - len(strip_heading(line))
        for column, sign in enumerate(line[marks:], marks + 1):
            if not sign.isspace():
                if passed == place:
                    return t.Span(number, column)
                passed += 1
    last = len(law.source.lines)
    return t.Span(last, max(len(law.source.lines[-1]), 1))


def _place_of(law: Law, text: str) -> t.Span:
    """Where a sentence of the ledger begins in the law file; the head of the file when it is not there."""
    place = law.source.text().find(squeeze(text))
    return _sign(law, place) if text and place >= 0 else HEAD
