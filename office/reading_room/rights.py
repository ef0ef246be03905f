"""Who may enter that an organ has adopted a reading."""

from __future__ import annotations

from typing import Any

from office.ground.actors import Actor, Right, held_by
from office.ground.roles import COMMITTEE_SECRETARY, CONSOLE, ORGANIZATION_MEMBER

KEEPERS = (COMMITTEE_SECRETARY, ORGANIZATION_MEMBER)


def adopt(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    """The organ decides; the committee's secretary or the organization member enters it with its document."""
    return held_by(actor, *KEEPERS, CONSOLE)
