"""Slips at a threshold: the number moved, 以上 written for 超过, a bound doubled or lost.

A moved threshold is a defect only where it leaves a hole or a double, not where it sets another standard: `evaluate`
has to show that first (shown=False).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from guiju import tree as t
from guiju.notation.lexer import UNITS
from mutants.mutator import Change, mutator, rewritten
from mutants.seeds import Seed, Sentence

_BOUND = re.compile(
    r"(?P<lead>在 |超过 |低于 |不超过 |不低于 |＝ )(?P<number>\d+(?:\.\d+)?|[一二三四五六七八九十])(?P<unit>"
    + "|".join(UNITS)
    + r")?(?P<tail>以上|以下)?(?=[\s，、；：）]|$)"
)
_CHINESE = "零一二三四五六七八九十"
# The words for a bound with its number in and out: over and under.
_SWAPPED = {
    "在以上": "超过 {}",
    "超过": "在 {}以上",
    "在以下": "低于 {}",
    "低于": "在 {}以下",
    "不超过": "低于 {}",
    "不低于": "超过 {}",
}
_SEEN = ("gap", "overlap", "conflict", "property", "never-fires", "shadowed", "unreachable", "error:dead")


def _conditional(seed: Seed) -> list[Sentence]:
    """The sentences whose conditions divide cases: rules and definitions."""
    return seed.of(t.Norm, t.Definition, t.Guards)


def _bounds(seed: Seed, sentence: Sentence) -> list[re.Match[str]]:
    return [m for m in _BOUND.finditer(seed.written(sentence)) if m["lead"] != "在 " or m["tail"]]


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _moved(match: re.Match[str], by: int) -> str:
    """The bound with its number moved; the number stays written as it was."""
    number = match["number"]
    value = Fraction(_CHINESE.index(number)) if number in _CHINESE else Fraction(number)
    step = Fraction(1000) if value >= 1000 else Fraction(1)
    moved = value + by * step
    if number in _CHINESE and 0 <= moved <= 10:
        return f"{match['lead']}{_CHINESE[int(moved)]}{match['unit'] or ''}{match['tail'] or ''}"
    return f"{match['lead']}{moved}{match['unit'] or ''}{match['tail'] or ''}"


def _about(seed: Seed, sentence: Sentence) -> tuple[str, ...]:
    """Where the effect of a moved bound shows: the names compared, what they decide, and the provisions beside."""
    words = seed.law.words
    names = {
        n.text for n in t.walk(sentence.node) if isinstance(n, t.Name) and n.text in words.definitions | words.facts
    }
    grades = {s.address for s in seed.of(t.Norm) if isinstance(s.node.action, t.Grade)}
    return (*sorted(names), *sorted(grades), *words.outcomes)


def _moved_bounds(seed: Seed, by: int) -> Iterator[Change]:
    for sentence in _conditional(seed):
        text = seed.written(sentence)
        for match in _bounds(seed, sentence):
            new = _put(text, match, _moved(match, by))
            yield rewritten(seed, sentence, new, about=_about(seed, sentence), shown=False)


@mutator("bound-up", "threshold", "界限的数改大一个", *_SEEN)
def bound_up(seed: Seed) -> Iterator[Change]:
    """90分以上 becomes 91分以上 in one place and not in the other."""
    yield from _moved_bounds(seed, 1)


@mutator("bound-down", "threshold", "界限的数改小一个", *_SEEN)
def bound_down(seed: Seed) -> Iterator[Change]:
    """65分以上 becomes 64分以上."""
    yield from _moved_bounds(seed, -1)


@mutator("bound-far", "threshold", "界限的数改大五个", *_SEEN)
def bound_far(seed: Seed) -> Iterator[Change]:
    """65分以上 becomes 70分以上."""
    yield from _moved_bounds(seed, 5)


@mutator("inclusive", "inclusive", "含不含本数写反（以上与超过、以下与低于）", "boundary", *_SEEN)
def inclusive(seed: Seed) -> Iterator[Change]:
    """90分以上 becomes 超过 90分: nobody is left for 90 itself; 低于 60分 becomes 60分以下: 60 falls in two."""
    for sentence in _conditional(seed):
        text = seed.written(sentence)
        for match in _bounds(seed, sentence):
            swapped = _SWAPPED.get((match["lead"] + (match["tail"] or "")).replace(" ", ""))
            if swapped:
                new = _put(text, match, swapped.format(match["number"] + (match["unit"] or "")))
                yield rewritten(seed, sentence, new, about=_about(seed, sentence), shown=False)


@mutator("bound-reversed", "threshold", "以上写成以下", *_SEEN)
def bound_reversed(seed: Seed) -> Iterator[Change]:
    """在 2万元以上 becomes 在 2万元以下."""
    turned = {"在以上": "在 {}以下", "在以下": "在 {}以上", "低于": "超过 {}", "超过": "低于 {}"}
    for sentence in _conditional(seed):
        text = seed.written(sentence)
        for match in _bounds(seed, sentence):
            swapped = turned.get((match["lead"] + (match["tail"] or "")).replace(" ", ""))
            if swapped:
                new = _put(text, match, swapped.format(match["number"] + (match["unit"] or "")))
                yield rewritten(seed, sentence, new, about=_about(seed, sentence), shown=False)


@mutator("bound-lost", "overlap", "两个界限只写了一个", *_SEEN)
def bound_lost(seed: Seed) -> Iterator[Change]:
    """在 60分以上 且 低于 75分 loses its second half: everybody above is caught as well."""
    for sentence in seed.of(t.Norm, t.Guards):
        text = seed.written(sentence)
        for match in re.finditer(r" 且 [^\s，；：（）]+ (?:低于|超过|在) [^\s，；：（）]+", text):
            yield rewritten(seed, sentence, _put(text, match, ""), about=_about(seed, sentence), shown=False)
