"""The register: what it holds, what stands in somebody's way on a day, and whether they may."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router

from office.api import schemas as s
from office.api.endpoints.offering import Offer, cut
from office.api.models import REGISTER
from office.ground.requests import Request
from office.people.models import Person, Unit
from office.register import questions, rights
from office.register.gradings import Grading, gradings
from office.register.laws import Basis
from office.register.listing import listed
from office.register.models import Effect

router = Router()
TAG = gettext_lazy("台账")
_OF_ENTRY = ("what", "since", "until", "address", "document", "organ", "decided_on")
_OF_STEP = ("address", "cite", "sentence", "document", "organ", "decided_on")


def _subject(request: Request, who: s.Who, code: str) -> Person | Unit:
    """Whom it is about. Raises Http404, or NotAllowed."""
    rows: Any = (Person if who == "people" else Unit).objects
    found: Person | Unit | None = rows.filter(code=code.replace("\0", "")[:120]).first()
    if found is None:
        raise Http404(_("没有编号是%(code)s的。") % {"code": code[:40]})
    rights.see(request.actor, found).or_refuse()
    return found


@Offer(
    "register-entries", REGISTER, gettext_lazy("台账上的登记"),
    gettext_lazy(
        "只列令牌的主人看得到的，新登记的在前。state：now 在效、soon 快到期、coming 还没开始、past 已届满、"
        "stopped 中止、gone 已解除或撤销、all 全部。"
    ), TAG,
).get(router, "/register", s.Entries)  # fmt: skip
def entries(
    request: Request, window: Query[s.Window], on: s.Day | None = None, state: s.State = "now", kind: s.Code = ""
) -> Any:
    """The entries that the token's owner may read."""
    rows = listed(request.actor, on or request.actor.on, state, "", kind)
    found = [_entry(effect) for effect in rows[window.offset : window.offset + window.limit + 1]]
    return cut(found, window)


def _entry(effect: Effect) -> dict[str, Any]:
    who = "people" if isinstance(effect.subject, Person) else "units"
    head = {"who": who, "code": effect.subject.code, "kind": effect.kind, "is_bar": effect.is_bar}
    return head | {name: getattr(effect.last, name) for name in _OF_ENTRY}


@Offer(
    "register", REGISTER, gettext_lazy("某人、某机构某天的资格"),
    gettext_lazy(
        "who 写 people 或 units。那一天（不写就是今天）管着的每一条限制和还在期间的处理，各凭哪一句、哪份决定。"
    ), TAG,
).get(router, "/register/{who}/{code}", s.Standing)  # fmt: skip
def standing(request: Request, who: s.Who, code: str, on: s.Day | None = None) -> Any:
    """What stands in the way on a day, for whom may see it."""
    subject, day = _subject(request, who, code), on or request.actor.on
    return {"code": subject.code, "on": day, "bars": [_bar(bar) for bar in questions.bars_on(subject, day)]}


def _bar(bar: questions.Bar) -> dict[str, Any]:
    head = {"kind": bar.kind, "is_bar": bar.effect.is_bar, "since": bar.since, "until": bar.until}
    return head | {name: getattr(bar.step, name) for name in _OF_STEP}


@Offer(
    "register-questions", REGISTER, gettext_lazy("那一天可不可以"),
    gettext_lazy(
        "每一种限制答一条（kind 只问一种）：可不可以、什么管着、法条在哪里；对人还答每个评定（如可不可以评某等次）："
        "哪条不得成立、凭哪份决定、台账不知道还要查什么。"
    ), TAG,
).get(router, "/register/{who}/{code}/questions", s.Answers)  # fmt: skip
def ask(request: Request, who: s.Who, code: str, on: s.Day | None = None, kind: s.Code = "") -> Any:
    """May this person (this unit) … on that day, and why not?"""
    subject, day = _subject(request, who, code), on or request.actor.on
    answers = [a for a in questions.answers(subject, day) if kind in ("", a.kind.name)]
    if kind and not answers:
        raise Http404(_("那一天的制度里没有「%(kind)s」这种限制。") % {"kind": kind[:40]})
    graded = gradings(subject, day) if isinstance(subject, Person) and not kind else []
    return {
        "code": subject.code, "on": day, "answers": [_answer(answer) for answer in answers],
        "gradings": [_grading(grading) for grading in graded],
    }  # fmt: skip


def _answer(answer: questions.Answer) -> dict[str, Any]:
    bars, grounds = [_bar(bar) for bar in answer.bars], [_ground(basis) for basis in answer.grounds]
    return {"kind": answer.kind.name, "allowed": answer.allowed, "bars": bars, "grounds": grounds}


def _ground(basis: Basis) -> dict[str, str]:
    return {"address": basis.address, "cite": basis.cite, "text": basis.sentence}


def _grading(found: Grading) -> dict[str, Any]:
    grounds = [
        _ground(ground.basis) | {"lines": list(ground.lines), "documents": [e.last.document for e in ground.entries]}
        for ground in found.grounds
    ]
    return {
        "instrument": found.edition.id, "outcome": found.outcome, "option": found.option, "allowed": found.allowed,
        "grounds": grounds, "open_facts": list(found.open_facts), "readings": dict(found.readings),
        "unnamed": [effect.kind for effect in found.unnamed],
    }  # fmt: skip
