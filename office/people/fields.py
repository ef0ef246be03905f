"""Fields for a person, or for a person or unit, by their name. Only who may look people up is shown any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from office.ground import clock
from office.ground.actors import Actor
from office.look.naming import NamedField, Option, Suggest
from office.people.naming import people_meant, person_named, posts_meant, units_meant

PLACE = reverse_lazy("people:suggest")
PEOPLE, SUBJECTS, UNITS, POSTS = "people", "subjects", "units", "posts"


def place_of(what: str) -> Any:
    """Where suggestions of that sort come from."""
    return format_lazy("{}?of={}", PLACE, what)


def options_of(what: str, words: str) -> list[Option]:
    """What the words may mean today; first what is called so."""
    kinds = {
        PEOPLE: (people_meant,), SUBJECTS: (people_meant, units_meant), UNITS: (units_meant,), POSTS: (posts_meant,),
    }  # fmt: skip
    found = [option for meant in kinds.get(what, ()) for option in meant(words, clock.today())]
    return sorted(found, key=lambda option: (not option.is_sure, not option.title.startswith(words)))


class PersonField(NamedField):
    """A person. Who may not look through the people names one by the number or the full name, and is shown nobody."""

    what = PEOPLE
    told_none = gettext_lazy("没有找到「%(words)s」；可以写姓名、拼音首字母、单位或者职务。")

    def __init__(self, **kwargs: Any) -> None:
        self._help = kwargs.pop("help_text", gettext_lazy("写姓名、拼音首字母、单位、职务或编号，再从列出的里面选。"))
        super().__init__(widget=Suggest(""), **kwargs)

    def introduce(self, actor: Actor | None) -> None:
        """Whoever may look people up is suggested some."""
        super().introduce(actor)
        self.widget.place = place_of(self.what) if self._sees_people else ""
        self.help_text = self._help if self._sees_people else gettext_lazy("写完整的姓名，或者编号。")
        if not self._sees_people:
            self.told_none = gettext_lazy("「%(words)s」不是哪个人的编号，也不是只有一个人叫的姓名。")

    @property
    def _sees_people(self) -> bool:
        """As the search of people: whoever has any business in the office."""
        return self.actor is not None and self.actor.is_business

    def options(self, words: str) -> Sequence[Option]:
        """Whom the words may mean; to whom sees nobody, somebody only where there is no doubt."""
        if self._sees_people:
            return options_of(self.what, words)
        found = person_named(words)
        return [Option(found[0], words, words, is_sure=True)] if len(found) == 1 else []

    def shown(self, words: str) -> str:
        """A number is shown as the name it means."""
        if not self._sees_people or not words.strip().isascii() or not words.strip():
            return words
        meant = [option for option in self.options(words) if option.is_sure]
        return meant[0].value if len(meant) == 1 else words


class SubjectField(PersonField):
    """A person or a unit."""

    what = SUBJECTS
    told_none = gettext_lazy("没有找到叫「%(words)s」的人或者机构；可以写姓名、拼音首字母、单位或者职务。")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("谁"))
        super().__init__(**kwargs)
