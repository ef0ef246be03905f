"""Whom or what the words on a form may mean: people and units, each with words that mean it alone.

A person is meant by name, pinyin or its initials, unit, post or number, several of these together too. The name in
full, or the number, is as good as pointing at somebody; all else only fits, and is chosen from what fits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from office.look.naming import Option
from office.people.finding import MOST_FOUND, find
from office.people.models import Holding, Person, Post, Unit, UnitVersion
from office.people.questions import unit_names

MOST_WORDS = 5
_CODED = re.compile(r"^(.+)（(.+)）$")
_BETWEEN = re.compile(r"[\s()（）,，、]+")
Posts = list[tuple[str, str]]


def people_meant(words: str, day: date) -> list[Option]:
    """The people whom the words fit."""
    tokens = _tokens(words)
    if not tokens:
        return []
    found = {person.pk: person for person in find(words.strip())}
    whole = set(found)
    for token in tokens:
        found |= {person.pk: person for person in (*find(token), *_in_place(token, day))}
    posts = posts_of(found, day)
    kept = [p for p in found.values() if p.pk in whole or all(_fits(p, posts[p.pk], token) for token in tokens)]
    kept.sort(key=lambda person: (not any(_is_called(person, token) for token in tokens), person.pinyin, person.code))
    return _told(kept, posts, tokens)


def person_named(words: str) -> list[Person]:
    """Those with just that number, or just that name, and nobody else: for who may not look through the people."""
    return list(Person.objects.filter(code=words)) or list(Person.objects.filter(name=words)[:2])


def units_meant(words: str, day: date) -> list[Option]:
    """The units of the day whose name or code begins so; by its whole code also one that is no more."""
    asked = " ".join(words.split())
    if not asked:
        return []
    coded = _CODED.match(asked)
    name, code = (coded[1], coded[2]) if coded else (asked, asked)
    rows = UnitVersion.objects.on(day).select_related("unit", "kind")
    found = {row.unit_id: row for row in rows.filter(name__begins=name).order_by("name")[:MOST_FOUND]}
    for begun in sorted({code, code.upper()}):
        units = Unit.objects.filter(code__begins=begun).order_by("code").values_list("pk", flat=True)[:MOST_FOUND]
        found |= {row.unit_id: row for row in rows.filter(unit__in=list(units))}
    gone = Unit.objects.filter(code__in={code, code.upper()}).exclude(pk__in=found)
    found |= {row.unit_id: row for unit in gone if (row := unit.versions.order_by("-since").first())}
    names = Counter(row.name for row in found.values())
    options = []
    for row in sorted(found.values(), key=lambda row: (row.name, row.unit.code)):
        is_alone = names[row.name] == 1 and row.holds_on(day)
        by_code = with_code(row.name, row.unit.code)
        value = row.name if is_alone else by_code
        is_sure = asked in (row.unit.code, by_code) or (asked == row.name and row.holds_on(day))
        options.append(Option(row.unit, value, row.name, f"{row.kind.label}　{row.unit.code}", is_sure))
    return options


def with_code(name: str, code: str) -> str:
    """A name with the code behind it: means one thing alone, however many are called so."""
    return f"{name}（{code}）"


def posts_meant(words: str, day: date) -> list[Option]:
    """The posts of the day that the words fit: a title, a unit (its name or code), or both; each once."""
    tokens = _tokens(words)
    units: dict[int, str] = {row.thing.pk: row.title for token in tokens for row in units_meant(token, day)}
    for token in tokens:
        units |= {row.unit_id: row.name for row in _begun_by(token, day)}
    rows = Post.objects.on(day).select_related("unit").order_by("unit__code", "order", "pk")
    found = list(rows.filter(unit__in=units)[:MOST_FOUND]) if units else []
    for token in tokens:
        found += rows.filter(title__begins=token)[:MOST_FOUND]
    names = unit_names(day, (post.unit_id for post in found))
    options: dict[str, Option] = {}
    for post in found:
        unit, whole = names.get(post.unit_id, ""), names.get(post.unit_id, "") + post.title
        if all(token in whole or token == post.unit.code for token in tokens):
            is_sure = "".join(tokens) in (whole, post.unit.code + post.title)
            options.setdefault(whole, Option(post, f"{unit} {post.title}", post.title, unit, is_sure))
    return list(options.values())


def posts_of(people: Iterable[int], day: date) -> dict[int, Posts]:
    """The posts that people held on the day: unit and title of each."""
    wanted = list(people)
    rows = list(Holding.objects.on(day).filter(person__in=wanted).select_related("post").order_by("post__order", "pk"))
    names = unit_names(day, (row.post.unit_id for row in rows))
    found: dict[int, Posts] = {person: [] for person in wanted}
    for row in rows:
        found[row.person_id].append((names.get(row.post.unit_id, ""), row.post.title))
    return found


def _tokens(words: str) -> list[str]:
    return [token for token in _BETWEEN.split(words) if token][:MOST_WORDS]


def _in_place(token: str, day: date) -> list[Person]:
    """Who is in a unit whose name begins so; or in one whose name the words begin with, and the post with the rest."""
    rows = UnitVersion.objects.on(day)
    beginning = list(rows.filter(name__begins=token).order_by("name")[:MOST_FOUND])
    held = Holding.objects.on(day).select_related("person").order_by("post__order", "pk")
    found = list(held.filter(post__unit__in=[row.unit_id for row in beginning])[:MOST_FOUND]) if beginning else []
    for row in _begun_by(token, day):
        rest = token[len(row.name) :]
        found += held.filter(post__unit=row.unit_id, post__title__begins=rest)[:MOST_FOUND]
    return [row.person for row in found]


def _begun_by(token: str, day: date) -> list[UnitVersion]:
    """The units with whose whole name the words begin."""
    names = [token[:length] for length in range(2, len(token))]
    return list(UnitVersion.objects.on(day).filter(name__in=names)[:MOST_FOUND])


def _fits(person: Person, posts: Posts, token: str) -> bool:
    return _is_called(person, token) or any(token in unit + title for unit, title in posts)


def _is_called(person: Person, token: str) -> bool:
    low = token.lower()
    return any(text.startswith(low) for text in (person.name, person.pinyin, person.initials, person.code.lower()))


def _told(people: list[Person], posts: dict[int, Posts], tokens: list[str]) -> list[Option]:
    values = {p.pk: f"{p.name}（{''.join(posts[p.pk][0])}）" if posts[p.pk] else "" for p in people}
    alike = Counter(values.values())
    options = []
    for person in people:
        value, held = values[person.pk], posts[person.pk]
        if not value or alike[value] > 1:
            value = with_code(person.name, person.code)
        note = "、".join(unit + title for unit, title in held) or person.code
        options.append(Option(person, value, person.name, note, _is_sure(person, held, tokens)))
    return options


def _is_sure(person: Person, posts: Posts, tokens: list[str]) -> bool:
    """Whether the name in full or the number is there, and all else is in full too."""
    own = {person.name, person.code, person.code.lower()}
    places = {text for unit, title in posts for text in (unit, title, unit + title)}
    return bool(own & set(tokens)) and all(token in own | places for token in tokens)
