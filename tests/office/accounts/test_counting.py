"""How often one may try: counted right by the one process that serves, with its threads, and after a restart."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
import requests
from django.core.cache.backends.locmem import LocMemCache

from office.api.keys import PerToken
from tests.office_served import Browser, Served

THREADS, FAILURES, RATE = 4, 5, 20
AT_ONCE = 24


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with Served(tmp_path_factory.mktemp("counting") / "data", GUIJU_API_RATE=f"{RATE}/m") as served:
        yield served


def at_once(tries, many=AT_ONCE):
    with ThreadPoolExecutor(many) as threads:
        return list(threads.map(tries, range(many)))


@pytest.mark.slow
def test_a_token_that_asks_from_many_threads_at_once_gets_its_number_and_not_one_more(office):
    secrets = [token_of(office, login) for login in ("weicangzhu", "shilianqiao")]

    def ask(n):
        headers = {"Authorization": f"Bearer {secrets[n % 2]}"}
        return requests.get(f"{office.url}/api/tasks", headers=headers, timeout=60).status_code

    answers = at_once(ask, 2 * (RATE + 10))
    for which in (0, 1):
        assert sorted(answers[which::2]) == [200] * RATE + [429] * 10


class Slow(LocMemCache):
    """Leaves the other threads time to come between reading and writing."""

    def get(self, *args, **kwargs):
        found = super().get(*args, **kwargs)
        time.sleep(0.002)
        return found


def test_threads_do_not_count_over_each_other(monkeypatch, settings):
    settings.API_RATE = f"{RATE}/m"
    monkeypatch.setattr(PerToken, "cache", Slow("of its own", {}))
    counter = PerToken()
    tokens = [SimpleNamespace(auth=SimpleNamespace(pk=number)) for number in (1, 2)]
    answers = at_once(lambda n: counter.allow_request(tokens[n % 2]), 4 * RATE)
    assert [answers[which::2].count(True) for which in (0, 1)] == [RATE, RATE]


@pytest.mark.slow
def test_many_at_once_try_hardly_more_passwords_than_one_after_the_other_and_a_restart_forgives_none(office):
    browsers = [Browser(office) for _n in range(AT_ONCE)]
    for browser in browsers:
        browser.see("/sign-in/")
    answers = at_once(lambda n: browsers[n].sign_in("yueduzhong", f"Wrong-{n}").status_code)
    assert set(answers) == {422, 429}
    # Those whose password is being looked at when the lock falls are looked at still: one a thread.
    assert answers.count(422) <= FAILURES + THREADS - 1
    assert Browser(office).sign_in("yueduzhong").status_code == 429, "even with the right one"
    office.restart()
    assert Browser(office).sign_in("yueduzhong").status_code == 429, "after a restart too"
    assert Browser(office).sign_in("weiniuxi").status_code == 200, "nobody else is locked"


def token_of(office, login):
    browser = Browser(office)
    browser.sign_in(login)
    proposed = re.search(r'name="until" value="(\d{4}-\d\d-\d\d)"', browser.see("/me/tokens/").text)[1]
    page = browser.hand_in("/me/tokens/", name="试", scopes="tasks", until=proposed)
    return re.search(r"gj_[\w-]{43}", page.text)[0]
