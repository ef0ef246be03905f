"""What a planted defect is: the change, what it breaks, and what counts as having found it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mutants.seeds import Seed, Sentence

# Errors of `guiju law check` count beside the findings; these kinds are told apart from those by their prefix.
ERROR = "error:"


@dataclass(frozen=True)
class Change:
    """An edit of a law file: lines `first`..`last` (from 1) become `lines`; `more` are further such edits.

    `address` is the provision changed; `about` are the names and addresses one of which a finding must mention (empty:
    the address alone). `shown`: the change is a defect by its form; otherwise it must first show in `evaluate`.
    """

    first: int
    last: int
    lines: tuple[str, ...]
    address: str
    about: tuple[str, ...] = ()
    note: str = ""
    shown: bool = True
    more: tuple[Change, ...] = ()

    def edits(self) -> list[Change]:
        """This edit and the further ones, last line first, so that no edit moves the place of another."""
        return sorted([self, *self.more], key=lambda c: (-c.first, -c.last))

    def apply(self, seed: Seed) -> str:
        """The whole file after the change."""
        lines = list(seed.lines)
        for edit in self.edits():
            lines[edit.first - 1 : edit.last] = edit.lines
        return "\n".join(lines)

    def diff(self, seed: Seed) -> list[tuple[str, str]]:
        """Before and after of every edit, in the order of the text."""
        return [("\n".join(seed.lines[e.first - 1 : e.last]), "\n".join(e.lines)) for e in reversed(self.edits())]


@dataclass(frozen=True, eq=False)
class Mutator:
    """A kind of slip a drafter makes: how it is made, and the kinds of finding that show it."""

    name: str
    group: str
    title: str
    accepts: frozenset[str]
    make: Callable[[Seed], Iterator[Change]] = field(compare=False)


MUTATORS: list[Mutator] = []


def mutator(
    name: str, group: str, title: str, *accepts: str
) -> Callable[[Callable[[Seed], Iterator[Change]]], Callable[[Seed], Iterator[Change]]]:
    """Register a function that makes changes of one kind, with the kinds of finding that would show them."""

    def register(make: Callable[[Seed], Iterator[Change]]) -> Callable[[Seed], Iterator[Change]]:
        MUTATORS.append(Mutator(name, group, title, frozenset(accepts), make))
        return make

    return register


def rewritten(seed: Seed, sentence: Sentence, text: str, **more: object) -> Change:
    """The sentence written otherwise."""
    assert text != seed.written(sentence)
    return Change(sentence.first, sentence.last, tuple(text.split("\n")), sentence.address, **more)  # type: ignore[arg-type]


def deleted(sentence: Sentence, **more: object) -> Change:
    """The sentence left out."""
    return Change(sentence.first, sentence.last, (), sentence.address, **more)  # type: ignore[arg-type]


def added_after(seed: Seed, sentence: Sentence, *lines: str, **more: object) -> Change:
    """Further sentences under the sentence."""
    kept = tuple(seed.lines[sentence.first - 1 : sentence.last])
    return Change(sentence.first, sentence.last, kept + lines, sentence.address, **more)  # type: ignore[arg-type]
