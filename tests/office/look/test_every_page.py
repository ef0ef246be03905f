"""Every page that can be looked at, as somebody who may, drawn by a real browser: in Chinese and in English, light and
dark, wide and narrow. The pages come from the table of addresses: a new one is looked at without being listed here.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from importlib import import_module

import pytest
from django.test import Client
from django.urls import reverse

from office.audit.action import Action
from office.ground.order import APPS
from office.ground.pages import pages
from office.ground.roles import VISITOR
from office.look.words import OFFICE
from tests.office_addresses import ADDRESSES, examples, queries
from tests.office_browser import Look, browser  # noqa: F401 - a fixture
from tests.office_world import LOGINS, Town

# Who sees most of a page comes first; whoever else may open it follows.
FITTING = ["organization_member", "office_clerk", "principal_leader", "teller", "system_admin", "security_admin"]
ORDER = [*FITTING, *(role for role in LOGINS if role not in FITTING)]
# In Chinese with all that it can be asked, in English once; over all pages, in every light and width.
LOOKS = (Look(1280, "light"), Look(390, "dark"), Look(390, "light"), Look(1280, "dark"))
# Not looked at here, and why.
NOT_HERE = {
    "api:rest:openapi-view": "drawn by the API's own library, in its own words",
    "api:rest:api-root": "there is nothing under it",
    "reading_room:checkup-file": "a file, once there is a checkup",
    "reading_room:edition-effects": "a part of the page of editions, once there are two",
}


NAMES = [name for name in ADDRESSES if name not in NOT_HERE]


@dataclass(frozen=True)
class Shown:
    """A page as somebody saw it: whose browser it was, in which role, and the answers by what was asked for."""

    client: Client
    role: str
    answers: list


def shown(town, name):
    """The page as the first of those who may look at it sees it, with every question of its own; None when it is none.

    The last answer is the page as it comes back when nothing was filled in.
    """
    arguments = examples()[name](town) if ADDRESSES[name] else {}
    address = reverse(name, kwargs=arguments)
    asked = queries().get(name, lambda _town: [""])(town)
    for role in ORDER:
        client = town.returning(LOGINS[role])
        answers = [(address + query, client.get(address + query)) for query in asked]
        if first := next((answer for _where, answer in answers if answer.status_code == 200), None):
            return Shown(client, role, answers + sent_back(client, address)) if is_html(first) else None
    return None


def sent_back(client, address):
    """The page as it comes back when nothing was filled in, if it does."""
    answer = client.post(address)
    return [(address, answer)] if answer.status_code == 422 and is_html(answer) else []


def is_html(answer):
    return answer.headers.get("Content-Type", "").startswith("text/html")


@pytest.fixture(scope="module", params=NAMES)
def name(request):
    """The name of an address: all tests of one page follow each other."""
    return request.param


@lru_cache(1)
def _kept(name):
    return shown(Town(), name)


@pytest.fixture
def page(name, town):
    """The page, asked for once for its tests: they look at the answers and ask nothing themselves."""
    return _kept(name)


def test_a_page_can_be_read_by_everyone(name, page, town, browser):  # noqa: F811 - the fixture
    if page is None:
        assert is_no_page(name, town), "a page that nobody can look at: say in examples.py how"
        return
    where, _answer = page.answers[0]
    page.client.cookies["django_language"] = "en"
    drawn = [*page.answers, (where, page.client.get(where))]
    first, faults = list(ADDRESSES).index(name), []
    for number, (where, answer) in enumerate(drawn, start=first):
        look = LOOKS[number % len(LOOKS)]
        language = answer.headers["Content-Language"]
        faults += [f"{where} {language} {look}: {fault}" for fault in browser.see(where, answer, look).faults]
    assert faults == []


def is_no_page(name, town):
    """Whether the address only carries something out, leads on, hands out a file, or speaks to programs."""
    address = reverse(name, kwargs=examples()[name](town) if ADDRESSES[name] else {})
    for role in ORDER:
        answer = town.returning(LOGINS[role]).get(address)
        if is_html(answer) and answer.status_code not in (301, 302, 403, 405):
            return False
        if answer.status_code == 200:  # a file, or an answer for programs
            return True
    return True


def test_a_page_says_where_one_is_and_how_to_get_back(name, page):
    if page is None:
        return
    for where, answer in page.answers:
        read = Read(answer.content.decode())
        assert len(read.headings) == 1, f"{where}: one heading of the first rank"
        title = read.title.removesuffix("规矩").removesuffix(" · ")
        assert title, f"{where}: no title"
        assert any(part in read.headings[0] for part in re.split(r"[：　 ]", title)), "title and heading say the same"
        if page.role != VISITOR and name not in ("accounts:sign-in", "look:language"):
            assert read.current == 1, f"{where}: one place in the navigation is the current one; `under` in access.py"
        assert bool(read.trail) == bool(pages()[name].under), f"{where}: the way back"


class Read(HTMLParser):
    """What a reader of the page needs: its title, its headings, which place is current, the steps back."""

    def __init__(self, text):
        super().__init__()
        self.title, self.headings, self.current, self.trail = "", [], 0, []
        self._in, self._is_trail = "", False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "title" and self._in != "svg":
            self._in = "title"
        elif tag == "svg":
            self._in = "svg"
        elif tag == "h1":
            self._in = "h1"
            self.headings.append("")
        elif tag == "nav":
            self._is_trail = "trail" in given.get("class", "")
        elif tag == "a":
            self.current += "aria-current" in given
            self.trail += [given["href"]] if self._is_trail else []

    def handle_endtag(self, tag):
        if tag == "nav":
            self._is_trail = False
        elif tag == self._in:
            self._in = ""

    def handle_data(self, data):
        if self._in == "title":
            self.title += data
        elif self._in == "h1":
            self.headings[-1] += data


# What is done elsewhere than on a page, and why.
WITHOUT_A_PAGE = {
    "demo.fill": "an empty office is filled by `guiju serve --demo`",
    "accounts.renew_at_the_machine": "`guiju` at the machine itself, where nobody can sign in any more",
    "backup.begin": "`guiju backup`",
    "backup.make": "`guiju backup`",
    "backup.restore": "`guiju restore`",
}


def test_every_act_can_be_done_on_a_page():
    """An act is called by a page of its own app, or stands above with the reason why not."""
    without = set()
    for app in APPS:
        text = "\n".join(path.read_text() for path in (OFFICE / app).glob("*.py") if path.stem != "actions")
        module = import_module(f"office.{app}.actions") if (OFFICE / app / "actions.py").is_file() else None
        for function, act in vars(module).items() if module else ():
            if isinstance(act, Action) and f"actions.{function}" not in text:
                without.add(act.name)
    assert without == set(WITHOUT_A_PAGE)
