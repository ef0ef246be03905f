"""Where a measure was used in real decisions. Each app that decides under a measure tells of it in its own law_uses.py:

def uses(instrument: str, actor: Actor) -> list[Use]: …      # only what this actor may see
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from office.ground.actors import Actor
from office.ground.order import APPS


@dataclass(frozen=True, slots=True)
class Use:
    """One use: the day, the provision's address, what came of it in words, and where it can be looked at."""

    on: date
    address: str
    what: str
    url: str = ""


def uses_of(instrument: str, actor: Actor) -> list[Use]:
    """All uses of a measure that the actor may see, the latest first."""
    names = [f"office.{app}.law_uses" for app in APPS]
    tellers: list[Any] = [import_module(name) for name in names if find_spec(name)]
    found = [use for teller in tellers for use in teller.uses(instrument, actor)]
    return sorted(found, key=lambda use: (use.on, use.address), reverse=True)
