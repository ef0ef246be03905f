"""Choosing a unit or a post: from a list while that is short, else by what one writes, with suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.ground import clock
from office.look.naming import Named, Option, Suggest, said
from office.people.fields import POSTS, UNITS, options_of, place_of
from office.people.models import Post, Unit, UnitVersion
from office.people.naming import with_code
from office.people.questions import unit_names

# So many can be chosen from a list. Where there are more, one writes which is meant.
MOST_LISTED = 200


class Choice(Named, forms.ModelChoiceField):  # type: ignore[type-arg]
    """A row out of a list; where the list would be too long, the row that the words written mean."""

    what = ""
    hint: Any = ""
    is_written = False

    def __deepcopy__(self, memo: Any) -> Any:
        """Every form has fields of its own, made so; each looks anew how many rows there are today."""
        result = super().__deepcopy__(memo)
        rows = result.listed()
        if len(rows) > MOST_LISTED:
            result.is_written, result.help_text = True, self.hint
            result.widget = Suggest(place_of(self.what))
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

    def options(self, words: str) -> Sequence[Option]:
        """What the words may mean."""
        return options_of(self.what, words)

    def to_python(self, value: Any) -> Any:
        """The row chosen or written."""
        words, picked = said(value)
        words = " ".join(words.split())
        return self.meant(words, picked) if self.is_written and words else super().to_python(words or None)

    def prepare_value(self, value: Any) -> Any:
        """What the field shows of a row it begins with."""
        if self.is_written and isinstance(value, int):
            return self.own(value)
        return super().prepare_value(value)

    def own(self, key: int) -> str:
        """Words that mean the row with that key alone."""
        raise NotImplementedError


class UnitChoice(Choice):
    """A unit, by the name it has today."""

    what = UNITS
    hint = gettext_lazy("写名称的头几个字，再从列出的里面选；写编码也行。")
    told_none = gettext_lazy("没有叫「%(words)s」的机构；请写名称的头几个字，或者编码。")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.all(), **kwargs)

    def listed(self) -> list[tuple[int, str]]:
        """The units with the names of today."""
        units = list(Unit.objects.order_by("code")[: MOST_LISTED + 1])
        if len(units) > MOST_LISTED:
            return [(unit.pk, unit.code) for unit in units]
        names = unit_names(clock.today(), (unit.pk for unit in units))
        return [(unit.pk, f"{names.get(unit.pk, _('（已撤销）'))} {unit.code}") for unit in units]

    def own(self, key: int) -> str:
        """The name of today and the code; the code of a unit that is no more."""
        row = UnitVersion.objects.on(clock.today()).filter(unit=key).select_related("unit").first()
        return with_code(row.name, row.unit.code) if row else self.rows.get(pk=key).code


class PostChoice(Choice):
    """A post there is today, by its unit and title."""

    what = POSTS
    hint = gettext_lazy("写机构和职务的头几个字，中间空一格，再从列出的里面选。")
    told_none = gettext_lazy("今天没有「%(words)s」这个职务；请写机构，空一格，再写职务。")

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

    def own(self, key: int) -> str:
        """The unit and the title."""
        post = Post.objects.get(pk=key)
        return f"{unit_names(clock.today(), [post.unit_id]).get(post.unit_id, '')} {post.title}"
