"""The form for a token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from office.api.models import SCOPES
from office.ground import clock
from office.look.forms import DayField


class Make(forms.Form):
    """What for, about what, until when."""

    name = forms.CharField(label=gettext_lazy("用途"), max_length=60, help_text=gettext_lazy("例：县里的报表程序"))
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("范围"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    until = DayField(label=gettext_lazy("有效至"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = clock.today() + timedelta(days=90)
