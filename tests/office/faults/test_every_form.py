"""Every form in the office, filled in wrongly in every way: an answer in words, never a bare error, nothing changed.

No form is listed here. They are found as people find them: each account opens the pages the table lets it open and
follows the links there. What an answer may do is one rule for all: a form that leads on left an entry in the chain for
what it changed; a form that was turned away changed nothing.
"""

import re
from collections import Counter
from contextlib import contextmanager
from copy import deepcopy
from datetime import date
from itertools import product
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

import office
from office.accounts import actions as accounts
from office.api import actions as api
from office.audit.chain import Note, append
from office.audit.models import Entry
from office.backup.tables import digest, kinds, lines
from office.ground.order import APPS
from office.ground.pages import pages
from office.register import actions as register
from office.register.models import Effect
from tests.office_addresses import ADDRESSES, examples
from tests.office_forms import Form, forms_within_reach
from tests.office_world import LOGINS
from tests.sweep import SIZE, SWEEP

LONG = 10_000
# Without a sweep each form is given a share of the garbage, another one each; all of it together meets every view.
SHARES, MOST_ONE_BY_ONE, MOST_OF_A_VIEW = (1, 99, 99) if SWEEP else (3, 4, 2)
GARBAGE = [
    "", " \t\r\n", "\x00", "甲\x00乙", "9" * LONG, "长" * LONG, "-1", "0", "1e999", "NaN", "²", "٣", "9" * 20,
    "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "二〇二六年二月三十日",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\U0001f3f3\ufe0f", "\u202e反过来\u2066", "\ufeff\u200b\u2028",
    "<script>alert(1)</script>", "'; DROP TABLE people_person; --", "{{ 7*7 }}%s%(x)s{0}", "../../etc/passwd",
    "a@b@1", "|" * 300,
]  # fmt: skip
NOT_UTF8 = b"\xff\xfe\xed\xa0\x80"
# Tables that an answer may write to whatever it says: who is signed in, who guessed at a password, which forms came in.
_OF_THE_MACHINE = re.compile(r'"(django_session|axes_\w+|audit_submission)"')
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
_TOLD = re.compile(r'<div class="notice notice-error"|class="invalid-feedback|class="status-number"|<p class="notice')


def state():
    """What every table holds, save for refused attempts and what belongs to the machine."""
    kept = {name: kind for name, kind in kinds().items() if not name.startswith(("axes.", "audit.entry", "audit.sub"))}
    tables = {name: digest(lines(kind, "default")) for name, kind in kept.items()}
    return tables | {"acts": Entry.objects.filter(result=Entry.DONE).count()}


class Desk:
    """Somebody at a browser. Whatever is handed in is answered, looked at, and taken back."""

    def __init__(self, client):
        self.client, self.before, self.wrong, self.done = client, {}, [], set()

    @contextmanager
    def again(self, **options):
        """A browser in the same session, and afterwards everything as it was."""
        client = Client(raise_request_exception=False, **options)
        client.cookies = deepcopy(self.client.cookies)
        with transaction.atomic():
            yield client
            transaction.set_rollback(True)

    def hand_in(self, what, form, given, expected=None, **options):
        """One form; what is wrong with the answer is noted."""
        with self.again(**options) as client:
            answer, has_written = watched(client, form.action, given)
            self._judge(f"{form.place} [{what}]", answer, has_written, expected)
        return answer

    def twice(self, form, given):
        """The same form two times, as by a double click: the second one is led to where the first one was."""
        with self.again() as client:
            first, _written = watched(client, form.action, given)
            if first.status_code != 302:
                return False
            between = state()
            second, _written = watched(client, form.action, given)
            place = second.headers.get("Location")
            if (second.status_code, place, state()) != (302, first.headers["Location"], between):
                self.wrong.append(f"{form.place} [twice]: done twice, or answered {second.status_code}")
        return True

    def again_anew(self, form, given):
        """The same asked for once more, in a form opened before: done again with an entry, or refused in words."""
        with self.again() as client:
            first, _written = watched(client, form.action, given)
            if first.status_code == 302:
                between = state()
                second, _written = watched(client, form.action, form.filled(seen=None))
                moved = state() != between and state()["acts"] == between["acts"]
                if second.status_code >= 500 or (moved and second.status_code == 302):
                    self.wrong.append(f"{form.place} [again anew]: {second.status_code}")
                elif second.status_code != 302 and state() != between:
                    self.wrong.append(f"{form.place} [again anew]: {second.status_code}, and something changed")

    def after_somebody_else(self, form, given):
        """The form was opened, somebody else changed the same thing, the form is handed in: it is told, not done."""
        subject = given["seen"].partition("@")[0]
        with self.again() as client:
            append([Note("people.correct_person", "0" * 32, subject, {"姓名": ["甲", "乙"]}, "somebody", "严", "", "")])
            changed = state()
            answer, _written = watched(client, form.action, given | {"once": "another"})
            if (answer.status_code, state()) != (409, changed) or "严" not in answer.content.decode():
                self.wrong.append(f"{form.place} [after somebody else]: {answer.status_code}")

    def _judge(self, where, answer, has_written, expected):
        status = answer.status_code
        if status >= 500 or (expected and status not in expected):
            self.wrong.append(f"{where}: {status}")
        elif status == 302:
            self.done.add(where.partition(" [")[0])
            acts = Entry.objects.filter(result=Entry.DONE).count()
            if has_written and acts == self.before["acts"]:
                self.wrong.append(f"{where}: wrote without an entry")
        elif has_written and status != 200 and state() != self.before:
            self.wrong.append(f"{where}: {status}, and something changed")
        if 400 <= status < 500 and not in_words(answer):
            self.wrong.append(f"{where}: {status} without a word")


def in_words(answer):
    """Whether the page says in Chinese what is wrong."""
    page = answer.content.decode()
    found = _TOLD.search(page)
    return bool(found and re.search(r"[一-鿿]{4}", re.sub(r"<[^>]*>", "", page[found.start() :])))


def watched(client, action, given):
    """The answer to a form, and whether it wrote to a table of the office."""
    written = []

    def watch(execute, sql, params, many, context):
        if _WRITES.match(sql) and not _OF_THE_MACHINE.search(sql):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        if isinstance(given, bytes):
            answer = client.post(action, given, content_type="application/x-www-form-urlencoded")
        else:
            answer = client.post(action, given)
        if answer.streaming:
            b"".join(answer.streaming_content)
    return answer, bool(written)


@pytest.fixture
def unsettled(town):
    """Things in every state that a button asks for: waiting for approval, suspended, not yet granted."""
    system, keeper = town.actor("xitong"), town.actor("maibaizhi")
    waiting = accounts.open_account(system, "new.account", "business", town.person("林业工作站:护林员"))
    given = {"since": date(2026, 11, 1), "basis": "青党发〔2026〕8号"}
    accounts.enter_function(system, town.account("yueduzhong"), "teller", **given)
    api.make_token(town.actor("maibaizhi"), town.account("maibaizhi"), "试", ["law"], date(2026, 12, 31))
    running = Effect.objects.order_by("pk").first()
    register.suspend(keeper, running, date(2026, 11, 20), "青纪〔2026〕9号", "青桥驿镇纪委", "另案核查")
    return waiting


def starts(app, town):
    """The addresses of the app to begin at: those that need no arguments, and the examples of the others."""
    found = []
    for name in (name for name in pages() if name.startswith(f"{app}:")):
        try:
            found.append(reverse(name, kwargs=examples()[name](town) if ADDRESSES.get(name) else {}))
        except (NoReverseMatch, KeyError):
            continue
    return [*found, f"/register/ask/?who={town.person('农业综合服务站:农技员').code}"]


WITH_FORMS = [app for app in APPS if any(name.startswith(f"{app}:") for name in pages())]


def shared(turn):
    """The share of the garbage whose turn it is."""
    return GARBAGE[turn % SHARES :: SHARES]


def attack(desk, form, turn):
    """Everything at once that can be wrong with one form."""
    good = form.filled()
    desk.hand_in("as it opens", form, good)
    desk.hand_in("empty", form, {})
    desk.hand_in("no mark against forgery", form, good, {403}, enforce_csrf_checks=True)
    desk.hand_in("not text", form, urlencode(good).encode() + b"&" + "&".join(form.typed).encode() + b"=" + NOT_UTF8)
    for garbage in shared(turn):
        desk.hand_in(f"all {garbage[:12]!r}", form, dict.fromkeys(form.typed, garbage))
    for at, name in enumerate(form.typed[:MOST_ONE_BY_ONE]):
        desk.hand_in(f"without {name}", form, form.filled(**{name: None}))
        desk.hand_in(f"{name} three times", form, form.filled(**{name: ["1", "甲", good[name]]}))
        for garbage in GARBAGE if SWEEP else GARBAGE[at % 9 :: 9]:
            desk.hand_in(f"{name} {garbage[:12]!r}", form, form.filled(**{name: garbage}))
    if desk.twice(form, good):
        desk.again_anew(form, good)
        if "seen" in good:
            desk.after_somebody_else(form, good)


def out_of_order(forms):
    """Each step of a view on what another step of it was offered for: resuming what runs, granting what was granted."""
    for thing, step in product(forms, forms):
        of_thing, of_step = resolve(urlsplit(thing.action).path), resolve(urlsplit(step.action).path)
        if of_thing.view_name == of_step.view_name and thing.place != step.place:
            numbers = {k: v for k, v in of_thing.kwargs.items() if isinstance(v, int)}
            mark = [one for one in thing.fields if one.name == "seen"]
            fields = [one for one in step.fields if one.name != "seen"] + mark
            yield Form(reverse(of_thing.view_name, kwargs=of_step.kwargs | numbers), thing.page, fields)


# Where a form as it opens, filled in as a clerk might, leads on: else nothing but refusals would have been looked at.
# (A reading is adopted in a second step, which the answer to the first one offers: tests/office/reading_room.)
LEADS_ON = {"accounts": 6, "api": 2, "audit": 2, "people": 9, "register": 5, "tasks": 3}


@pytest.mark.slow
@pytest.mark.skipif(not SIZE, reason="takes two minutes: a sweep, small or whole, runs it")
@pytest.mark.parametrize("app", WITH_FORMS)
def test_a_form_filled_in_wrongly_is_answered_in_words_and_changes_nothing(app, town, unsettled):
    seen, views, wrong, done = set(), Counter(), [], set()
    for login in dict.fromkeys(LOGINS.values()):
        desk = Desk(town.client(login))
        forms = forms_within_reach(desk.client, starts(app, town), app)
        desk.before = state()
        for form in forms:
            view = form.place.partition(" ")[0]
            if form.place not in seen and views[view] < MOST_OF_A_VIEW:
                seen.add(form.place)
                views[view] += 1
                attack(desk, form, len(seen))
        for form in out_of_order(forms):
            desk.hand_in("out of order", form, form.filled())
        wrong += desk.wrong
        done |= desk.done
    assert not wrong, "\n".join(wrong)
    assert len(done) >= LEADS_ON.get(app, 0), f"handed in for nothing: {sorted(seen - done)}"


# What the office reads out of addresses, wherever its code does so.
_READ = re.compile(r'GET\.get(?:list)?\("(\w+)"|"(\w+)" (?:not )?in request\.GET')
_CODE = [path.read_text("utf-8") for path in Path(office.__file__).parent.rglob("*.py")]
ASKED_FOR = {name for code in _CODE for names in _READ.findall(code) for name in names if name} | {
    "q", "kind", "state", "day", "who", "act", "actor", "subject", "since", "until", "refused",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("app", WITH_FORMS)
def test_an_address_with_nonsense_in_it_is_answered_in_words(app, town):
    wrong = []
    for turn, (name, page) in enumerate(pages().items()):
        logins = [login for login in LOGINS.values() if login and town.actor(login).keys & page.roles]
        if not name.startswith(f"{app}:") or name.startswith("api:rest:") or not logins or name not in ADDRESSES:
            continue
        address = reverse(name, kwargs=examples()[name](town) if ADDRESSES[name] else {})
        client = town.client(logins[0])
        client.raise_request_exception = False
        for garbage in shared(turn):
            answer = client.get(address, dict.fromkeys(ASKED_FOR, garbage))
            if answer.status_code >= 500:
                wrong.append(f"{name} {garbage[:12]!r}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
