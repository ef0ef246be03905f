"""What an app offers to pages further right, without their knowing it: things to find, to draw, to be done.

An app offers by having an offers.py with any of these lists in it:

SEARCHES = [Search(label, find)]   find(actor, words, limit) -> hits the actor may see, and no others
WAITING = [waiting]                waiting(actor) -> what waits for this actor
PICTURES = [Picture(...)]          counts over time, drawn as a chart
TRYING = [place]                   place(actor, instrument) -> where this actor can try a measure out, or ""
PEOPLE = [year_of]                 year_of(instrument) -> tables of people whom the measure grades (YearOfPeople)
ABOUT = [about]                    about(actor, thing) -> other pages about a person or unit that the actor may open
THINGS = [Thing(kind, label)]       what the audit calls a kind of thing, and the names that its reader may know
GUESTS = [guests]                  guests() -> accounts that anybody may try, where the town is made up
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from office.ground.actors import Actor
from office.ground.order import APPS

MOST_WAITING = 1000


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

    @property
    def is_cut(self) -> bool:
        """Whether there may be more."""
        return self.count >= MOST_WAITING


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another page about the same person or unit."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Guest:
    """An account of a made-up town: whose it is, what they are, and the password that everybody knows."""

    login: str
    name: str
    what: str
    password: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of the year that ends on a day: its title, what one bar counts, and its bars (label, count).

    The counts are the same for everybody who may see them: they are made once and kept for a while.
    """

    title: Any
    counts: Any
    bars: Callable[[Actor, date], list[tuple[str, int]]]
    roles: frozenset[str]
    many: bool = False


@dataclass(frozen=True, slots=True)
class YearOfPeople:
    """A table of people as the measure reads it, for asking what a change would do to them: its name, file and year."""

    label: str
    file: Path
    year: int


def _no_names(_numbers: set[str]) -> dict[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of thing that acts are about, as the chain names it (`people.person`), and what a reader calls it.

    `names` gives the names of those with such numbers. The chain is read by the audit administrator, to whom the
    office's business is closed: give names only of what every account that is signed in may know.
    """

    kind: str
    label: Any
    names: Callable[[set[str]], dict[str, str]] = _no_names


def things() -> dict[str, Thing]:
    """The kinds of things by their names in the chain."""
    return {thing.kind: thing for thing in _offered("THINGS")}


def searches() -> list[Search]:
    """What can be searched, in the order of the apps."""
    found: list[Search] = _offered("SEARCHES")
    return found


def counted(rows: Any) -> int:
    """How many there are, at most MOST_WAITING: more than that is many."""
    return int(rows.order_by()[:MOST_WAITING].count())


def waiting_for(actor: Actor) -> list[Waiting]:
    """What the apps say waits for the actor; nothing that is none."""
    return [found for ask in _offered("WAITING") for found in ask(actor) if found.count]


def pictures_for(actor: Actor) -> list[Picture]:
    """The charts the actor may see."""
    return [picture for picture in _offered("PICTURES") if picture.roles & actor.keys]


def elsewhere(actor: Actor, thing: Any) -> list[Elsewhere]:
    """Where else there is something about a person or unit that the actor may see."""
    return [found for ask in _offered("ABOUT") for found in ask(actor, thing)]


def guests() -> list[Guest]:
    """The accounts anybody may try; none where the town is a real one."""
    return [found for ask in _offered("GUESTS") for found in ask()]


def place_to_try(actor: Actor, instrument: str) -> str:
    """Where the actor can try the measure out; "" when nowhere."""
    return next((found for place in _offered("TRYING") if (found := place(actor, instrument))), "")


def people_under(instrument: str) -> list[YearOfPeople]:
    """The tables of people that the measure grades."""
    return [year for year_of in _offered("PEOPLE") for year in year_of(instrument)]


@cache
def _offered(name: str) -> Any:
    modules = [import_module(f"office.{app}.offers") for app in APPS if find_spec(f"office.{app}.offers")]
    return [offer for module in modules if module.__name__ != __name__ for offer in getattr(module, name, [])]
