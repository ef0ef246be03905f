"""Who acts, in which roles and why; and whether they may. Plain values: the apps to the left know no accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from office.ground.refusals import NotAllowed
from office.ground.roles import BUSINESS, CONSOLE, LABELS, VISITOR


@dataclass(frozen=True, slots=True)
class Role:
    """One role held on the day: its key, the ground in words, and the unit it is held over (its id), if it is."""

    key: str
    reason: str = ""
    unit: int | None = None

    @property
    def label(self) -> str:
        """The role's name."""
        return str(LABELS[self.key])


@dataclass(frozen=True, slots=True)
class Right:
    """Whether something is allowed, and the ground for that, in words."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed

    def or_refuse(self) -> Right:
        """Itself when it is allowed; else raises NotAllowed with the ground."""
        if not self.allowed:
            raise NotAllowed(self.reason)
        return self


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts on that day. `account` and `person` are ids; the console and a visitor have neither."""

    login: str
    name: str
    on: date
    roles: tuple[Role, ...]
    account: int | None = None
    person: int | None = None

    def holds(self, *keys: str) -> tuple[Role, ...]:
        """The roles among those keys, in the actor's own order."""
        return tuple(role for role in self.roles if role.key in keys)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all roles held."""
        return frozenset(role.key for role in self.roles)

    @property
    def is_business(self) -> bool:
        """Whether any role is a business one."""
        return bool(self.keys & BUSINESS)


def visitor(on: date) -> Actor:
    """Somebody who has not signed in."""
    return Actor("", str(LABELS[VISITOR]), on, (Role(VISITOR),))


def console(on: date, user: str = "console") -> Actor:
    """Whoever runs a command on the machine itself."""
    return Actor(user, str(LABELS[CONSOLE]), on, (Role(CONSOLE),))


def names(keys: object) -> str:
    """The names of those roles, in the catalogue's order, for a sentence."""
    return "、".join(str(label) for key, label in LABELS.items() if key in keys)  # type: ignore[operator]


def held_by(actor: Actor, *keys: str) -> Right:
    """Allowed to whoever holds one of those roles; the reason says which and since when, or who could."""
    found = actor.holds(*keys)
    if found:
        return Right(True, found[0].reason or found[0].label)
    mine = names(actor.keys) or str(LABELS[VISITOR])
    return Right(False, _("这件事由%(who)s办理；您现在的身份是：%(mine)s。") % {"who": names(keys), "mine": mine})
