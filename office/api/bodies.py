"""What a program sends: JSON as the standard has it, every name once, and no number through a float."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.parser import Parser

from guiju.inputs import Raw

_LONGEST_NUMBER = 40
_FURTHEST_POWER = 30


class Unreadable(HttpError):
    """A body that is no JSON, or says one thing twice; the message says so in words."""

    def __init__(self, message: str) -> None:
        super().__init__(400, message)


class Careful(Parser):
    """Numbers with a point come as Decimal, digit by digit as they were written."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body. Raises Unreadable."""
        return _parsed(request.body, parse_float=_decimal)


def as_written(request: HttpRequest) -> Any:
    """The body with every number as its text, as the command line reads a case. Raises Unreadable."""
    return _parsed(request.body, parse_float=Raw, parse_int=Raw)


def _parsed(body: bytes, **numbers: Any) -> Any:
    try:
        found = json.loads(body, parse_constant=_no_number, object_pairs_hook=_once_each, **numbers)
        # Half a character could not be written out again.
        json.dumps(found, ensure_ascii=False, default=str).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("交来的不是能看懂的 JSON。")) from error
    return found


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _decimal(text: str) -> Decimal:
    found = Decimal(text)
    if len(text) > _LONGEST_NUMBER or abs(found.adjusted()) > _FURTHEST_POWER:
        raise Unreadable(_("有一个数太长。"))
    return found


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Unreadable(_("「%(name)s」写了两次；一个名只能写一次。") % {"name": name[:40]})
        found[name] = value
    return found
