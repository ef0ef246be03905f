"""What can become of an entry: the name in the address, the form, the act, the title; and which are open now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy

from office.audit.action import Action
from office.register import actions, forms
from office.register.models import LIFTED, RESUMED, REVOKED, SUSPENDED, Effect


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that can be done to an entry."""

    key: str
    form: type[django_forms.Form]
    act: Action[..., Any]
    title: Any
    lead: Any = ""


CHANGES = {
    change.key: change
    for change in (
        Change("suspend", forms.Change, actions.suspend, gettext_lazy("中止")),
        Change("resume", forms.Resume, actions.resume, gettext_lazy("恢复")),
        Change("lift", forms.Change, actions.lift, gettext_lazy("提前解除")),
        Change("appeal", forms.ChangeOnAppeal, actions.change_on_appeal, gettext_lazy("申诉后变更")),
        Change(
            "revoke", forms.Change, actions.revoke_on_appeal, gettext_lazy("申诉后撤销"),
            gettext_lazy("撤销以后视同从来没有限制过；凭它办过事的人会收到通知，重新办理。"),
        ),
        Change(
            "correct", forms.Correct, actions.correct, gettext_lazy("更正登记"),
            gettext_lazy("原来的登记仍留在历史里。"),
        ),
    )
}  # fmt: skip


def open_changes(effect: Effect) -> list[Change]:
    """What can be done now."""
    whats = [step.what for step in effect.steps.all()]
    if REVOKED in whats:
        keys = ["correct"]
    elif LIFTED in whats:
        keys = ["revoke", "correct"]
    else:
        moves = [what for what in whats if what in (SUSPENDED, RESUMED)]
        keys = ["resume" if moves and moves[-1] == SUSPENDED else "suspend", "lift", "appeal", "revoke", "correct"]
    return [CHANGES[key] for key in keys]


def initial_of(effect: Effect, key: str) -> dict[str, Any]:
    """What the form shows at first."""
    last = effect.last
    if key == "correct":
        return {name: getattr(last, name) for name in ("since", "until", "decided_on", "document", "organ")}
    return {"since": last.since, "until": last.until} if key == "appeal" else {}
