"""Slips in what a rule says: another modal word, a rule left out, doubled, pointed at another grade."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from guiju import tree as t
from mutants.mutator import Change, added_after, deleted, mutator, rewritten
from mutants.seeds import Seed, Sentence

_CLASH = ("conflict", "overlap", "gap", "order", "power-denied", "property")
_IDLE = ("never-fires", "error:dead")
_MODAL = re.compile(r"(?:(?<=，)|(?<=^)|(?<= )|(?<=\n    ))(一般应|一般不得|不得|应|可|方可) (?=对|评定|追究|问责)")


def _about(seed: Seed, sentence: Sentence) -> tuple[str, ...]:
    """What a rule is about: its grade or measures, and the other rules on them."""
    things = set(things_of(sentence))
    others = {s.address for s in seed.of(t.Norm) if s is not sentence and things & set(things_of(s))}
    # A measure gone may show where someone is held to account and nothing is left to do to him.
    others |= {s.address for s in seed.of(t.Norm) if isinstance(s.node.action, t.Hold)}
    return (*sorted(things), *sorted(others), sentence.address)


def things_of(sentence: Sentence) -> tuple[str, ...]:
    """The measures, the effect or the conclusion a rule is about."""
    match sentence.node.action:
        case t.Impose(measures=measures):
            return tuple(measures)
        case t.Bring(effect=effect):
            return (effect,)
        case t.Grade(outcome=outcome):
            return (outcome,)
        case t.Hold(parties=parties):
            return tuple(parties)
    return ()


def sources(seed: Seed) -> Counter[str]:
    """How many rules give each measure or effect (不得 and 方可 give nothing)."""
    giving = [s for s in seed.of(t.Norm) if s.node.modal in ("应", "可", "一般应")]
    return Counter(thing for s in giving if not isinstance(s.node.action, t.Grade) for thing in set(things_of(s)))


def _only_source(seed: Seed, sentence: Sentence) -> bool:
    """Whether a measure of the catalogue would have no rule left without this one."""
    given = sources(seed)
    words = seed.law.words.words
    catalogue = {n for kind in ("措施", "效果") for n, decl in words[kind].items() if decl.label}
    imposes = isinstance(sentence.node.action, t.Impose | t.Bring) and sentence.node.modal in ("应", "可", "一般应")
    return imposes and any(given[n] == 1 and n in catalogue for n in things_of(sentence))


def _reworded(seed: Seed, old: str, new: str) -> Iterator[Change]:
    for sentence in seed.of(t.Norm):
        text = seed.written(sentence)
        match = _MODAL.search(text)
        if sentence.node.modal != old or not match:
            continue
        changed = text[: match.start(1)] + new + text[match.end(1) :]
        changed = changed.replace("仅当 ", "当 ") if old == "方可" else changed
        # Turned into its opposite, the one rule that gives a measure takes it away: the measure is out of reach.
        shown = new in ("不得", "一般不得") and _only_source(seed, sentence)
        yield rewritten(seed, sentence, changed, about=_about(seed, sentence), shown=shown)


@mutator("must-to-must-not", "modal", "应写成不得", "unreachable", "unused-measure", "unmapped", *_CLASH)
def must_to_must_not(seed: Seed) -> Iterator[Change]:
    """应 对 … 采取 … becomes 不得."""
    yield from _reworded(seed, "应", "不得")


@mutator("may-to-must-not", "modal", "可写成不得", "unreachable", "unused-measure", "unmapped", *_CLASH)
def may_to_must_not(seed: Seed) -> Iterator[Change]:
    """可 becomes 不得."""
    yield from _reworded(seed, "可", "不得")


@mutator("must-not-to-must", "modal", "不得写成应", "unreachable", "shadowed", *_CLASH)
def must_not_to_must(seed: Seed) -> Iterator[Change]:
    """不得 becomes 应."""
    yield from _reworded(seed, "不得", "应")


@mutator("must-not-to-may", "modal", "不得写成可", "unreachable", "shadowed", *_CLASH)
def must_not_to_may(seed: Seed) -> Iterator[Change]:
    """不得 becomes 可."""
    yield from _reworded(seed, "不得", "可")


@mutator("must-to-may", "modal", "应写成可", "shadowed", *_CLASH)
def must_to_may(seed: Seed) -> Iterator[Change]:
    """应 becomes 可."""
    yield from _reworded(seed, "应", "可")


@mutator("only-then-to-must", "modal", "方可写成应", "shadowed", *_CLASH)
def only_then_to_must(seed: Seed) -> Iterator[Change]:
    """仅当 …，方可 becomes 当 …，应: a necessary condition read as a sufficient one."""
    yield from _reworded(seed, "方可", "应")


@mutator("presumption-to-must", "modal", "一般应写成应", "shadowed", *_CLASH)
def presumption_to_must(seed: Seed) -> Iterator[Change]:
    """一般应 becomes 应."""
    yield from _reworded(seed, "一般应", "应")


@mutator("presumption-to-bar", "modal", "一般不得写成不得", "shadowed", *_CLASH)
def presumption_to_bar(seed: Seed) -> Iterator[Change]:
    """一般不得 becomes 不得."""
    yield from _reworded(seed, "一般不得", "不得")


@mutator(
    "rule-deleted", "deleted", "漏了一条规则", "unused-measure", "unreachable", "unmapped", "error:reference", *_CLASH
)
def rule_deleted(seed: Seed) -> Iterator[Change]:
    """A rule left out: nothing is concluded, a measure is never given, or what it settled is open again."""
    for sentence in seed.of(t.Norm):
        yield deleted(sentence, about=_about(seed, sentence), shown=_only_source(seed, sentence))


@mutator("two-grades", "overlap", "同一情形写了两个等次", *_CLASH)
def two_grades(seed: Seed) -> Iterator[Change]:
    """A rule copied with another grade: one case, two conclusions."""
    for sentence in seed.of(t.Norm):
        if isinstance(sentence.node.action, t.Grade) and sentence.node.modal == "应":
            grade = sentence.node.action
            other = next(o for o in seed.law.words.outcomes[grade.outcome].options if o != grade.option)
            line = _unlabelled(seed, sentence).replace(f"为 {grade.option}", f"为 {other}")
            yield added_after(seed, sentence, f"9.9 {line}", about=_about(seed, sentence), shown=False)


@mutator("opposed", "conflict", "同一措施既应又不得", *_CLASH, "shadowed")
def opposed(seed: Seed) -> Iterator[Change]:
    """A rule copied with 不得: what must be done may not be done."""
    for sentence in seed.of(t.Norm):
        text, modal = _unlabelled(seed, sentence), sentence.node.modal
        if modal == "应" and isinstance(sentence.node.action, t.Impose | t.Bring | t.Grade):
            match = _MODAL.search(text)
            assert match
            line = text[: match.start(1)] + "不得" + text[match.end(1) :]
            line = re.sub(r"，(?:由|记录|例外于) [^\n]*$", "", line)
            yield added_after(seed, sentence, f"9.9 {line}", about=_about(seed, sentence), shown=False)


@mutator("wrong-grade", "unreachable", "等次写成了另一个", "unreachable", "not-monotone", *_CLASH)
def wrong_grade(seed: Seed) -> Iterator[Change]:
    """评定 … 为 合格 becomes 为 良好: the one rule for a grade gone, the grade cannot be reached."""
    grades = [s for s in seed.of(t.Norm) if isinstance(s.node.action, t.Grade) and "不得" not in s.node.modal]
    given = Counter((s.node.action.outcome, s.node.action.option) for s in grades)
    for sentence in grades:
        grade = sentence.node.action
        options = seed.law.words.outcomes[grade.outcome].options
        # 可 with 例外于 gives a choice on purpose: another grade there is another choice.
        for other in (o for o in options if o != grade.option and sentence.node.modal in ("应", "方可")):
            text = seed.written(sentence).replace(f"为 {grade.option}", f"为 {other}")
            only = given[grade.outcome, grade.option] == 1
            yield rewritten(seed, sentence, text, about=(*_about(seed, sentence), grade.option), shown=only)


@mutator("precedence-lost", "exception", "漏了例外于", "shadowed", "never-fires", *_CLASH)
def precedence_lost(seed: Seed) -> Iterator[Change]:
    """例外于 left out: two rules that stood in a row stand against each other."""
    for sentence in seed.of(t.Norm):
        text = re.sub(r"，例外于 [\w.、]+", "", seed.written(sentence))
        if text != seed.written(sentence):
            yield rewritten(seed, sentence, text, about=_about(seed, sentence), shown=False)


@mutator("exception-lost", "exception", "漏了除非", "shadowed", "never-fires", *_CLASH)
def exception_lost(seed: Seed) -> Iterator[Change]:
    """除非 … left out of a rule."""
    for sentence in seed.of(t.Norm, t.Guards):
        if "除非 按" in seed.written(sentence):
            continue
        text = re.sub(r"，除非 [^，：\n]+(?=，|：)", "", seed.written(sentence))
        text = re.sub(r"(?m)(^| )除非 [^，：\n]+，", r"\1", text)
        if text != seed.written(sentence):
            about = _about(seed, sentence) if isinstance(sentence.node, t.Norm) else ()
            yield rewritten(seed, sentence, text, about=about, shown=False)


def _unlabelled(seed: Seed, sentence: Sentence) -> str:
    """The sentence without its label, on one line."""
    line = " ".join(part.strip() for part in seed.written(sentence).split("\n"))
    return line.removeprefix(sentence.node.label).strip()


@mutator("never-true", "never-fires", "条件自相矛盾", *_IDLE)
def never_true(seed: Seed) -> Iterator[Change]:
    """当 甲 且 非 甲: a condition written twice, once denied."""
    for sentence in seed.of(t.Norm, t.Step):
        text = seed.written(sentence)
        match = re.search(r"当 ([^\s，：、（）]+)(?=，)", text)
        if match and isinstance(sentence.node, t.Norm):
            new = f"{text[: match.end()]} 且 非 {match[1]}{text[match.end() :]}"
            yield rewritten(seed, sentence, new, about=_about(seed, sentence))


@mutator("bounds-crossed", "never-fires", "上下限写反，没有一个数合乎", *_IDLE, "gap", "unreachable")
def bounds_crossed(seed: Seed) -> Iterator[Change]:
    """在 60分以上 且 低于 75分 becomes 在 75分以上 且 低于 60分."""
    pattern = re.compile(r"(\S+) 在 ([^\s，：以]+)以上 且 \1 低于 ([^\s，：；）]+)")
    for sentence in seed.of(t.Norm, t.Definition, t.Guards):
        text = seed.written(sentence)
        for m in pattern.finditer(text):
            new = f"{text[: m.start()]}{m[1]} 在 {m[3]}以上 且 {m[1]} 低于 {m[2]}{text[m.end() :]}"
            about = _about(seed, sentence) if isinstance(sentence.node, t.Norm) else (m[1], *seed.law.words.outcomes)
            yield rewritten(seed, sentence, new, about=about, shown=isinstance(sentence.node, t.Norm))


@mutator("out-of-reach", "never-fires", "条件里的数谁也达不到", *_IDLE)
def out_of_reach(seed: Seed) -> Iterator[Change]:
    """A bound beyond the declared range of its fact: 旷工天数 超过 400天."""
    for sentence in seed.of(t.Norm, t.Definition):
        text = seed.written(sentence)
        for m in re.finditer(r"(\S+) (?:在|超过) (\d+)([^\s\d以，：；）]+)(以上)?(?=[\s，：；）]|$)", text):
            fact = seed.law.words.facts.get(m[1].lstrip("（"))
            if fact and fact.type.high and isinstance(sentence.node, t.Norm):
                beyond = int(fact.type.high.value) + 1
                new = f"{text[: m.start(2)]}{beyond}{text[m.end(2) :]}"
                yield rewritten(seed, sentence, new, about=_about(seed, sentence))


@mutator("contradicts-header", "never-fires", "与上面统管的条件相矛盾", *_IDLE)
def contradicts_header(seed: Seed) -> Iterator[Change]:
    """A line whose own condition denies the condition above it."""
    headers = {}
    for sentence in seed.sentences:
        header = headers.get(sentence.opening, "")
        if sentence.is_header:
            found = re.match(r"当 ([^\s，：、（）]+)(?=[，：])", seed.written(sentence))
            headers[sentence.opening] = found[1] if found else ""
        elif header and isinstance(sentence.node, t.Norm):
            text = _unlabelled(seed, sentence)
            if not text.startswith(("当 ", "仅当 ", "除非 ")):
                new = f"{sentence.node.label} 当 非 {header}，{text}".strip()
                yield rewritten(seed, sentence, new, about=_about(seed, sentence))


@mutator("repeated", "shadowed", "同一条又写一遍，只是条件更窄", "shadowed", "never-fires", *_CLASH)
def repeated(seed: Seed) -> Iterator[Change]:
    """A second rule for what the first already does, under a narrower condition: it never matters."""
    truths = [n for n, f in seed.law.words.facts.items() if f.type.name == "是否"]
    for sentence in seed.of(t.Norm):
        text = _unlabelled(seed, sentence)
        match = re.match(r"当 ([^，]+)，应 ", text)
        if match and truths and "按 " not in text and " 或 " not in match[1] and "除非" not in text:
            narrow = next((n for n in truths if n not in match[1]), truths[0])
            line = f"9.9 当 {match[1]} 且 {narrow}，应 {text[match.end() :]}"
            # The copy is told from its pattern by its label, which a finding may give together with the pattern's.
            about = (f"{seed.law.id}/9.9", sentence.address)
            yield added_after(seed, sentence, line, about=about)
