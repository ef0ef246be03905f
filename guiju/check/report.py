"""How the checker reports a defect."""

from __future__ import annotations

from typing import Protocol

from guiju import tree as t


class Report(Protocol):
    """Takes one defect: its kind, its place, what to tell the drafter, and the word it is about."""

    def __call__(self, kind: str, span: t.Span, message: str, word: str = "") -> None:
        """Note the defect."""
