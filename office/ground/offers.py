"""What an app offers to pages further right, without their knowing it: things to find, to draw, to be done.

An app offers by having an offers.py with any of these lists in it:

SEARCHES = [Search(label, find)]   find(actor, words, limit) -> hits the actor may see, and no others
WAITING = [waiting]                waiting(actor) -> what waits for this actor
PICTURES = [Picture(...)]          counts over time, drawn as a chart
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from office.ground.actors import Actor
from office.ground.order import APPS


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is called, where it is shown, and a line that tells it from others of the name."""

    title: str
    url: str
    note: str = ""
    is_law: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """One heading of the search page. `find` gives at most `limit` hits, those first that fit best."""

    label: Any
    find: Callable[[Actor, str, int], list[Hit]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the actor, and how many of it."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of the year that ends on a day: its title, what one bar counts, and its bars (label, count)."""

    title: Any
    counts: Any
    bars: Callable[[Actor, date], list[tuple[str, int]]]
    roles: frozenset[str]
    many: bool = False


def searches() -> list[Search]:
    """What can be searched, in the order of the apps."""
    return _offered("SEARCHES")


def waiting_for(actor: Actor) -> list[Waiting]:
    """What the apps say waits for the actor; nothing that is none."""
    return [found for ask in _offered("WAITING") for found in ask(actor) if found.count]


def pictures_for(actor: Actor) -> list[Picture]:
    """The charts the actor may see."""
    return [picture for picture in _offered("PICTURES") if picture.roles & actor.keys]


@cache
def _offered(name: str) -> Any:
    modules = [import_module(f"office.{app}.offers") for app in APPS if find_spec(f"office.{app}.offers")]
    return [offer for module in modules if module.__name__ != __name__ for offer in getattr(module, name, [])]
