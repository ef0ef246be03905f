"""Every address times every role, from the one table of pages. An address that stands in no table fails here."""

from pathlib import Path

import pytest
from django.urls import reverse

from office.accounts.standing import actor_of
from office.ground import clock
from office.ground.pages import pages
from office.ground.roles import BUSINESS, EVERYONE, LABELS, SIGNED_IN, VISITOR
from tests.office_addresses import ADDRESSES, examples
from tests.office_world import LOGINS, TODAY, Town

HERE = Path(__file__).parent
# What may come of a page that is open to somebody: it is shown, leads on, wants another method, or says what is wrong.
OPEN = {200, 302, 405, 404, 409, 422}
# Where being signed in is not enough of an answer: these lead on by themselves.
LEADS_ON = {"accounts:sign-in", "accounts:sign-out", "look:language"}


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_address_stands_in_the_table(name):
    assert name in pages(), "add it to the app's access.py"


@pytest.mark.parametrize("name", [name for name, takes in ADDRESSES.items() if takes])
def test_an_address_with_arguments_has_an_example(name):
    assert name in examples(), "add it to tests/office/<app>/examples.py"


def test_the_table_names_no_address_that_is_gone():
    optional = {name for name in pages() if name.startswith("oidc_")}
    assert set(pages()) - set(ADDRESSES) - optional == set()


def test_every_role_has_somebody(town):
    assert set(LOGINS) == SIGNED_IN | {VISITOR}
    for role, login in LOGINS.items():
        if login:
            assert role in actor_of(town.account(login), clock.today()).keys, LABELS[role]


@pytest.fixture(scope="module")
def roles_of(django_db_setup, django_db_blocker):
    """The roles of everybody's account; no look at a page changes them."""
    with django_db_blocker.unblock(), clock.clock_at(TODAY):
        return {login: Town().actor(login).keys if login else {VISITOR} for login in set(LOGINS.values())}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_each_role_is_let_in_or_turned_away_as_the_table_says(name, method, town, roles_of):
    page = pages()[name]
    arguments = examples()[name](town) if ADDRESSES[name] else {}
    url = reverse(name, kwargs=arguments)
    wrong = []
    for role, login in LOGINS.items():
        answer = getattr(town.returning(login), method)(url)
        keys = roles_of[login]
        if not _as_expected(page, keys, answer):
            wrong.append(f"{role} ({login}): {answer.status_code}")
    assert wrong == []


def _as_expected(page, keys, answer):
    if page.view in LEADS_ON:
        return answer.status_code in OPEN
    if page.narrowed and answer.status_code in (401, 403):  # 401: a program without a token
        return True
    if page.roles & keys:
        return answer.status_code in OPEN and not answer.headers.get("Location", "").startswith("/sign-in")
    if keys == {VISITOR}:
        return answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in")
    return answer.status_code == 403


def test_the_table_as_a_text(same_as_file):
    """Who may open what, to be read in a review."""
    order = list(LABELS)
    lines = []
    for name, page in sorted(pages().items()):
        groups = {EVERYONE: "所有人", SIGNED_IN: "登录了的人", BUSINESS: "有业务身份的人"}
        who = groups.get(page.roles) or "、".join(str(LABELS[key]) for key in order if key in page.roles)
        lines.append(f"{name}　{who}{'　' + str(page.narrowed) if page.narrowed else ''}")
    same_as_file(HERE.parent / "snapshots/office-access.txt", "\n".join(lines) + "\n")
