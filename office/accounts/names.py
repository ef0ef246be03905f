"""What is kept of a name somebody typed at the sign-in: nothing, unless it is one. People type passwords there."""

from __future__ import annotations

import hashlib
from typing import Any

from office.accounts.models import Account


def known_name(typed: str) -> str:
    """The login name, if an account has it; else nothing."""
    return typed if Account.objects.filter(login=typed).exists() else ""


def name_to_count(_request: Any, credentials: dict[str, Any] | None) -> str | None:
    """By which name failures are counted: the account's own, or a mark of one that does not exist.

    Both are counted and locked alike, so that nothing shows which names there are. None: it was no name and password.
    """
    typed = (credentials or {}).get("username")
    if typed is None:
        return None
    return known_name(typed) or "? " + hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()[:32]
