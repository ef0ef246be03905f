"""An appraisal in its four layers, from any law that grades: points, the bands they fall in, what bars, what presumes.

Which modal word belongs to which layer is the notation's own (docs/law-notation.md 五); the rest stands in the law.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _

from guiju import tree as t
from guiju.evaluate.outcome import Concluded
from guiju.evaluate.program import Run
from guiju.explain.reasons import Reasons, shown
from guiju.values import Number, Unknown

BAND, BAR, PRESUMPTION = "band", "bar", "presumption"
_LAYER = {"方可": BAND, "应": BAND, "可": BAND, "不得": BAR, "一般应": PRESUMPTION, "一般不得": PRESUMPTION}
MOST_NAMED = 2
Ends = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A provision on one option: its layer and modal word, whether it holds (None: not known yet), and its sentence."""

    layer: str
    modal: str
    option: str
    holds: bool | None
    address: str
    cite: str
    text: str
    waits: str = ""

    @property
    def waits_shortly(self) -> str:
        """The first of what it waits for, and how many there are."""
        names = self.waits.split("、")
        rest = _("等%(n)s项") % {"n": len(names)} if len(names) > MOST_NAMED else ""
        return "、".join(names[:MOST_NAMED]) + rest


@dataclass(frozen=True, slots=True)
class Part:
    """A summand of the points."""

    name: str
    value: Fraction | None
    shown: str


@dataclass(slots=True)
class Layers:
    """Everything the picture and the table show of one conclusion."""

    name: str
    options: tuple[str, ...]
    concluded: Concluded
    rules: list[Rule]
    score: str = ""
    value: Fraction | None = None
    shown: str = ""
    parts: list[Part] = field(default_factory=list)
    bands: dict[str, Ends] = field(default_factory=dict)
    unit: str = ""

    def of(self, layer: str) -> list[Rule]:
        """The rules of one layer."""
        return [rule for rule in self.rules if rule.layer == layer]


def layers(run: Run, name: str) -> Layers:
    """The layers of one conclusion of a run."""
    law = run.law
    norms = [n for n in law.of(t.Norm) if isinstance(n, t.Norm) and _grades(run, n, name)]
    found = Layers(name, law.words.outcomes[name].options, run.concluded(name), [_rule(run, norm) for norm in norms])
    reasons = Reasons(run)
    ends = [(norm, read) for norm in norms for guard in norm.guards.when for read in _limits(guard, reasons)]
    numbers = Counter(read[0] for norm, read in ends if _LAYER[norm.modal] == BAND)
    if numbers:
        _points(run, found, reasons, numbers.most_common(1)[0][0])
        for norm, (what, low, high) in ends:
            if what == found.score and _LAYER[norm.modal] == BAND and isinstance(norm.action, t.Grade):
                first, last = found.bands.get(norm.action.option, (None, None))
                found.bands[norm.action.option] = (first if low is None else low, last if high is None else high)
    return found


def _grades(run: Run, norm: t.Norm, name: str) -> bool:
    """Whether the norm is on this conclusion and not switched off by the readings in force."""
    if not isinstance(norm.action, t.Grade) or norm.action.outcome != name:
        return False
    return not any(map(run.program.compiler.never_holds, norm.guards.when))


def _rule(run: Run, norm: t.Norm) -> Rule:
    assert isinstance(norm.action, t.Grade)
    applies = run.value(norm).applies
    row = run.law.provision(run.law.address(norm))
    waits = "、".join(sorted(applies.facts)) if isinstance(applies, Unknown) else ""
    holds = None if waits or isinstance(applies, Unknown) else bool(applies)
    return Rule(_LAYER[norm.modal], norm.modal, norm.action.option, holds, row.address, row.cite, row.text, waits)


def _limits(node: t.Expression, reasons: Reasons) -> Iterator[tuple[str, Fraction | None, Fraction | None]]:
    """(number, from, to) for what a guard compares with quantities, in the readings in force."""
    node = reasons.in_force(node)
    match node:
        case t.Both(parts=parts):
            for part in parts:
                yield from _limits(part, reasons)
        case t.Between(subject=t.Name(text=name), low=t.Quantity(value=low), high=t.Quantity(value=high)):
            yield name, Fraction(low), Fraction(high)
        case t.Compare(operator=">" | ">=", left=t.Name(text=name), right=t.Quantity(value=low)):
            yield name, Fraction(low), None
        case t.Compare(operator="<" | "<=", left=t.Name(text=name), right=t.Quantity(value=high)):
            yield name, None, Fraction(high)


def _points(run: Run, found: Layers, reasons: Reasons, score: str) -> None:
    value = run.named(score)
    found.score, found.shown = score, shown(value)
    found.value = _number(value)
    definition = run.law.words.definitions.get(score)
    if definition:
        found.parts = [_part(run, reasons, node) for node in _summands(run, reasons, definition.value)]


def _summands(run: Run, reasons: Reasons, node: t.Expression) -> list[t.Expression]:
    """What is added up, at the first place where something is: through names, readings and roundings."""
    node = reasons.in_force(node)
    match node:
        case t.Name(text=name) if name in run.law.words.definitions and name not in run.case.facts:
            return _summands(run, reasons, run.law.words.definitions[name].value)
        case t.Call(arguments=arguments):
            return next((found for a in arguments if len(found := _summands(run, reasons, a)) > 1), [])
        case t.Arithmetic(operator="+"):
            return _added(reasons, node)
    return []


def _added(reasons: Reasons, node: t.Expression) -> list[t.Expression]:
    node = reasons.in_force(node)
    if isinstance(node, t.Arithmetic) and node.operator == "+":
        return _added(reasons, node.left) + _added(reasons, node.right)
    return [node]


def _part(run: Run, reasons: Reasons, node: t.Expression) -> Part:
    value = run.evaluate(node)
    names = [inner.text for inner in reasons.reached(node) if isinstance(inner, t.Name)]
    return Part("、".join(names) or reasons.words_of(node), _number(value), shown(value))


def _number(value: object) -> Fraction | None:
    return Fraction(value) if isinstance(value, Number) and not isinstance(value, bool) else None
