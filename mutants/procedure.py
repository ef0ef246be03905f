"""Slips in a procedure: a right left out or made to depend on something, no actor, no deadline, no start."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guiju import tree as t
from mutants.mutator import Change, deleted, mutator, rewritten
from mutants.seeds import Seed, Sentence

# The words by which a step is known as one that safeguards the party; what a law calls it is longer.
RIGHTS = ("申辩", "申诉", "告知", "通知", "送达", "回避", "复核")
_STEP = ("skips-right",)
_CLAUSE = r"{} [^，：]*(?:（[^）]*）[^，：]*)*"


def steps(seed: Seed) -> list[Sentence]:
    """All steps, in the order of the text."""
    return seed.of(t.Step)


def rights(seed: Seed) -> list[Sentence]:
    """The steps that safeguard the party."""
    return [s for s in steps(seed) if any(word in s.node.name for word in RIGHTS)]


def deciding(seed: Seed) -> list[Sentence]:
    """The steps that decide about the party; what is decided on an appeal comes later."""
    words, later = ("决定", "确定等次", "审定", "作出责任追究"), ("申诉", "复核")
    return [s for s in steps(seed) if any(w in s.node.name for w in words) and not any(w in s.node.name for w in later)]


def _one_line(seed: Seed, sentence: Sentence) -> str:
    """The sentence as one line: clauses are then easy to cut."""
    first, *rest = seed.written(sentence).split("\n")
    return " ".join([re.sub(r"\s+#.*$", "", first), *(part.strip() for part in rest)])


def without_clause(text: str, word: str) -> str:
    """A step without one of its clauses (由, 期限, 须先, 记录…), whether it comes first or later."""
    head, mark, tail = text.partition("：")
    kept = [c for c in _clauses(tail) if not c.startswith(word + " ")]
    return head + (mark + "，".join(kept) if kept else "") if mark else text


def _clauses(tail: str) -> list[str]:
    """The clauses after the colon; a comma in brackets parts nothing."""
    found, depth = [""], 0
    for sign in tail:
        depth += (sign in "（(") - (sign in "）)")
        if sign == "，" and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return [part.strip() for part in found]


def _mentions(seed: Seed, name: str) -> list[Sentence]:
    """The other steps whose sentences name a step."""
    pattern = re.compile(rf"(?<![^\s、，：]){re.escape(name)}(?![^\s、，：）])")
    return [s for s in steps(seed) if s.node.name != name and pattern.search(seed.written(s))]


def _dropped_elsewhere(seed: Seed, name: str) -> tuple[Change, ...] | None:
    """The edits that take a step out of all 须先, 不早于, 早于 of others; None when a term starts with it."""
    edits = []
    for other in _mentions(seed, name):
        text = _one_line(seed, other)
        if f"{name} 的 日期" in text:
            before = next(iter(other.node.clauses.after), "")
            known = seed.law.words.steps.get(name)
            start = next(iter(known.clauses.after), "") if known else ""
            if not start or before != name:
                return None
            text = text.replace(f"{name} 的 日期", f"{start} 的 日期")
        for word in ("须先", "不早于", "早于"):
            text = _without_name(text, word, name)
        edits.append(rewritten(seed, other, text))
    return tuple(edits)


def _without_name(text: str, word: str, name: str) -> str:
    def cut(match: re.Match[str]) -> str:
        names = [n for n in match[1].split("、") if n != name]
        return f"，{word} {'、'.join(names)}" if names else ""

    return re.sub(rf"，\s*{word} ([^，\s]+)", cut, text)


def _about(seed: Seed, sentence: Sentence) -> tuple[str, ...]:
    """The step itself, or any step that decides: the check may cite the decision that skips it."""
    return (sentence.node.name, sentence.address, *(s.address for s in steps(seed)))


@mutator("right-deleted", "skips-right", "漏了保障当事人的一步", *_STEP)
def right_deleted(seed: Seed) -> Iterator[Change]:
    """A step such as the hearing left out, and every mention of it with it."""
    for sentence in rights(seed):
        more = _dropped_elsewhere(seed, sentence.node.name)
        if more is not None and f"逾期 {sentence.node.name}" not in seed.text:
            yield deleted(sentence, about=_about(seed, sentence), more=(*more, *_unsaid(seed, sentence)))


@mutator("right-not-awaited", "skips-right", "不须等保障当事人的那一步就可以决定", *_STEP)
def right_not_awaited(seed: Seed) -> Iterator[Change]:
    """须先 without the hearing: the decision no longer waits for it."""
    for right in rights(seed):
        for other in _mentions(seed, right.node.name):
            text = _without_name(_one_line(seed, other), "须先", right.node.name)
            if text != _one_line(seed, other) and _skipped(seed, other, right):
                yield rewritten(seed, other, text, about=(right.node.name, *_about(seed, other)))


def _skipped(seed: Seed, step: Sentence, right: Sentence) -> bool:
    """Whether a decision that had to wait for the right no longer does once the step does not."""
    after = {s.node.name: set(s.node.clauses.after) for s in steps(seed)}
    loosened = {**after, step.node.name: after[step.node.name] - {right.node.name}}
    decisions = [s.node.name for s in deciding(seed)]
    return any(right.node.name in _before(d, after) - _before(d, loosened) for d in decisions)


def _before(name: str, after: dict[str, set[str]]) -> set[str]:
    """All steps that come before one."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        new = after.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached


def _unsaid(seed: Seed, sentence: Sentence) -> tuple[Change, ...]:
    """The text goes the way of the block: the clauses that speak of the right are taken out of the line above."""
    number = next(n for n in range(sentence.opening - 2, 0, -1) if _is_text(seed, n))
    line = seed.lines[number - 1]
    words = [word for word in RIGHTS if word in sentence.node.name]
    kept = [part for part in re.split(r"(?<=[,;，；。])", line) if not any(word in part for word in words)]
    return (
        (Change(number, number, ("".join(kept),), ""),) if len(kept) < len(re.split(r"(?<=[,;，；。])", line)) else ()
    )


def _is_text(seed: Seed, number: int) -> bool:
    inside = any(b.first_line - 1 <= number <= b.first_line + len(b.lines) for b in seed.law.source.blocks)
    return not inside and bool(seed.lines[number - 1].strip())


@mutator("right-guarded", "skips-right", "保障当事人的一步加了条件", *_STEP)
def right_guarded(seed: Seed) -> Iterator[Change]:
    """当 … before the hearing: some are decided upon unheard."""
    truths = [n for n, f in seed.law.words.facts.items() if f.type.name == "是否"]
    for sentence in rights(seed):
        text = _one_line(seed, sentence)
        step = re.search(r"(可 )?步骤 ", text)
        if step and truths and sentence.node.modal == "应" and "当 " not in text[: step.start()]:
            new = f"{text[: step.start()]}当 {truths[-1]}，{text[step.start() :]}"
            yield rewritten(seed, sentence, new, about=_about(seed, sentence))


@mutator("right-optional", "skips-right", "保障当事人的一步由应办改成可办", *_STEP)
def right_optional(seed: Seed) -> Iterator[Change]:
    """步骤 becomes 可 步骤: the office may hear the party, or not."""
    for sentence in rights(seed):
        text = _one_line(seed, sentence)
        if sentence.node.modal == "应":
            new = re.sub(r"(?<![可应] )步骤 ", "可 步骤 ", text, count=1)
            yield rewritten(seed, sentence, new, about=_about(seed, sentence))


@mutator("reasons-lost", "skips-right", "决定不写理由", *_STEP)
def reasons_lost(seed: Seed) -> Iterator[Change]:
    """A decision that need not record its reasons."""
    for sentence in steps(seed):
        records = sentence.node.clauses.records
        if "理由" in records and sentence in deciding(seed):
            rest = "、".join(r for r in records if r not in ("理由", "依据"))
            new = _one_line(seed, sentence).replace("记录 " + "、".join(records), "记录 " + rest)
            yield rewritten(seed, sentence, new, about=_about(seed, sentence))


@mutator("actor-lost", "no-actor", "步骤没有写由谁办", "no-actor")
def actor_lost(seed: Seed) -> Iterator[Change]:
    """由 … left out of a step."""
    for sentence in steps(seed):
        text = _one_line(seed, sentence)
        new = without_clause(text, "由")
        if new != text:
            yield rewritten(seed, sentence, new, about=(sentence.node.name, sentence.address))


@mutator("deadline-lost", "no-deadline", "步骤没有写期限", "no-deadline", "skips-right", "error:type")
def deadline_lost(seed: Seed) -> Iterator[Change]:
    """期限 … left out of a step."""
    for sentence in steps(seed):
        text = _one_line(seed, sentence)
        new = without_clause(text, "期限")
        if new != text:
            yield rewritten(seed, sentence, new, about=(sentence.node.name, sentence.address))


@mutator("start-lost", "no-start", "期限没有写从哪天起算", "deadline-without-start", "error:syntax")
def start_lost(seed: Seed) -> Iterator[Change]:
    """期限 自 … 起 5个工作日 becomes 期限 5个工作日."""
    yield from _restarted(seed, lambda step: "")


@mutator("start-later", "no-start", "期限从后面的步骤起算", "deadline-without-start", "error:cycle")
def start_later(seed: Seed) -> Iterator[Change]:
    """A deadline that runs from a step that can only come after this one: it never starts in time."""
    after = {name: other.node.name for other in reversed(steps(seed)) for name in other.node.clauses.after}
    yield from _restarted(seed, lambda step: after.get(step.node.name))


@mutator("start-itself", "no-start", "期限从这一步自己办成那天起算", "deadline-without-start", "error:cycle")
def start_itself(seed: Seed) -> Iterator[Change]:
    """A deadline that runs from the day the step is done."""
    yield from _restarted(seed, lambda step: step.node.name)


def _restarted(seed: Seed, start_of: object) -> Iterator[Change]:
    for sentence in steps(seed):
        text = _one_line(seed, sentence)
        start = start_of(sentence)  # type: ignore[operator]
        match = re.search(r"期限 自 (.+?) 起 ", text)
        if match and start is not None and not sentence.node.clauses.each:
            new = f"自 {start} 的 日期 起 " if start else ""
            changed = f"{text[: match.start()]}期限 {new}{text[match.end() :]}"
            yield rewritten(seed, sentence, changed, about=(sentence.node.name, sentence.address))


@mutator("start-unknown", "no-start", "期限从一个谁也不记的日子起算", "deadline-without-start", "unused-fact")
def start_unknown(seed: Seed) -> Iterator[Change]:
    """A deadline from a date that is declared without a question and nobody records."""
    for sentence in steps(seed):
        text = _one_line(seed, sentence)
        match = re.search(r"期限 自 (.+?) 起 ", text)
        words = next((s for s in seed.sentences if s.block == "词表" and isinstance(s.node, t.FactDecl)), None)
        if match and words and not sentence.node.clauses.each:
            name = "起算的日子"
            new = f"{text[: match.start(1)]}{name}{text[match.end(1) :]}"
            fact = Change(words.first, words.first - 1, (f"事实 {name}：日期",), "")
            yield rewritten(seed, sentence, new, about=(sentence.node.name, sentence.address, name), more=(fact,))


@mutator("steps-circular", "circular", "两步互相须先", "error:cycle", "error:order", "error:reference", "never-fires")
def steps_circular(seed: Seed) -> Iterator[Change]:
    """甲 须先 乙, 乙 须先 甲: neither opens."""
    for sentence in steps(seed):
        for earlier in steps(seed):
            if earlier.node.name in sentence.node.clauses.after:
                text = without_clause(_one_line(seed, earlier), "须先")
                yield rewritten(seed, earlier, f"{text}，须先 {sentence.node.name}", about=())
