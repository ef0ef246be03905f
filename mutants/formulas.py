"""Slips in a formula or between rules: better that comes out worse, a cap lost, measures that exclude each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from guiju import tree as t
from mutants.mutator import Change, added_after, mutator, rewritten
from mutants.norms import things_of
from mutants.seeds import Seed, Sentence

_WORSE = ("not-monotone", "property")
_RANGE = ("out-of-range", "property")
# What wrong grades bring about in the rules that rest on them.
_FOLLOWS = ("conflict", "gap", "overlap", "never-fires", "unreachable", "shadowed")


@mutator("grades-crossed", "monotone", "两个等次写颠倒", *_WORSE, *_FOLLOWS)
def grades_crossed(seed: Seed) -> Iterator[Change]:
    """The grades of two neighbouring bands exchanged: a better score, a worse grade."""
    grades = [s for s in seed.of(t.Norm) if isinstance(s.node.action, t.Grade) and s.node.modal in ("应", "方可")]
    for first, second in combinations(grades, 2):
        a, b = first.node.action, second.node.action
        if a.outcome == b.outcome and a.option != b.option and first.node.modal == second.node.modal:
            more = rewritten(seed, second, seed.written(second).replace(f"为 {b.option}", f"为 {a.option}"))
            text = seed.written(first).replace(f"为 {a.option}", f"为 {b.option}")
            about = (a.outcome, first.address, second.address, *_readers(seed, a.outcome))
            yield rewritten(seed, first, text, about=about, more=(more,), shown=False)


@mutator("rows-crossed", "monotone", "对照表两行写颠倒", *_WORSE)
def rows_crossed(seed: Seed) -> Iterator[Change]:
    """1位：2分；2位：1分 becomes 1位：1分；2位：2分: the second is worth more than the first."""
    for sentence in seed.of(t.Definition):
        text = seed.written(sentence)
        for m in re.finditer(r"(\d位)：([\d.]+分)；(\d位)：([\d.]+分)；", text):
            new = f"{text[: m.start()]}{m[1]}：{m[4]}；{m[3]}：{m[2]}；{text[m.end() :]}"
            yield rewritten(seed, sentence, new, about=_results(seed, sentence))


@mutator("steps-crossed", "monotone", "分档的分值写颠倒", *_WORSE)
def steps_crossed(seed: Seed) -> Iterator[Change]:
    """若 … 则 10分 否则 若 … 则 6分 becomes 则 6分 … 则 10分: the graver fault counts less."""
    for sentence in seed.of(t.Definition):
        text = seed.written(sentence)
        found = list(re.finditer(r"则 (\d+(?:\.\d+)?分?)(?= )", text))
        for a, b in pairwise(found):
            before, between = text[: a.start()].rpartition("若 ")[2], text[a.end() : b.start()]
            if a[1] != b[1] and _compared(before) & _compared(between):
                new = text[: a.start(1)] + b[1] + text[a.end(1) : b.start(1)] + a[1] + text[b.end(1) :]
                yield rewritten(seed, sentence, new, about=_results(seed, sentence))


def _readers(seed: Seed, outcome: str) -> tuple[str, ...]:
    """The rules whose conditions ask for the conclusion."""
    asking = [s for s in seed.of(t.Norm) for n in t.walk(s.node.guards) if isinstance(n, t.Name) and n.text == outcome]
    return tuple(s.address for s in asking)


def _compared(condition: str) -> set[str]:
    """The numbers that a condition compares."""
    return set(re.findall(r"(\S+) (?:在|低于|超过) \d", condition))


def _results(seed: Seed, sentence: Sentence) -> tuple[str, ...]:
    """Where a wrong formula shows: its own name, the conclusions and the rules on them."""
    grades = (s.address for s in seed.of(t.Norm) if isinstance(s.node.action, t.Grade))
    return (sentence.node.name, *seed.law.words.outcomes, *grades)


@mutator("sign", "monotone", "加分写成减分", *_WORSE, *_RANGE)
def sign(seed: Seed) -> Iterator[Change]:
    """＋ 加分 becomes － 加分: a commendation costs points."""
    for sentence in seed.of(t.Definition):
        text = seed.written(sentence)
        for m in re.finditer(r"(?<= )([＋－])(?= \S*(?:加分|扣分|减分|加减分))", text):
            new = text[: m.start()] + ("－" if m[0] == "＋" else "＋") + text[m.end() :]
            yield rewritten(seed, sentence, new, about=_results(seed, sentence), shown=False)


@mutator("weights-crossed", "monotone", "票的系数写颠倒", *_WORSE)
def weights_crossed(seed: Seed) -> Iterator[Change]:
    """优秀 × 100% ＋ 称职 × 70% becomes 优秀 × 70% ＋ 称职 × 100%: the better vote counts less."""
    for sentence in seed.of(t.Definition):
        text = seed.written(sentence)
        for m in re.finditer(r"× (\d+(?:%|分)) ＋ (\S+) × (\d+(?:%|分))", text):
            if m[1] != m[3] and "票" in text:
                new = f"{text[: m.start()]}× {m[3]} ＋ {m[2]} × {m[1]}{text[m.end() :]}"
                yield rewritten(seed, sentence, new, about=_results(seed, sentence), shown=False)


@mutator("cap-lost", "range", "漏了封顶或保底", *_RANGE)
def cap_lost(seed: Seed) -> Iterator[Change]:
    """较小者（加分、6分） becomes 加分: the sum can leave its range."""
    for sentence in seed.of(t.Definition):
        text = seed.written(sentence)
        m = re.search(r"＝ 较小者（(.+)、(\d+分)）$", text) or re.search(r"＝ 较大者（(0分)、(.+)）$", text)
        if m:
            kept = m[1] if m[1] != "0分" else m[2]
            new = text[: m.start()] + "＝ " + kept
            yield rewritten(seed, sentence, new, about=(sentence.node.name,), shown=False)


@mutator("cap-raised", "range", "封顶的数写大了", *_RANGE)
def cap_raised(seed: Seed) -> Iterator[Change]:
    """较小者（…、100分） becomes 较小者（…、120分）."""
    for sentence in seed.of(t.Definition):
        text = seed.written(sentence)
        for m in re.finditer(r"(?<=、)(\d+)分(?=）)|(?<=较小者（)(\d+)分(?=、)", text):
            new = f"{text[: m.start()]}{int(m[1] or m[2]) + 20}分{text[m.end() :]}"
            yield rewritten(seed, sentence, new, about=(sentence.node.name,), shown=False)


@mutator("share-raised", "range", "各部分的权重加起来超过百分之百", *_RANGE)
def share_raised(seed: Seed) -> Iterator[Change]:
    """× 40% ＋ … × 60% becomes × 60% ＋ … × 60%."""
    for sentence in seed.of(t.Definition):
        text = seed.written(sentence)
        m = re.search(r"× 40%", text)
        if m and "票" not in text:
            new = f"{text[: m.start()]}× 60%{text[m.end() :]}"
            yield rewritten(seed, sentence, new, about=(sentence.node.name,), shown=False)


@mutator("exclusive-together", "order", "不并用的两项措施会同时给出", "order", "conflict")
def exclusive_together(seed: Seed) -> Iterator[Change]:
    """不并用 on two measures that one case can bring together: which comes first decides."""
    words = next(s for s in seed.sentences if s.block == "词表")
    norms = [s for s in seed.of(t.Norm) if isinstance(s.node.action, t.Impose) and s.node.modal in ("应", "可")]
    for a, b in combinations(norms, 2):
        first, second = things_of(a)[0], things_of(b)[0]
        if first != second and set(a.node.action.parties) & set(b.node.action.parties):
            line = f"不并用 {first}、{second}"
            yield added_after(seed, words, line, about=(a.address, b.address, first, second), shown=False)


@mutator("bar-lost", "order", "漏了排除另一项的那一条", "order", "conflict", "overlap")
def bar_lost(seed: Seed) -> Iterator[Change]:
    """The rule left out that kept two exclusive measures apart."""
    exclusive = {n for s in seed.of(t.WordsDecl) if s.node.kind == "不并用" for n in s.node.names}
    for sentence in seed.of(t.Norm):
        if sentence.node.modal == "不得" and exclusive & set(things_of(sentence)):
            about = (*things_of(sentence), *(s.address for s in seed.of(t.Norm) if exclusive & set(things_of(s))))
            yield Change(sentence.first, sentence.last, (), sentence.address, about, shown=False)
