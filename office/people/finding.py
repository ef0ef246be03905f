"""Finding people by what is written of them."""

from __future__ import annotations

from office.ground import clock
from office.people.models import Holding, Person, Post

# A person is looked for until found: what stands behind so many that fit is not leafed through.
MOST_FOUND = 100


def find(asked: str) -> list[Person]:
    """People whose number, name, pinyin or initials begin so, or who hold such a post today; of each the first few.

    Each way of looking is a walk along one index that ends after MOST_FOUND, however many fit.
    """
    sound = "".join(asked.lower().split())
    people, today = Person.objects, clock.today()
    ways = [people.filter(code__begins=words).order_by("code") for words in sorted({asked, asked.upper()})]
    if sound.isascii() and sound:
        ways += [people.filter(**{f"{name}__begins": sound}).order_by(name) for name in ("pinyin", "initials")]
        held: list[Holding] = []
    else:
        ways.append(people.filter(name__begins=asked).order_by("name"))
        posts = list(Post.objects.on(today).filter(title__begins=asked).order_by("title")[:MOST_FOUND])
        held = list(Holding.objects.on(today).filter(post__in=posts).select_related("person")[:MOST_FOUND])
    found = {person.pk: person for way in ways for person in way[:MOST_FOUND]}
    found |= {row.person_id: row.person for row in held}
    return sorted(found.values(), key=lambda person: (person.pinyin, person.code))
