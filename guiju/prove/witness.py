"""A confirmed case in the law's own terms: the few facts that matter, and the values people care about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from guiju.check.types import Types
from guiju.evaluate.program import CIRCUMSTANCES, Run
from guiju.law import Law
from guiju.prove.cases import Chosen, as_value, case_of
from guiju.prove.search import Found, Search
from guiju.prove.symbols import name_of
from guiju.prove.theory import Theory
from guiju.prove.thresholds import Threshold
from guiju.values import Number, decimal_text, show

_MOST_PLACES = 6


def witness_of(
    search: Search, theory: Theory, found: Found, confirm: Callable[[Run], bool], shown: list[Threshold]
) -> dict[str, str]:  # fmt: skip
    """Name -> value: what the law compares first, then what is not as when nothing is said, then what else matters."""
    words: dict[str, str] = {}
    for threshold in shown:
        value = found.run.named(threshold.name)
        if isinstance(value, int | Fraction) and not isinstance(value, bool):
            words.setdefault(threshold.name, with_unit(value, threshold.unit))
    for one in sorted(found.chosen, key=lambda chosen: chosen.variable.rank):
        if _worth_telling(search, theory, found, one, confirm):
            _tell(words, theory, one)
    if CIRCUMSTANCES in words:
        labels = words[CIRCUMSTANCES].split("、")
        words[CIRCUMSTANCES] = "、".join(sorted(labels, key=theory.links.order.index))
    return {name: words[name] for name in sorted(words, key=lambda n: _order(n, shown))}


def _order(name: str, shown: list[Threshold]) -> int:
    names = [threshold.name for threshold in shown]
    return names.index(name) if name in names else len(names)


def _worth_telling(search: Search, theory: Theory, found: Found, one: Chosen, confirm: Callable[[Run], bool]) -> bool:
    """Whether a value belongs in the witness: it is not as usual, or another value would undo what the case shows.

    What only brings the case under the law at all goes without saying.
    """
    variable = one.variable
    if variable.place[0] not in ("fact", "party") or not (variable.kind == "是否" or variable.options):
        return not one.preferred
    others = [not one.value] if variable.kind == "是否" else [o for o in variable.options if o != one.value]
    runs = [_with(search, theory, found, one, other) for other in others]
    if name_of(variable.term) in theory.scope_names and all(run.excluded_by for run in runs):
        return False
    return not one.preferred or any(not confirm(run) for run in runs)


def _with(search: Search, theory: Theory, found: Found, one: Chosen, value: bool | Number) -> Run:
    chosen = [replace(c, value=value) if c is one else c for c in found.chosen]
    return search.program(theory.adopted).run(case_of(theory, chosen))


def _tell(words: dict[str, str], theory: Theory, one: Chosen) -> None:
    place, value = one.variable.place, as_value(theory, one)
    match place:
        case ("fact" | "choice", name):
            words[name] = _text(theory.law, name, value)
        case ("on",):
            words["行为日期"] = show(value)
        case ("party", owner, name):
            words[f"{owner}的{name}"] = show(value)
        case ("step", name):
            words[f"{name}的日期"] = show(value)
        case ("circumstance", label) if value:
            words[CIRCUMSTANCES] = "、".join([*words.get(CIRCUMSTANCES, "").split("、"), label]).lstrip("、")
        case ("row", record, number, column) if not one.preferred:
            words[f"{record}第{number + 1}条的{column}"] = show(value)
        case ("present", record, number) if value:
            words[record] = f"{number + 1}条"


def _text(law: Law, name: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return show(value)
    decl = law.words.facts.get(name)
    unit = decl.type.high.unit if decl and decl.type.high else _unit(law, name)
    return with_unit(value, unit)


def _unit(law: Law, name: str) -> str:
    kind = Types(law, lambda *_: None).named(name)
    return "" if kind is None or kind.unit == "个" else kind.unit


def with_unit(value: Number, unit: str) -> str:
    """A number as people write it: 90分, 30%, 70.5分; a fraction where it has no short decimals."""
    exact = Fraction(value) * (100 if unit == "%" else 1)
    return plain(exact) + unit


@lru_cache(1024)
def plain(value: Fraction) -> str:
    """The number with as many decimals as it has; as a fraction when it has too many."""
    places = next((n for n in range(_MOST_PLACES + 1) if (value * 10**n).denominator == 1), None)
    return show(value) if places is None else decimal_text(value, places)
