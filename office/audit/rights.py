"""Who may look at the chain and who may seal it."""

from __future__ import annotations

from typing import Any

from office.ground.actors import Actor, Right, held_by
from office.ground.roles import AUDIT_ADMIN, CONSOLE, SECURITY_ADMIN


def keep_log(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """The audit administrator reads, exports and seals; nobody changes anything."""
    return held_by(actor, AUDIT_ADMIN, CONSOLE)


def keep_keys(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """The security administrator makes the keys."""
    return held_by(actor, SECURITY_ADMIN, CONSOLE)
