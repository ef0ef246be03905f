"""Never a bare page: what goes wrong is told in Chinese, with a number; and no word is left untranslated."""

import ast
import re
import sqlite3
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.db import DatabaseError, OperationalError
from django.test import Client
from django.urls import reverse

from office.look.words import OFFICE, apps_with_words, catalogue, used
from office.people import views

HAN = re.compile(r"[\u4e00-\u9fff]")


# --- what goes wrong


@pytest.mark.parametrize(
    ("error", "status", "says", "of_the_change"),
    [
        (ZeroDivisionError("x"), 500, "程序出错了", "没有保存"),
        (OperationalError("database is locked"), 503, "数据库暂时用不了", "不会只存一半"),
        (OperationalError("connection refused"), 503, "数据库暂时用不了", "不会只存一半"),
        (DatabaseError("database or disk is full"), 503, "数据库暂时用不了", "不会只存一半"),
    ],
)
def test_what_breaks_is_told_with_a_number(town, monkeypatch, error, status, says, of_the_change):
    def breaks(*_asked):
        raise error

    monkeypatch.setattr(views, "tree_on", breaks)
    client = town.client("yueduzhong")
    client.raise_request_exception = False
    answer = client.get(reverse("people:tree"))
    page = answer.content.decode()
    assert (answer.status_code, says in page) == (status, True)
    assert re.search(r"事件编号：[0-9A-F]{8}", page)
    assert f"您这一次的改动{of_the_change}" in page


def test_a_database_that_is_gone_gives_a_page_too(town, monkeypatch):
    """Not even the session can be read: the page asks nothing of the database."""
    from django.contrib.sessions.backends.db import SessionStore

    def gone(_self):
        raise OperationalError("unable to open database file") from sqlite3.OperationalError()

    client = town.client("yueduzhong")
    monkeypatch.setattr(SessionStore, "load", gone)
    client.raise_request_exception = False
    answer = client.get(reverse("people:tree"))
    assert (answer.status_code, "数据库暂时用不了" in answer.content.decode()) == (503, True)


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/people/999999/", "/people/rows/nothing/1/end/", "/audit/checkpoints/9/x"]
)
def test_a_page_that_is_not_there(town, path):
    for login in ("maibaizhi", "shenji"):
        answer = town.client(login).get(path)
        assert answer.status_code in (403, 404)
        assert HAN.search(answer.content.decode())


def test_a_form_without_its_mark_against_forgery_is_refused_in_words(town):
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.account("maibaizhi"), backend="office.accounts.backends.Local")
    answer = client.post(reverse("people:add-person"), {"code": "T1", "name": "曾白果"})
    assert (answer.status_code, "这张表过期了" in answer.content.decode()) == (403, True)


def test_too_large_a_form_is_refused_in_words(town):
    answer = town.client("maibaizhi").post(reverse("people:add-person"), {"code": "T1", "name": "曾" * 2_000_000})
    assert (answer.status_code, "交来的内容太大" in answer.content.decode()) == (413, True)


def test_every_page_says_what_a_browser_may_do_with_it(town):
    headers = town.client("maibaizhi").get("/people/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")


# --- words


@pytest.mark.parametrize("app", apps_with_words())
def test_every_word_has_its_english(app):
    with catalogue(app).open("rb") as file:
        known = {message.id: message.string for message in read_po(file) if message.id}
    missing = [message for message in used(app) if not _told(known.get(message))]
    assert missing == [], "run `python -m office words` and translate"
    assert set(known) - set(used(app)) == set(), "run `python -m office words`"


def _told(string) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


@pytest.mark.parametrize("app", apps_with_words())
def test_the_catalogue_is_compiled(app):
    path = catalogue(app)
    with path.open("rb") as po, path.with_suffix(".mo").open("rb") as mo:
        assert _messages(read_mo(mo)) == _messages(read_po(po))


def _messages(found) -> set:
    as_tuple = {str: lambda text: (text,), list: tuple, tuple: tuple}
    return {(as_tuple[type(m.id)](m.id), as_tuple[type(m.string)](m.string)) for m in found if m.id}


@pytest.mark.parametrize("app", apps_with_words())
def test_english_is_english_and_keeps_its_placeholders(app):
    with catalogue(app).open("rb") as file:
        for message in read_po(file):
            texts = message.string if isinstance(message.string, tuple) else [message.string]
            sources = message.id if isinstance(message.id, tuple) else [message.id]
            for text in texts:
                assert not message.id or not HAN.search(text.replace("中文", "")), text
                assert not message.id or set(re.findall(r"%\(\w+\)s", text)) == set(
                    re.findall(r"%\(\w+\)s", sources[0])
                )


def _places(text) -> set:
    return set(re.findall(r"%\(\w+\)s", text))


TEMPLATES = sorted(OFFICE.rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(OFFICE).as_posix())
def test_no_chinese_stands_in_a_template_untranslatable(path):
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}|{% translate .*?%}|{#.*?#}", "", text, flags=re.DOTALL)
    assert [line.strip() for line in text.splitlines() if HAN.search(line.replace("中文", ""))] == []


# Data and what is written in Chinese whatever the reader's language: the made-up town, the workbook, the terminal.
CHINESE_BY_NATURE = (
    "demo/",
    "people/exchange/layout.py",
    "serving.py",
    "commands.py",
    "keeping.py",
    "backup/",
    "look/management/",
)
SENTENCE = re.compile(r"[\u4e00-\u9fff].*[。，；？！]|[\u4e00-\u9fff]{7,}")


@pytest.mark.parametrize("path", sorted(OFFICE.rglob("*.py")), ids=lambda path: path.relative_to(OFFICE).as_posix())
def test_no_chinese_sentence_stands_in_python_untranslatable(path: Path):
    name = path.relative_to(OFFICE).as_posix()
    if name.startswith(CHINESE_BY_NATURE) or "migrations" in path.parts:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrapped = {
        id(constant)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("_", "gettext_lazy", "ngettext")
        for constant in ast.walk(call)
    }
    bare = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in wrapped
    ]
    assert [text for text in bare if SENTENCE.search(text)] == []


def test_the_language_is_chinese_until_another_is_chosen(town):
    client = town.client("maibaizhi")
    assert 'lang="zh-CN"' in client.get("/people/", headers={"accept-language": "en"}).content.decode()
    client.post(reverse("look:language"), {"language": "en", "next": "/people/"})
    page = client.get("/people/").content.decode()
    assert 'lang="en"' in page
    assert "Units and people" in page
