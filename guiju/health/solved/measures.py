"""Measures: what is both demanded and forbidden, what may not be combined, faults from which nothing follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations

from guiju import tree as t
from guiju.evaluate.program import CIRCUMSTANCES, Run
from guiju.findings import Finding
from guiju.health.places import article, cites, quoted, told_apart
from guiju.health.solved.actions import parties, things
from guiju.health.solved.exam import Asked, Exam, Pair, Shown
from guiju.prove.symbols import disj, neg
from guiju.prove.theory import Theory
from guiju.values import show

_OPPOSED = ({"应", "不得"}, {"应", "一般不得"}, {"一般应", "不得"}, {"一般应", "一般不得"}, {"可", "不得"})
# A message opens with no more facts than this; the witness has all of them.
_MOST_TOLD = 5
_GIVING = ("应", "可", "一般应")


def opposed(exam: Exam) -> Iterator[Finding]:
    """One norm demands or permits what another forbids, for one party, and both can apply."""
    pairs = [(a, b) for a, b in combinations(exam.base.norms, 2)
             if {a.modal, b.modal} in _OPPOSED and _shared(a, b)]  # fmt: skip
    for at, both, shown in _together(exam, pairs):
        a, b = both
        who, what = "、".join(_whom(a, b)), "、".join(_shared(a, b))
        first, second = told_apart(exam.law, both)
        message = f"{_opening(shown)}对{who}，{first}「{a.modal}」{what}，{second}「{b.modal}」{what}，两句会同时成立。"
        advice = "写明哪一句优先（例外于），或者把一句的条件写成另一句的除外。"
        yield exam.finding("conflict", both, message, advice, shown, at)


def order(exam: Exam) -> Iterator[Finding]:
    """Norms on words that may not be combined can apply at once: which goes first decides."""
    groups = [set(g.names) for g in exam.law.of(t.WordsDecl) if isinstance(g, t.WordsDecl) and g.kind == "不并用"]
    pairs = [(a, b) for a, b in combinations(exam.base.norms, 2) for g in groups if _apart(a, b, g)]
    for at, both, shown in _together(exam, pairs):
        a, b = both
        words = [w for g in groups for w in _apart(a, b, g)]
        first, second = told_apart(exam.law, both)
        message = (
            f"{_opening(shown)}对{'、'.join(_whom(a, b))}，{first}与{second}会同时成立，"
            f"而{quoted(words)}不能并用：先用哪一句，结果就不同。"
        )
        advice = "写明同时有这几种情形时怎样办：哪一种优先，或者由谁权衡、怎样记录。"
        yield exam.finding("order", both, message, advice, shown, at)


def _apart(a: t.Norm, b: t.Norm, group: set[str]) -> list[str]:
    if not _whom(a, b) or a.modal not in _GIVING or b.modal not in _GIVING:
        return []
    one, other = [x for x in things(a) if x in group], [x for x in things(b) if x in group]
    return [*one, *other] if one and other and set(one) != set(other) else []


def overlapping(exam: Exam) -> Iterator[Finding]:
    """Two sentences of one article demand different measures for one party, and both can apply."""
    musts = [n for n in exam.base.norms if n.modal == "应" and isinstance(n.action, t.Impose) and n.label]
    pairs = [
        (a, b)
        for a, b in combinations(musts, 2)
        if _whom(a, b) and not set(things(a)) & set(things(b)) and _alternatives(a, b) and _turn_on_the_same(exam, a, b)
    ]
    grouped: dict[tuple[tuple[str, str], ...], list[tuple[Theory, Pair, Shown]]] = {}
    for at, both, shown in _together(exam, pairs, apart=True):
        # What one reading brings about, it mostly brings about for every party: one finding a reading. By default, one
        # for the sentences of the same two numbers.
        key = tuple(at.adopted.items()) or (("", "、".join(_number(n) for n in both)),)
        grouped.setdefault(key, []).append((at, both, shown))
    for found in grouped.values():
        at, (a, b), shown = found[0]
        first, second = told_apart(exam.law, (a, b))
        message = (
            f"{_opening(shown)}对{'、'.join(_whom(a, b))}，{first}要{'、'.join(things(a))}，"
            f"{second}要{'、'.join(things(b))}，没有说用一样还是两样都用。"
        )
        message += f"这样的共有{len(found)}处。" if len(found) > 1 else ""
        concerned = [norm for _, pair, _ in found for norm in pair]
        yield exam.finding("overlap", concerned, message, "写明两句都合时，是只用较重的一样，还是一并使用。", shown, at)


def _alternatives(a: t.Norm, b: t.Norm) -> bool:
    """Whether two norms are different sentences of one article, be they of one number: 3.3c and 3.4e, 3a and 3b."""
    return article(a.label) == article(b.label) and a.label != b.label and not _yields(a, b)


def _number(norm: t.Norm) -> str:
    """The number a sentence stands under: 3 for 3a."""
    return re.sub(r"[A-Za-z]+$", "", norm.label)


def _turn_on_the_same(exam: Exam, a: t.Norm, b: t.Norm) -> bool:
    """Whether a fact or definition decides of both: only then is the one put in the place of the other."""
    one, other = (
        {node.text for g in exam.guards([n]) for node in t.walk(g) if isinstance(node, t.Name)} for n in (a, b)
    )
    return bool(one & other)


def _yields(a: t.Norm, b: t.Norm) -> bool:
    return a.label in b.clauses.overrides or b.label in a.clauses.overrides


def _together(exam: Exam, pairs: list[Pair], apart: bool = False) -> Iterator[tuple[Theory, Pair, Shown]]:
    """Pairs that can both apply; of the pairs of the same two provisions, one, and by default if it can be so.

    `apart`: only pairs of which each can also apply without the other.
    """
    seen: set[tuple[str, ...]] = set()
    for both in exam.some(pairs):
        key = tuple(sorted(exam.law.address(n) for n in both))
        if key in seen:
            continue
        for at in exam.theories(exam.guards(both)):
            claims = [at.applies(n) for n in both]
            if apart and any(exam.never(at, claims[x], neg(claims[1 - x])) for x in (0, 1)):
                continue  # the one goes with the other: it is an addition to it
            shown = exam.show(Asked(at, claims, partial(_apply, norms=both)))
            if shown:
                seen.add(key)
                yield at, both, shown
                break


def _apply(run: Run, norms: Iterable[t.Norm]) -> bool:
    return all(run.value(n).applies is True for n in norms)


def _whom(a: t.Norm, b: t.Norm) -> list[str]:
    return [p for p in parties(a) if p in parties(b)]


def _shared(a: t.Norm, b: t.Norm) -> list[str]:
    return [x for x in things(a) if x in things(b)] if _whom(a, b) else []


def _opening(shown: Shown) -> str:
    told = {name: value for name, value in shown.words.items() if value != show(False)}
    true = "".join(f"「{name}」" for name, value in told.items() if value == show(True))
    facts = [f"{n}{'' if n == CIRCUMSTANCES else '为'}{v}" for n, v in told.items() if v != show(True)]
    opening = "，".join(part for part in ("、".join(facts), f"{true}成立" if true else "") if part)
    return f"{opening}时，" if 0 < len(told) <= _MOST_TOLD else ""


# --- nothing follows


def no_consequence(exam: Exam) -> Iterator[Finding]:
    """Circumstances from which nothing follows; and people held accountable with no measure for them."""
    yield from _circumstances(exam)
    yield from _unmeasured(exam)


def _circumstances(exam: Exam) -> Iterator[Finding]:
    # What records show may lead on through the records themselves; what may be given, through what is given.
    given = [d.value for d in exam.law.words.definitions.values() if d.fillable]
    named = {label for node in t.walk(tuple(given)) if isinstance(node, t.HasCircumstance)
             for label in exam.base.labels(node)}  # fmt: skip
    labels = [s.label for s in exam.law.statements if isinstance(s, t.Circumstance) and s.condition is None]
    norms: dict[str, list[t.Norm]] = {}
    for norm in exam.base.norms:
        for name in exam.base.constants.of(exam.base.applies(norm)):
            norms.setdefault(name, []).append(norm)
    idle = [x for x in labels if x not in named and not _leads_somewhere(exam, x, norms)]
    if not idle:
        return
    about = [s for s in exam.law.statements if isinstance(s, t.Circumstance) and s.label in idle]
    message = f"认定了{cites(exam.law, about)}（{'、'.join(idle)}）的情形，没有一句规则说怎样处理。"
    yield exam.finding("gap", about, message, "写明有这种情形时用什么方式处理；不用处理，就不必列为情形。")


def _leads_somewhere(exam: Exam, label: str, norms: dict[str, list[t.Norm]]) -> bool:
    """Whether some norm that speaks of the circumstance can apply when it is established."""
    given = exam.base.free.circumstance(label)
    speaking = norms.get(str(given.decl().name()), [])
    return any(not exam.never(exam.base, given, exam.base.applies(norm)) for norm in speaking)


def _unmeasured(exam: Exam) -> Iterator[Finding]:
    """Whom the law holds accountable although no measure applies to them."""
    at = exam.base
    holding = [n for n in at.norms if isinstance(n.action, t.Hold) and not n.action.linked and n.modal == "应"]
    measures = [n for n in at.norms if isinstance(n.action, t.Impose | t.Bring) and n.modal in _GIVING]
    if not measures:
        return
    bare: dict[str, list[t.Norm]] = {}
    without: dict[str, list[t.Norm]] = {}
    measured = {party for n in measures for party in parties(n)}
    for norm in holding:
        for party in parties(norm):
            on_party = party in measured
            if on_party or not exam.never(at, at.applies(norm)):
                (without if on_party else bare).setdefault(party, []).append(norm)
    for party, norms in without.items():
        yield from _without(exam, norms, party, [n for n in measures if party in parties(n)])
    if bare:
        norms = [n for held in bare.values() for n in held]
        message = f"{cites(exam.law, norms)}要追究{quoted(bare)}，却没有一句规则说可以对他们采取什么方式。"
        yield exam.finding("gap", norms, message, "写明对这些人用哪些方式，或者写明比照哪一条处理。")


def _without(exam: Exam, norms: list[t.Norm], party: str, measures: list[t.Norm]) -> Iterator[Finding]:
    """A case in which one of the norms holds the party accountable, and none of the measures applies."""
    at = exam.base
    others = [*measures, *(n for n in at.norms if isinstance(n.action, t.Refer))]
    nothing = neg(disj([at.applies(n) for n in others]))
    bare = [n for n in norms if not exam.never(at, at.applies(n), nothing)]

    def confirm(run: Run) -> bool:
        return _apply(run, bare[:1]) and all(run.value(n).applies is False for n in others)

    shown = exam.show(Asked(at, [at.applies(bare[0]), nothing], confirm)) if bare else None
    if shown:
        effects = [n for n in measures if isinstance(n.action, t.Bring)]
        shown = replace(shown, words=shown.words | _unmet(exam, shown.run, effects))
        nothing_fits = f"没有一种方式{'、一项限制' if effects else ''}用得上"
        message = f"{_opening(shown)}{cites(exam.law, bare[:1])}要追究{party}，却{nothing_fits}。"
        yield exam.finding("gap", bare, message, "补一句写明这种情况用什么方式，或者写明不予追究。", shown, at)


def _unmet(exam: Exam, run: Run, effects: list[t.Norm]) -> dict[str, str]:
    """The facts that keep the effects from applying: a case that left them open would not show that none does."""
    words = exam.law.words
    named = {n.text for g in effects for n in t.walk(g.guards.when) if isinstance(n, t.Name)}
    given = [name for name in named if name in words.facts or getattr(words.definitions.get(name), "fillable", False)]
    return {name: show(False) for name in sorted(given) if run.named(name) is False}
