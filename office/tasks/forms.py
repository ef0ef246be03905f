"""The forms of tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.ground.roles import ADMINS, LABELS, OUTSIDE
from office.look.forms import DayField
from office.look.naming import AskedForm
from office.look.provisions import ProvisionField
from office.people.fields import PersonField
from office.tasks.actions import To, Wanted

_NO_TASKS_FOR = {**ADMINS, **OUTSIDE}


class Assign(AskedForm):
    """What, to whom, by when, by which sentence."""

    title = forms.CharField(label=gettext_lazy("要办的事"), max_length=200)
    person = PersonField(label=gettext_lazy("交给谁"), required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("交给什么身份"), required=False, help_text=gettext_lazy("人和身份填一样。")
    )
    due = DayField(label=gettext_lazy("期限"), required=False)
    law = ProvisionField(label=gettext_lazy("出自哪一条"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(key, label) for key, label in LABELS.items() if key not in _NO_TASKS_FOR]
        self.fields["role"].choices = [("", _("（不按身份）")), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of person and role."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(given.get("person")) == bool(given.get("role")):
            self.add_error("person", _("人和身份要填一样，只填一样。"))
        return given

    def given(self) -> Wanted:
        """What the act wants."""
        found = self.cleaned_data
        to = To(person=found["person"], role=found["role"])
        return Wanted(found["title"], to, found["due"], found["law"] or "")


class Finish(forms.Form):
    """A word on how it was done."""

    note = forms.CharField(label=gettext_lazy("办理情况"), required=False, max_length=400)


class Because(forms.Form):
    """A reason."""

    reason = forms.CharField(label=gettext_lazy("理由"), max_length=400)
