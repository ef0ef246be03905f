"""below-baseline: terms, periods and numbers outside what the national baseline has for the same thing.

Which numbers a parameter bounds stand in the 底线 blocks of the baseline. Only certain values (已查) are held against a
law, and only those in force after the law came into force. Lengths of different units are compared by the days they can
have at least and at most, so that nothing doubtful is called a breach.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from guiju import tree as t
from guiju.findings import Finding
from guiju.health.places import addresses, cite, quoted
from guiju.health.readings import defaults
from guiju.health.rights import PARTY
from guiju.health.standards import brought, norms, steps
from guiju.law import Law

# The days a month and a year have at least and at most.
SHORT_MONTH, LONG_MONTH, SHORT_YEAR, LONG_YEAR = 28, 31, 365, 366
_BOUND = {"不少于": "至少", "不多于": "至多", "等于": "正好"}
# A number of the law: the statement it stands in, what it is called, and the number.
Number = tuple[t.Statement, str, t.Quantity]
# The least and the most a length can be; None where there is no most.
Extent = tuple[Fraction, Fraction | None]


def below_baseline(law: Law) -> list[Finding]:
    """Every number of the law that a certain superior rule does not allow."""
    floors = [s for s in law.standards if isinstance(s, t.Floor)]
    return [f for floor in floors if _counts(law, floor) for n in _numbers(law, floor) for f in _breach(law, floor, n)]


def _counts(law: Law, floor: t.Floor) -> bool:
    names = [s.name for s in steps(law)]
    some = any(word in name for word in floor.if_any for name in names)
    none = not any(word in name for word in floor.if_none for name in names)
    return (some or not floor.if_any) and none


def _numbers(law: Law, floor: t.Floor) -> Iterator[Number]:
    if floor.of == "步骤期限":
        yield from _terms(law, floor)
    elif floor.of == "期间":
        for norm in norms(law):
            length = norm.clauses.period.length if norm.clauses.period else None
            named = [name for name in brought(norm) if floor.words.fits(name)]
            yield from ((norm, name, q) for name in named for q in _lengths(law, length))
    else:
        yield from ((s, n, q) for s, n, q in _counted(law) if floor.words.fits(n))


def _terms(law: Law, floor: t.Floor) -> Iterator[Number]:
    for step in steps(law):
        own = step.modal == "可" or any(a in law.words.parties for a in step.clauses.actors)
        if floor.words.fits(step.name) and (not floor.by or own == (floor.by == PARTY)):
            yield from ((step, step.name, q) for q in _lengths(law, step.clauses.due_in))


def _lengths(law: Law, node: t.Expression | None) -> Iterator[t.Quantity]:
    """The plain lengths that may come out of an expression, under the default readings."""
    match node:
        case t.Quantity():
            yield node
        case t.ByReading():
            yield from _lengths(law, dict(node.branches).get(defaults(law).get(node.reading, "")))
        case t.Conditional():
            yield from [*_lengths(law, node.then), *_lengths(law, node.otherwise)]
        case t.Name() if node.text in law.words.definitions:
            yield from _lengths(law, law.words.definitions[node.text].value)


def _counted(law: Law) -> Iterator[Number]:
    """Numbers that are given a name, and numbers that something named is compared with."""
    for statement in law.statements:
        if isinstance(statement, t.Definition) and isinstance(statement.value, t.Quantity):
            yield statement, statement.name, statement.value
        for node in t.walk(statement):
            if isinstance(node, t.Exists | t.Fold | t.Every):
                inner = [n for n in t.walk(node)[1:] if isinstance(n, t.Compare)]
                yield from ((statement, f"{node.record}的{n}", q) for c in inner for n, q in _compared(law, c))
            elif isinstance(node, t.Compare):
                yield from ((statement, n, q) for n, q in _compared(law, node))


def _compared(law: Law, node: t.Compare) -> Iterator[tuple[str, t.Quantity]]:
    for name, value in ((node.left, node.right), (node.right, node.left)):
        if isinstance(name, t.Name):
            yield from ((name.text, q) for q in _lengths(law, value))


def _breach(law: Law, floor: t.Floor, number: Number) -> Iterator[Finding]:
    statement, name, quantity = number
    found = [v for v in _in_force(law, floor.parameter) if _against(floor.bound, quantity, v.value)]
    if found:
        value = found[-1]
        assert isinstance(value.value, t.Quantity)
        message = (
            f"{cite(law, statement)}的{quoted([name])}是{quantity.text}；{floor.meaning}，上位规则自{value.since}起"
            f"{_BOUND[floor.bound]}{value.value.text}（{value.authority}）。"
        )
        advice = f"改为{value.value.text}；本文书不管这类人或者这类决定的，写明不适用。"
        yield Finding("below-baseline", addresses(law, [statement]), message, suggestion=advice)


def _in_force(law: Law, parameter: str) -> list[t.ParameterValue]:
    """The certain values of a parameter that hold at any time the law is in force."""
    start = str(law.source.front.get("施行日期") or law.source.front.get("成文日期") or "")
    values = law.baseline.parsed.parameters if law.baseline else []
    kept = [v for v in values if v.name == parameter and v.certainty == "已查" and isinstance(v.value, t.Quantity)]
    return [v for v in kept if not v.until or v.until >= start]


def _against(bound: str, quantity: t.Quantity, limit: t.Expression) -> bool:
    """Whether the number is certainly on the wrong side of the limit."""
    assert isinstance(limit, t.Quantity)
    for extent in (_plain if quantity.unit == limit.unit else _months, _days):
        mine, theirs = extent(quantity), extent(limit)
        if mine and theirs:
            less = mine[1] is not None and mine[1] < theirs[0]
            more = theirs[1] is not None and mine[0] > theirs[1]
            return {"不少于": less, "不多于": more, "等于": less or more}[bound]
    return False


def _plain(quantity: t.Quantity) -> Extent | None:
    return Fraction(quantity.value), Fraction(quantity.value)


def _months(quantity: t.Quantity) -> Extent | None:
    each = {"个月": 1, "年": 12}.get(quantity.unit)
    return (Fraction(quantity.value) * each, Fraction(quantity.value) * each) if each else None


def _days(quantity: t.Quantity) -> Extent | None:
    """The fewest and the most days; of working days nobody knows the most."""
    count = Fraction(quantity.value)
    match quantity.unit:
        case "日" | "天":
            return count, count
        case "个工作日":
            return count, None
        case "个月":
            return count * SHORT_MONTH, count * LONG_MONTH
        case "年":
            return count * SHORT_YEAR, count * LONG_YEAR
    return None
