"""Why something was not done, in sentences for the reader.

Refused            a check does not hold: the sentences say which and what to do
├── NotAllowed     the one who asks may not: the sentence names the ground
└── Stale          somebody else changed the thing meanwhile: the sentences say who and what
"""

from __future__ import annotations

from collections.abc import Iterable


class Refused(Exception):
    """Nothing was changed. `sentences` are Chinese, one a ground."""

    status = 422

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = tuple(str(sentence) for sentence in sentences)

    def __str__(self) -> str:
        return " ".join(self.sentences)


class NotAllowed(Refused):
    """The actor has no right to this act."""

    status = 403


class Stale(Refused):
    """The form was opened before somebody else's change."""

    status = 409


def refuse_all(sentences: Iterable[str]) -> None:
    """Raise Refused with all the sentences, if there are any."""
    found = list(sentences)
    if found:
        raise Refused(*found)
