"""One act, one action: permission with its reason, checks, change and audit entry in one transaction.

@action("people.appoint", label=_("任职"), may=rights.keep_records)
def appoint(act: Act, person: Person, post: Post, since: date) -> Holding:
    ...
    act.record(person, {"任职": [None, post.title]})
    return holding

appoint(actor, person, post, since)          # does it, or raises Refused
appoint.may(actor, person, post, since)      # whether it would be allowed, and why
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django.db import transaction

from office.audit.chain import Note, append, plain, subject_of, take_turn
from office.audit.models import Entry
from office.ground.actors import Actor, Right
from office.ground.refusals import NotAllowed

P = ParamSpec("P")
R = TypeVar("R")

_depth: ContextVar[int] = ContextVar("acting", default=0)


class Act:
    """One act under way: who, on which day, by what right; collects what is to be recorded."""

    def __init__(self, name: str, actor: Actor, right: Right) -> None:
        self.name, self.actor, self.right = name, actor, right
        self.id = uuid.uuid4().hex
        self.notes: list[Note] = []
        self.is_settled = False

    @property
    def on(self) -> date:
        """The day it is done."""
        return self.actor.on

    def record(self, subject: Any, changes: Mapping[str, Any]) -> None:
        """One entry: this subject (a row, or a text), changed so. Keep personal data to what the change needs."""
        self.is_settled = True
        self.notes.append(_note(self.name, self.id, subject_of(subject), plain(changes), self.actor, self.right.reason))

    def nothing_changed(self) -> None:
        """Say that there was nothing to do; else an act without an entry is an error."""
        self.is_settled = True


class Action(Generic[P, R]):
    """An action: called with an actor it acts; `may` says beforehand whether it would be allowed."""

    def __init__(
        self, name: str, label: Any, may: Callable[..., Right], function: Callable[Concatenate[Act, P], R]
    ) -> None:
        self.name, self.label, self._may, self._function = name, label, may, function
        functools.update_wrapper(self, function)

    def may(self, actor: Actor, *args: Any, **kwargs: Any) -> Right:
        """Whether the actor may do this, and the ground; with fewer arguments, whether at all."""
        return self._may(actor, *args, **kwargs)

    def __call__(self, actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
        """Do it, all or nothing. Raises Refused."""
        with acting():
            right = self._may(actor, *args, **kwargs)
            if not right.allowed:
                subject = subject_of(args[0]) if args else ""
                raise _refusal(self.name, subject, actor, right.reason)
            act = Act(self.name, actor, right)
            result = self._function(act, *args, **kwargs)
            if not act.is_settled:
                raise RuntimeError(f"{self.name} recorded nothing: act.record(…) or act.nothing_changed()")
            append(act.notes)
            return result


ACTIONS: dict[str, Action[Any, Any]] = {}


def action(
    name: str, *, label: Any, may: Callable[..., Right]
) -> Callable[[Callable[Concatenate[Act, P], R]], Action[P, R]]:
    """Make an action of a function. `name` is `app.verb`, `label` what the audit page calls it."""

    def made(function: Callable[Concatenate[Act, P], R]) -> Action[P, R]:
        if name in ACTIONS:
            raise ValueError(f"two actions are called {name}")
        ACTIONS[name] = Action(name, label, may, function)
        return ACTIONS[name]

    return made


@contextmanager
def acting() -> Iterator[None]:
    """One transaction in which acts take turns; a refused attempt is recorded after it was rolled back."""
    depth = _depth.get()
    token = _depth.set(depth + 1)
    try:
        with transaction.atomic():
            if depth == 0:
                take_turn()
            yield
    except NotAllowed as refusal:
        if depth == 0 and isinstance(refusal, _Attempt):
            with transaction.atomic():
                take_turn()
                append([refusal.note])
        raise
    finally:
        _depth.reset(token)


class _Attempt(NotAllowed):
    """A refusal that remembers what to record of the attempt."""

    note: Note


def _refusal(name: str, subject: str, actor: Actor, reason: str) -> _Attempt:
    refusal = _Attempt(reason)
    refusal.note = _note(name, uuid.uuid4().hex, subject, {}, actor, reason, Entry.REFUSED)
    return refusal


def _note(
    name: str,
    act_id: str,
    subject: str,
    changes: Mapping[str, Any],
    actor: Actor,
    reason: str,
    result: str = Entry.DONE,
) -> Note:
    roles = " ".join(sorted(actor.keys))
    return Note(name, act_id, subject, changes, actor.login, actor.name, roles, reason, result)
