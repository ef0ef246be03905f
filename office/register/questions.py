"""Questions to the register, for other apps and its own pages: what bars whom on a day, and why.

bars_on(subject, day)            every effect that holds on the day, with its basis
may(subject, day, kind)          whether one effect stands in the way
gradings(person, day)            which values of a law's conclusion (a grade) the register's entries close, by that law
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from office.people.models import Person, Unit
from office.register.laws import Basis, Kind, kinds_on
from office.register.models import Effect, Spell, Step, subject_fields

Subject = Person | Unit


@dataclass(frozen=True, slots=True)
class Bar:
    """An effect that holds on the day asked: the entry, how it stands, and the days of this stretch of it."""

    effect: Effect
    step: Step
    since: date
    until: date | None

    @property
    def kind(self) -> str:
        """What it is called."""
        return self.effect.kind

    @property
    def address(self) -> str:
        """The provision it rests on."""
        return self.step.address


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether nothing of that kind stands in the way on the day; else the bars, the one that ends last first."""

    kind: Kind
    day: date
    bars: tuple[Bar, ...]

    @property
    def allowed(self) -> bool:
        """Whether nothing of that kind stands in the way."""
        return not self.bars

    @property
    def grounds(self) -> tuple[Basis, ...]:
        """Where the laws bring such an effect about."""
        return self.kind.bases


def with_history(rows: QuerySet[Effect]) -> QuerySet[Effect]:
    """The effects with their subjects, steps and spells, in a fixed number of queries."""
    steps = Prefetch("steps", Step.objects.order_by("number"))
    return rows.select_related("person", "unit").prefetch_related(
        steps, Prefetch("spells", Spell.objects.order_by("since"))
    )


def effects_of(subject: Subject) -> list[Effect]:
    """Everything ever entered about a person or a unit, the latest first."""
    return list(with_history(Effect.objects.filter(**subject_fields(subject))))


def bars_on(subject: Subject, day: date, kinds: Iterable[str] | None = None) -> list[Bar]:
    """The effects that hold on that day (of those kinds), the one that ends last first."""
    return _holding(effects_of(subject), day, None if kinds is None else set(kinds))


def _holding(effects: Iterable[Effect], day: date, kinds: set[str] | None) -> list[Bar]:
    found = [
        Bar(effect, effect.last, spell.since, spell.until)
        for effect in effects
        for spell in effect.spells.all()
        if spell.holds_on(day) and (kinds is None or effect.kind in kinds)
    ]
    return sorted(found, key=lambda bar: (bar.until or date.max, bar.effect.pk), reverse=True)


def may(subject: Subject, day: date, kind: str) -> Answer:
    """Whether an effect of that name stands in the way. Raises KeyError for a name that no law of that day knows."""
    return Answer(kinds_on(day)[kind], day, tuple(bars_on(subject, day, [kind])))


def answers(subject: Subject, day: date) -> list[Answer]:
    """An answer for every bar that the laws of the day know, and any other that holds; what stands in the way first."""
    effects = effects_of(subject)
    held = [bar for bar in _holding(effects, day, None) if bar.effect.is_bar]
    known = {name: kind for name, kind in kinds_on(day).items() if kind.is_bar}
    known |= {bar.kind: Kind(bar.kind, True, ()) for bar in held if bar.kind not in known}
    found = [Answer(kind, day, tuple(b for b in held if b.kind == name)) for name, kind in known.items()]
    return sorted(found, key=lambda answer: answer.allowed)


def handlings_on(subject: Subject, day: date) -> list[Bar]:
    """Handlings in whose period the day lies; what they stand in the way of, the laws that give them say."""
    return [bar for bar in bars_on(subject, day) if not bar.effect.is_bar]
