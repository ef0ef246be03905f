"""How long an effect lasts, by the law's own period: computed by the core under the readings adopted here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guiju import tree as t
from guiju.dates.periods import Duration, PeriodError, lapse
from guiju.evaluate.case import Case
from guiju.evaluate.effects import lasting
from guiju.evaluate.expressions import first_day_counts
from guiju.evaluate.program import Run
from guiju.kinds import canonical_unit
from guiju.notation.render import render
from office.ground import shelf
from office.ground.shelf import Edition
from office.reading_room.programs import program
from office.reading_room.readings import in_force
from office.register.laws import DECIDED, parameter_at

MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Lasting:
    """From when to when, how that was found in words, and what it still waits for."""

    since: date | None
    until: date | None
    words: str
    waits_for: tuple[str, ...] = ()


def by_law(address: str, kind: str, decided_on: date, conduct_on: date | None = None) -> Lasting | None:
    """The period that the provision at an address gives the effect; None when it gives none.

    decided_on: the day of the decision; conduct_on: of the conduct, where a reading asks for it.
    """
    instrument, _slash, label = address.partition("/")
    edition = shelf.find(instrument, conduct_on or decided_on)
    if edition is None or edition.law is None:
        return None
    rule = parameter_at(edition.law, label, decided_on)
    if rule is not None:
        return _of_rule(edition, rule, decided_on)
    return _of_norms(edition, address, kind, decided_on, conduct_on)


def _of_rule(edition: Edition, rule: t.ParameterValue, decided_on: date) -> Lasting | None:
    value = rule.value
    unit = canonical_unit(value.unit) if isinstance(value, t.Quantity) else ""
    if not isinstance(value, t.Quantity) or unit not in ("年", "个月", "日"):
        return None
    counted = first_day_counts(_readings(edition, decided_on))
    until = lapse(decided_on, Duration(int(value.value), unit), counted)
    words = {"text": value.text, "authority": rule.authority, "certainty": rule.certainty}
    return Lasting(decided_on, until, _("自决定之日起%(text)s，据%(authority)s（%(certainty)s）") % words)


def _readings(edition: Edition, day: date) -> dict[str, str]:
    ready, _lock = program(edition, in_force(edition, day))
    return ready.readings


def _of_norms(edition: Edition, address: str, kind: str, decided_on: date, conduct_on: date | None) -> Lasting | None:
    law = edition.law
    assert law is not None
    norms = [n for n in law.of(t.Norm) if isinstance(n, t.Norm) and _brings(n, kind) and law.address(n) == address]
    ready, lock = program(edition, in_force(edition, decided_on))
    facts = {DECIDED: decided_on} if DECIDED in law.words.facts else {}
    with lock:
        run = ready.run(Case(conduct_on, dict(facts)))
        dated = [n for n in norms if n.clauses.period and run.value(n).condition is not False]
        found = [(*lasting(run, n.clauses.period), _words(run, n)) for n in dated]
    if not found:
        return None
    waits = tuple(sorted({fact for _first, _last, facts_, _said in found for fact in facts_}))
    starts, ends = [f[0] for f in found if f[0]], [f[1] for f in found if f[1]]
    whole = len(starts) == len(ends) == len(found)
    said = "；".join(dict.fromkeys(f[3] for f in found))
    return Lasting(min(starts) if whole else None, max(ends) if whole else None, said, waits)


def _brings(norm: t.Norm, kind: str) -> bool:
    return isinstance(norm.action, t.Bring) and norm.action.effect == kind


def _words(run: Run, norm: t.Norm) -> str:
    """The period in the words of the law file, and the readings it rests on."""
    period = norm.clauses.period
    assert period is not None
    start = render(period.start)
    if period.whole_year:
        said = _("%(start)s那一年") % {"start": start}
    elif period.end is not None:
        said = _("自%(start)s至%(end)s") % {"start": start, "end": render(period.end)}
    else:
        said = _("自%(start)s起%(length)s") % {"start": start, "length": render(period.length) if period.length else ""}
    readings = readings_behind(run, (period.start, period.end))
    return said + "".join(
        _("（读法%(key)s：%(choice)s）") % {"key": k, "choice": run.program.readings[k]} for k in readings
    )


def readings_behind(run: Run, nodes: object) -> list[str]:
    """The readings that an expression rests on, directly or through what it names."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting: list[object] = [nodes]
    while waiting:
        for node in t.walk(waiting.pop()):
            if isinstance(node, t.ByReading):
                found[node.reading] = None
            if isinstance(node, t.Name) and node.text not in seen:
                seen.add(node.text)
                waiting.append(run.law.words.definitions.get(node.text))
    return list(found)


def whole_months(since: date, until: date | None) -> int | None:
    """How many months a period lasts, when it lasts whole months exactly."""
    if until is None:
        return None
    for months in range(1, MOST_MONTHS + 1):
        try:
            end = lapse(since, Duration(months, "个月"))
        except PeriodError:
            return None
        if end >= until:
            return months if end == until else None
    return None
