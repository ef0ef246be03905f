"""Every address of the permission table that can be looked at, each as somebody it is open to, with what is asked.

Both offices hold the made-up town and the person and unit with the numbers below, so both are asked the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote, urlencode

from django.urls import URLPattern, get_resolver, reverse

from office.accounts.models import Account
from office.accounts.standing import actor_of
from office.api.actions import make_token
from office.api.models import SCOPES
from office.audit.actions import seal
from office.ground.actors import Actor
from office.ground.pages import Page, pages
from office.ground.roles import VISITOR
from office.people.models import Person, Unit
from office.register.models import Effect
from office.tasks.models import Task

NUMBER = 42
# Who is asked for a page, the first to whom it is open: the clerk and the organization member see the whole town.
READERS = ("lichaihu", "maibaizhi", "shilianqiao", "anquan", "xitong", "shenji", "")
# What a reader may see is asked of the database in another way for these: one with a unit, one with only themselves.
NARROWER = ("weiniuxi", "yueduzhong")
SEES_LESS = (
    "desk:home",
    "desk:search",
    "tasks:given",
    "register:list",
    "register:expiring",
    "people:tree",
    "desk:year",
)
# Where there is nothing to look at: programs are told so, no check-up was made, and no measure here has two editions.
EMPTY = {"api:rest:api-root", "api:rest:nowhere", "reading_room:checkup-file", "reading_room:edition-effects"}
_LAW = {"instrument": "work-errors"}
_READING = {**_LAW, "key": "A1-45"}


@dataclass(frozen=True, slots=True)
class Case:
    """One look at one page: the page's name, who looks, and the address. `token`: a program looks, by this secret."""

    view: str
    login: str
    url: str
    token: str = ""

    @property
    def name(self) -> str:
        """What it is called in the table."""
        query = unquote(self.url.partition("?")[2])
        return f"{self.view} {query}".strip()


def cases(today: date) -> tuple[list[Case], list[str]]:
    """All of them, and the addresses for which none is known."""
    actors = {login: actor_of(Account.objects.get(login=login), today) for login in (*READERS, *NARROWER) if login}
    known, found, missing = _arguments(actors), [], []
    queries = {name: [urlencode(query) for query in asked] for name, asked in _queries(today).items()}
    secret = make_token(
        actors["lichaihu"], Account.objects.get(login="lichaihu"), "bench", list(SCOPES), today + timedelta(days=300)
    )
    for name, takes in (address for address in _addresses() if address[0] not in EMPTY):
        page = pages()[name]
        if takes and name not in known:
            missing.append(name)
            continue
        url = reverse(name, kwargs=known[name]() if takes else {})
        token = secret if name.startswith("api:rest:") and not name.startswith("api:rest:openapi") else ""
        for login in _readers(page, actors):
            found += [Case(name, login, f"{url}?{query}".rstrip("?"), token) for query in queries.get(name, [""])]
    return found, missing


def _addresses(patterns: Any = None, prefix: str = "") -> list[tuple[str, bool]]:
    """The full name of every address, and whether it takes arguments."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            found.append((prefix + (pattern.name or ""), bool(pattern.pattern.converters)))
        else:
            found += _addresses(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
    return found


def _readers(page: Page, actors: dict[str, Actor]) -> list[str]:
    keys = {login: actors[login].keys if login else {VISITOR} for login in (*READERS, *NARROWER)}
    first = next(login for login in READERS if page.roles & keys[login])
    more = [login for login in NARROWER if page.view in SEES_LESS and page.roles & keys[login]]
    return [first, *more]


def _arguments(actors: dict[str, Actor]) -> dict[str, Callable[[], dict[str, Any]]]:
    """What the addresses that need something are given."""
    person, unit = Person.objects.get(code=f"D{NUMBER:06}"), Unit.objects.get(code="U00003")
    effect, task = Effect.objects.get(person=person), Task.objects.get(title=f"核对第{NUMBER}号清单")
    account = Account.objects.get(person=person)
    holding = person.holdings.get(until=None)
    one, of_unit = {"pk": person.pk}, {"pk": unit.pk}
    who = {"who": "people", "code": person.code}
    mark = seal(actors["shenji"])
    fixed: dict[str, dict[str, Any]] = {
        "people:unit": of_unit, "people:person": one, "people:correct-person": one, "people:change-unit": of_unit,
        "people:row": {**one, "what": "post"}, "people:end-row": {"pk": holding.pk, "what": "post"},
        "people:correct-row": {"pk": holding.pk, "what": "post"}, "people:end-unit": of_unit,
        "people:add-post": of_unit, "people:carry-out": {"digest": "0" * 64},
        "register:effect": {"pk": effect.pk}, "register:person": one, "register:unit": of_unit,
        "register:change": {"pk": effect.pk, "what": "suspend"},
        "tasks:task": {"pk": task.pk}, "tasks:act": {"pk": task.pk, "verb": "withdraw"},
        "accounts:account": {"pk": account.pk}, "accounts:act": {"pk": account.pk, "verb": "unlock"},
        "accounts:enter-function": {"pk": account.pk}, "accounts:function-act": {"pk": 1, "verb": "end"},
        "accounts:enter-renewal": {"pk": account.pk}, "accounts:renewal-act": {"pk": 1, "verb": "decline"},
        "audit:checkpoint": {"pk": mark.pk},
        "audit:checkpoint-file": {"pk": mark.pk, "part": f"checkpoint-{mark.sequence}.txt"},
        "reading_room:law": _LAW, "reading_room:checkup": _LAW, "reading_room:tests": _LAW,
        "reading_room:editions": _LAW,
        "reading_room:edition-effects": _LAW, "reading_room:readings": _LAW, "reading_room:checkup-again": _LAW,
        "reading_room:checkup-file": _LAW, "tryout:case": _LAW,
        "reading_room:reading": _READING, "reading_room:trial": _READING, "reading_room:adopt": _READING,
        "api:revoke": {"pk": 1}, "api:rest:law": _LAW, "api:rest:law-health": _LAW,
        "api:rest:provision": {**_LAW, "label": "4.1"}, "api:rest:register": who, "api:rest:register-questions": who,
        "api:rest:task": {"number": task.pk}, "api:rest:finish-task": {"number": task.pk},
    }  # fmt: skip
    return {name: lambda given=given: given for name, given in fixed.items()}  # type: ignore[misc]


def _queries(today: date) -> dict[str, list[dict[str, str]]]:
    """What is asked of a page beyond its address: what finds something in both offices, and what finds nothing."""
    past, month = today - timedelta(days=400), timedelta(days=60)
    one = Person.objects.get(code=f"D{NUMBER:06}")
    words = (one.pinyin[0], one.pinyin, one.initials, one.name[0], one.name, f"D{NUMBER // 10:05}", "干事", "无此人")
    states = ("now", "soon", "coming", "past", "stopped", "gone", "all")
    paper = f"青党发〔{today.year - 1}〕"
    return {
        "people:tree": [{}, {"day": str(past)}],
        "people:search": [{"q": asked} for asked in words],
        "desk:search": [{"q": asked} for asked in (one.pinyin, one.name[0], "片区", "清单", paper, "限制", "无此人")],
        "register:list": [
            *({"state": state} for state in states), {"q": one.name[0], "state": "all"}, {"q": paper, "state": "all"},
            {"day": str(past)},
        ],
        "register:ask": [{}, {"who": one.code}],
        "tasks:given": [{}, {"page": "3"}],
        "accounts:list": [{}, {"q": "d0000"}, {"q": one.name}],
        "audit:entries": [
            {}, {"actor": "d000040"}, {"act": "people.appoint"}, {"refused": "on"},
            {"since": str(past - month), "until": str(past)}, {"actor": "d000040", "refused": "on"},
            {"subject": f"people.person:{NUMBER}"}, {"before": "500"},
        ],
        "audit:verify": [{}, {"now": "1"}],
        "reading_room:search": [{"q": "处理"}],
        "reading_room:trial": [{"choice": "并处"}],
    }  # fmt: skip
