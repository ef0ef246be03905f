"""The forms of the register. What can be chosen comes from the loaded laws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.ground import clock
from office.look.forms import DayField
from office.look.naming import AskedForm
from office.look.provisions import ProvisionField
from office.people.fields import SubjectField
from office.register.laws import Kind, kinds_on


def kind_choices(blank: Any = None) -> list[Any]:
    """Every name an entry may have, bars and handlings apart."""
    kinds = kinds_on(clock.today()).values()
    groups: list[Any] = [
        (_("限制"), [(kind.name, kind.name) for kind in kinds if kind.is_bar]),
        (_("处理"), [(kind.name, kind.name) for kind in kinds if not kind.is_bar]),
    ]
    return groups if blank is None else [("", blank), *groups]


def bases_of(kinds: list[Kind]) -> list[Any]:
    """The provisions to choose from."""
    return [basis for kind in kinds for basis in kind.bases]


class Papers(AskedForm):
    """What an act rests on."""

    document = forms.CharField(label=gettext_lazy("文号"), max_length=200)
    organ = forms.CharField(label=gettext_lazy("决定机关"), max_length=100)


class Enter(Papers):
    """An effect entered by hand, with its document."""

    subject = SubjectField()
    kind = forms.ChoiceField(label=gettext_lazy("限制或处理"))
    address = ProvisionField(label=gettext_lazy("依据的条文"), with_parameters=True)
    decided_on = DayField(label=gettext_lazy("决定日期"))
    conduct_on = DayField(
        label=gettext_lazy("行为日期"), required=False, help_text=gettext_lazy("依据的读法要看行为哪一年的，才用得着。")
    )
    since = DayField(
        label=gettext_lazy("自"), required=False, help_text=gettext_lazy("两个日期都空着，就依条文的期间计算。")
    )
    until = DayField(label=gettext_lazy("至"), required=False, help_text=gettext_lazy("含当天。"))
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("所填的期间与条文算出的不同，或者条文没有写这种限制时，必须写明。"),
    )  # fmt: skip
    field_order = (
        "subject", "kind", "address", "decided_on", "document", "organ", "since", "until", "conduct_on", "reason",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = kind_choices()


class Change(Papers):
    """Suspending, lifting, revoking: from which day, and why."""

    on = DayField(label=gettext_lazy("自哪一天起"))
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    field_order: Sequence[str] = ("on", "document", "organ", "reason")


class Resume(Change):
    """Resuming: the old last day, or another."""

    until = DayField(
        label=gettext_lazy("新的届满日"), required=False,
        help_text=gettext_lazy("中止的日子不自动顺延；决定顺延的，写明新的届满日。空着就照原来的。"),
    )  # fmt: skip
    field_order = ("on", "until", "document", "organ", "reason")


class ChangeOnAppeal(Change):
    """The appeal gave it another period."""

    since = DayField(label=gettext_lazy("改为自"))
    until = DayField(label=gettext_lazy("改为至"), required=False)
    field_order = ("on", "since", "until", "document", "organ", "reason")


class Correct(Papers):
    """How an entry should have read."""

    since = DayField(label=gettext_lazy("自"))
    until = DayField(label=gettext_lazy("至"), required=False)
    decided_on = DayField(label=gettext_lazy("决定日期"))
    reason = forms.CharField(label=gettext_lazy("错在哪里"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("since", "until", "decided_on", "document", "organ", "reason")


class Filter(forms.Form):
    """Which entries are listed."""

    NOW, ALL, COMING, SOON, PAST, STOPPED, GONE = "now", "all", "coming", "soon", "past", "stopped", "gone"

    q = forms.CharField(label=gettext_lazy("姓名、编号、机构或文号的开头"), max_length=60, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("限制或处理"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("状态"), required=False,
        choices=[
            (NOW, gettext_lazy("在效")), (SOON, gettext_lazy("快到期")), (COMING, gettext_lazy("还没开始")),
            (PAST, gettext_lazy("已届满")), (STOPPED, gettext_lazy("中止")), (GONE, gettext_lazy("已解除或撤销")),
            (ALL, gettext_lazy("全部")),
        ],
    )  # fmt: skip
    day = DayField(label=gettext_lazy("看哪一天"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = kind_choices(_("全部"))


class Ask(AskedForm):
    """Whom and which day."""

    who = SubjectField(help_text="")
    day = DayField(label=gettext_lazy("哪一天"), required=False)


class Rely(Ask):
    """That an answer is acted upon, and for what."""

    question = forms.CharField(max_length=200)
    kinds = forms.CharField(max_length=2000, required=False)
    is_barred = forms.BooleanField(required=False)
    purpose = forms.CharField(label=gettext_lazy("用在什么事上"), max_length=200)

    def clean_day(self) -> Any:
        """The day asked, or today."""
        return self.cleaned_data["day"] or clock.today()


class Upload(forms.Form):
    """A decision or a case."""

    file = forms.FileField(
        label=gettext_lazy("处理决定或案件文件（.json、.toml）"), max_length=200,
        widget=forms.FileInput(attrs={"accept": ".json,.toml"}),
    )  # fmt: skip
