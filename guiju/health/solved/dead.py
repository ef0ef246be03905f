"""Sentences that never apply, measures never reached, and sentences that apply without changing anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice, product

import z3  # type: ignore[import-untyped]

from guiju import tree as t
from guiju.findings import Finding
from guiju.health.places import cites, quoted
from guiju.health.solved.actions import parties, things
from guiju.health.solved.exam import Exam
from guiju.prove.readings import used
from guiju.prove.symbols import Term, conj, disj, neg
from guiju.prove.theory import Theory

# Combinations of readings looked through for one that switches a sentence on.
MOST_CHOICES = 400
# Of very many norms that say the same, so many are looked at.
MOST_BESIDE = 40
Sentence = t.Norm | t.Circumstance | t.Step


def never_fires(exam: Exam) -> Iterator[Finding]:
    """Norms, circumstances and steps whose condition nothing can meet, also for the ranges that are declared."""
    dead: dict[tuple[tuple[str, str], ...], list[Sentence]] = {}
    for statement in exam.law.statements:
        if isinstance(statement, t.Norm | t.Step) or (isinstance(statement, t.Circumstance) and statement.condition):
            for at in _where_dead(exam, statement):
                dead.setdefault(tuple(at.adopted.items()), []).append(statement)
    for chosen, statements in dead.items():
        yield _never(exam, statements, next(_under(exam, statements, dict(chosen))))


def _never(exam: Exam, statements: list[Sentence], at: Theory) -> Finding:
    message = f"{_cited(exam, statements)}的条件永远不会满足，写了也用不上。"
    advice = "核对条件里的数与范围；真用不上，就删去这一句。"
    return exam.finding("never-fires", statements, message, advice, None, at)


def _under(exam: Exam, statements: list[Sentence], chosen: dict[str, str]) -> Iterator[Theory]:
    yield from (at for at in exam.theories(exam.guards(statements[:1])) if at.adopted == chosen)


def _where_dead(exam: Exam, statement: Sentence) -> list[Theory]:
    """The readings under which the statement never applies though no reading switches it off: [] for most.

    A statement that is dead by default is dead; what happens to it under other readings is not told too.
    """
    if z3.is_false(_condition(exam.base, statement)):
        return [] if _switched_on(exam, statement) else [exam.base]
    found = []
    for at in exam.theories(exam.guards([statement])):
        condition = _condition(at, statement)
        if at is not exam.base and exam.same(at, condition, _condition(exam.base, statement)):
            continue
        if (
            len(at.adopted) < 2
            and not z3.is_false(condition)
            and exam.search.refuted([at], [*_force(at, statement), condition])
        ):
            found.append(at)
            if at is exam.base:
                break
    return found


def _switched_on(exam: Exam, statement: Sentence) -> bool:
    """Whether a condition written as never met is another under some choice of its readings."""
    default = exam.base.readings
    options = {r.id: [name for name, _ in r.options if name != default[r.id]] for r in exam.law.parsed.readings}
    names = [name for name in used(exam.law, exam.guards([statement]), None) if name in options]
    choices = (
        dict(zip(some, chosen, strict=True))
        for size in (1, 2)
        for some in combinations(names, size)
        for chosen in product(*(options[name] for name in some))
    )
    return any(not z3.is_false(_condition(exam.under(c), statement)) for c in islice(choices, MOST_CHOICES))


def _condition(at: Theory, statement: Sentence) -> Term:
    return at.holds(statement) if isinstance(statement, t.Circumstance) else at.applies(statement)


def _force(at: Theory, statement: Sentence) -> list[Term]:
    """That the law is in force; a norm that takes a case out of it says so itself."""
    return [] if isinstance(statement, t.Norm) and isinstance(statement.action, t.Exclude) else [at.in_force]


def unreachable_measures(exam: Exam) -> Iterator[Finding]:
    """Measures and effects that rules impose, none of which can ever apply."""
    imposing: dict[str, list[t.Norm]] = {}
    for norm in exam.base.norms:
        if norm.modal not in ("不得", "一般不得"):
            for thing in things(norm):
                imposing.setdefault(thing, []).append(norm)
    for thing, norms in imposing.items():
        # What another reading switches on is not out of reach.
        alive = [at for at in exam.theories(exam.guards(norms))
                 if not all(exam.never(at, at.applies(n)) for n in norms)]  # fmt: skip
        if not alive:
            message = f"「{thing}」永远用不上：用到它的{cites(exam.law, norms)}，条件都不会满足。"
            advice = f"核对那几句的条件；不打算用「{thing}」，就从方式里删去。"
            yield exam.finding("unreachable", norms, message, advice)


def shadowed(exam: Exam) -> Iterator[Finding]:
    """Norms that can apply, and with or without which everything comes out the same."""
    without: set[int] = set()
    for norm in reversed(exam.base.norms):
        if exam.never(exam.base, exam.base.applies(norm)):
            continue
        if all(_hidden(exam, at, norm, without) for at in exam.theories(exam.guards([norm]))):
            without.add(id(norm))
            others = _covering(exam, norm, without)
            alone = [o for o in others if exam.never(exam.base, exam.base.applies(norm), neg(exam.base.applies(o)))]
            others = alone[:1] or others
            covered = f"，{_cited(exam, [*others])}已经管到" if others else ""
            message = f"{_cited(exam, [norm])}成立的时候，有没有这一句都一样{covered}。"
            advice = "删去重复的一句；或者写清它与别的句子不同在哪里。"
            yield exam.finding("shadowed", [norm, *others], message, advice)


def _hidden(exam: Exam, at: Theory, norm: t.Norm, without: set[int]) -> bool:
    if isinstance(norm.action, t.Grade):
        with_it, left = at.concluding(norm.action.outcome), at.concluding(norm.action.outcome, norm)
        differs = [with_it.value != left.value, *(neg(with_it.open[o] == left.open[o]) for o in with_it.open)]
        return exam.never(at, disj([d for d in differs if not z3.is_false(d)]))
    pairs = [(party, thing) for party in parties(norm) for thing in things(norm)]
    # What sets other sentences back (例外于) does more than it says itself.
    if not pairs or norm.clauses.overrides:
        return False
    return all(exam.never(at, conj([at.applies(norm), *(neg(at.applies(o)) for o in _same(exam, norm, p, x, without))]))
               for p, x in pairs)  # fmt: skip


def _same(exam: Exam, norm: t.Norm, party: str, thing: str, without: set[int]) -> list[t.Norm]:
    """Other norms that say the same of the party, at least as much, and are not themselves found superfluous."""
    found = (o for o in exam.imposing(party, thing) if o is not norm and id(o) not in without
             and o.modal == norm.modal and type(o.action) is type(norm.action) and _says_as_much(o, norm))  # fmt: skip
    return list(islice(found, MOST_BESIDE))


def _says_as_much(one: t.Norm, other: t.Norm) -> bool:
    a, b = one.clauses, other.clauses
    same = getattr(one.action, "choose", "") == getattr(other.action, "choose", "")
    linked = getattr(one.action, "linked", None) == getattr(other.action, "linked", None)
    return same and linked and set(b.records) <= set(a.records) and (not b.actors or a.actors == b.actors) and (
        a.period == b.period)  # fmt: skip


def _covering(exam: Exam, norm: t.Norm, without: set[int]) -> list[t.Norm]:
    found = [o for p in parties(norm) for x in things(norm) for o in _same(exam, norm, p, x, without)]
    return list({id(o): o for o in found}.values())


def _cited(exam: Exam, statements: list[Sentence]) -> str:
    """The sentences by their place in the text, and by their labels where these say more."""
    place, labels = cites(exam.law, statements), _labels(statements)
    return place if place.replace("，", "、") == labels else f"{place}（{labels}）"


def _labels(statements: list[Sentence]) -> str:
    return "、".join(dict.fromkeys(s.label for s in statements if s.label)) or quoted(["没有标号的一句"])
