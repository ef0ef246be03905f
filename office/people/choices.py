"""Choosing a unit or a post: from a list while that is short, else by what one writes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.ground import clock
from office.people.models import Post, Unit, UnitVersion
from office.people.questions import unit_names

# So many can be chosen from a list. Where there are more, one writes which is meant.
MOST_LISTED = 200


class Choice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A row out of a list; where the list would be too long, the row that the words written mean."""

    hint: Any = ""
    is_written = False

    def __deepcopy__(self, memo: Any) -> Any:
        """Every form has fields of its own, made so; each looks anew how many rows there are today."""
        result = super().__deepcopy__(memo)
        rows = result.listed()
        if len(rows) > MOST_LISTED:
            result.is_written, result.help_text = True, self.hint
            result.widget = forms.TextInput()
            result.widget.is_required = self.required
        else:
            result.choices = [("", "—"), *rows]
        return result

    @property
    def rows(self) -> QuerySet[Any]:
        """What can be chosen."""
        assert self.queryset is not None
        return self.queryset

    def listed(self) -> list[tuple[int, str]]:
        """The keys and labels to choose from, as many as tell whether there are too many."""
        raise NotImplementedError

    def meant(self, words: str) -> Any:
        """The row that is meant. Raises ValidationError when none is, or several are."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        """The row chosen or written."""
        words = " ".join(str(value or "").split())
        return self.meant(words) if self.is_written and words else super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """What the field shows of a row it begins with."""
        if self.is_written and isinstance(value, int):
            return str(self.rows.get(pk=value))
        return super().prepare_value(value)


class UnitChoice(Choice):
    """A unit, by the name it has today."""

    hint = gettext_lazy("机构编码，或者完整的名称。")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.all(), **kwargs)

    def listed(self) -> list[tuple[int, str]]:
        """The units with the names of today."""
        units = list(Unit.objects.order_by("code")[: MOST_LISTED + 1])
        if len(units) > MOST_LISTED:
            return [(unit.pk, unit.code) for unit in units]
        names = unit_names(clock.today(), (unit.pk for unit in units))
        return [(unit.pk, f"{names.get(unit.pk, _('（已撤销）'))} {unit.code}") for unit in units]

    def meant(self, words: str) -> Unit:
        """By its code, or its name of today."""
        return unit_meant(words)


class PostChoice(Choice):
    """A post there is today, by its unit and title."""

    hint = gettext_lazy("机构编码或名称，空一格，职务：QQ05 会计")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Post.objects.none(), **kwargs)

    def listed(self) -> list[tuple[int, str]]:
        """The posts with their units' names of today."""
        self.queryset = Post.objects.on(clock.today())
        posts = list(self.rows.order_by("unit__code", "order")[: MOST_LISTED + 1])
        if len(posts) > MOST_LISTED:
            return [(post.pk, post.title) for post in posts]
        names = unit_names(clock.today(), (post.unit_id for post in posts))
        return [(post.pk, f"{names.get(post.unit_id, '')} {post.title}") for post in posts]

    def meant(self, words: str) -> Post:
        """By its unit, and its title behind that."""
        place, _space, title = words.rpartition(" ")
        unit = unit_meant(place)
        found: Post | None = self.rows.filter(unit=unit, title=title).first()
        if found is None:
            said = _("%(unit)s今天没有「%(title)s」这个职务。") % {"unit": place, "title": title}
            raise forms.ValidationError(said)
        return found


def unit_meant(words: str) -> Unit:
    """The unit with that code, or with that name today. Raises ValidationError when none has it, or several have."""
    found = list(Unit.objects.filter(code=words))
    if not found:
        named = UnitVersion.objects.on(clock.today()).filter(name=words).order_by("unit__code")
        found = [version.unit for version in named.select_related("unit")[:MOST_LISTED]]
    if len(found) == 1:
        return found[0]
    if not found:
        raise forms.ValidationError(_("没有叫「%(words)s」的机构；请写编码，或者完整的名称。") % {"words": words})
    codes = "、".join(unit.code for unit in found[:8])
    said = _("叫「%(words)s」的机构不止一个：%(codes)s；请写编码。") % {"words": words, "codes": codes}
    raise forms.ValidationError(said)
