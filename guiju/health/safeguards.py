"""What is told of rights that a law does not grant, or that can be passed over: one finding a law, a line a right.

What each right is called, where it is written and what a drafter could write stand in the 保障 blocks of the national
baseline, in the words that suit what the law decides; nothing is called law whose source is not certain.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from guiju import tree as t
from guiju.findings import Finding, Item
from guiju.health.conditions import Choice
from guiju.health.places import addresses, cites, quoted
from guiju.health.standards import called_for, deciding, wording
from guiju.law import Law


@dataclass(frozen=True, slots=True)
class Lack:
    """A right that is wanting: the statements concerned, what is so, and the advice where it is not the baseline's.

    `absent`: it is not granted at all. `readings`: those under which it is wanting, where they are not the defaults.
    """

    right: t.Right
    about: tuple[t.Statement, ...]
    message: str
    advice: str = ""
    readings: Choice = field(default_factory=dict)
    absent: bool = False


def suited(law: Law, phrases: tuple[t.Phrase, ...]) -> str:
    """The phrase for what the law concludes, or the one for all others."""
    for phrase in phrases:
        if phrase.words and any(wording(law, phrase.words).fits(name) for name in law.words.outcomes):
            return phrase.text
    return next(phrase.text for phrase in phrases if not phrase.words)


def source_of(item: Item) -> str:
    """Where the rule behind an item stands: 出处：《…》, or 参照《…》 where it is only a model; "" for no rule."""
    return f"出处：{item.source}" if item.source.startswith("《") else item.source


def told(law: Law, lacks: list[Lack]) -> list[Finding]:
    """One finding for all that is wanting whatever the readings, and one for each that hangs on a reading."""
    plain = [lack for lack in lacks if not lack.readings]
    return [_finding(law, group) for group in [plain, *([lack] for lack in lacks if lack.readings)] if group]


def _finding(law: Law, lacks: list[Lack]) -> Finding:
    items = tuple(_item(law, lack) for lack in lacks)
    where = addresses(law, [statement for lack in lacks for statement in lack.about])
    message, advice = _together(law, lacks), _force(law, lacks)
    if len(items) == 1:
        source = f"{source_of(items[0])}。" if items[0].source else ""
        missing = f"{_decided(law)}缺「{items[0].name}」：" if lacks[0].absent else ""
        message, advice = f"{missing}{items[0].message}", f"{items[0].suggestion}{source}{advice}"
    return Finding("skips-right", where, message, None, advice, dict(lacks[0].readings), items=items)


def _item(law: Law, lack: Lack) -> Item:
    certain = _certain(lack.right)
    binding = [authority for authority in certain if _covered(law, lack, authority)]
    sources = "、".join(dict.fromkeys(a.source for a in binding or certain))
    advice = lack.advice or f"加写：「{suited(law, lack.right.advice)}」"
    source = sources if binding or not sources else f"参照{sources}"
    return Item(lack.right.name, addresses(law, lack.about), lack.message, source, advice)


def _together(law: Law, lacks: list[Lack]) -> str:
    missing = list(dict.fromkeys(lack.right.name for lack in lacks if lack.absent))
    weak = list(dict.fromkeys(lack.right.name for lack in lacks if not lack.absent))
    parts = [f"缺{len(missing)}项保障：{'、'.join(missing)}"] if missing else []
    parts += [f"{'另' if missing else ''}有{len(weak)}项保障写得不周全：{'、'.join(weak)}"] if weak else []
    return f"{_decided(law)}{'；'.join(parts)}。"


def _decided(law: Law) -> str:
    """The steps in which the law decides, or the whole of it."""
    found = deciding(law)
    return f"{quoted(s.name for s in found)}（{cites(law, found)}）" if found else "全文"


def _force(law: Law, lacks: list[Lack]) -> str:
    """How far this is law, and how far only good practice. What is not certain is not called law."""
    named: dict[str, list[str]] = {}
    rights: dict[str, list[str]] = {}
    for lack in lacks:
        for authority in _certain(lack.right):
            if covered := _covered(law, lack, authority):
                named.setdefault(authority.words, []).extend(covered)
                rights.setdefault(authority.words, []).append(lack.right.name)
    if not named:
        return _practice(lacks)
    every = {lack.right.name for lack in lacks}
    whole = "这几项" if len(every) > 1 else "这一项"
    parts = []
    for kind, names in named.items():
        which = whole if every <= set(rights[kind]) else "、".join(dict.fromkeys(rights[kind]))
        parts.append(f"{quoted(names)}如果是{kind}，{which}是法律要求")
    return f"{'；'.join(parts)}；此外是稳妥的做法。"


def _practice(lacks: list[Lack]) -> str:
    kinds = dict.fromkeys(a.words for lack in lacks for a in _certain(lack.right) if a.words)
    if not kinds:
        return "上位规则未见统一要求，这是稳妥的做法。"
    return f"所参照的只管{'、'.join(kinds)}；这里照着写，是稳妥的做法。"


def _covered(law: Law, lack: Lack, authority: t.Authority) -> list[str]:
    """What an authority speaks of: measures of the law that call for the right; if none, conclusions of the law."""
    fits = wording(law, authority.words).fits
    brought = [name for _, name in called_for(law, lack.right) if fits(name)]
    return brought or [o for decl in law.words.outcomes.values() for o in decl.options if fits(o)]


def _certain(right: t.Right) -> list[t.Authority]:
    return [a for a in right.authorities if a.certainty == "已查"]
