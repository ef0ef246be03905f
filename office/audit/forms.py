"""Handing in a form: once only, and not over somebody else's change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.db.models import Model
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from office.audit.action import ACTIONS, Action, acting
from office.audit.chain import latest, subject_of
from office.audit.models import Entry, Submission
from office.ground import clock
from office.ground.actors import Actor
from office.ground.refusals import NotAllowed, Refused, Stale
from office.ground.requests import Request


def perform(
    request: Request,
    form: forms.Form | None,
    act: Action[..., Any],
    *args: Any,
    to: str | Callable[[Any], str],
    said: str = "",
    **kwargs: Any,
) -> HttpResponse | None:
    """Do the act for a form that was handed in, then go to `to` (an address, or made from the result).

    None when it was refused: the form then says why, and is to be shown again. Without a form, and where the actor has
    no right at all, the refusal is raised and becomes a page of its own.
    """
    mark = request.POST.get("once", "").replace("\0", "")[:64]  # PostgreSQL takes no NUL in a text
    try:
        with acting():
            earlier = Submission.objects.filter(mark=mark, actor=request.actor.login).first() if mark else None
            if earlier is not None:
                messages.info(request, _("这张表已经交过了，这是第一次的结果。"))
                return HttpResponseRedirect(earlier.location)
            check_seen(request.actor, request.POST.getlist("seen"))
            location = _place(act(request.actor, *args, **kwargs), to)
            if mark:
                Submission.objects.create(mark=mark, actor=request.actor.login, at=clock.now(), location=location)
    except NotAllowed:
        raise
    except Refused as refusal:
        if form is None:
            raise
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
        form.refused = refusal  # type: ignore[attr-defined]
        return None
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(location)


def _place(result: Any, to: str | Callable[[Any], str]) -> str:
    return to if isinstance(to, str) else to(result)


def status_of(form: forms.Form) -> int:
    """The status of a page that shows the form: 200 when fresh, 409 when stale, 422 when something is wrong with it."""
    refusal = getattr(form, "refused", None)
    if refusal is not None:
        return int(refusal.status)
    return 422 if form.is_bound and form.errors else 200


def seen_mark(actor: Actor, thing: Any) -> str:
    """Which version of a thing a form shown to the actor was made from.

    It is signed, for that actor: whoever hands it in is told what was changed since, so that nobody may hand in one
    about a thing that was never shown to them.
    """
    return _signer(actor).sign(f"{subject_of(thing)}@{latest(thing)}")


def _signer(actor: Actor) -> Signer:
    return Signer(salt=f"seen by {actor.login}")


def check_seen(actor: Actor, seen: list[str]) -> None:
    """Raises Stale, saying who changed what, when a thing that a form of the actor's was made from is newer now."""
    told: list[str] = []
    for mark in seen[:20]:
        subject, _at, number = _unsigned(actor, mark).rpartition("@")
        if number.isdecimal() and "\0" not in subject:  # PostgreSQL takes no NUL in a text
            newer = Entry.objects.filter(subject=subject, sequence__gt=int(number[:18]), result=Entry.DONE)
            told += [_told(entry) for entry in newer.order_by("sequence")[:5]]
    if told:
        raise Stale(_("这张表打开以后，别人改过同一条记录，您填的还没有保存："), *told, _("请对照以后再交。"))


def _unsigned(actor: Actor, mark: str) -> str:
    try:
        return _signer(actor).unsign(mark)
    except BadSignature:
        return ""


def _told(entry: Entry) -> str:
    at = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M")
    words = {"at": at, "who": entry.name or entry.actor, "what": label_of(entry.act), "changes": in_words(entry.told)}
    return _("%(at)s　%(who)s：%(what)s　%(changes)s") % words


def label_of(name: str) -> str:
    """What an act is called; acts of past versions keep their key."""
    return str(ACTIONS[name].label) if name in ACTIONS else name


def in_words(changes: Any) -> str:
    """Changes as a clerk reads them: a post before → after; …"""
    if isinstance(changes, dict):
        return "；".join(f"{key} {_value(value)}" for key, value in changes.items())
    return _value(changes)


def _value(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{_one(value[0])} → {_one(value[1])}"
    if isinstance(value, list):
        return "、".join(_one(part) for part in value)
    return _one(value)


def _one(value: Any) -> str:
    if value is None or value == "":
        return _("（空）")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return in_words(value) if isinstance(value, dict | list) else str(value)


def changed(row: Model, values: dict[str, Any]) -> dict[str, list[Any]]:
    """Set the values on the row (not saved) and say what that changed: the field's name, before and after."""
    found = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            found[str(row._meta.get_field(name).verbose_name)] = [before, value]  # type: ignore[union-attr]
    return found
