"""The standards behind a law, looked up, and what of the law they speak of."""

from __future__ import annotations

from collections.abc import Iterator

from guiju import tree as t
from guiju.law import Law

# The modal words by which a measure may come upon somebody.
_IMPOSING = ("应", "可", "方可", "一般应")


def wording(law: Law, name: str) -> t.Wording:
    """A class of words by its name; one that fits nothing when nobody states it."""
    return next((s for s in law.standards if isinstance(s, t.Wording) and s.name == name), t.Wording(name, ()))


def rights(law: Law) -> list[t.Right]:
    """The rights to be looked for, in the order of the baseline."""
    return [s for s in law.standards if isinstance(s, t.Right)]


def steps(law: Law) -> list[t.Step]:
    """Every step of the law, in order; several may have one name."""
    return [s for s in law.statements if isinstance(s, t.Step)]


def norms(law: Law) -> list[t.Norm]:
    """Every norm of the law, in order."""
    return [s for s in law.statements if isinstance(s, t.Norm)]


def imposing(law: Law) -> Iterator[tuple[t.Norm, str]]:
    """(norm, measure or effect) for all that the law can bring upon a party."""
    for norm in norms(law):
        if norm.modal in _IMPOSING:
            yield from ((norm, name) for name in brought(norm))


def called_for(law: Law, right: t.Right) -> list[tuple[t.Norm, str]]:
    """What the law brings upon people that is neither a favour nor too slight to need the right."""
    spared = [wording(law, name) for name in right.spared]
    return [(norm, name) for norm, name in imposing(law) if not any(w.fits(name) for w in spared)]


def brought(norm: t.Norm) -> tuple[str, ...]:
    """The measures or the effect that a norm speaks of."""
    match norm.action:
        case t.Impose():
            return norm.action.measures
        case t.Bring():
            return (norm.action.effect,)
    return ()


def deciding(law: Law) -> list[t.Step]:
    """The steps in which something is decided about a person, by the words of the standards for that."""
    classes = {right.of for right in rights(law) if right.of}
    return [s for s in steps(law) if any(wording(law, name).fits(s.name) for name in classes)]


def needed_before(law: Law, step: t.Step) -> set[str]:
    """The names of all steps that must come before one, directly or through others."""
    after: dict[str, set[str]] = {}
    for other in steps(law):
        after.setdefault(other.name, set()).update(other.clauses.after)
    found: set[str] = set()
    waiting = list(step.clauses.after)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += after.get(name, ())
    return found
