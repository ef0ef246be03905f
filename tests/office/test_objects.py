"""Every object times every role: whose record, entry or task opens to whom, on each page that shows it.

test_access.py asks which pages a role may open. Here it is which things behind the same page. What should be is worked
out from the rows by this file's own plain rules, not by the office's.
"""

import io
import re
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from office.api.actions import make_token
from office.api.models import Token
from office.ground import roles as r
from office.people.models import Holding, Oversight, Person, Unit, UnitVersion
from office.people.terms import HEAD, OVERSEES
from office.register.models import Effect
from office.tasks.models import Task
from tests.office_world import LOGINS, TODAY

ADMINS = {"xitong", "anquan", "shenji"}
BUSINESS = sorted({login for login in LOGINS.values() if login} - ADMINS)
EVERYBODY = [*BUSINESS, *sorted(ADMINS)]
# Who sees all of it, by their function or post.
RECORDS = {"maibaizhi", "miaoniubang", "shilianqiao", "miaofuling", "linhuangqi", "lichaihu"}
REGISTER = RECORDS - {"miaoniubang"}
TASKS = {"shilianqiao", "miaofuling", "yanfangfeng", "lichaihu"}

each_login = pytest.mark.parametrize("login", EVERYBODY)


class Reach:
    """Which units and people an account leads or is in charge of today, from the rows."""

    def __init__(self, account):
        self.person = account.person_id
        held = Holding.objects.on(TODAY).filter(person=self.person, post__standing__key=HEAD)
        charged = Oversight.objects.on(TODAY).filter(person=self.person, manner__key=OVERSEES)
        self.units = set(held.values_list("post__unit", flat=True)) | set(charged.values_list("unit", flat=True))
        if not self.person:
            self.units = set()
        parents = dict(UnitVersion.objects.on(TODAY).values_list("unit_id", "parent_id"))
        while grown := {unit for unit, parent in parents.items() if parent in self.units} - self.units:
            self.units |= grown
        self.people = set(Holding.objects.on(TODAY).filter(post__unit__in=self.units).values_list("person", flat=True))

    def has(self, thing):
        """Own, or of a unit of theirs."""
        return thing.pk in self.units if isinstance(thing, Unit) else thing.pk in self.people | {self.person}


@pytest.fixture
def reach(town):
    return lambda login: Reach(town.account(login))


@pytest.fixture
def people(town):
    """One of each unit, everybody with an entry in the register, and whoever signs in."""
    rows = Holding.objects.on(TODAY).order_by("post__unit", "pk")
    first = {row.post.unit_id: row.person_id for row in rows.select_related("post")}
    wanted = {*first.values(), *Effect.objects.values_list("person", flat=True)}
    wanted |= {town.account(login).person_id for login in BUSINESS}
    return list(Person.objects.filter(pk__in=wanted - {None}))


def test_the_logins_reach_different_people(reach):
    """Else the tests below would compare nothing."""
    sizes = {login: len(reach(login).people) for login in BUSINESS}
    assert sizes["weiniuxi"] > 1
    assert sizes["xidanggui"] > sizes["weiniuxi"]
    assert sizes["yueduzhong"] == 0


def subject(effect):
    return effect.person or effect.unit


@each_login
def test_whose_record(town, reach, people, login):
    client, mine, wrong = town.returning(login), reach(login), []
    for person in people:
        answer = client.get(reverse("people:person", args=[person.pk]))
        shows = "<h2>编制</h2>" in answer.content.decode()
        should = login not in ADMINS and (login in RECORDS or mine.has(person))
        if shows != should or answer.status_code != (403 if login in ADMINS else 200):
            wrong.append((person.code, answer.status_code, shows))
    assert wrong == []


@each_login
def test_whose_history_in_the_register(town, reach, people, login):
    client, mine, wrong = town.returning(login), reach(login), []
    things = [("register:person", person) for person in people]
    things += [("register:unit", unit) for unit in Unit.objects.all()]
    for name, thing in things:
        status = client.get(reverse(name, args=[thing.pk])).status_code
        should = login not in ADMINS and (login in REGISTER or mine.has(thing))
        if status != (200 if should else 403):
            wrong.append((name, thing.code, status))
    assert wrong == []


@each_login
def test_which_entry_of_the_register_by_its_number_in_the_list_the_search_and_the_export(town, reach, login):
    client, mine = town.returning(login), reach(login)
    effects = list(Effect.objects.select_related("person", "unit"))
    should = {e.pk for e in effects if login not in ADMINS and (login in REGISTER or mine.has(subject(e)))}
    opened = {e.pk for e in effects if client.get(reverse("register:effect", args=[e.pk])).status_code == 200}
    assert opened == should
    page = client.get(reverse("register:list") + "?state=all").content.decode()
    assert {int(pk) for pk in re.findall(r'href="/register/(\d+)/"', page)} == should
    found = set()
    for name in {subject(e).name for e in effects if e.person}:
        hits = client.get(reverse("desk:search"), {"q": name}).content.decode()
        found |= {int(pk) for pk in re.findall(r'href="/register/(\d+)/"', hits)}
    assert found <= should
    assert codes_taken_out(client) == ({subject(e).code for e in effects if e.pk in should} if should else set())


def codes_taken_out(client):
    answer = client.post(reverse("register:export"), {"state": "all"})
    if answer.status_code != 200:
        return set()
    rows = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(min_row=2, values_only=True)
    return {row[0] for row in rows}


@each_login
def test_which_task(town, reach, login):
    client, mine, keys = town.returning(login), reach(login), town.actor(login).roles
    wrong = []
    for task in Task.objects.select_related("person"):
        own = task.person_id is not None and task.person_id == mine.person
        own |= any(task.role == key.key and task.unit_id in (None, key.unit) for key in keys)
        led = task.person is not None and task.person_id in mine.people
        should = own or task.given_by == login or (not task.is_private and (login in TASKS or led))
        status = client.get(reverse("tasks:task", args=[task.pk])).status_code
        if status != (200 if should else 403):
            wrong.append((task.pk, task.title, status))
        if not should and client.post(reverse("tasks:act", args=[task.pk, "finish"]), {"note": ""}).status_code != 403:
            wrong.append((task.pk, "finished by one who may not see it"))
    assert wrong == []


@each_login
def test_what_a_measure_was_used_for_shows_no_entry_one_may_not_open(town, reach, login):
    client, mine = town.returning(login), reach(login)
    may = {e.pk for e in Effect.objects.all() if login in REGISTER or (login not in ADMINS and mine.has(subject(e)))}
    addresses = set(Effect.objects.values_list("steps__address", flat=True))
    for instrument in {address.partition("/")[0] for address in addresses if address}:
        page = client.get(reverse("reading_room:law", args=[instrument])).content.decode()
        assert {int(pk) for pk in re.findall(r'href="/register/(\d+)/"', page)} <= may


@pytest.mark.parametrize("login", BUSINESS)
def test_a_program_reaches_no_further_than_its_owner_s_pages(town, reach, people, settings, login):
    settings.API_RATE = "100000/m"
    secret = make_token(town.actor(login), town.account(login), "x", ["register", "tasks"], date(2026, 12, 31))
    client, mine, headers = town.client(), reach(login), {"Authorization": f"Bearer {secret}"}
    browser = town.returning(login)
    wrong = []
    for person in people[:40]:
        status = client.get(f"/api/register/people/{person.code}", headers=headers).status_code
        if status != (200 if login in REGISTER or mine.has(person) else 403):
            wrong.append((person.code, status))
    for task in Task.objects.all():
        status = client.get(f"/api/tasks/{task.pk}", headers=headers).status_code
        if status != browser.get(reverse("tasks:task", args=[task.pk])).status_code:
            wrong.append((task.pk, status))
    assert wrong == []


@each_login
def test_nobody_but_the_owner_and_the_security_administrator_revokes_a_token(town, login):
    make_token(town.actor("weicangzhu"), town.account("weicangzhu"), "theirs", ["law"], date(2026, 12, 31))
    token = Token.objects.get(name="theirs")
    town.client(login).post(reverse("api:revoke", args=[token.pk]))
    token.refresh_from_db()
    assert (token.revoked_at is not None) == (login in ("weicangzhu", "anquan"))
    shown = "theirs" in town.client(login).get(reverse("api:tokens")).content.decode()
    assert shown == (login in ("weicangzhu", "anquan"))


@pytest.mark.parametrize("login", BUSINESS)
def test_no_business_account_sees_the_accounts_of_others(town, login):
    client = town.returning(login)
    for name in ("maibaizhi", "xitong"):
        account = town.account(name)
        assert client.get(reverse("accounts:account", args=[account.pk])).status_code == 403
        for verb in ("approve", "close", "unlock"):
            assert client.post(reverse("accounts:act", args=[account.pk, verb])).status_code == 403
    assert r.SYSTEM_ADMIN not in town.actor(login).keys
