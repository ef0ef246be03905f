"""Acts on the register. Nothing is overwritten: every act adds a step, and works out anew which days the effect holds.

Other apps call `enter_effect(actor, subject, Wanted(…))`, `take_over(actor, decision, …)` and `rely(actor, …)`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.audit.action import Act, action
from office.ground import clock
from office.ground.dated import check_span, span
from office.ground.refusals import Refused, refuse_all
from office.people.models import Person, Unit
from office.register import rights
from office.register.kept import in_chinese
from office.register.laws import Basis, Kind, basis_at, kinds_on
from office.register.models import (
    CHANGED,
    CORRECTED,
    ENTERED,
    LIFTED,
    RESUMED,
    REVOKED,
    SUSPENDED,
    Effect,
    Reliance,
    Spell,
    Step,
    subject_fields,
)
from office.register.periods import Lasting, by_law
from office.register.reliance import told_of
from office.register.spells import spells_of
from office.register.workbook import MOST_ROWS, workbook

Subject = Person | Unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be entered: the effect by its name in the laws, the provision it rests on, who decided, when, by what.

    Without `since` and `until` the law's own period is computed; `conduct_on` is needed where a reading asks for it.
    A period that differs from the law's needs `reason`. `source` names the decision it is taken over from, once.
    """

    kind: str
    address: str
    decided_on: date
    document: str
    organ: str
    since: date | None = None
    until: date | None = None
    conduct_on: date | None = None
    reason: str = ""
    source: str = ""


@action("register.enter", label=gettext_lazy("登记限制"), may=rights.keep)
def enter_effect(act: Act, subject: Subject, wanted: Wanted) -> Effect:
    """Enter an effect upon a person or a unit. Refused with every reason at once."""
    kind = kinds_on(wanted.decided_on).get(wanted.kind)
    basis = basis_at(wanted.address, wanted.decided_on)
    refuse_all(_what_is_wrong(act, wanted, kind, basis))
    assert kind is not None
    assert basis is not None
    with in_chinese():
        lasting = by_law(wanted.address, wanted.kind, wanted.decided_on, wanted.conduct_on)
    since, until = _period(wanted, lasting, kind.is_bar)
    effect = Effect.objects.create(
        kind=wanted.kind, is_bar=kind.is_bar, source=wanted.source or None, **subject_fields(subject)
    )
    step = Step(
        what=ENTERED, on=since, since=since, until=until, decided_on=wanted.decided_on,
        document=wanted.document.strip(), organ=wanted.organ.strip(), address=basis.address,
        cite=f"《{basis.title}》{basis.cite}", sentence=basis.sentence, reason=wanted.reason.strip(),
        computed=_computed(since, until, lasting),
    )  # fmt: skip
    _append(act, effect, step)
    return effect


def _what_is_wrong(act: Act, wanted: Wanted, kind: Kind | None, basis: Basis | None) -> list[str]:
    found = []
    if kind is None:
        found.append(_("各办法里没有「%(kind)s」这种限制或处理。") % {"kind": wanted.kind})
    if basis is None:
        found.append(_("没有条文「%(address)s」；请从所列的依据中选。") % {"address": wanted.address})
    elif kind is not None and kind.is_bar and not wanted.reason.strip() and _is_foreign(kind, basis):
        found.append(_("所选的条文没有写「%(kind)s」；确是凭它的，请写明理由。") % {"kind": wanted.kind})
    if not wanted.document.strip() or not wanted.organ.strip():
        found.append(_("请写明决定的文号和决定机关。"))
    if wanted.decided_on > act.on:
        found.append(_("决定日期%(day)s还没有到。") % {"day": wanted.decided_on})
    if wanted.source and Effect.objects.filter(source=wanted.source).exists():
        found.append(_("这份决定里的这一条已经登记过了。"))
    return found


def _is_foreign(kind: Kind, basis: Basis) -> bool:
    """Whether no law brings the effect about at that address."""
    return basis.address not in {one.address for one in kind.bases}


def _period(wanted: Wanted, lasting: Lasting | None, is_bar: bool) -> tuple[date, date | None]:
    """From when to when."""
    given = wanted.since is not None or wanted.until is not None
    if not given and lasting is not None:
        if lasting.since is None or lasting.waits_for:
            waits = "、".join(lasting.waits_for) or _("起止日期")
            words = {"words": lasting.words, "waits": waits}
            raise Refused(_("依条文算不出期间（%(words)s），还缺：%(waits)s。请补上，或者照决定书填起止日期。") % words)
        return lasting.since, lasting.until
    since = wanted.since or wanted.decided_on
    check_span(since, wanted.until)
    if not given and is_bar:
        raise Refused(_("所选的依据没有写期间，请照决定书填起止日期。"))
    if _differs(since, wanted.until, lasting) and not wanted.reason.strip():
        assert lasting is not None
        assert lasting.since is not None
        law = {"law": span(lasting.since, lasting.until), "words": lasting.words}
        raise Refused(_("依条文算得%(law)s（%(words)s），与所填的不同；确要照填，请写明理由。") % law)
    return since, wanted.until


def _differs(since: date, until: date | None, lasting: Lasting | None) -> bool:
    """Whether the law gives a period, and another."""
    return lasting is not None and lasting.since is not None and (since, until) != (lasting.since, lasting.until)


def _computed(since: date, until: date | None, lasting: Lasting | None) -> str:
    """How the period was found, as it is kept."""
    with in_chinese():
        if lasting is None or lasting.since is None:
            return _("照决定书填写")
        if not _differs(since, until, lasting):
            return lasting.words
        law = {"law": span(lasting.since, lasting.until), "words": lasting.words}
        return _("照决定书填写；依条文算得%(law)s（%(words)s）") % law


@action("register.suspend", label=gettext_lazy("中止限制"), may=rights.keep)
def suspend(act: Act, effect: Effect, on: date, document: str, organ: str, reason: str) -> Step:
    """From that day it does not hold, until it is resumed."""
    last = _open(effect, SUSPENDED)
    _within(last, on)
    return _follow(act, effect, last, SUSPENDED, on, document, organ, reason)


@action("register.resume", label=gettext_lazy("恢复限制"), may=rights.keep)
def resume(
    act: Act, effect: Effect, on: date, document: str, organ: str, reason: str, until: date | None = None
) -> Step:
    """From that day it holds again; to its old last day, or to the one that the document sets."""
    last = _open(effect)
    if not _is_suspended(effect):
        raise Refused(_("这一条没有中止，不用恢复。"))
    if on < last.on:
        raise Refused(_("恢复不能早于中止的那一天（%(on)s）。") % {"on": last.on})
    return _follow(act, effect, last, RESUMED, on, document, organ, reason, until=until or last.until)


@action("register.lift", label=gettext_lazy("提前解除"), may=rights.keep)
def lift(act: Act, effect: Effect, on: date, document: str, organ: str, reason: str) -> Step:
    """From that day it holds no more."""
    last = _open(effect)
    _within(last, on)
    return _follow(act, effect, last, LIFTED, on, document, organ, reason)


@action("register.change_on_appeal", label=gettext_lazy("申诉后变更"), may=rights.keep)
def change_on_appeal(
    act: Act, effect: Effect, on: date, document: str, organ: str, reason: str, since: date, until: date | None
) -> Step:
    """The appeal changed its period; whoever relied on a day that is now otherwise is told."""
    last = _open(effect)
    check_span(since, until)
    return _follow(act, effect, last, CHANGED, on, document, organ, reason, since=since, until=until)


@action("register.revoke_on_appeal", label=gettext_lazy("申诉后撤销"), may=rights.keep)
def revoke_on_appeal(act: Act, effect: Effect, on: date, document: str, organ: str, reason: str) -> Step:
    """The appeal revoked it: it never held. What it barred is open again, and whoever relied on it is told."""
    last = _latest(effect)
    if last.what == REVOKED:
        raise Refused(_("这一条已经撤销了。"))
    return _follow(act, effect, last, REVOKED, on, document, organ, reason)


@action("register.correct", label=gettext_lazy("更正登记"), may=rights.keep)
def correct(
    act: Act, effect: Effect, reason: str, since: date, until: date | None, document: str, organ: str, decided_on: date
) -> Step:
    """Something was entered wrongly: a new step says how it should read; the wrong one stays in sight."""
    last = _latest(effect)
    check_span(since, until)
    step = _after(last, CORRECTED, act.on, reason)
    step.since, step.until, step.decided_on = since, until, decided_on
    step.document, step.organ = document.strip(), organ.strip()
    names = ("since", "until", "document", "organ", "decided_on")
    if all(getattr(step, name) == getattr(last, name) for name in names):
        raise Refused(_("没有改动。"))
    _append(act, effect, step)
    return step


def _follow(
    act: Act, effect: Effect, last: Step, what: str, on: date, document: str, organ: str, reason: str, **changes: Any
) -> Step:
    """The step after `last`; the document and organ are those of this act, the rest stays unless changed."""
    if not document.strip() or not organ.strip():
        raise Refused(_("请写明依据的文号和作出决定的机关。"))
    step = _after(last, what, on, reason)
    step.document, step.organ = document.strip(), organ.strip()
    for name, value in changes.items():
        setattr(step, name, value)
    check_span(step.since, step.until)
    _append(act, effect, step)
    return step


def _after(last: Step, what: str, on: date, reason: str) -> Step:
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    return Step(
        what=what, on=on, since=last.since, until=last.until, decided_on=last.decided_on, document=last.document,
        organ=last.organ, address=last.address, cite=last.cite, sentence=last.sentence, computed=last.computed,
        reason=reason.strip(),
    )  # fmt: skip


def _latest(effect: Effect) -> Step:
    return Step.objects.filter(effect=effect).order_by("-number")[0]


def _open(effect: Effect, wanted: str = "") -> Step:
    last = _latest(effect)
    steps = list(Step.objects.filter(effect=effect).order_by("number"))
    if any(step.what in (LIFTED, REVOKED) for step in steps):
        raise Refused(_("这一条已经解除或者撤销了。"))
    if wanted == SUSPENDED and _is_suspended(effect):
        raise Refused(_("这一条已经中止了。"))
    return last


def _is_suspended(effect: Effect) -> bool:
    moves = Step.objects.filter(effect=effect, what__in=(SUSPENDED, RESUMED)).order_by("-number")
    last = moves.first()
    return last is not None and last.what == SUSPENDED


def _within(last: Step, on: date) -> None:
    if on < last.since or (last.until is not None and on > last.until):
        raise Refused(_("%(on)s不在这一条的期间（%(span)s）里。") % {"on": on, "span": span(last.since, last.until)})


def _append(act: Act, effect: Effect, step: Step) -> None:
    """Write the step, the days anew, the audit entry; and tell whoever relied on days that are now otherwise."""
    before = list(Step.objects.filter(effect=effect).order_by("number"))
    old = spells_of(before, effect.is_bar) if before else []
    step.effect, step.number = effect, len(before) + 1
    step.instrument = step.address.partition("/")[0]
    step.at, step.login, step.name = clock.now(), act.actor.login, act.actor.name
    step.save(force_insert=True)
    new = spells_of([*before, step], effect.is_bar)
    if new != old:
        Spell.objects.filter(effect=effect).delete()
        Spell.objects.bulk_create(Spell(effect=effect, since=since, until=until) for since, until in new)
    act.record(effect, _changes(effect, step, before[-1] if before else None))
    told_of(act, effect, step, old, new)


def _changes(effect: Effect, step: Step, before: Step | None) -> dict[str, Any]:
    who = effect.subject
    now = span(step.since, step.until)
    period: Any = now if before is None else [span(before.since, before.until), now]
    with in_chinese():
        what = str(step.get_what_display())
    found = {"谁": who.code, "限制": effect.kind, "事项": what, "期间": period}
    return found | {"生效": step.on, "文号": step.document, "依据": step.address, "理由": step.reason}


@dataclass(frozen=True, slots=True)
class Relied:
    """What relied on the register's answer: the question, the kinds of effects that bear on it, for what, and where.

    `thing` names what relied as the audit does (`appraisal.result:3`), `page` is where it can be looked at.
    """

    day: date
    question: str
    kinds: tuple[str, ...]
    answer: str
    purpose: str
    thing: str = ""
    page: str = ""


@action("register.rely", label=gettext_lazy("采用台账的答复"), may=rights.rely)
def rely(act: Act, subject: Subject, relied: Relied) -> Reliance:
    """Note that somebody acted on an answer, so that they are told when what holds on that day changes."""
    if not relied.purpose.strip():
        raise Refused(_("请写明用在什么事上。"))
    row = Reliance.objects.create(
        day=relied.day, question=relied.question, kinds="\n".join(relied.kinds), answer=relied.answer[:400],
        purpose=relied.purpose.strip()[:200], thing=relied.thing, page=relied.page, told_id=act.actor.person,
        at=clock.now(), login=act.actor.login, name=act.actor.name, **subject_fields(subject),
    )  # fmt: skip
    held = Effect.objects.filter(
        kind__in=relied.kinds, pk__in=Spell.objects.on(relied.day).values("effect"), **subject_fields(subject)
    )
    row.effects.set(held)
    act.record(
        row, {"谁": subject.code, "哪天": relied.day, "问": relied.question, "答": row.answer, "用于": row.purpose}
    )
    return row


@dataclass(frozen=True, slots=True)
class Taken:
    """One effect of a decision, and whom it follows."""

    subject: Subject
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class TakeOver:
    """All that is taken over from one decision."""

    items: tuple[Taken, ...]

    def __str__(self) -> str:
        return "register.take_over"


@action("register.take_over", label=gettext_lazy("从处理决定接收"), may=rights.keep_at_all)
def take_over(act: Act, wanted: TakeOver) -> list[Effect]:
    """Enter all effects of a decision, or none; each as an entry of its own. Refused with every reason at once."""
    if not wanted.items:
        raise Refused(_("没有可以接收的限制。"))
    found, problems = [], []
    for one in wanted.items:
        try:
            found.append(enter_effect(act.actor, one.subject, one.wanted))
        except Refused as refusal:
            problems += [f"{one.wanted.kind}：{sentence}" for sentence in refusal.sentences]
    refuse_all(problems)
    act.record("register.take_over", {"条数": len(found), "文号": wanted.items[0].wanted.document})
    return found


@action("register.export", label=gettext_lazy("导出资格台账"), may=rights.take_out)
def export_list(act: Act, day: date, rows: QuerySet[Effect], names: dict[int, str]) -> bytes:
    """The entries that the actor may read, as a workbook; that they were taken out is recorded."""
    found = list(rows.filter(rights.seen_by(act.actor))[:MOST_ROWS])
    content = workbook(found, names, day)
    act.record("register.export", {"条数": len(found), "文件": hashlib.sha256(content).hexdigest()})
    return content
