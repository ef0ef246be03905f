"""From which sentence two runs of one person or case part.

A sentence is a *root* when its own rule differs between the sides and bites here: it applies on one side only, gives
another number, or applies on both and demands something else. What merely follows from a root (the same rule, met on
one side and not on the other because a number before it changed) comes after, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from guiju import tree as t
from guiju.evaluate.effects import lasting
from guiju.evaluate.fired import statement_fired
from guiju.evaluate.program import Run
from guiju.evaluate.steps import StepState
from guiju.law import Law
from guiju.order import dependencies
from guiju.values import NOTHING, Unknown, show
from guiju.whatif.pairs import Labels, Pair, relabelled
from guiju.whatif.sides import Side

ABSENT = "没有这一条"
_TOLD = (t.Norm, t.Circumstance, t.Definition, t.Step, t.Scope, t.Commencement, t.EnumDecl)


@dataclass(frozen=True, slots=True)
class Cause:
    """A sentence whose outcome differs. `address` is of the side that has it (B first); `root` when its rule differs.

    `before` and `after` are what it gives on either side, as text: 成立, 不成立, 待查, a value, or 没有这一条.
    `name` is of a definition or a step.
    """

    address: str
    before: str
    after: str
    root: bool
    name: str = ""


class Causes:
    """Finds causes between two sides. What does not depend on the person is found once."""

    def __init__(self, before: Side, after: Side, pairs: list[Pair], labels: Labels) -> None:
        self.before, self.after, self.labels = before, after, labels
        self.pairs = [p for p in pairs if isinstance(p.after or p.before, _TOLD)]
        self.changed = [self._differs(pair, _whole) for pair in self.pairs]
        self.demands = [self._differs(pair, _demand) for pair in self.pairs]

    def _differs(self, pair: Pair, part: Callable[[t.Statement], object]) -> bool:
        if pair.before is None or pair.after is None:
            return True
        old = relabelled(self.before.in_force(pair.before), self.labels)
        return part(old) != part(self.after.in_force(pair.after))

    @property
    def roots(self) -> list[Pair]:
        """The statements whose rule in force differs between the sides."""
        return [pair for pair, changed in zip(self.pairs, self.changed, strict=True) if changed]

    def behind(self, before: Iterable[t.Node], after: Iterable[t.Node]) -> list[int]:
        """The numbers of the pairs that these results of A and of B rest on."""
        found = needed(self.before.law, before) | needed(self.after.law, after)
        return [n for n, pair in enumerate(self.pairs) if id(pair.before) in found or id(pair.after) in found]

    def of(self, before: Run, after: Run, among: Sequence[int] | None = None) -> list[Cause]:
        """What differs between two runs, roots first; only among the pairs with these numbers, when given."""
        numbers = range(len(self.pairs)) if among is None else among
        found = [cause for n in numbers if (cause := self._cause(n, before, after))]
        return sorted(found, key=lambda cause: not cause.root)

    def _cause(self, number: int, before: Run, after: Run) -> Cause | None:
        pair, changed = self.pairs[number], self.changed[number]
        old = _status(before, pair.before) if pair.before else None
        new = _status(after, pair.after) if pair.after else None
        if old == new and not (self.demands[number] and _bites(old)):
            return None
        if (pair.before is None and not _bites(new)) or (pair.after is None and not _bites(old)):
            return None
        side, statement = (self.after, pair.after) if pair.after else (self.before, pair.before)
        assert statement is not None
        if not statement.label and not changed:
            return None  # a helping definition: what rests on it is told
        name = statement.name if isinstance(statement, t.Definition | t.Step | t.EnumDecl) else ""
        return Cause(side.law.place(statement), _said(pair.before, old), _said(pair.after, new), changed, name)


def _whole(statement: t.Statement) -> object:
    return statement


def _demand(statement: t.Statement) -> object:
    """What a statement demands when its condition holds."""
    match statement:
        case t.Norm():
            return statement.modal, statement.action, statement.clauses
        case t.Step():
            return statement.modal, statement.clauses
        case t.EnumDecl(outcome=True):
            return statement.options
    return None


def needed(law: Law, results: Iterable[t.Node]) -> set[int]:
    """The ids of the statements that results of a law rest on."""
    graph, found = dependencies(law), set[int]()
    queue = [need for node in results for need in _named(law, node)]
    while queue:
        key = queue.pop()
        if key not in found and key in graph:
            found.add(key)
            queue += graph[key][1]
    return found


def _named(law: Law, node: t.Node) -> Iterator[int]:
    """The statements that an expression in 结果 names."""
    for inner in t.walk(node):
        name = inner.text if isinstance(inner, t.Name) else inner.owner if isinstance(inner, t.Attribute) else ""
        statement = law.words.definitions.get(name) or law.words.outcomes.get(name)
        if statement:
            yield id(statement)
        if isinstance(inner, t.Article):
            yield from (id(s) for s in law.statements if isinstance(s, t.Norm) and s.label.startswith(inner.label))
    yield from (id(s) for s in law.of(t.Scope, t.Commencement))
    yield from (id(s) for s in law.of(t.Norm) if isinstance(s, t.Norm) and isinstance(s.action, t.Exclude))


def _status(run: Run, statement: t.Statement) -> Any:
    """What a statement gives in a run, so that two runs can be compared."""
    match statement:
        case t.EnumDecl():
            return statement.outcome or None
        case t.Commencement():
            return statement not in run.excluded_by
        case t.Scope():
            value = run.value(statement)
            return value if isinstance(value, Unknown) else statement not in run.excluded_by
        case t.Definition():
            return None if run.excluded_by else run.value(statement)
        case t.Step():
            state = None if run.excluded_by else run.value(statement)
            return _due(state) if isinstance(state, StepState) else state
    applies = statement_fired(run, statement)
    if applies is True and isinstance(statement, t.Norm) and statement.clauses.period:
        first, last, _ = lasting(run, statement.clauses.period)
        return f"{first or '待定'}至{last or '待定'}"
    return applies


def _due(state: StepState) -> Any:
    days = [i.deadline.due or i.deadline.provisional for i in state.instances if i.deadline]
    return tuple(str(day) for day in days) or True


def _bites(status: Any) -> bool:
    return status is not None and status is not False and status is not NOTHING


def _said(statement: t.Statement | None, status: Any) -> str:
    """A status in words."""
    if statement is None:
        return ABSENT
    if isinstance(status, Unknown):
        return "待查"
    if isinstance(statement, t.Definition) and status is not None:
        return show(status)
    if isinstance(status, tuple | str):
        return status if isinstance(status, str) else "、".join(status)
    return "成立" if status else "不成立"
