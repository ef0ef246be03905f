"""The form by which an adopted reading is entered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guiju import tree as t
from office.look.forms import DayField


class Adopt(forms.Form):
    """Which option, from when, by which organ's document."""

    choice = forms.ChoiceField(label=_("采用哪一种读法"))
    since = DayField(label=_("自"))
    organ = forms.CharField(label=_("确认机关"), max_length=100)
    basis = forms.CharField(label=_("依据文号"), max_length=200)

    def __init__(self, reading: t.Reading, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["choice"]
        choice.choices = [("", "—")] + [(name, f"{name}——{meaning}") for name, meaning in reading.options]
