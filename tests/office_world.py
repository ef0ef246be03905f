"""The made-up town for the tests: its people and units by name, and who signs in in which role."""

from datetime import date
from functools import cache

from django.test import Client

from office.accounts.models import Account
from office.accounts.standing import actor_of
from office.demo.town import Days, town_book
from office.people.models import Person, Unit, UnitVersion

TODAY = date(2026, 11, 23)


# Who was signed in before the first test, by login: the cookie of a session that each test finds as it was.
SESSIONS = {}


@cache
def _places():
    return town_book(Days.before(TODAY))[1]


def sign_everybody_in():
    """Once, before the tests: signing in for each of a few thousand looks would take longer than the looks."""
    for login in set(LOGINS.values()) - {""}:
        client = Town().client(login)
        client.get("/")
        SESSIONS[login] = client.cookies["sessionid"].value


class Town:
    """The people and units of the made-up town by their names, and who signs in as whom."""

    def __init__(self):
        self.places = _places()

    def person(self, place):
        """Who is at `单位:职务`."""
        return Person.objects.get(code=self.places[place])

    def unit(self, name):
        return Unit.objects.get(pk=UnitVersion.objects.get(name=name, until=None).unit_id)

    def account(self, login):
        return Account.objects.get(login=login)

    def actor(self, login, on=TODAY):
        return actor_of(self.account(login), on)

    def client(self, login=""):
        client = Client()
        if login:
            client.force_login(self.account(login), backend="office.accounts.backends.Local")
        return client

    def returning(self, login=""):
        """A browser in which somebody has been signed in before."""
        client = Client()
        if login:
            client.cookies["sessionid"] = SESSIONS[login]
        return client


# One account for each role; the people are those of office/demo.
LOGINS = {
    "visitor": "",
    "system_admin": "xitong",
    "security_admin": "anquan",
    "audit_admin": "shenji",
    "party_secretary": "miaofuling",
    "principal_leader": "shilianqiao",
    "organization_member": "maibaizhi",
    "discipline_member": "linhuangqi",
    "leader_in_charge": "xidanggui",
    "team_member": "xidanggui",
    "committee_secretary": "yanfangfeng",
    "office_clerk": "lichaihu",
    "organizer": "miaoniubang",
    "teller": "weicangzhu",
    "unit_head": "weiniuxi",
    "cadre": "yueduzhong",
}
