"""The table of pages: which roles may open which, and which stand in the navigation.

Each app's access.py holds its part, `PAGES`. A page that stands in no table is open to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from office.ground.order import APPS


@dataclass(frozen=True, slots=True)
class Nav:
    """A place in the navigation: under which heading, by what name, in which order.

    `does` says to whoever comes for the first time what one does there; places that have it stand on the desk.
    """

    section: Any
    label: Any
    order: int
    does: Any = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One address by its full name (`people:tree`), and the roles that may open it.

    `under` is the page of the navigation that a page without a place of its own belongs to: it is marked as current,
    and is the first step back. `narrowed` says in words what the view itself asks beyond the role (own unit, oneself);
    `even_without_role` lets in every signed-in account, also one that has no role today.
    """

    view: str
    roles: frozenset[str]
    nav: Nav | None = None
    under: str = ""
    narrowed: Any = ""
    even_without_role: bool = False


@cache
def pages() -> dict[str, Page]:
    """The whole table by the name of the address."""
    found = [page for app in APPS if find_spec(f"office.{app}.access") for page in _of(app)]
    table = {page.view: page for page in found}
    if len(table) != len(found):
        raise ValueError("an address stands twice in the tables of pages")
    return table


def label_of(path: str) -> str:
    """The place in the navigation that an address within the office belongs to; "" when it is none."""
    try:
        found = pages().get(resolve(urlsplit(path).path).view_name)
    except Resolver404:
        return ""
    around = pages().get(found.under) if found and found.nav is None else found
    return str(around.nav.label) if around and around.nav else ""


def _of(app: str) -> list[Page]:
    listed: list[Page] = import_module(f"office.{app}.access").PAGES
    return listed
