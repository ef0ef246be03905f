"""A provision named on a form, by its citation or by words of it; its address is what the form gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from office.ground import clock
from office.ground.citing import looked_up, value_of
from office.look.naming import NamedField, Option, Suggest

PLACE = reverse_lazy("look:provisions")


def provision_options(words: str, with_parameters: bool = False) -> Sequence[Option]:
    """The provisions that the words may mean."""
    return [
        Option(cited.address, cited.value, cited.value, cited.text, is_sure=is_exact, is_law=True)
        for cited, is_exact in looked_up(words, clock.today(), with_parameters)
    ]


class ProvisionField(NamedField):
    """A provision, by citation, by words, or by its address. Open to whoever has signed in, as the texts are."""

    told_none = gettext_lazy("没有找到「%(words)s」这一条；可以写条文里的几个词，或者第几条。")

    def __init__(self, with_parameters: bool = False, **kwargs: Any) -> None:
        self.with_parameters = with_parameters
        place = format_lazy("{}?parameters=1", PLACE) if with_parameters else PLACE
        kwargs.setdefault("help_text", gettext_lazy("写条文里的几个词，或者第几条，再从列出的里面选。"))
        super().__init__(widget=Suggest(place), **kwargs)

    def options(self, words: str) -> Sequence[Option]:
        """The provisions that the words may mean."""
        return provision_options(words, self.with_parameters)

    def shown(self, words: str) -> str:
        """An address is shown as the citation."""
        return value_of(words, clock.today()) if "/" in words else words
