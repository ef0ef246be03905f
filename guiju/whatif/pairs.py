"""Which provision and which statement of one law answers to which of another.

The path: the labels of A -> the labels of B (same label and text; same text; same label; nearly the same text)
-> statements, paired by what they define, else by label and what they do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import Any

from guiju import tree as t
from guiju.law import Law, Provision, derived_ledger
from guiju.notation.reader import squeeze

Labels = dict[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement under either law; None where a law has nothing that answers to it."""

    before: t.Statement | None
    after: t.Statement | None


class Texts:
    """The provisions of a law by label, each with the sentence its block stands under."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.under = {address.partition("/")[2]: row for address, row in derived_ledger(law).items()}
        self.has_ledger = any(row.kind for row in law.provisions.values())

    def __contains__(self, label: str) -> bool:
        return label in self.under

    def sentence(self, label: str) -> str:
        """The sentence above the block, without white space: two law folders are compared by it."""
        return squeeze(self.under[label].text)

    def provision(self, label: str) -> Provision:
        """The row to show: of the law's own ledger, where it has one."""
        return self.law.provisions.get(f"{self.law.id}/{label}") or self.under[label]


def same_labels(before: Texts, after: Texts) -> Labels:
    """For each label of A that has one: the label of B that answers to it."""
    found: Labels = {}
    for key in (_label_and_text, _text, _label):
        _match(found, before, after, key)
    left = {after.sentence(label): label for label in reversed(list(after.under)) if label not in found.values()}
    for label in before.under:
        if label not in found and (near := get_close_matches(before.sentence(label), left, 1)):
            found[label] = left.pop(near[0])
    return {label: found[label] for label in before.under if label in found}


def _match(found: Labels, before: Texts, after: Texts, key: Callable[[Texts, str], str]) -> None:
    """Pair what is still single and has the same key, in the order of the texts."""
    waiting: dict[str, list[str]] = defaultdict(list)
    taken = set(found.values())
    for label in after.under:
        if label not in taken:
            waiting[key(after, label)].append(label)
    for label in before.under:
        if label not in found and waiting.get(key(before, label)):
            found[label] = waiting[key(before, label)].pop(0)


def _label_and_text(texts: Texts, label: str) -> str:
    return f"{label}\0{texts.sentence(label)}"


def _text(texts: Texts, label: str) -> str:
    # A place without a sentence of its own can be told by its label only.
    return texts.sentence(label) or f"\0{label}"


def _label(_: Texts, label: str) -> str:
    return label


def pairs(before: Law, after: Law, labels: Labels) -> list[Pair]:
    """Every statement of either law with the one that answers to it, in the order of B; what only A has comes last."""
    waiting: dict[Hashable, list[t.Statement]] = defaultdict(list)
    for statement in before.statements:
        for key in _keys(relabelled(statement, labels)):
            waiting[key].append(statement)
    found: dict[int, t.Statement] = {}
    taken: set[int] = set()
    for rank in range(3):
        for statement in after.statements:
            if id(statement) not in found:
                _take(statement, waiting[list(_keys(statement))[rank]], found, taken)
    kept = [Pair(found.get(id(s)), s) for s in after.statements]
    return kept + [Pair(s, None) for s in before.statements if id(s) not in taken]


def _take(statement: t.Statement, waiting: list[t.Statement], found: dict[int, t.Statement], taken: set[int]) -> None:
    free = next((s for s in waiting if id(s) not in taken), None)
    if free is not None:
        found[id(statement)] = free
        taken.add(id(free))


def _keys(statement: t.Statement) -> Iterator[Hashable]:
    """What tells that two statements answer to one another, surest first."""
    kind = type(statement).__name__
    yield kind, statement
    match statement:
        case t.Norm():
            yield kind, statement.label, statement.modal, statement.action
            yield kind, statement.label, type(statement.action).__name__
        case t.Definition() | t.Step() | t.FactDecl() | t.EnumDecl() | t.RecordDecl() | t.SubjectDecl():
            yield from [(kind, statement.name)] * 2
        case t.PartyDecl() | t.WordsDecl():
            yield from [(kind, statement.label, statement.names)] * 2
        case _:
            yield from [(kind, statement.label)] * 2


def relabelled(node: Any, labels: Labels) -> Any:
    """The tree with the labels of A as B has them, so that a provision that only moved is still the same."""
    if isinstance(node, tuple):
        return tuple(relabelled(part, labels) for part in node)
    if not isinstance(node, t.Node):
        return node
    inner = {f.name: getattr(node, f.name) for f in fields(node) if f.name != "span"}
    changed = {n: new for n, old in inner.items() if (new := _renamed(node, n, old, labels)) != old}
    return replace(node, **changed) if changed else node


def _renamed(node: t.Node, name: str, value: Any, labels: Labels) -> Any:
    match node, name:
        case (t.Statement() | t.Article(), "label"):
            return labels.get(value, value)
        case t.Clauses(), "overrides":
            return tuple(labels.get(label, label) for label in value)
        case t.HasCircumstance(), "ranges":
            return tuple((labels.get(a, a), labels.get(b, b)) for a, b in value)
    return relabelled(value, labels)
