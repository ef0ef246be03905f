"""Slips in the words: names that lead nowhere, circles, units, the catalogue, powers, periods, the floor above."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guiju import tree as t
from mutants.mutator import Change, added_after, mutator, rewritten
from mutants.norms import sources, things_of
from mutants.procedure import _one_line, without_clause
from mutants.seeds import Seed, Sentence

# A measure that no law has.
INVENTED = "公开致歉"
_NAMES = ("error:name", "error:reference", "error:option", "error:reading", "error:syntax", "error:type")


@mutator("misspelt", "undefined", "名字写错一个字", *_NAMES)
def misspelt(seed: Seed) -> Iterator[Change]:
    """A name without its last sign, which is no other name."""
    words = seed.law.words
    known = words.facts | words.definitions | words.words["措施"] | words.words["机构"] | words.parties
    for sentence in seed.of(t.Norm, t.Definition, t.Step):
        text = seed.written(sentence)
        for name in re.findall(r"[^\s，、；：（）＝]+", text)[1:]:
            if name in known and len(name) > 2 and name[:-1] not in known and not text.startswith(name):
                new = re.sub(rf"(?<=[\s、（]){re.escape(name)}(?=[\s，、；：）]|$)", name[:-1], text, count=1)
                if new != text:
                    yield rewritten(seed, sentence, new)
                    break


@mutator("label-dangling", "undefined", "引用了没有的标号", *_NAMES)
def label_dangling(seed: Seed) -> Iterator[Change]:
    """例外于 or 有情形 with a number that no provision has."""
    for sentence in seed.of(t.Norm, t.Definition):
        text = seed.written(sentence)
        new = re.sub(r"(例外于 |有情形 )([\d.]+\w*)", r"\g<1>99.9", text, count=1)
        if new != text:
            yield rewritten(seed, sentence, new)


@mutator("declaration-deleted", "undefined", "漏了一个名字的声明", *_NAMES)
def declaration_deleted(seed: Seed) -> Iterator[Change]:
    """A fact or definition that is used, left out of the words."""
    nodes = [n for s in seed.sentences for n in t.walk(s.node)]
    read = {n.text for n in nodes if isinstance(n, t.Name)}
    for sentence in seed.of(t.FactDecl, t.Definition):
        if sentence.node.name in read:
            yield Change(sentence.first, sentence.last, (), sentence.address)


@mutator("circular", "circular", "两个定义互相引用", "error:cycle")
def circular(seed: Seed) -> Iterator[Change]:
    """甲 ＝ … 乙 …, 乙 ＝ … 甲 …: nothing can be worked out."""
    defined = {s.node.name: s for s in seed.of(t.Definition)}
    for sentence in defined.values():
        for used in {n.text for n in t.walk(sentence.node.value) if isinstance(n, t.Name)} & defined.keys():
            other = defined[used]
            text = seed.written(other)
            new = re.sub(r"＝ .*", f"＝ {sentence.node.name}", text, flags=re.DOTALL)
            if new != text and used != sentence.node.name:
                yield rewritten(seed, other, new)


@mutator("unit", "unit", "单位写错", "error:unit", "error:type")
def unit(seed: Seed) -> Iterator[Change]:
    """90分 becomes 90票, 5000元 becomes 5000分, 3天 becomes 3次."""
    swapped = {"分": "票", "元": "分", "次": "分", "天": "票", "票": "分", "%": "分", "个工作日": "分", "日": "分"}
    for sentence in seed.of(t.Norm, t.Definition, t.Step):
        text = seed.written(sentence)
        pattern = r"(?<=[超低在起] )(\d+|[一二三四五六七八九十])(个工作日|[分元次天票%日])(?=以上|以下|[\s，；：）]|$)"
        for m in list(re.finditer(pattern, text))[:1]:
            new = f"{text[: m.start(2)]}{swapped[m[2]]}{text[m.end(2) :]}"
            yield rewritten(seed, sentence, new)
        for m in list(re.finditer(r"(?<=超过 |低于 )(\d+)([分元天票%])(?=[\s，；：）]|$)", text))[:1]:
            yield rewritten(seed, sentence, f"{text[: m.start(2)]}{swapped[m[2]]}{text[m.end(2) :]}")


def _measures(seed: Seed) -> list[Sentence]:
    return [s for s in seed.of(t.WordsDecl) if s.node.kind in ("措施", "效果") and s.node.label]


def _alone(seed: Seed, measure: str) -> bool:
    """Whether the measure is the only one of its item: of two under one number, one given is enough."""
    label = next(s.node.label for s in _measures(seed) if measure in s.node.names)
    return [n for s in _measures(seed) if s.node.label == label for n in s.node.names] == [measure]


@mutator("off-catalogue", "catalogue", "用了目录之外的措施", "outside-catalogue")
def off_catalogue(seed: Seed) -> Iterator[Change]:
    """A rule gives a measure that the catalogue of the law does not list."""
    given = sources(seed)
    for sentence in seed.of(t.Norm):
        if isinstance(sentence.node.action, t.Impose) and _measures(seed):
            old, new = things_of(sentence)[0], INVENTED
            text = re.sub(rf"采取 {re.escape(old)}(?=[、，\s（]|$)", f"采取 {new}", seed.written(sentence), count=1)
            words = next(s for s in seed.sentences if s.block == "词表")
            more = Change(words.first, words.first - 1, (f"措施 {new}",), "")
            if text != seed.written(sentence) and given[old] > 0:
                yield rewritten(seed, sentence, text, about=(new, sentence.address), more=(more,))


@mutator("struck-from-catalogue", "catalogue", "目录里漏列了用到的措施", "outside-catalogue")
def struck_from_catalogue(seed: Seed) -> Iterator[Change]:
    """The catalogue forgets a measure that a rule gives: its declaration has no number of the catalogue any more."""
    given = sources(seed)
    for sentence in _measures(seed):
        node, others = sentence.node, [s for s in _measures(seed) if s is not sentence and s.node.kind == "措施"]
        if node.kind == "措施" and len(node.names) == 1 and given[node.names[0]] and others:
            text = seed.written(sentence).removeprefix(node.label).strip()
            users = [s.address for s in seed.of(t.Norm) if node.names[0] in things_of(s)]
            yield rewritten(seed, sentence, text, about=(*node.names, *users))


@mutator("never-given", "catalogue", "目录里的措施没有一条用到", "unused-measure", "unreachable")
def never_given(seed: Seed) -> Iterator[Change]:
    """The catalogue lists one measure more than any rule gives."""
    for sentence in _measures(seed):
        if sentence.node.kind == "措施":
            label = f"{re.match(r'[0-9]+', sentence.node.label)[0]}.99"  # type: ignore[index]
            line = f"{label} 措施 {INVENTED}"
            yield added_after(seed, sentence, line, about=(INVENTED, f"{seed.law.id}/{label}"))


@mutator(
    "measure-swapped",
    "catalogue",
    "措施写成了另一项",
    "unused-measure",
    "unreachable",
    "conflict",
    "unmapped",
    "shadowed",
)
def measure_swapped(seed: Seed) -> Iterator[Change]:
    """A rule gives another measure of the catalogue: the one meant is given nowhere."""
    given = sources(seed)
    measures = [n for s in _measures(seed) if s.node.kind == "措施" for n in s.node.names]
    for sentence in seed.of(t.Norm):
        if isinstance(sentence.node.action, t.Impose) and sentence.node.modal != "不得":
            old = things_of(sentence)[0]
            alone = old in measures and _alone(seed, old)
            if given[old] == 1 and alone and len(measures) > 1:
                new = next(m for m in measures if m != old)
                text = re.sub(rf"采取 {re.escape(old)}(?=[、，\s（]|$)", f"采取 {new}", seed.written(sentence), count=1)
                if text != seed.written(sentence):
                    yield rewritten(seed, sentence, text, about=(old, new, sentence.address))


@mutator("period-lost", "no-period", "效果没有写期间", "no-period")
def period_lost(seed: Seed) -> Iterator[Change]:
    """期间 … left out of an effect."""
    for sentence in seed.of(t.Norm):
        if isinstance(sentence.node.action, t.Bring) and sentence.node.clauses.period:
            text = re.sub(r"，期间 [^，]*", "", seed.written(sentence))
            yield rewritten(seed, sentence, text, about=(sentence.address, *things_of(sentence)))


@mutator("power-elsewhere", "power", "同一事项由两个机关决定，互相抵触", "power-denied", "conflict")
def power_elsewhere(seed: Seed) -> Iterator[Change]:
    """A second rule says that the organ the first gives the decision to may not decide it."""
    for sentence in seed.of(t.Norm):
        action, clauses = sentence.node.action, sentence.node.clauses
        if isinstance(action, t.Impose) and clauses.actors and clauses.verb == "决定" and sentence.node.modal != "不得":
            party, measure, organ = action.parties[0], action.measures[0], clauses.actors[0]
            guard = re.match(r"(当 [^，]+，)?", re.sub(r"^\S+ (?=当)", "", _one_line(seed, sentence)))
            line = f"9.9 {guard[1] or '' if guard else ''}不得 对 {party} 采取 {measure}，由 {organ} 决定"
            yield added_after(seed, sentence, line, about=(sentence.address, f"{seed.law.id}/9.9", measure, organ))


@mutator("power-doubled", "power", "同一事项两处写由不同的机关决定", "power-denied")
def power_doubled(seed: Seed) -> Iterator[Change]:
    """The rule once more, with another organ to decide."""
    for sentence in seed.of(t.Norm):
        actors, verb = sentence.node.clauses.actors, sentence.node.clauses.verb
        organs = [n for n in seed.law.words.words["机构"] if n not in actors]
        text = _one_line(seed, sentence).removeprefix(sentence.node.label).strip()
        if verb == "决定" and organs and isinstance(sentence.node.action, t.Impose) and "按 " not in text:
            line = re.sub(r"由 \S+ 决定", f"由 {organs[0]} 决定", text)
            about = (sentence.address, f"{seed.law.id}/9.9", organs[0])
            yield added_after(seed, sentence, f"9.9 {line}", about=about)


@mutator("power-usurped", "power", "没有处分权的机关给处分", "power-denied")
def power_usurped(seed: Seed) -> Iterator[Change]:
    """An organ of the town gives what only the organs of the law above may give."""
    reserved = [s for s in seed.law.standards if isinstance(s, t.Competence)]
    for sentence in seed.of(t.Norm):
        action, clauses = sentence.node.action, sentence.node.clauses
        for standard in reserved if isinstance(action, t.Impose) and clauses.verb == "决定" else ():
            new = standard.words.known[0]
            old = re.escape(action.measures[0])
            text = re.sub(rf"采取 {old}(?=[、，\s（]|$)", f"采取 {new}", seed.written(sentence), count=1)
            allowed = any(word in organ for organ in clauses.actors for word in standard.organs)
            if not allowed and new not in seed.law.words.words["措施"] and text != seed.written(sentence):
                words = next(s for s in seed.sentences if s.block == "词表")
                more = Change(words.first, words.first - 1, (f"9.99 措施 {new}",), "")
                yield rewritten(seed, sentence, text, about=(sentence.address, new), more=(more,))


def _floor(seed: Seed, step: str) -> int:
    """The days that the law above gives at least to appeal, or to ask for a review."""
    name = "复核申请期限" if "复核" in step else "直接申诉期限"
    values = seed.law.baseline.parsed.parameters if seed.law.baseline else []
    return max(int(v.value.value) for v in values if v.name == name)  # type: ignore[union-attr]


@mutator("appeal-cut", "baseline", "申诉期限短于上位规定", "below-baseline")
def appeal_cut(seed: Seed) -> Iterator[Change]:
    """Ten days to appeal where the law above gives thirty; five."""
    for sentence in seed.of(t.Step):
        if any(word in sentence.node.name for word in ("申诉", "复核")) and sentence.node.modal == "可":
            written = re.search(r"起 (\d+)日$", _one_line(seed, sentence))
            enough = written and int(written[1]) >= _floor(seed, sentence.node.name)
            for days in (3, 5, 10, 15) if enough else ():
                text = re.sub(r"起 \d+日$", f"起 {days}日", _one_line(seed, sentence))
                if text != _one_line(seed, sentence):
                    yield rewritten(seed, sentence, text, about=(sentence.address, sentence.node.name))


@mutator("answer-late", "baseline", "答复申诉长于上位规定", "below-baseline")
def answer_late(seed: Seed) -> Iterator[Change]:
    """Half a year to answer an appeal where the law above gives two months at most."""
    for sentence in seed.of(t.Step):
        if "申诉" in sentence.node.name and "决定" in sentence.node.name + "".join(sentence.node.clauses.records):
            for days in (120, 180, 365):
                text = re.sub(r"起 \d+(日|个工作日)(?=，|$)", f"起 {days}日", _one_line(seed, sentence))
                if text != _one_line(seed, sentence):
                    yield rewritten(seed, sentence, text, about=(sentence.address, sentence.node.name))


@mutator(
    "fault-unmapped",
    "unmapped",
    "有一种过错没有对应的措施",
    "unmapped",
    "gap",
    "never-fires",
    "shadowed",
    "unreachable",
)
def fault_unmapped(seed: Seed) -> Iterator[Change]:
    """One fault left out of the rule that maps it to a measure."""
    for sentence in seed.of(t.Norm, t.Guards):
        text = seed.written(sentence)
        match = re.search(r"有情形 ([\d.]+)、([\d.]+) 之一", text)
        if match:
            for kept, lost in ((match[1], match[2]), (match[2], match[1])):
                new = text.replace(match[0], f"有情形 {kept}")
                yield rewritten(seed, sentence, new, about=(f"{seed.law.id}/{lost}", f"情形{lost}"))


@mutator("fact-unread", "unused-fact", "条件里漏了一个事实", "unused-fact")
def fact_unread(seed: Seed) -> Iterator[Change]:
    """且 … left out: a fact that is asked for and decides nothing."""
    nodes = [n.text for s in seed.sentences for n in t.walk(s.node) if isinstance(n, t.Name)]
    defaults = {f.default for f in seed.law.words.facts.values()}
    columns = {f.name for f in seed.law.words.subject.fields} if seed.law.words.subject else set()
    for sentence in seed.of(t.Norm, t.Guards, t.Step, t.Scope):
        text = seed.written(sentence)
        for m in re.finditer(r" 且 ([^\s，：（）]+)(?=[\s，：]|$)", text):
            if nodes.count(m[1]) == 1 and m[1] in seed.law.words.facts and m[1] not in defaults | columns:
                yield rewritten(seed, sentence, text[: m.start()] + text[m.end() :], about=(m[1],))


@mutator("actor-clause-moved", "no-actor", "步骤的由谁写成了由谁认定", "no-actor")
def actor_clause_moved(seed: Seed) -> Iterator[Change]:
    """由 … 认定 instead of 由 …: someone judges the step, nobody does it."""
    for sentence in seed.of(t.Step):
        text = _one_line(seed, sentence)
        match = re.search(r"：由 ([^\s，]+)(?=，|$)", text)
        if match and not sentence.node.clauses.found_by and without_clause(text, "由") != text:
            new = f"{text[: match.end()]} 认定{text[match.end() :]}"
            yield rewritten(seed, sentence, new, about=(sentence.node.name, sentence.address))
