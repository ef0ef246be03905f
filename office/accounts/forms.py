"""The forms of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.accounts.models import Account, Renewal
from office.accounts.passwords import LongEnough, SeveralKindsOfSigns
from office.ground.roles import FUNCTIONS
from office.look.forms import DayField
from office.look.naming import AskedForm
from office.people.fields import PersonField


def _secret(label: Any, kind: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": kind})
    return forms.CharField(label=label, max_length=128, strip=False, widget=widget)


class SignIn(forms.Form):
    """Login name and password."""

    login = forms.CharField(
        label=gettext_lazy("登录名"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )  # fmt: skip
    password = _secret(gettext_lazy("密码"), "current-password")


class Password(forms.Form):
    """The old and the new password."""

    old = _secret(gettext_lazy("原密码"), "current-password")
    new = _secret(gettext_lazy("新密码"), "new-password")
    again = _secret(gettext_lazy("新密码再写一遍"), "new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = LongEnough().get_help_text() + SeveralKindsOfSigns().get_help_text()

    def clean(self) -> dict[str, Any]:
        """The two new ones must be the same."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("new") != given.get("again"):
            self.add_error("again", _("两次写的不一样。"))
        return given


class Code(forms.Form):
    """Six figures from the phone."""

    code = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$", label=gettext_lazy("手机上的六位数"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
        error_messages={"invalid": gettext_lazy("请填六位数字。")},
    )  # fmt: skip

    def number(self) -> str:
        """The figures alone."""
        return "".join(str(self.cleaned_data["code"]).split())


class Open(AskedForm):
    """A new account."""

    login = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{1,58}$", label=gettext_lazy("登录名"),
        help_text=gettext_lazy("小写字母、数字、点、横线。"),
        error_messages={"invalid": gettext_lazy("只用小写字母、数字、点和横线，至少两位。")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=Account.KINDS)
    person = PersonField(label=gettext_lazy("给谁"), required=False)
    oidc_subject = forms.CharField(label=gettext_lazy("统一身份标识"), required=False, max_length=200)


class GiveFunction(forms.Form):
    """A function, from when to when, on which basis."""

    key = forms.ChoiceField(label=gettext_lazy("职能"), choices=list(FUNCTIONS.items()))
    since = DayField(label=gettext_lazy("自"))
    until = DayField(label=gettext_lazy("至"), required=False)
    basis = forms.CharField(label=gettext_lazy("依据文号"), max_length=200)


class Renew(forms.Form):
    """Another way in for an account's holder, and why."""

    what = forms.ChoiceField(label=gettext_lazy("重发什么"), choices=Renewal.WHAT)
    because = forms.CharField(label=gettext_lazy("事由"), max_length=200)
    value = forms.CharField(
        label=gettext_lazy("新的统一身份标识"), required=False, max_length=200,
        help_text=gettext_lazy("只在改统一身份标识时填；空着就是不再用统一身份登录。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A subject is given only where it is the subject that changes."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("value") and given.get("what") != Renewal.SUBJECT:
            self.add_error("value", _("只有改统一身份标识时才填。"))
        return given


class LastDay(forms.Form):
    """The last day something holds."""

    until = DayField(label=gettext_lazy("最后一天"))
