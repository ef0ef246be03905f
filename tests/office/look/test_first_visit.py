"""Who comes for the first time: what can be done from here, and, in the made-up town alone, whom to come in as."""

import pytest
from django.urls import reverse

from office.demo import offers
from office.demo.actions import PASSWORD
from office.ground.pages import pages
from tests.office_world import LOGINS


@pytest.mark.parametrize("login", sorted({login for login in LOGINS.values() if login}))
def test_the_desk_says_what_each_role_can_do_from_here_and_nothing_else(town, login):
    page = town.client(login).get("/").content.decode()
    may = town.actor(login).keys
    for one in pages().values():
        if one.nav and one.nav.does:
            assert (str(one.nav.does) in page) == bool(one.roles & may), one.view


def test_every_section_of_the_navigation_is_explained_on_the_desk():
    explained = {str(page.nav.section) for page in pages().values() if page.nav and page.nav.does}
    assert {str(page.nav.section) for page in pages().values() if page.nav} - explained == set()


def test_the_accounts_of_the_demonstration_are_offered_and_let_one_in(town, settings):
    settings.DEMO = True
    client = town.client()
    page = client.get(reverse("accounts:sign-in")).content.decode()
    assert all(f'value="{login}"' in page for login in LOGINS.values() if login)
    answer = client.post(reverse("accounts:sign-in"), {"login": "maibaizhi", "password": PASSWORD})
    assert answer.headers["Location"] == "/"


def test_a_real_town_offers_nobody(town, settings):
    settings.DEMO = False
    assert "maibaizhi" not in town.client().get(reverse("accounts:sign-in")).content.decode()


def test_nor_does_a_real_town_s_database_that_is_opened_as_if_it_were_the_demonstration(town, settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr(offers, "FILLED", "an act that nobody did here")
    assert "maibaizhi" not in town.client().get(reverse("accounts:sign-in")).content.decode()
