"""What cannot be said in SQL is refused, with the provision and the way that can."""

from __future__ import annotations

from guiju import tree as t
from guiju.errors import GuijuError, Problem
from guiju.law import Law

_OTHERWISE = "须逐人计算（--engine evaluate）。"


class Untranslatable(Exception):
    """Something in an expression that has no translation; the message is Chinese."""


class Refused(GuijuError):
    """The law, under these readings, cannot be put as a query."""

    title = "不能成批计算"


def refused(law: Law, statement: t.Statement, why: str) -> Refused:
    """The refusal, naming the sentence."""
    address = law.address(statement) or getattr(statement, "name", "") or law.id
    line = statement.span.line
    place = f"{law.id}/law.md 第{line}行" if line else law.id
    return Refused([Problem("sql", f"「{address}」{why}，不能译成 SQL。{_OTHERWISE}", place)])


def refusal_of_width(law: Law, why: str) -> Refused:
    """Numbers that no whole number of the engine holds."""
    message = f"算式里的数太大，数据库里没有一种整数装得下（{why}）。{_OTHERWISE}"
    return Refused([Problem("sql", message, law.id)])
