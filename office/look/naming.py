"""Naming something on a form in one's own words: what is meant is suggested while one writes, and chosen if unclear.

Whoever writes words that mean one thing alone is understood. Words that may mean several things (or only begin like
one) come back with a list to choose from, everything else on the form as it was. No script is needed for that; with
script the same list comes while one writes (suggest.js, by htmx). What there is to find, each app's own field says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from office.ground.actors import Actor

# So many are suggested while one writes; so many can be chosen from when the words come back.
MOST_SUGGESTED, MOST_OFFERED = 8, 20
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Option:
    """Something that words may mean: the thing, words that mean it alone, its name, and what tells it from others.

    `is_sure`: the words written are as good as its own; else they only fit it.
    """

    thing: Any
    value: str
    title: str
    note: str = ""
    is_sure: bool = False
    is_law: bool = False


class Suggest(forms.TextInput):
    """A line to write in, the list that opens under it, and what the words written before may mean, to choose from."""

    template_name = "look/suggest.html"

    def __init__(self, place: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.place, self.options, self.is_cut = place, (), False  # type: tuple[Any, tuple[Option, ...], bool]

    def offer(self, options: Sequence[Option]) -> None:
        """Let one of these be chosen."""
        self.options, self.is_cut = tuple(options[:MOST_OFFERED]), len(options) > MOST_OFFERED

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """For the template."""
        given = super().get_context(name, value, attrs)
        return given | {"place": self.place, "options": self.options, "is_cut": self.is_cut, "most": MOST_OFFERED}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The words written, and which of the things offered was chosen."""
        return data.get(name), data.get(f"{name}_pick", "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the field was not on the form."""
        return name not in data


class Named:
    """What a field does that takes a thing by its name. The field says what the words may mean (`options`)."""

    actor: Actor | None = None
    widget: Any
    told_none: Any

    def options(self, words: str) -> Sequence[Option]:
        """What the words may mean, those that fit best first."""
        raise NotImplementedError

    def shown(self, words: str) -> str:
        """What the line shows of the words that were written or that the form begins with."""
        return words

    def introduce(self, actor: Actor | None) -> None:
        """Tell the field who asks."""
        self.actor = actor

    def bound_data(self, data: Any, initial: Any) -> Any:
        """The words alone: what was chosen is chosen anew where the form comes back."""
        return self.shown(said(data)[0])

    def meant(self, words: str, picked: str) -> Any:
        """The thing. Raises ValidationError, and offers what it may be, when that is not clear."""
        options = self.options(words)
        chosen = [option for option in options if picked and option.value == picked]
        sure = chosen or [option for option in options if option.is_sure]
        if len(sure) == 1:
            return sure[0].thing
        if not options:
            raise forms.ValidationError(str(self.told_none) % {"words": words})
        self.widget.offer(options)
        if len(options) == 1:
            told = _("「%(words)s」没有写全：是列出的这一个就选上，不是就另写。")
        else:
            told = _("「%(words)s」可以指好几个，请从列出的里面选一个，或者写全。")
        raise forms.ValidationError(told % {"words": words})


class NamedField(Named, forms.CharField):
    """A field of its own that takes a thing by its name; the thing is its value."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """The thing meant; None when nothing was written."""
        words, picked = said(value)
        words = " ".join(str(super().clean(words)).split())
        return self.meant(words, picked) if words else None

    def prepare_value(self, value: Any) -> Any:
        """The words that the form begins with."""
        return self.shown(value) if isinstance(value, str) else value


class AskedForm(forms.Form):
    """A form that knows who fills it in, so that its fields suggest only what that one may see."""

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for field in self.fields.values():
            if isinstance(field, Named):
                field.introduce(actor)


def said(value: Any) -> tuple[str, str]:
    """The words written, and the choice made among what was offered."""
    words, picked = value if isinstance(value, tuple) else (value, "")
    return str(words or ""), str(picked or "")
