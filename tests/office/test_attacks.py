"""What somebody might try against the office, from outside and from within; each once, as a test that it fails."""

import io
import re
import resource
import struct
import zipfile
import zlib
from datetime import date

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from office.accounts import actions
from office.accounts.models import Account
from office.api.actions import make_token
from office.audit.models import Entry
from office.demo.actions import PASSWORD
from office.ground import clock
from office.ground.pages import pages
from office.ground.refusals import Refused
from office.ground.roles import ADMINS, VISITOR
from office.tasks.actions import To, Wanted, assign
from tests.office.test_access import ADDRESSES, examples
from tests.office_world import LOGINS

SIGN_IN, MINE = "/sign-in/", "/me/"
NEW = "Qingqiao-2026"


def sign_in(client, login="yueduzhong", password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": login, "password": password, **extra})


def is_in(client):
    return client.get(MINE).status_code == 200


# --- guessing names and passwords


@pytest.mark.parametrize("name", ["yueduzhong", "nobody-at-all"])
def test_a_name_that_exists_and_one_that_does_not_are_locked_alike(town, name):
    answers = [sign_in(town.client(), name, "wrong").status_code for _time in range(6)]
    assert answers == [422] * 4 + [429] * 2


def test_every_name_costs_the_same_work(town, monkeypatch):
    """Else the time of the answer would tell which names there are: unknown, closed and not yet approved ones too."""
    system, security = town.actor("xitong"), town.actor("anquan")
    actions.open_account(system, "waiting", Account.BUSINESS, town.person("财政所:出纳"))
    actions.close(security, town.account("weiniuxi"))
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a: hashed.append(1) or encode(*a))
    work = {}
    for name in ("yueduzhong", "nobody-at-all", "weiniuxi", "waiting"):
        hashed.clear()
        answer = sign_in(town.client(), name, "wrong")
        work[name] = (answer.status_code, len(hashed))
    assert set(work.values()) == {(422, 1)}


def test_trying_on_during_the_lock_does_not_make_it_longer(town):
    """Else whoever keeps trying keeps the holder out for ever."""
    for _time in range(5):
        sign_in(town.client(), password="wrong")
    before = AccessAttempt.objects.values_list("attempt_time", "failures_since_start").get()
    assert sign_in(town.client(), password="wrong").status_code == 429
    assert AccessAttempt.objects.values_list("attempt_time", "failures_since_start").get() == before


def test_a_password_typed_into_the_field_of_the_name_is_kept_nowhere(town, settings):
    secret = "Meine-Geheime-Katze-7"
    for _time in range(6):
        sign_in(town.client(), secret, "x")
    sign_in(town.client(), "yueduzhong", secret)
    for model in apps.get_models():
        for row in model.objects.values():
            assert secret.lower() not in str(row).lower(), model
    log = settings.DATA / "office.log"
    assert not log.exists() or secret.lower() not in log.read_text(encoding="utf-8").lower()


def test_a_wrong_code_is_recorded_and_so_is_the_right_one(town):
    account = town.account("xitong")
    device = TOTPDevice.objects.create(user=account, name="phone", confirmed=True)
    client = town.client("xitong")
    answer = client.post(reverse("accounts:second-factor"), {"code": "000000"})
    assert (answer.status_code, is_in(client)) == (422, False)
    last = Entry.objects.order_by("-sequence").first()
    assert (last.act, last.actor, last.result) == ("accounts.prove_second_factor", "xitong", "refused")
    device.refresh_from_db()
    assert device.throttling_failure_count == 1, "the next try has to wait"


def test_at_an_unattended_desk_the_password_is_not_guessed_without_end(town):
    client = town.client("yueduzhong")
    form = {"old": "wrong", "new": NEW, "again": NEW}
    answers = [client.post(reverse("accounts:password"), form).status_code for _time in range(6)]
    assert answers == [422] * 4 + [429] * 2
    assert client.post(reverse("accounts:password"), {**form, "old": PASSWORD}).status_code == 429


def test_a_one_time_password_that_nobody_used_opens_nothing_after_a_week(town):
    account = actions.open_account(town.actor("xitong"), "xinren", Account.BUSINESS, town.person("财政所:出纳"))
    password = actions.approve(town.actor("anquan"), account)
    with clock.clock_at(date(2026, 11, 29)):
        assert sign_in(town.client(), "xinren", password).headers["Location"] == reverse("accounts:password")
    with clock.clock_at(date(2026, 12, 1)):
        assert sign_in(town.client(), "xinren", password).status_code == 422
        page = town.client("xitong").get(reverse("accounts:account", args=[account.pk])).content.decode()
        assert "过了七天没有用，已失效" in page
        assert sign_in(town.client(), "yueduzhong").status_code == 302, "one's own holds on"


# --- sessions


def test_nobody_is_in_whose_signing_in_could_not_be_recorded(town, monkeypatch):
    def full(_notes):
        raise OperationalError("database or disk is full")

    client = Client(raise_request_exception=False)
    monkeypatch.setattr("office.audit.action.append", full)
    assert sign_in(client).status_code == 503
    assert not is_in(client)


def test_a_session_prepared_by_somebody_else_does_not_become_the_account_s(town):
    prepared = town.client()
    prepared.get(SIGN_IN)
    session = prepared.session
    session["x"] = "y"
    session.save()
    prepared.cookies["sessionid"] = session.session_key
    sign_in(prepared)
    assert prepared.cookies["sessionid"].value != session.session_key
    other = town.client()
    other.cookies["sessionid"] = session.session_key
    assert not is_in(other)


def test_a_session_is_not_begun_by_a_cookie_of_one_s_own_making(town):
    client = town.client()
    client.cookies["sessionid"] = "a" * 32
    sign_in(client)
    assert client.cookies["sessionid"].value != "a" * 32


def test_a_new_password_ends_all_other_sessions_and_not_this_one(town):
    here, elsewhere = town.client("yueduzhong"), town.client("yueduzhong")
    form = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert here.post(reverse("accounts:password"), form).status_code == 302
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_setting_up_a_phone_asks_the_other_sessions_for_it(town):
    elsewhere = town.client("yueduzhong")
    TOTPDevice.objects.create(user=town.account("yueduzhong"), name="phone", confirmed=True)
    assert elsewhere.get(MINE).headers["Location"] == reverse("accounts:second-factor")


def test_a_signed_out_session_is_gone_for_whoever_copied_it(town):
    client, copied = town.client("yueduzhong"), town.client()
    copied.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_in(copied)
    client.post(reverse("accounts:sign-out"))
    assert not is_in(copied)


# --- forged forms, frames, hosts, addresses


FORMS = [name for name, page in pages().items() if name in ADDRESSES and not name.startswith("api:rest:")]


@pytest.mark.parametrize("name", FORMS)
def test_no_form_is_taken_from_another_site(town, name):
    """Nothing that changes anything is done without the mark that only our own pages carry."""
    page, arguments = pages()[name], examples()[name](town) if ADDRESSES[name] else {}
    login = next(login for role, login in LOGINS.items() if role in page.roles and role != VISITOR)
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.account(login), backend="office.accounts.backends.Local")
    before = Entry.objects.count()
    answer = client.post(reverse(name, kwargs=arguments), {"x": "y"}, headers={"Referer": "https://evil.example/"})
    assert answer.status_code in (403, 405)
    assert Entry.objects.count() == before


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "x y", "localhost:8000@evil.example"])
def test_a_made_up_host_is_answered_by_nothing_of_ours(town, host):
    answer = town.client().get(SIGN_IN, headers={"Host": host})
    assert (answer.status_code, "evil" in answer.content.decode()) == (400, False)


ELSEWHERE = [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "///evil.example",
    " //evil.example", "https:///evil.example", "http:evil.example", "javascript:alert(1)", "data:text/html,x",
    "/%09/evil.example\n",
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_one_is_led_to_no_other_place(town, wanted):
    for client, url, form in (
        (town.client(), SIGN_IN, {"login": "yueduzhong", "password": PASSWORD, "next": wanted}),
        (town.client("yueduzhong"), reverse("look:language"), {"language": "en", "next": wanted}),
    ):
        to = client.post(url, form).headers["Location"]
        assert re.fullmatch(r"/(?![/\\])[^\\\s]*", to), to


def answers_of_every_kind(town):
    """A page, a page for whoever is not in, a file, what a program asks, a refusal, nothing there."""
    keeper = town.client("maibaizhi")
    secret = make_token(town.actor("maibaizhi"), town.account("maibaizhi"), "x", ["tasks"], date(2026, 12, 31))
    yield keeper.get("/people/")
    yield keeper.post(reverse("people:export"))
    yield keeper.get(reverse("audit:entries"))
    yield keeper.get("/nowhere/")
    yield town.client().get("/api/tasks", headers={"Authorization": f"Bearer {secret}"})


def test_nothing_that_is_somebody_s_is_kept_by_a_browser_or_shown_in_a_frame(town):
    for answer in answers_of_every_kind(town):
        # A program may keep what it asked for, if it asks each time whether it still holds.
        kept = ("private, no-cache", "no-store") if answer.request["PATH_INFO"].startswith("/api/") else ("no-store",)
        assert answer.headers["Cache-Control"] in kept, answer
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in town.client().get(SIGN_IN).headers["Cache-Control"]


def test_no_script_reads_the_cookies_and_no_other_site_sends_them(town):
    client = town.client()
    sign_in(client)
    client.get(MINE)
    for name in ("sessionid", "csrftoken"):
        assert (client.cookies[name]["httponly"], client.cookies[name]["samesite"]) == (True, "Lax")


def test_the_policy_lets_no_script_run_that_stands_in_a_page(town):
    policy = town.client("maibaizhi").get("/people/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'self'" in policy
    assert "base-uri 'none'" in policy


# --- what comes in


def test_a_form_of_absurd_size_is_refused_before_it_is_read(town):
    """Files of a form are written to the disk while it is read: before the gate, so for anybody."""
    client = Client()
    client.get(SIGN_IN)
    body = b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n'
    answer = client.generic(
        "POST", SIGN_IN, body, content_type="multipart/form-data; boundary=b", CONTENT_LENGTH=str(10**11),
    )  # fmt: skip
    assert (answer.status_code, "交来的内容太大" in answer.content.decode()) == (413, True)


SCHEMAS = "http://schemas.openxmlformats.org"


def book(megabytes):
    """A workbook with an empty sheet and a shared text of that length, and where in it the text's part begins."""
    one, many = f"{SCHEMAS}/officeDocument/2006/relationships", f"{SCHEMAS}/package/2006"
    main = f"{SCHEMAS}/spreadsheetml/2006/main"
    link = f'<Relationship Id="%s" Type="{one}/%s" Target="%s"/>'
    parts = {
        "_rels/.rels": [link % ("a", "officeDocument", "xl/workbook.xml")],
        "xl/_rels/workbook.xml.rels": [
            link % ("a", "worksheet", "worksheets/sheet1.xml"), link % ("b", "sharedStrings", "sharedStrings.xml"),
        ],
    }  # fmt: skip
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, links in parts.items():
            archive.writestr(name, f'<Relationships xmlns="{many}/relationships">{"".join(links)}</Relationships>')
        sheet = '<sheets><sheet name="人员" sheetId="1" r:id="a"/></sheets>'
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{one}">{sheet}</workbook>')
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData/></worksheet>')
        with archive.open("xl/sharedStrings.xml", "w") as part:
            part.write(f'<sst xmlns="{main}"><si><t>'.encode())
            for _megabyte in range(megabytes):
                part.write(b"A" * 1_000_000)
            part.write(b"</t></si></sst>")
    return made.getvalue(), archive.getinfo("xl/sharedStrings.xml").header_offset


def bomb(megabytes):
    """Small, and says that it unpacks to five bytes; it unpacks to that many megabytes."""
    content, at = book(megabytes)
    whole, listed = bytearray(content), content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/sharedStrings.xml"))
    for place in (at + 14, listed + 16):  # the checksum, the packed size, the size
        whole[place : place + 4] = struct.pack("<I", zlib.crc32(b"<sst "))
        whole[place + 8 : place + 12] = struct.pack("<I", 5)
    return bytes(whole)


def test_a_workbook_that_unpacks_to_more_than_it_says_is_refused(town):
    content = bomb(200)
    assert len(content) < 300_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = town.client("maibaizhi").post(reverse("people:import"), {"file": SimpleUploadedFile("x.xlsx", content)})
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (answer.status_code, "读不出来" in answer.content.decode()) == (422, True)
    assert grown < 100_000, "in kilobytes: it was not unpacked"


# --- rights that come in with what is handed in


@pytest.mark.parametrize("role", [*ADMINS, "visitor", "console", "emperor"])
def test_no_task_waits_for_who_does_no_business(town, role):
    before = Entry.objects.filter(act="tasks.assign", result="done").count()
    with pytest.raises(Refused, match="只能交给办业务的身份"):
        assign(town.actor("shilianqiao"), Wanted("x", To(role=role)))
    assert Entry.objects.filter(act="tasks.assign", result="done").count() == before


def test_a_form_sets_nothing_that_it_does_not_show(town):
    form = {
        "login": "xinren", "kind": "business", "person": town.person("财政所:出纳").code, "oidc_subject": "",
        "approved_at": "2026-01-01", "approved_by": "anquan", "must_change_password": "", "password": "x", "pk": "1",
    }  # fmt: skip
    town.client("xitong").post(reverse("accounts:open"), form)
    made = town.account("xinren")
    assert (made.approved_at, made.approved_by, made.must_change_password) == (None, "", True)
    assert not made.has_usable_password()
    assert made.pk != 1


@pytest.mark.parametrize("digest", ["..", "../../secret.key", "..%2f..%2fsecret.key", "%2e%2e"])
def test_no_file_outside_its_folder_is_taken_in(town, digest):
    answer = town.client("maibaizhi").post(f"/people/import/{digest}/", {"plan": "x"})
    assert answer.status_code in (404, 405)
