"""Filling an empty office with the made-up town."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy

from office.accounts import actions as accounts
from office.accounts.models import Account
from office.audit import actions as audit
from office.audit.action import Act, action
from office.demo.readings import confirm_some
from office.demo.register import fill_register
from office.demo.tasks import give_tasks
from office.demo.town import Days, town_book
from office.ground import clock
from office.ground import roles as r
from office.ground.actors import Actor, Right, Role, held_by
from office.ground.refusals import refuse_all
from office.people.exchange.carry_out import carry_out
from office.people.exchange.plan import plan
from office.people.models import Person
from office.people.pinyin import spell

PASSWORD = "Guiju-2026"
ADMINS = {"xitong": r.SYSTEM_ADMIN, "anquan": r.SECURITY_ADMIN, "shenji": r.AUDIT_ADMIN}
# Whose accounts there are, and which function each was given.
HOLDERS = {
    "镇党委政府:党委书记": r.PARTY_SECRETARY,
    "镇党委政府:镇长": "",
    "镇党委政府:党委副书记": r.ORGANIZATION_MEMBER,
    "镇党委政府:纪委书记": r.DISCIPLINE_MEMBER,
    "镇党委政府:副镇长": "",
    "党政办公室:主任": r.COMMITTEE_SECRETARY,
    "党政办公室:文书干事": r.OFFICE_CLERK,
    "党建工作办公室:组织干事": r.ORGANIZER,
    "财政所:会计": r.TELLER,
    "农业综合服务站:站长": "",
    "农业综合服务站:农技员": "",
}


def _only_console(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    return held_by(actor, r.CONSOLE)


@dataclass(frozen=True, slots=True)
class Shown:
    """An account of the demonstration: its login, whose it is, what they are."""

    login: str
    name: str
    what: str


@action("demo.fill", label=gettext_lazy("建立演示"), may=_only_console)
def fill(act: Act) -> list[Shown]:
    """People, units, accounts and functions of the made-up town, and a key for checkpoints."""
    days = Days.before(act.on)
    book, places = town_book(days)
    made = plan(book)
    refuse_all(str(trouble) for trouble in made.troubles)
    carry_out(made)
    act.record("demo.town", {"各表": {name: sum(found.values()) for name, found in made.counts()}})
    known = make_password(PASSWORD)  # once for all accounts, since hashing is slow on purpose
    system, security = _administrators(act.actor, known)
    for place, function in HOLDERS.items():
        person = Person.objects.get(code=places[place])
        account = _open(system, security, spell(person.name)[0], Account.BUSINESS, person, known)
        if function:
            given = accounts.enter_function(system, account, function, days.rearranged, days.paper(3))
            accounts.grant_function(security, given)
    audit.make_key(security)
    confirm_some(act.actor, days)
    give_tasks(places, act.on)
    fill_register(places, act.on)
    return shown()


def _administrators(console: Actor, hashed: str) -> tuple[Actor, Actor]:
    on: date = clock.today()
    found = {}
    for login, kind in ADMINS.items():
        account = _open(console, Actor("setup", "", on, console.roles), login, kind, None, hashed)
        found[kind] = Actor(login, login, on, (Role(kind),), account.pk)
    return found[r.SYSTEM_ADMIN], found[r.SECURITY_ADMIN]


def _open(first: Actor, second: Actor, login: str, kind: str, person: Person | None, hashed: str) -> Account:
    account = accounts.open_account(first, login, kind, person)
    accounts.approve(second, account, hashed)
    return account


def shown() -> list[Shown]:
    """The accounts for the first page of a terminal."""
    rows = []
    for account in Account.objects.select_related("person").order_by("pk"):
        held = account.person.holdings.select_related("post").first() if account.person else None
        given = account.functions.first()
        words = [held.post.title if held else "", given.label if given else ""]
        what = "、".join(dict.fromkeys(filter(None, words)))
        rows.append(Shown(account.login, account.name if account.person else str(account.get_kind_display()), what))
    return rows
