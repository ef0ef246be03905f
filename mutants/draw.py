"""Cases drawn for a law, with numbers on and beside every threshold; nothing left out, so that all is decided."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from guiju import tree as t
from guiju.check import open_law
from guiju.check.types import Types
from guiju.kinds import canonical_unit
from guiju.law import Law

FIRST_DAY = date(2025, 1, 1)
DAYS = 1500
LARGEST_STEP = 20
_PERCENT = 100
_PERCENT = 100
Thresholds = dict[str, set[Fraction]]


def law_of(text: str, name: str) -> Law:
    """The law of a text, as if it lay in a folder of that name; no source.txt and no ledger beside it."""
    with TemporaryDirectory() as place:
        folder = Path(place) / name
        folder.mkdir()
        (folder / "law.md").write_text(text, encoding="utf-8")
        return open_law(folder)


def value_of(node: object) -> Fraction | None:
    """The number a quantity stands for: 30% as 3/10, and 1/3."""
    if isinstance(node, t.Arithmetic) and node.operator == "/":
        parts = value_of(node.left), value_of(node.right)
        return parts[0] / parts[1] if parts[0] is not None and parts[1] else None
    if not isinstance(node, t.Quantity):
        return None
    return node.number


def thresholds(law: Law) -> Thresholds:
    """Name -> the numbers it is compared with anywhere in the law."""
    found: Thresholds = defaultdict(set)
    for node in (node for statement in law.statements for node in t.walk(statement)):
        if isinstance(node, t.Compare):
            pairs = [(node.left, node.right)]
        elif isinstance(node, t.Between):
            pairs = [(node.subject, node.low), (node.subject, node.high)]
        else:
            pairs = []
        for subject, bound in pairs:
            value = value_of(bound)
            if isinstance(subject, t.Name) and value is not None:
                found[subject.text].add(value)
    return found


def counted(law: Law) -> set[str]:
    """The names that are compared with counts (三次, 两个) or bare numbers."""
    nodes = [node for statement in law.statements for node in t.walk(statement) if isinstance(node, t.Compare)]
    return {node.left.text for node in nodes if isinstance(node.left, t.Name) and isinstance(node.right, t.Quantity)
            and node.right.unit != "%" and canonical_unit(node.right.unit) in ("", canonical_unit("个"))}  # fmt: skip


def opened(text: str, names: set[str]) -> str:
    """The text with these definitions open to be given, so that a case can stand exactly on a threshold."""
    for name in sorted(names):
        text = re.sub(rf"(?m)^((?:\d\S* )?{re.escape(name)}) ＝", r"\1（可填） ＝", text)
    return text


def _silent(kind: str, span: t.Span, message: str, word: str = "") -> None:
    """The law has been checked: there is nothing to report."""


class Drawer:
    """Draws the cases of a law: the same seed, the same cases."""

    def __init__(self, law: Law, seed: int) -> None:
        self.law, self.words, self.dice = law, law.words, Random(seed)
        self.near = thresholds(law)
        self.counted = counted(law)
        self.likely = 5
        kinds = Types(law, _silent)
        self.fillable = {n: kinds.infer(d.value).name for n, d in self.words.definitions.items() if d.fillable}
        self.scope = {n.text for scope in law.of(t.Scope) for n in t.walk(scope) if isinstance(n, t.Name)}
        # What follows from the records or facts is not listed: only what a person has to find.
        self.labels = [s.label for s in law.of(t.Circumstance) if isinstance(s, t.Circumstance) and s.found_by]

    def case(self) -> dict[str, Any]:
        """One case in the form of a case file."""
        words = self.words
        # In one case much is so, in another little: many bars at once would hide what happens without them.
        self.likely = self.dice.choice([1, 1, 5, 9])
        facts = {name: self._value(decl.type, name) for name, decl in words.facts.items()}
        facts |= {name: self._given(name) for name in words.definitions if self._is_given(name)}
        return {
            "on": self._day(),
            "facts": {name: value for name, value in facts.items() if value is not None},
            "records": {name: self._rows(decl) for name, decl in words.records.items()},
            "parties": {name: self._row(fields.values()) for name, fields in words.parties.items()},
            "circumstances": self.dice.sample(self.labels, min(len(self.labels), self.dice.choice([0, 1, 1, 1, 2, 3]))),
        }

    def _is_given(self, name: str) -> bool:
        """Whether the case gives a definition itself: always on a threshold or in the flat table, else by the dice."""
        if not self.words.definitions[name].fillable or self.fillable[name] not in ("数", "是否"):
            return False
        flat = self.words.flat is not None and name in self.words.flat.names
        return flat or bool(self.near.get(name)) or self.dice.randrange(2) == 0

    def _given(self, name: str) -> Any:
        return self._truth(name) if self.fillable[name] == "是否" else self._threshold(name, None)

    def _truth(self, name: str) -> bool:
        return self.dice.randrange(10) < (9 if name in self.scope else self.likely)

    def _rows(self, decl: t.RecordDecl) -> list[dict[str, Any]]:
        return [self._row(decl.fields) for _ in range(self.dice.randrange(4))] if not decl.unique else []

    def _row(self, fields: Any) -> dict[str, Any]:
        return {f.name: self._value(f.type, f.name) for f in fields}

    def _day(self) -> str:
        return (FIRST_DAY + timedelta(days=self.dice.randrange(DAYS))).isoformat()

    def _value(self, type_: t.Type, name: str) -> Any:
        kind = self.words.kind(type_)
        if kind.name == "选项":
            return self.dice.choice(kind.options)
        if kind.name == "是否":
            return self._truth(name)
        if kind.name == "日期":
            return self._day()
        if kind.name == "名单":
            return self.dice.sample(["甲", "乙", "丙"], self.dice.randrange(4))
        if kind.name == "数":
            return self._threshold(name, type_)
        return self.dice.choice(["甲", "乙", "丙"])

    def _threshold(self, name: str, type_: t.Type | None) -> str:
        """A number on a threshold of the name or one step beside it, else any; within the declared range."""
        low, high = (value_of(bound) for bound in (type_.low, type_.high)) if type_ else (None, None)
        whole = type_.name == "整数" if type_ else name in self.counted
        near = sorted(self.near.get(name, set()))
        found = self._beside(near, whole) if near else self._any(low or Fraction(0), high)
        if low is not None:
            found = max(found, low)
        return str(found if high is None else min(found, high))

    def _beside(self, near: list[Fraction], whole: bool) -> Fraction:
        step = Fraction(1, _PERCENT) if all(value <= 1 for value in near) and not whole else Fraction(1)
        steps = [-2, -1, 0, 0, 0, 1, 2] if whole else [-2, -1, Fraction(-1, 2), 0, 0, 0, Fraction(1, 2), 1, 2]
        return self.dice.choice(near) + step * Fraction(self.dice.choice(steps))

    def _any(self, low: Fraction, high: Fraction | None) -> Fraction:
        """Either end now and then; mostly a small number, or a twentieth of a small range."""
        width = LARGEST_STEP if high is None else min(high - low, Fraction(LARGEST_STEP))
        some = low + width * Fraction(self.dice.randrange(LARGEST_STEP + 1), LARGEST_STEP)
        end = some if high is None else high
        return self.dice.choice([low, end, end, some, some, some])
