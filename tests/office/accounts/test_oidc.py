"""Signing in with the county's own identity provider: a real office, a real provider, and a browser between them."""

import subprocess
import sys
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.office_served import START, Browser, Served
from tests.oidc_provider import Provider

pytestmark = pytest.mark.slow

BEGIN, FAILED = "/oidc/authenticate/", "统一身份登录没有成功"
SUBJECTS = {"maibaizhi": "s-keeper", "shenji": "s-audit", "yueduzhong": "s-closed"}
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def running():
    with Provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def office(running, tmp_path_factory):
    """Opened with the provider; the two administrators have given three accounts their subjects, and closed one."""
    folder = tmp_path_factory.mktemp("oidc") / "data"
    with Served(folder, GUIJU_SECOND_FACTOR="admins", **running.settings()) as served:
        running.redirects = {served.url + "/oidc/callback/", served.url + "/sign-in/"}
        system, security = Browser(served), Browser(served)
        for browser, login in ((system, "xitong"), (security, "anquan")):
            browser.sign_in(login)
            assert browser.enrol().status_code == 200
        for login, subject in SUBJECTS.items():
            page = f"/accounts/{served.account(login)}/"
            wish = {"what": "subject", "value": subject, "because": "县里的统一身份开通了"}
            assert "已申请" in system.hand_in(page + "renewal/", **wish).text
            (number,) = served.rows("SELECT MAX(id) FROM accounts_renewal")[0]
            assert security.hand_in(f"/accounts/renewals/{number}/grant/", page).status_code == 200
        closing = f"/accounts/{served.account('yueduzhong')}/"
        security.hand_in(closing + "close/", closing)
        yield served


@pytest.fixture
def provider(running):
    running.clear()
    return running


@pytest.fixture
def browser(office):
    return Browser(office)


def path_of(answer):
    return urlsplit(answer.url).path


def is_in(browser):
    return browser.see("/me/", allow_redirects=False).status_code == 200


def come_back(browser):
    """The provider's answer, not yet taken: the address of the callback with code and state."""
    asked = browser.see(BEGIN, allow_redirects=False).headers["Location"]
    return browser.see(asked, allow_redirects=False).headers["Location"]


# --- what should be


def test_whom_the_provider_knows_is_in_and_led_to_where_they_wanted_to_go(office, provider, browser):
    provider.who = "s-keeper"
    assert "用统一身份登录" in browser.see("/people/").text
    before = browser.cookies.get("sessionid")
    answer = browser.see(BEGIN + "?next=/people/")
    assert (answer.status_code, path_of(answer)) == (200, "/people/")
    assert office.last_entries(1) == [("accounts.sign_in", "maibaizhi", "done")]
    assert browser.cookies.get("sessionid") != before, "a session that was begun before is not the one of the account"


def test_nothing_is_asked_but_who_it_is(office, browser):
    asked = parse_qs(urlsplit(browser.see(BEGIN, allow_redirects=False).headers["Location"]).query)
    assert asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) >= 32
    assert len(asked["state"][0]) >= 32


def test_leaving_leaves_the_provider_too(office, provider, browser):
    provider.who = "s-keeper"
    browser.see(BEGIN)
    answer = browser.hand_in("/sign-out/", "/me/")
    assert (answer.status_code, path_of(answer), provider.who) == (200, "/sign-in/", "")
    assert office.last_entries(1) == [("accounts.sign_out", "maibaizhi", "done")]
    assert not is_in(browser)
    assert "统一身份那边没有让登录" in browser.see(BEGIN).text, "who sits down next is not the last one"


def test_leaving_may_lead_to_the_provider_and_nowhere_else(office, provider, browser):
    policy = browser.see("/sign-in/").headers["Content-Security-Policy"]
    assert f"form-action 'self' {provider.url};" in policy + ";"


def test_an_administrator_still_has_to_give_the_second_factor(office, provider, browser):
    provider.who = "s-audit"
    assert path_of(browser.see(BEGIN)) == "/me/second-factor/new/"
    assert path_of(browser.see("/audit/")) == "/me/second-factor/new/"
    assert browser.enrol().status_code == 200
    assert path_of(browser.see("/audit/")) == "/audit/"


# --- who does not come in


@pytest.mark.parametrize("who", ["s-nobody", "s-closed", "S-KEEPER"])
def test_whom_the_office_does_not_know_stays_outside(office, provider, browser, who):
    provider.who = who
    answer = browser.see(BEGIN)
    assert (path_of(answer), FAILED in answer.text) == ("/sign-in/", True)
    assert not is_in(browser)
    assert office.last_entries(1) == [("accounts.sign_in", "", "refused")]
    assert office.rows("SELECT COUNT(*) FROM accounts_account WHERE oidc_subject = ?", who)[0][0] == (who == "s-closed")


WRONG = {
    "another nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"claims": {"nonce": None}},
    "expired": {"claims": {"exp": 1_700_000_000}},
    "without an end": {"claims": {"exp": None}},
    "another issuer": {"claims": {"iss": "https://another.example"}},
    "no issuer": {"claims": {"iss": None}},
    "for another client": {"claims": {"aud": "another client"}},
    "for nobody": {"claims": {"aud": None}},
    "of nobody": {"claims": {"sub": None}},
    "signed by another": {"sign_with": OTHER_KEY},
    "an unknown key": {"headers": {"kid": "two"}},
    "no key named": {"headers": {"kid": None}},
    "told of somebody else": {"told": {"sub": "s-audit"}},
    "told of nobody": {"told": {"sub": None}},
    "not what was agreed": {"is_broken": True},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_with_the_signed_claims_keeps_one_outside(office, provider, browser, wrong):
    provider.who = "s-keeper"
    for name, value in WRONG[wrong].items():
        setattr(provider, name, value)
    answer = browser.see(BEGIN)
    assert (answer.status_code, path_of(answer), FAILED in answer.text) == (200, "/sign-in/", True)
    assert not is_in(browser)
    assert office.last_entries(1) == [("accounts.sign_in", "", "refused")]
    provider.clear()
    provider.who = "s-keeper"
    browser.see(BEGIN)
    assert is_in(browser), "the next try, with nothing wrong, is not held against them"


def test_clocks_may_differ_a_little(office, provider, browser):
    provider.who, provider.claims = "s-keeper", {"iat": int(time.time()) + 30}
    browser.see(BEGIN)
    assert is_in(browser)


def test_a_state_that_this_browser_did_not_begin_is_not_taken(office, provider, browser):
    """Somebody's own code, put into another's browser, would sign that browser in as them."""
    provider.who = "s-keeper"
    theirs = come_back(Browser(office))
    before = office.last_entries(1)
    for address in (theirs, theirs.replace("state=", "state=x"), office.url + "/oidc/callback/?code=x&state=y"):
        answer = browser.see(address)
        assert (path_of(answer), "登录没有从这里开始" in answer.text) == ("/sign-in/", True)
    assert not is_in(browser)
    assert office.last_entries(1) == before, "anybody can ask that: it is no try to sign in, and fills no log"


def test_an_answer_is_taken_once(office, provider, browser):
    provider.who = "s-keeper"
    address = come_back(browser)
    browser.see(address)
    browser.hand_in("/sign-out/", "/me/")
    assert "登录没有从这里开始" in browser.see(address).text
    assert not is_in(browser)


def code_in(address):
    return parse_qs(urlsplit(address).query)["code"][0]


def test_a_code_that_was_used_opens_nothing(office, provider, browser):
    provider.who = "s-keeper"
    first = come_back(browser)
    browser.see(first)
    browser.hand_in("/sign-out/", "/me/")
    provider.who, provider.wants_verifier = "s-keeper", False
    second = come_back(browser)
    assert FAILED in browser.see(second.replace(code_in(second), code_in(first))).text
    assert not is_in(browser)


def test_a_code_of_another_browser_opens_nothing(office, provider, browser):
    provider.who = "s-keeper"
    theirs, own = come_back(Browser(office)), come_back(browser)
    assert FAILED in browser.see(own.replace(code_in(own), code_in(theirs))).text, "the verifier is not that one's"
    assert not is_in(browser)


def test_a_code_in_the_address_of_the_sign_in_page_opens_nothing(office, provider, browser):
    """Django asks every way of proving at each sign-in. Without nonce and verifier it would take anybody's code."""
    provider.who, provider.wants_verifier = "s-keeper", False
    provider.claims = {"nonce": None}
    code = provider.code_for(office.url + "/oidc/callback/")
    answer = browser.hand_in(f"/sign-in/?code={code}&state=x", "/sign-in/", login="nobody", password="x")
    assert answer.status_code == 422
    assert not is_in(browser)
    assert not provider.codes[code]["used"], "it was not even asked about"


def test_an_error_in_the_address_signs_nobody_out(office, provider, browser):
    provider.who = "s-keeper"
    browser.see(BEGIN)
    browser.see("/oidc/callback/?error=x&state=y")
    assert is_in(browser)


def test_one_is_led_only_to_this_office_afterwards(office, provider, browser):
    provider.who = "s-keeper"
    for wanted in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        assert path_of(browser.see(BEGIN, params={"next": wanted})) == "/"


def test_failures_at_the_provider_lock_nobody_out(office, provider, browser):
    provider.who = "s-nobody"
    for _time in range(8):
        assert FAILED in browser.see(BEGIN).text
    provider.who = "s-keeper"
    browser.see(BEGIN)
    assert is_in(browser)


def test_the_log_says_that_it_failed_and_keeps_neither_token_nor_person(office, provider, browser):
    provider.who, provider.claims = "s-keeper", {"nonce": "another"}
    browser.see(BEGIN)
    log = (office.folder / "office.log").read_text(encoding="utf-8")
    assert "sign-in failed: " in log
    assert "s-keeper" not in log
    assert "eyJ" not in log, "no token"


def test_a_missing_setting_is_told_in_words(running, tmp_path):
    served = Served(tmp_path, **{**running.settings(), "OIDC_OP_ISSUER": ""})
    words = [sys.executable, "-c", START, "serve", "--prepare"]
    done = subprocess.run(words, env=served.surroundings, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "还要设 OIDC_OP_ISSUER" in done.stderr
