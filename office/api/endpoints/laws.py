"""The measures: which there are, one of them, one sentence, and how healthy its rules are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router

from office.api import schemas as s
from office.api.endpoints.offering import Offer, part
from office.api.models import LAW
from office.ground.requests import Request
from office.ground.shelf import Edition, find, instruments
from office.reading_room import checkups
from office.reading_room.page import Entry, page_of
from office.reading_room.readings import adoptions, all_readings, options_of
from office.register.laws import basis_at

router = Router()
TAG = gettext_lazy("制度")


def edition_of(request: Request, instrument: str, on: date | None, name: str = "") -> Edition:
    """The edition in force on the day (today), or the one of that name. Raises Http404."""
    found = find(instrument, on or request.actor.on, name)
    if found is None or found.law is None:
        raise Http404(_("没有编号为「%(id)s」的制度，或者它还不能用。") % {"id": instrument[:100]})
    return found


def _line(edition: Edition) -> dict[str, str]:
    return {"id": edition.id, "title": edition.title, "since": edition.since, "edition": edition.name}


@Offer(
    "laws", LAW, gettext_lazy("现行的制度"),
    gettext_lazy("某一天（不写就是今天）现行的制度，一件一行，次序不变。有错、还不能用的不在其中。"), TAG,
).get(router, "/laws", s.Laws)  # fmt: skip
def laws(request: Request, window: Query[s.Window], on: s.Day | None = None) -> Any:
    """The measures in force on a day."""
    found = [_line(edition) for edition in instruments(on or request.actor.on) if edition.law]
    return part(found, window)


@Offer(
    "law", LAW, gettext_lazy("一件制度，逐句"),
    gettext_lazy(
        "某一天现行的那一版（或者用 edition 指明一版）：每一条款的地址、出处、原文；"
        "每处疑义有哪几种读法、现在照哪一种。"
    ), TAG,
).get(router, "/laws/{instrument}", s.LawWhole)  # fmt: skip
def law(request: Request, instrument: str, on: s.Day | None = None, edition: s.Code = "") -> Any:
    """A measure sentence by sentence, and its doubts."""
    found = edition_of(request, instrument, on, edition)
    rows = found.law.provisions.values() if found.law else []
    provisions = [{"address": row.address, "cite": row.cite, "text": row.text} for row in rows]
    return _line(found) | {"provisions": provisions, "readings": _readings(found, on or request.actor.on)}


def _readings(edition: Edition, day: date) -> list[dict[str, Any]]:
    adopted = adoptions(edition.id, day)
    found = []
    for reading in all_readings(edition.law) if edition.law else []:
        row = adopted.get(reading.id)
        row = row if row and row.choice in options_of(reading) else None
        found.append({
            "id": reading.id, "question": reading.question, "proposed": reading.default,
            "options": [{"name": name, "meaning": meaning} for name, meaning in reading.options],
            "in_force": row.choice if row else reading.default,
            "adopted": {"organ": row.organ, "document": row.basis, "since": row.since} if row else None,
        })  # fmt: skip
    return found


@Offer(
    "provision", LAW, gettext_lazy("一句条文"),
    gettext_lazy(
        "地址 work-errors/3.3d 写作 /laws/work-errors/provisions/3.3d："
        "原文、句下的规则、规则要问的事实、它依哪几处读法。"
    ), TAG,
).get(router, "/laws/{instrument}/provisions/{label}", s.ProvisionWhole)  # fmt: skip
def provision(request: Request, instrument: str, label: str, on: s.Day | None = None) -> Any:
    """A sentence by its address, with the rule under it."""
    edition = edition_of(request, instrument, on)
    entries = {entry.label: entry for passage in page_of(edition).passages for entry in passage.entries}
    if label in entries:
        return _entry(edition, entries[label])
    basis = basis_at(f"{edition.id}/{label}", on or request.actor.on)
    if basis is None:
        raise Http404(_("《%(law)s》没有地址是「%(label)s」的条款。") % {"law": edition.title, "label": label[:40]})
    found = {"address": basis.address, "cite": basis.cite, "text": basis.sentence, "law": edition.title}
    return found | {"status": "", "reason": "", "rule": [], "facts": [], "readings": []}


def _entry(edition: Edition, entry: Entry) -> dict[str, Any]:
    assert edition.law is not None
    names = ("name", "question", "type", "found_by", "records")
    return {
        "address": entry.address, "cite": entry.cite, "text": edition.law.provision(entry.address).text,
        "law": edition.title, "status": entry.status, "reason": entry.reason,
        "rule": ["".join(text for _kind, text in line) for line in entry.lines],
        "facts": [{name: getattr(fact, name) for name in names} for fact in entry.facts],
        "readings": list(entry.rests_on),
    }  # fmt: skip


@Offer(
    "law-health", LAW, gettext_lazy("一件制度的体检"),
    gettext_lazy(
        "体检在旁边算：known 已有，working 正在算（过一会儿再问），failed 没有算成（why 说为什么），none 还没有算。"
    ), TAG,
).get(router, "/laws/{instrument}/health", s.Health)  # fmt: skip
def health(request: Request, instrument: str, on: s.Day | None = None) -> Any:
    """What the checkup found, as far as it is known."""
    edition = edition_of(request, instrument, on)
    stands = checkups.asked_for(edition)
    if stands.found is None:
        state = "working" if stands.is_running else "failed" if stands.failure else "none"
        return {"state": state, "why": stands.failure, "findings": [], "cases": None, "failures": []}
    found = {name: stands.found[name] for name in ("findings", "cases", "failures")}
    return {"state": "known", "why": "", **found}
