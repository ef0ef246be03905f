"""The forms of people and units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from office.look.forms import DayField
from office.people.choices import PostChoice, UnitChoice
from office.people.models import Term


def _term(vocabulary: str, label: Any) -> forms.ModelChoiceField[Term]:
    return forms.ModelChoiceField(Term.objects.filter(vocabulary=vocabulary), label=label, empty_label=None)


class Period(forms.Form):
    """From when, to when, on which basis."""

    since = DayField(label=gettext_lazy("自"))
    until = DayField(label=gettext_lazy("至"), required=False, help_text=gettext_lazy("含当天；空着就是至今。"))
    basis = forms.CharField(label=gettext_lazy("依据文号"), max_length=200, required=False)


class AddPerson(forms.Form):
    """A new person."""

    code = forms.CharField(label=gettext_lazy("编号"), max_length=20)
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)


class CorrectPerson(forms.Form):
    """A name, and how it sounds."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    pinyin = forms.RegexField(
        r"^[a-zA-Z ]*$", label=gettext_lazy("拼音"), required=False, max_length=200,
        help_text=gettext_lazy("多音字以本人为准；每个字之间空一格。空着就由程序注音。"),
    )  # fmt: skip


class Appoint(Period):
    """A post."""

    post = PostChoice(label=gettext_lazy("职务"))
    field_order = ("post", "since", "until", "basis")


class PutInCharge(Period):
    """A unit to be in charge of."""

    unit = UnitChoice(label=gettext_lazy("机构"))
    manner = _term(Term.MANNER, gettext_lazy("方式"))
    field_order = ("unit", "manner", "since", "until", "basis")


class SetParty(Period):
    """A Party status."""

    status = _term(Term.PARTY, gettext_lazy("政治面貌"))
    field_order = ("status", "since", "until", "basis")


class SetEstablishment(Period):
    """An establishment."""

    kind = _term(Term.ESTABLISHMENT, gettext_lazy("编制"))
    field_order = ("kind", "since", "until", "basis")


class EndRow(forms.Form):
    """The last day, and on which basis."""

    until = DayField(label=gettext_lazy("最后一天"))
    basis = forms.CharField(label=gettext_lazy("依据文号"), max_length=200, required=False)


class CorrectRow(Period):
    """The right period and basis, and why they were wrong."""

    because = forms.CharField(
        label=gettext_lazy("为什么更正"), max_length=200,
        help_text=gettext_lazy("例：文件上是三月一日，登记时写成了四月。"),
    )  # fmt: skip


class ChangeUnit(forms.Form):
    """What a unit is called and where it stands from a day on."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    kind = _term(Term.UNIT, gettext_lazy("类别"))
    parent = UnitChoice(label=gettext_lazy("上级"), required=False)
    since = DayField(label=gettext_lazy("自"))
    basis = forms.CharField(label=gettext_lazy("依据文号"), max_length=200, required=False)


class AddUnit(ChangeUnit):
    """A new unit."""

    code = forms.CharField(label=gettext_lazy("机构编码"), max_length=20)
    field_order = ("code", "name", "kind", "parent", "since", "basis")


class AddPost(Period):
    """A post in a unit."""

    title = forms.CharField(label=gettext_lazy("职务"), max_length=60)
    standing = _term(Term.STANDING, gettext_lazy("层次"))
    field_order = ("title", "standing", "since", "until", "basis")


class Upload(forms.Form):
    """A workbook."""

    file = forms.FileField(
        label=gettext_lazy("工作簿（.xlsx）"), max_length=200, widget=forms.FileInput(attrs={"accept": ".xlsx"})
    )
