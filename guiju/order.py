"""The order of finding: which statements must be found before which."""

from __future__ import annotations

from collections import defaultdict
from graphlib import TopologicalSorter

from guiju import tree as t
from guiju.law import Law


def within(ranges: tuple[tuple[str, str], ...], order: list[str]) -> set[str]:
    """The labels that stand within one of the ranges, in the order of the text."""
    place = {label: n for n, label in reversed([*enumerate(order)])}
    known = [(place[first], place[last]) for first, last in ranges if first in place and last in place]
    return {label for first, last in known for label in order[first : last + 1]}


class Links:
    """What each statement of a law needs found before it."""

    def __init__(self, law: Law) -> None:
        self.words = law.words
        self.order: list[str] = []
        self._circumstances: dict[str, list[int]] = defaultdict(list)
        self._steps: dict[str, list[int]] = defaultdict(list)
        self._graders: dict[str, list[t.Norm]] = defaultdict(list)
        self._overriding: dict[str, list[t.Norm]] = defaultdict(list)
        for statement in law.statements:
            self._add(statement)

    def _add(self, statement: t.Statement) -> None:
        match statement:
            case t.Circumstance():
                self.order.append(statement.label)
                self._circumstances[statement.label].append(id(statement))
            case t.Step():
                self._steps[statement.name].append(id(statement))
            case t.Norm(action=t.Grade(outcome=outcome)):
                self._graders[outcome].append(statement)
            case t.Norm():
                for label in statement.clauses.overrides:
                    self._overriding[label].append(statement)

    def graders(self, outcome: str) -> list[t.Norm]:
        """The norms on one conclusion, in the order of the text."""
        return self._graders.get(outcome, [])

    def overriding(self, norm: t.Norm) -> list[t.Norm]:
        """The norms that set this one back when they apply (例外于); those on a conclusion act within it."""
        if isinstance(norm.action, t.Grade) or not norm.label:
            return []
        return self._overriding.get(norm.label, [])

    def needs(self, statement: t.Statement) -> set[int]:
        """The ids of the statements that must be found before this one."""
        found = {need for node in t.walk(statement) for need in self._named(node)}
        match statement:
            case t.ResultDecl():
                return set()
            case t.Step():
                found |= {n for name in statement.clauses.after for n in self._steps.get(name, ())}
            case t.EnumDecl(outcome=True):
                found |= {id(norm) for norm in self.graders(statement.name)}
            case t.Norm():
                found |= {id(norm) for norm in self.overriding(statement)}
        return found

    def _named(self, node: t.Node) -> list[int]:
        """The statements that an expression names."""
        match node:
            case t.Name(text=name):
                named = self.words.definitions.get(name) or self.words.outcomes.get(name)
                return [id(named)] if named else []
            case t.HasCircumstance(ranges=ranges):
                return [n for label in within(ranges, self.order) for n in self._circumstances[label]]
            case t.Overdue(step=name):
                return self._steps.get(name, [])
        return []


def dependencies(law: Law) -> dict[int, tuple[t.Statement, set[int]]]:
    """For each statement (by id): the statement and the ids of those that must be found first."""
    links = Links(law)
    return {id(s): (s, links.needs(s)) for s in law.statements}


def in_order(law: Law) -> list[t.Statement]:
    """The statements, each after those it needs."""
    graph = dependencies(law)
    sorter = TopologicalSorter({key: needs for key, (_, needs) in graph.items()})
    return [graph[key][0] for key in sorter.static_order()]
