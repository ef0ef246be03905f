"""A decision document (guiju-decision/1), or the case it came from -> the effects that can be taken over.

A case is decided anew, under the readings adopted here, so that what is entered is what the law says today.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from guiju.cases.case_files import read_case, read_readings
from guiju.cases.decide import SCHEMA
from guiju.cases.decide import decision as decided
from guiju.errors import InputError, LawError
from guiju.evaluate.program import Program
from guiju.values import as_date
from office.ground import shelf
from office.ground.refusals import Refused
from office.reading_room.readings import in_force
from office.register.laws import kinds_on

LARGEST = 1_000_000
MOST_EFFECTS = 200


@dataclass(frozen=True, slots=True)
class Proposed:
    """One effect of the decision: who by role, what, where it stands, from when to when; and why not, if not."""

    number: int
    role: str
    party: str
    kind: str
    address: str
    cite: str
    since: date | None
    until: date | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a document says: the instrument, its effects, and the mark that tells it from every other."""

    instrument: str
    mark: str
    effects: tuple[Proposed, ...]
    is_decided_here: bool


def read(text: str, day: date) -> Decision:
    """Read a decision (JSON) or a case (JSON or TOML). Raises Refused with what is wrong."""
    if len(text) > LARGEST:
        raise Refused(_("文件太大（超过1 MB）。"))
    data = _data(text)
    is_decision = data.get("schema") == SCHEMA
    document = data if is_decision else _decide(data, day)
    mark = hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()[:32]
    found = document.get("effects")
    if not isinstance(found, list) or len(found) > MOST_EFFECTS:
        raise Refused(_("文件里没有可读的「effects」。"))
    effects = [_proposed(n, item, day) for n, item in enumerate(found)]
    return Decision(str(document.get("instrument", "")), mark, tuple(effects), not is_decision)


def _data(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_float=Decimal) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(
            _("读不懂这份文件：应是处理决定（JSON）或案件文件（JSON、TOML）。%(error)s") % {"error": error}
        ) from error
    if not isinstance(data, dict):
        raise Refused(_("文件最外层应是一组「名: 值」。"))
    return data


def _decide(data: dict[str, Any], day: date) -> dict[str, Any]:
    on = as_date(str(data.get("on", ""))) or day
    edition = shelf.find(str(data.get("instrument", "")), on)
    if edition is None or edition.law is None:
        raise Refused(_("文件里没有写明（或者没有）instrument：哪一件文书。"))
    try:
        chosen = read_readings(edition.law, data.get("readings"), _("案件文件"))
        case = read_case(edition.law, data, _("案件文件"))
        return decided(Program(edition.law, in_force(edition, day) | chosen).run(case))
    except (InputError, LawError) as error:
        raise Refused(*(problem.render() for problem in error.problems)) from error


def _proposed(number: int, item: Any, day: date) -> Proposed:
    if not isinstance(item, dict):
        raise Refused(_("「effects」的第%(n)s条读不懂。") % {"n": number + 1})
    told = {
        key: str(item.get(key) or "") for key in ("role", "party", "effect", "address", "cite", "from", "to", "modal")
    }
    since, until = as_date(told["from"]), as_date(told["to"])
    problems = []
    if told["effect"] not in kinds_on(day):
        problems.append(_("各办法里没有这种限制。"))
    if item.get("certain") is not True:
        problems.append(_("还不确定：%(facts)s没有查明或者还可另作选择。") % {"facts": _open(item)})
    if since is None:
        waits = item.get("period_unknown")
        problems.append(
            _("期间没有定：%(facts)s。") % {"facts": "、".join(map(str, waits)) if isinstance(waits, list) else ""}
        )
    return Proposed(
        number,
        told["role"],
        told["party"],
        told["effect"],
        told["address"],
        told["cite"],
        since,
        until,
        tuple(problems),
    )


def _open(item: dict[str, Any]) -> str:
    unless = item.get("unless")
    chosen = item.get("if_chosen")
    return "、".join(
        [*map(str, unless if isinstance(unless, list) else ()), *map(str, chosen if isinstance(chosen, dict) else ())]
    )
