"""择一: how the norms on one conclusion give the proposed value, those open to the committee, and why.

A value needs a ground: a 仅当…方可 whose conditions all hold, or an 应, 可 or 一般应 that points to it.
不得 closes a value. An 应 that no applied 例外于 sets back leaves only itself. Two 应 that point to different
values are 冲突; no open value is 无据. A presumption shapes the proposal and leaves the rest open.
Nothing is decided by the order of the rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from guiju import tree as t
from guiju.values import Unknown, unknown_of

NO_GROUND, CONFLICT, UNDETERMINED = "无据", "冲突", "未定"
# Beyond this many open questions at once, the conclusion is simply undetermined.
MOST_UNKNOWN = 8
Status = bool | Unknown


@dataclass(frozen=True, slots=True)
class Concluded:
    """`value` is an option, 无据, 冲突 or 未定; `open` all options the committee may choose; labels of norms."""

    value: str
    open: tuple[str, ...]
    presumed: tuple[str, ...]
    grounds: tuple[str, ...]
    unknown: Unknown | None = None

    @property
    def settled(self) -> bool:
        """Whether one option came out."""
        return self.value not in (NO_GROUND, CONFLICT, UNDETERMINED)


@dataclass(frozen=True, slots=True)
class GradeNorm:
    """A norm on the conclusion, as needed here: label, modal word, option, what it sets back."""

    label: str
    modal: str
    option: str
    overrides: tuple[str, ...]
    address: str


def grade_norms(norms: list[tuple[t.Norm, str]]) -> list[GradeNorm]:
    """The norms (with their addresses) on one conclusion, ready for `conclude`."""
    return [
        GradeNorm(norm.label or address, norm.modal, norm.action.option, norm.clauses.overrides, address)
        for norm, address in norms
        if isinstance(norm.action, t.Grade)
    ]


def conclude(options: tuple[str, ...], norms: list[GradeNorm], held: list[Status]) -> Concluded:
    """The conclusion from each norm's status. Unknown statuses are tried both ways: if all agree, it stands."""
    doubtful = [n for n, status in enumerate(held) if status.__class__ is Unknown]
    if not doubtful:
        return _settle(options, norms, held)  # type: ignore[arg-type]
    unknown = unknown_of(*(held[n] for n in doubtful))
    if len(doubtful) > MOST_UNKNOWN:
        return _undetermined(options, norms, held, unknown)
    results = [_settle(options, norms, list(world)) for world in _worlds(held, doubtful)]
    if len({(r.value, r.open) for r in results}) > 1:
        return _undetermined(options, norms, held, unknown, results)
    known = [False if status.__class__ is Unknown else status for status in held]
    sure = _settle(options, norms, known)  # type: ignore[arg-type]
    return Concluded(results[0].value, results[0].open, sure.presumed, sure.grounds)


def _worlds(held: list[Status], doubtful: list[int]) -> list[list[bool]]:
    worlds = []
    for choice in product((True, False), repeat=len(doubtful)):
        given = dict(zip(doubtful, choice, strict=True))
        worlds.append([given.get(n, status is True) for n, status in enumerate(held)])
    return worlds


def _undetermined(
    options: tuple[str, ...], norms: list[GradeNorm], held: list[Status], unknown: Unknown,
    results: list[Concluded] | None = None,
) -> Concluded:  # fmt: skip
    open_ = tuple(o for o in options if results is None or any(o in r.open for r in results))
    grounds = tuple(n.address for n, status in zip(norms, held, strict=True) if status is True)
    return Concluded(UNDETERMINED, open_, (), tuple(dict.fromkeys(grounds)), unknown)


def _settle(options: tuple[str, ...], norms: list[GradeNorm], held: list[bool]) -> Concluded:
    applied = [n for n, status in zip(norms, held, strict=True) if status and n.modal != "方可"]
    set_back = {label for n in applied for label in n.overrides}
    open_ = _open(options, norms, held, applied)
    grounds = tuple(dict.fromkeys(n.address for n, status in zip(norms, held, strict=True) if status))
    presumed = tuple(dict.fromkeys(n.address for n in applied if n.modal in ("一般应", "一般不得")))
    demanded = {n.option for n in applied if n.modal == "应" and n.label not in set_back}
    value = _proposal(open_, applied, demanded)
    return Concluded(value, open_, presumed, grounds)


def _open(
    options: tuple[str, ...], norms: list[GradeNorm], held: list[bool], applied: list[GradeNorm]
) -> tuple[str, ...]:
    """Options with a ground that nothing closes; where something is demanded, only that and what is presumed."""
    unmet = {n.option for n, status in zip(norms, held, strict=True) if n.modal == "方可" and not status}
    allowed = {n.option for n, status in zip(norms, held, strict=True) if n.modal == "方可" and status}
    pointed = {n.option for n in applied if n.modal in ("应", "可", "一般应")}
    closed = {n.option for n in applied if n.modal == "不得"}
    candidates = ((allowed - unmet) | (pointed - unmet)) - closed
    demanded = {n.option for n in applied if n.modal == "应"}
    if demanded:
        presumed = {n.option for n in applied if n.modal == "一般应"}
        candidates &= demanded | presumed
    return tuple(o for o in options if o in candidates)


def _proposal(open_: tuple[str, ...], applied: list[GradeNorm], demanded: set[str]) -> str:
    presumed = {n.option for n in applied if n.modal == "一般应"} & set(open_)
    if len(demanded) > 1 or len(presumed) > 1:
        return CONFLICT
    if not open_ or (demanded and not demanded & set(open_)):
        return CONFLICT if demanded else NO_GROUND
    if demanded:
        return next(iter(demanded))
    if presumed:
        return next(iter(presumed))
    avoided = {n.option for n in applied if n.modal == "一般不得"}
    return next((o for o in open_ if o not in avoided), NO_GROUND)
