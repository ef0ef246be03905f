"""择一: how the norms on one conclusion give the proposed value, those open to the committee, and why.

A value needs a ground: a 仅当…方可 whose conditions all hold, or an 应, 可 or 一般应 that points to it.
不得 closes a value. An 应 that no applied 例外于 sets back leaves only itself. Two 应 that point to different
values are 冲突; no open value is 无据. A presumption shapes the proposal and leaves the rest open.
Nothing is decided by the order of the rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

from guiju import tree as t
from guiju.values import Unknown, unknown_of

NO_GROUND, CONFLICT, UNDETERMINED = "无据", "冲突", "未定"
# Beyond this many open questions at once, the conclusion is simply undetermined.
MOST_UNKNOWN = 8
Status = bool | Unknown
# 例外于: an exception of this force puts the other rule away; one of lesser force leaves it open beside.
_FIRM = ("应", "不得", "方可")


@dataclass(frozen=True, slots=True)
class Concluded:
    """`value` is an option, 无据, 冲突 or 未定; `open` all options the committee may choose; labels of norms."""

    value: str
    open: tuple[str, ...]
    presumed: tuple[str, ...]
    grounds: tuple[str, ...]
    unknown: Unknown | None = None
    # What the committee chose, when the case says so; `value` is then that.
    chosen: bool = False
    # An exception (除非) still open that would change it; the conclusion stands as long as that is not found.
    doubt: Unknown | None = None

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
    """The conclusion from each norm's status. Unknown statuses are tried both ways: if all agree, it stands.

    Presumptions and grounds are then those that hold either way: what is open changes no conclusion, only more reasons.
    """
    doubtful = [n for n, status in enumerate(held) if status.__class__ is Unknown]
    if not doubtful:
        return _settle(options, norms, held)  # type: ignore[arg-type]
    unknown = unknown_of(*(held[n] for n in doubtful))
    if len(doubtful) > MOST_UNKNOWN:
        return _undetermined(options, norms, held, unknown)
    results = [_settle(options, norms, list(world)) for world in _worlds(held, doubtful)]
    if len({(r.value, r.open) for r in results}) > 1:
        return _undetermined(options, norms, held, unknown, results)
    first = results[0]
    presumed = tuple(a for a in first.presumed if all(a in r.presumed for r in results))
    grounds = tuple(a for a in first.grounds if all(a in r.grounds for r in results))
    return Concluded(first.value, first.open, presumed, grounds)


def with_open_exceptions(
    options: tuple[str, ...], norms: list[GradeNorm], applies: list[Status], certain: list[Status]
) -> Concluded:
    """The conclusion as things stand; where an open exception would change it, with the facts that could."""
    standing = conclude(options, norms, applies)
    whatever = conclude(options, norms, certain)
    same = (standing.value, standing.open) == (whatever.value, whatever.open)
    return standing if same else replace(standing, doubt=whatever.unknown)


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
    all_applied = [n for n, status in zip(norms, held, strict=True) if status]
    gone = {label for n in all_applied if n.modal in _FIRM for label in n.overrides}
    yielding = {label for n in all_applied if n.modal not in _FIRM for label in n.overrides}
    unmet = {n.option for n, status in zip(norms, held, strict=True)
             if n.modal == "方可" and not status and n.label not in gone}  # fmt: skip
    standing = [n for n in all_applied if n.label not in gone]
    open_ = _open(options, standing, unmet)
    value = _proposal(open_, standing, yielding)
    grounds = tuple(dict.fromkeys(n.address for n in standing))
    presumed = tuple(dict.fromkeys(n.address for n in standing if n.modal in ("一般应", "一般不得")))
    return Concluded(value, open_, presumed, grounds)


def _open(options: tuple[str, ...], standing: list[GradeNorm], unmet: set[str]) -> tuple[str, ...]:
    """Options with a ground that nothing closes; where something is demanded, only that and what may set it back."""
    grounded = {n.option for n in standing if n.modal in ("方可", "应", "可", "一般应")}
    closed = {n.option for n in standing if n.modal == "不得"}
    candidates = grounded - unmet - closed
    demanded = {n.option for n in standing if n.modal == "应"}
    if demanded:
        instead = {n.option for n in standing if n.modal == "一般应" or (n.modal == "可" and n.overrides)}
        candidates &= demanded | instead
    return tuple(o for o in options if o in candidates)


def _proposal(open_: tuple[str, ...], standing: list[GradeNorm], yielding: set[str]) -> str:
    demanded = {n.option for n in standing if n.modal == "应" and n.label not in yielding}
    presumed = {n.option for n in standing if n.modal == "一般应" and n.label not in yielding} & set(open_)
    avoided = {n.option for n in standing if n.modal == "一般不得"}
    if len(demanded) > 1 or len(presumed) > 1 or (presumed & avoided and not demanded):
        return CONFLICT
    if not open_ or (demanded and not demanded & set(open_)):
        return CONFLICT if demanded else NO_GROUND
    if demanded or presumed:
        return next(iter(demanded or presumed))
    return next((o for o in open_ if o not in avoided), NO_GROUND)
