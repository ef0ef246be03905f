"""`python -m bench.office.filling FOLDER PEOPLE ENTRIES`: an office of so many people, with all that belongs to them.

First the made-up town with its accounts, one for each role; then units of ten, twenty of them below each, and for each
person what a person has, in proportion. The guards of the database hold meanwhile. The same numbers give the same rows.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

if __name__ == "__main__":
    from bench.office import ready

    ready.on(sys.argv[1])

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max

import office.urls  # noqa: F401 - loads the acts, whose names the entries bear
from bench.office import entries
from office.accounts.models import Account, Function
from office.audit.models import Submission
from office.demo import actions as demo
from office.ground import clock
from office.ground.actors import console
from office.ground.roles import FUNCTIONS
from office.people.models import (
    Establishment,
    Holding,
    Oversight,
    PartyStatus,
    Person,
    Post,
    Term,
    Unit,
    UnitVersion,
)
from office.people.pinyin import spell, surnames
from office.people.terms import term
from office.register.laws import kinds_on
from office.register.models import ENTERED, LIFTED, SUSPENDED, Effect, Reliance, Spell
from office.register.models import Step as EffectStep
from office.tasks.models import DONE, OPEN, Task
from office.tasks.models import Step as TaskStep

SEED = 20120216
IN_A_UNIT, UNITS_BELOW, UNITS_OVERSEEN = 10, 20, 8
# One in so many people has an account, a function, an entry in the register, a reliance on it; everyone has a task.
# So much for so few that the lists of the small office fill a page too, and full pages are compared.
ACCOUNTS, FUNCTIONS_GIVEN, EFFECTS, RELIANCES, UNAPPROVED = 2, 1000, 2, 100, 2000
FOUNDED, TERM_BEGINS, LAST_OF_BEFORE = date(2021, 1, 1), date(2023, 3, 1), date(2023, 2, 28)
PAPER = "青党发〔2023〕8号"
_SURNAMES = "苗石麦林席燕李柴胡牛韦岳杜钟蒲白芦梅柳桂葛薛茅荆桑柏桐柯栗枣槐榆檀栾艾芮荀莫菅蓝"
_GIVEN = "芩芪苓朴楝蒿蓼芷茜荠菖蕨薇茴荷葵菱芡芋蔻桔梗枳杞蒺藜萸荆茱牡仲术萍藁蓟薏苡莪棱蒌莲"


def fill(people: int, count: int) -> None:
    """Fill an empty office; all in one transaction, which may be lost with the machine."""
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    with transaction.atomic():
        entries.fill(count, people, SEED)
        demo.fill(console(clock.today()))
        _Office(max(people - Person.objects.count(), 0)).fill()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _put(rows: Iterable[Any]) -> None:
    found = iter(rows)
    while some := list(islice(found, 5_000)):
        type(some[0]).objects.bulk_create(some)


class _Office:
    """The rows beside the made-up town's, by the numbers of the people."""

    def __init__(self, count: int) -> None:
        self.count, self.today, self.draw = count, clock.today(), Random(SEED)
        self.person, self.unit, self.post, self.account, self.task, self.effect = (
            _next(kind) for kind in (Person, Unit, Post, Account, Task, Effect)
        )
        self.units = -(-count // IN_A_UNIT)

    def fill(self) -> None:
        """Put them all in."""
        _put(self._people())
        self._fill_units()
        self._fill_records()
        self._fill_accounts()
        self._fill_register()
        self._fill_tasks()

    def _people(self) -> Iterator[Person]:
        sounds = {sign: spell(sign) for sign in _GIVEN} | {sign: _surname(sign) for sign in _SURNAMES}
        for number in range(self.count):
            signs = [self.draw.choice(_SURNAMES), self.draw.choice(_GIVEN), self.draw.choice(_GIVEN)]
            pinyin, initials = ("".join(sounds[sign][at] for sign in signs) for at in (0, 1))
            yield Person(
                id=self.person + number, code=f"D{number:06}", name="".join(signs), pinyin=pinyin, initials=initials
            )

    def _fill_units(self) -> None:
        root, station = Unit.objects.get(code="QQ"), term(Term.UNIT, "station")
        _put(Unit(id=self.unit + n, code=f"U{n:05}") for n in range(self.units))
        _put(
            UnitVersion(unit_id=self.unit + n, name=f"第{n}片区", kind=station, since=FOUNDED, order=100 + n,
                        parent_id=root.pk if n < UNITS_BELOW else self.unit + n // UNITS_BELOW - 1)
            for n in range(self.units)
        )  # fmt: skip
        standings = {"负责人": "head", "副职": "deputy_head", "干事": "ordinary"}
        titles = [(title, term(Term.STANDING, key)) for title, key in standings.items()]
        _put(
            Post(id=self.post + 3 * n + at, unit_id=self.unit + n, title=title, standing=standing, since=FOUNDED,
                 order=at)
            for n in range(self.units) for at, (title, standing) in enumerate(titles)
        )  # fmt: skip
        in_charge = term(Term.MANNER, "in_charge")
        _put(
            Oversight(person_id=self.person + n // UNITS_OVERSEEN * UNITS_OVERSEEN * IN_A_UNIT, unit_id=self.unit + n,
                      manner=in_charge, since=TERM_BEGINS, basis=PAPER)
            for n in range(self.units)
        )  # fmt: skip

    def _fill_records(self) -> None:
        party, kinds = (list(Term.objects.filter(vocabulary=name)) for name in (Term.PARTY, Term.ESTABLISHMENT))
        people = range(self.count)
        _put(Holding(person_id=self.person + n, post_id=self._post_of(n, 2), since=FOUNDED, until=LAST_OF_BEFORE)
             for n in people if n % 5 == 0)  # fmt: skip
        _put(Holding(person_id=self.person + n, post_id=self._post_of(n), since=TERM_BEGINS, basis=PAPER)
             for n in people)  # fmt: skip
        _put(PartyStatus(person_id=self.person + n, status=party[n % len(party)], since=FOUNDED) for n in people)
        _put(Establishment(person_id=self.person + n, kind=kinds[n % len(kinds)], since=FOUNDED) for n in people)

    def _post_of(self, number: int, at: int | None = None) -> int:
        place = min(number % IN_A_UNIT, 2) if at is None else at
        return self.post + 3 * (number // IN_A_UNIT) + place

    def _fill_accounts(self) -> None:
        now = clock.now()
        _put(
            Account(id=self.account + at, login=entries.login(n), person_id=self.person + n, opened_at=now,
                    opened_by="xitong", approved_by="anquan" if n % UNAPPROVED else "",
                    approved_at=now if n % UNAPPROVED else None, password="!")
            for at, n in enumerate(range(0, self.count, ACCOUNTS))
        )  # fmt: skip
        keys = list(FUNCTIONS)
        _put(
            Function(account_id=self.account + n // ACCOUNTS, key=keys[at % len(keys)], entered_by="xitong",
                     granted_by="anquan", since=TERM_BEGINS, basis=PAPER)
            for at, n in enumerate(range(ACCOUNTS, self.count, FUNCTIONS_GIVEN))
        )  # fmt: skip
        marks = range(self.count)
        _put(Submission(mark=f"{n:032x}", actor=entries.login(n), at=now, location="/") for n in marks)

    def _fill_register(self) -> None:
        kinds = [kind for kind in kinds_on(self.today).values() if kind.is_bar and kind.bases]
        numbers = [(at, n, kinds[at % len(kinds)]) for at, n in enumerate(range(0, self.count, EFFECTS))]
        _put(Effect(id=self.effect + at, person_id=self.person + n, kind=kind.name) for at, n, kind in numbers)
        since = {at: self._decided(at) for at, _n, _kind in numbers}
        _put(self._effect_step(at, 1, ENTERED, since[at], kind) for at, _n, kind in numbers)
        followed = {at: (LIFTED, SUSPENDED)[at % 20 // 10] for at, _n, _kind in numbers if at % 10 == 0}
        days = timedelta(days=100)
        _put(
            self._effect_step(at, 2, followed[at], since[at], kind, since[at] + days)
            for at, _n, kind in numbers if at in followed
        )  # fmt: skip
        _put(
            Spell(effect_id=self.effect + at, since=since[at],
                  until=since[at] + (days if at in followed else timedelta(days=365)))
            for at, _n, _kind in numbers
        )  # fmt: skip
        now, kind = clock.now(), kinds[0].name
        _put(
            Reliance(person_id=self.person + n, day=self.today, question=kind, kinds=kind, answer="受限制",
                     purpose="年度评优推荐", at=now, login=entries.login(n), name="经办人")
            for n in range(0, self.count, RELIANCES)
        )  # fmt: skip

    def _decided(self, at: int) -> date:
        """On some day of the last three years, for a year; every second one ends soon: of those too a page is full."""
        return self.today - timedelta(days=280 + at * 37 % 80 if at % 2 else at * 37 % 1095)

    def _effect_step(self, at: int, number: int, what: str, since: date, kind: Any, on: date | None = None) -> Any:
        basis = kind.bases[0]
        return EffectStep(
            effect_id=self.effect + at, number=number, what=what, on=on or since, since=since,
            until=since + timedelta(days=365), decided_on=since, document=f"青党发〔{since.year}〕{at % 300}号",
            organ="党委会议", address=basis.address, instrument=basis.address.partition("/")[0],
            cite=f"《{basis.title}》{basis.cite}", sentence=basis.sentence,
            at=clock.now(), login="maibaizhi", name="经办人",
        )  # fmt: skip

    def _fill_tasks(self) -> None:
        people, now = range(self.count), clock.now()
        _put(self._task(n) for n in people)
        _put(
            TaskStep(task_id=self.task + n, state=state, on=self._given(n), at=now, by=entries.login(0), name="经办人",
                     due=self._given(n) + timedelta(days=60))
            for n in people for state in ((OPEN, DONE) if n % 2 else (OPEN,))
        )  # fmt: skip

    def _given(self, number: int) -> date:
        return self.today - timedelta(days=number * 7 % 365)

    def _task(self, number: int) -> Task:
        whom: dict[str, Any] = {"person_id": self.person + number}
        if number % 20 == 0:
            whom = {"role": "unit_head", "unit_id": self.unit + number // IN_A_UNIT}
        given = self._given(number)
        return Task(
            id=self.task + number, kind="tasks.by_hand", title=f"核对第{number}号清单",
            subject=f"people.person:{number}", given_on=given, given_by=entries.login(number // 100 * 100),
            giver="经办人", is_private=number % 50 == 0, state=DONE if number % 2 else OPEN,
            due=given + timedelta(days=60), **whom,
        )  # fmt: skip


def _next(kind: Any) -> int:
    return (kind.objects.aggregate(last=Max("id"))["last"] or 0) + 1


def _surname(sign: str) -> tuple[str, str]:
    syllables = surnames().get(sign)
    return ("".join(syllables), syllables[0][0]) if syllables else spell(sign)


if __name__ == "__main__":
    fill(int(sys.argv[2]), int(sys.argv[3]))
