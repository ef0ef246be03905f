"""Conditions of the notation as statements about what may be the case, and whether one can hold without another.

No solver: a condition is broken into what it asks of single facts (an option, a circumstance, a truth), and these are
tried out. Whatever is not a plain truth or option is taken as one opaque statement; two of them about the same number
or date may depend on each other, and then nothing is concluded (`possible` says None).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guiju import tree as t
from guiju.law import Law
from guiju.notation.render import render
from guiju.order import within

Choice = dict[str, str]
NONE = "无"
TRUTHS = frozenset(("成立", "不成立"))
# More attempts than any procedure of a real law takes.
MOST_ATTEMPTS = 5000


@dataclass(frozen=True, slots=True)
class One:
    """A thing that has one of some values; `about` is what it is about when it is opaque."""

    name: str
    values: frozenset[str]
    domain: frozenset[str]
    about: str = ""


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; of no parts, always."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds; of no parts, never."""

    parts: tuple[Formula, ...]


Formula = One | All | Any
ALWAYS, NEVER = All(()), Any(())


def negated(formula: Formula) -> Formula:
    """The opposite."""
    match formula:
        case One():
            return One(formula.name, formula.domain - formula.values, formula.domain, formula.about)
        case All():
            return Any(tuple(negated(p) for p in formula.parts))
    return All(tuple(negated(p) for p in formula.parts))


class Reader:
    """Turns conditions of one law into formulas, under one choice of readings.

    A definition whose name has one of the words of `whole` is not looked into.
    """

    def __init__(self, law: Law, choice: Choice, whole: tuple[str, ...] = ()) -> None:
        self.law, self.choice, self.whole = law, choice, whole
        self.circumstances = [c.label for c in law.of(t.Circumstance)]

    def guards(self, guards: t.Guards) -> Formula:
        """当 all and no 除非."""
        return All((*(self.of(g) for g in guards.when), *(negated(self.of(g)) for g in guards.unless)))

    def of(self, node: t.Expression) -> Formula:
        """One condition."""
        match node:
            case t.Truth():
                return ALWAYS if node.value else NEVER
            case t.Both():
                return All(tuple(self.of(p) for p in node.parts))
            case t.Either():
                return Any(tuple(self.of(p) for p in node.parts))
            case t.Not():
                return negated(self.of(node.operand))
            case t.ByReading():
                return self.of(self.taken(node))
            case t.Conditional():
                then = All((self.of(node.condition), self.of(node.then)))
                return Any((then, All((negated(self.of(node.condition)), self.of(node.otherwise)))))
            case t.HasCircumstance():
                found = within(node.ranges, self.circumstances)
                return Any(tuple(_truth(f"情形 {label}") for label in self.circumstances if label in found))
        return self._single(node)

    def taken(self, node: t.ByReading) -> t.Expression:
        """The branch of a reading that is chosen."""
        return dict(node.branches).get(self.choice.get(node.reading, ""), node.branches[0][1])

    def _single(self, node: t.Expression) -> Formula:
        match node:
            case t.Name():
                named = self.law.words.definitions.get(node.text)
                looked_into = named and not any(word in node.text for word in self.whole)
                return self.of(named.value) if named and looked_into else _truth(node.text)
            case t.Compare(operator="=" | "!="):
                return self._options(node.left, (node.right,), node.operator == "!=") or _opaque(node)
            case t.Member():
                return self._options(node.subject, node.options, node.negated) or _opaque(node)
        return _opaque(node)

    def _options(self, subject: t.Expression, options: tuple[t.Expression, ...], negative: bool) -> Formula | None:
        domain = self._domain(subject)
        named = frozenset(render(option) for option in options)
        if not named <= domain:
            return None
        found = One(render(subject), named, domain)
        return negated(found) if negative else found

    def _domain(self, subject: t.Expression) -> frozenset[str]:
        words = self.law.words
        declared: t.FactDecl | t.FieldDecl | None = None
        if isinstance(subject, t.Name):
            if subject.text in words.outcomes:
                return frozenset((*words.outcomes[subject.text].options, NONE))
            declared = words.facts.get(subject.text)
        elif isinstance(subject, t.Attribute):
            declared = words.parties.get(subject.owner, {}).get(subject.name)
        options = words.kind(declared.type).options if declared else ()
        may_lack = declared is not None and declared.blank == NONE
        return frozenset((*options, NONE) if options and may_lack else options)


def _truth(name: str) -> One:
    return One(name, frozenset(("成立",)), TRUTHS)


def _opaque(node: t.Expression) -> One:
    about = next((render(n) for n in t.walk(node)[1:] if isinstance(n, t.Name | t.Attribute)), "")
    return One(render(node), frozenset(("成立",)), TRUTHS, about or render(node))


def possible(formula: Formula) -> bool | None:
    """Whether there is a way in which the formula holds; None when that is not certain."""
    attempts = [0]
    found = _try(formula, {}, attempts)
    if attempts[0] > MOST_ATTEMPTS:
        return None
    about: dict[str, str] = {}
    for one in things(formula) if found else ():
        if one.about and one.name in (found or ()) and about.setdefault(one.about, one.name) != one.name:
            return None
    return found is not None


def things(formula: Formula) -> Iterator[One]:
    """Every single thing a formula speaks of."""
    if isinstance(formula, One):
        yield formula
    else:
        for part in formula.parts:
            yield from things(part)


def _try(formula: Formula, known: dict[str, str], attempts: list[int]) -> dict[str, str] | None:
    attempts[0] += 1
    left = _simplified(formula, known)
    if left == NEVER or attempts[0] > MOST_ATTEMPTS:
        return None
    if left == ALWAYS:
        return known
    first = next(things(left))
    for value in sorted(first.values) + sorted(first.domain - first.values):
        found = _try(left, {**known, first.name: value}, attempts)
        if found is not None:
            return found
    return None


def _simplified(formula: Formula, known: dict[str, str]) -> Formula:
    """The formula with what is known filled in."""
    if isinstance(formula, One):
        if formula.name in known:
            return ALWAYS if known[formula.name] in formula.values else NEVER
        return formula if formula.values else NEVER
    decided, neutral = (NEVER, ALWAYS) if isinstance(formula, All) else (ALWAYS, NEVER)
    parts = []
    for part in formula.parts:
        simple = _simplified(part, known)
        if simple == decided:
            return decided
        if simple != neutral:
            parts.append(simple)
    return parts[0] if len(parts) == 1 else type(formula)(tuple(parts))
