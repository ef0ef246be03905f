"""Better should not be worse: a vote moved to a better column, a rank that moves up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from guiju import tree as t
from guiju.findings import Finding
from guiju.health.solved.exam import Exam, Shown, with_unit
from guiju.law import Law
from guiju.notation.render import render
from guiju.prove.changes import Change
from guiju.prove.monotone import Lowered, lowered
from guiju.prove.spans import declared
from guiju.prove.symbols import Term
from guiju.prove.witness import plain

Readings = dict[str, str]
MOST_KEYS = 100


def worse_for_better(exam: Exam) -> Iterator[Finding]:
    """A vote moved from a worse to a better column that lowers the conclusion whose options the columns are."""
    for outcome, decl in exam.law.words.outcomes.items():
        norms = exam.base.links.graders(outcome)
        moves = [(Change(better, 1), Change(worse, -1)) for columns in _columns(exam, decl.options)
                 for better, worse in pairwise(columns)]  # fmt: skip
        values: list[Term] = []
        # The readings that the sentences themselves name; how the votes are counted is the same for all options.
        named = set(t.readings_of(t.reached(exam.guards(norms))))
        for at in exam.theories(exam.guards(norms)) if moves else ():
            if not at.adopted.keys() <= named:
                continue
            value = at.concluding(outcome).value
            if any(exam.same(at, value, other) for other in values):
                continue
            values.append(value)
            found = next(filter(None, (lowered(exam.search, at, outcome, move) for move in moves)), None)
            if found:
                yield _told(exam, outcome, found, norms)


def _told(exam: Exam, outcome: str, found: Lowered, norms: list[t.Norm]) -> Finding:
    better, worse = (change.name for change in found.after.changes)
    message = (
        f"一票由{worse}改为{better}，{outcome}反而由{found.was}变为{found.becomes}。"
    )  # fmt: skip
    advice = "核对各档的界限与限制：得到较好的票，不应因此落到较差的一档。"
    applied = [n for n in norms if found.run.value(n).applies is True]
    shown = Shown(found.run, found.words(exam.search), [])
    return exam.finding("not-monotone", applied or norms, message, advice, shown, found.after.theory)


def _columns(exam: Exam, options: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Numbers named as the options are, with the same word before or after: 测评优秀, 测评称职…"""
    words = exam.law.words
    names = [*words.facts, *(n for n, d in words.definitions.items() if d.fillable)]
    for name in names:
        if name != options[0] and options[0] in name:
            before, _, after = name.partition(options[0])
            columns = tuple(before + option + after for option in options)
            if all(c in names and exam.base.named(c).kind == "数" for c in columns):
                yield columns


def uneven_tables(exam: Exam) -> Iterator[Finding]:
    """Tables (对照) over an ordered number whose values go up and down: a better rank may then count for less."""
    found: dict[tuple[tuple[str, str], ...], list[tuple[t.Definition, t.Lookup]]] = {}
    for definition in exam.law.words.definitions.values():
        for table, chosen in _tables(exam, definition.value, {}):
            values = [value for _, value in _steps(exam.law, table)]
            rising = [a < b for a, b in pairwise(values) if a != b]
            if len(set(rising)) > 1:
                found.setdefault(tuple(chosen.items()), []).append((definition, table))
    for key, uneven in found.items():
        yield _uneven(exam, uneven, dict(key))


def _uneven(exam: Exam, found: list[tuple[t.Definition, t.Lookup]], chosen: Readings) -> Finding:
    definitions, (_, table) = [definition for definition, _ in found], found[0]
    units = [one.unit for one in table.rows[0] if isinstance(one, t.Quantity)]
    listed = "、".join(f"{plain(key)}{units[0]}{with_unit(value, units[1])}" for key, value in _steps(exam.law, table))
    of = render(table.subject)
    names = "、".join(definition.name for definition in definitions)
    message = f"{names}的对照表随{of}忽高忽低（{listed}）：{of}差一{units[0]}，有时反而有利。"
    advice = f"核对{of}与数的对应，使它一路升或者一路降。"
    return exam.finding("not-monotone", definitions, message, advice, None, exam.under(chosen))


def _tables(exam: Exam, node: object, chosen: Readings) -> Iterator[tuple[t.Lookup, Readings]]:
    """The tables in a node, each with the readings (other than the defaults) it stands under."""
    if isinstance(node, t.ByReading):
        for option, branch in node.branches:
            other = {} if option == exam.base.readings[node.reading] else {node.reading: option}
            yield from _tables(exam, branch, chosen | other)
        return
    if isinstance(node, t.Lookup) and all(isinstance(x, t.Quantity) for row in node.rows for x in row):
        yield node, chosen
    if isinstance(node, t.Node):
        for name in node.__dataclass_fields__:
            yield from _tables(exam, getattr(node, name), chosen)
    elif isinstance(node, tuple):
        for part in node:
            yield from _tables(exam, part, chosen)


def _steps(law: Law, table: t.Lookup) -> list[tuple[Fraction, Fraction]]:
    """(key, value) for every whole key the subject may have, in order; the keys written, where none is declared."""
    rows = {k.number: v.number for k, v in table.rows if isinstance(k, t.Quantity) and isinstance(v, t.Quantity)}
    other = table.otherwise.number if isinstance(table.otherwise, t.Quantity) else None
    found = [_declared(law, table.subject.text)] if isinstance(table.subject, t.Name) else []
    if other is None or not found or found[0] is None:
        return sorted(rows.items())
    low, high = found[0]
    keys = [Fraction(n) for n in range(low, min(high, low + MOST_KEYS) + 1)]
    return [(key, rows.get(key, other)) for key in keys]


def _declared(law: Law, name: str) -> tuple[int, int] | None:
    """The range of whole numbers that a fact or a column of that name is declared with."""
    columns = (fields[name] for fields in law.words.columns.values() if name in fields)
    decl = law.words.facts.get(name) or next(columns, None)
    lies = declared(decl.type) if decl else None
    return (int(lies.low), int(lies.high)) if lies and lies.low is not None and lies.high is not None else None


__all__ = ["uneven_tables", "worse_for_better"]
