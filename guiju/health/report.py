"""What every form of the report says alike: families of findings, the sentences concerned, the summary in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from guiju import tree as t
from guiju.findings import KINDS, Finding
from guiju.health.places import named, quoted
from guiju.health.readings import defaults
from guiju.law import Law
from guiju.prove.properties import PROVED, verdicts
from guiju.prove.ranges import Ranges
from guiju.prove.spans import ANYWHERE

# What a drafter is after, and the kinds of finding that bear on it; both in the order of a report.
FAMILIES = {
    "结论": ("conflict", "order", "gap", "overlap", "boundary", "not-monotone", "out-of-range", "property"),
    "权利保障": ("skips-right", "below-baseline"),
    "措施和权限": ("power-denied", "outside-catalogue", "unmapped", "no-period"),
    "办理程序": ("no-actor", "deadline-without-start", "no-deadline"),
    "条文的用处": ("never-fires", "unreachable", "shadowed", "unused-measure", "unused-fact"),
}
# Why a drafter should mind, a sentence a kind.
MEANING = {
    "conflict": "照哪一句办，都违反另一句。",
    "order": "先算哪一步后算哪一步，结果不同，条文没有写明次序。",
    "gap": "有人落在各条之间，全文没有给出结论。",
    "overlap": "同一个人，两种结论都说得通：谁来办、怎样读，结果就不一样。",
    "boundary": "恰在界限上的人，含本数与不含本数结果不同，条文没有说清。",
    "not-monotone": "条件变好，结果反而更差，本人难以信服。",
    "out-of-range": "算出来的数可以超出写明的范围。",
    "property": "这件文书声明自己应有的性质，有没有做到。",
    "skips-right": "少了它，有关的一方说不上话，结论也容易被推翻。",
    "below-baseline": "与上位规则的数不一致，以上位规则为准。",
    "power-denied": "两处对谁有权说法不一，作出的决定可能无效。",
    "outside-catalogue": "从列举里看不到这种方式，用它就少了依据。",
    "unmapped": "轻重没有标准，同样的过错可能受到很不一样的处理。",
    "no-period": "限制没有终点，受限制的一方不知道什么时候解除。",
    "no-actor": "没有写谁来办，就可能没有人办，也没有人负责。",
    "deadline-without-start": "不知道从哪天起算，就不知道哪天到期。",
    "no-deadline": "没有期限，就谈不上迟，催办和监督都没有依据。",
    "never-fires": "没有哪一种情形会用到它，写了等于没写。",
    "unreachable": "照全文办下来，谁也得不到这个结论、用不上这一步。",
    "shadowed": "它成立的时候，别的条文已经定了结果，有它没它一样。",
    "unused-measure": "列举里有，各条却不用，读的人会以为可以随时用。",
    "unused-fact": "写了它也不影响任何结果，多半是漏写了用它的那一条。",
}
_DECLARED = ("property", "out-of-range")
UNDECIDED = "在限定的范围内没有得出结论，不能当作已经证明。"


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence concerned: its address, how it is cited, its text verbatim (often empty for a law without ledger)."""

    address: str
    cite: str
    text: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What is told in one place: one finding, or all that happen on one line (`line`, as 考核得分90分).

    `like` is the number of an earlier place whose example has all that this one's has; 0 for none.
    """

    findings: tuple[Finding, ...]
    line: str = ""
    like: int = 0

    @property
    def heading(self) -> str:
        """What it is about."""
        return f"{self.line}这条线，{len(self.findings)}个问题" if self.line else KINDS[self.findings[0].kind]


def matters(findings: list[Finding]) -> list[Matter]:
    """The findings as they are told, in their order: those on one line together, where the first of them stands."""
    found: dict[str, list[Finding]] = {}
    for number, finding in enumerate(findings):
        found.setdefault(finding.line or f"第{number}条", []).append(finding)
    places = list(found.items())
    return [
        Matter(tuple(group), line.replace(" ", "") if len(group) > 1 else "", _like(group, places[:number]))
        for number, (line, group) in enumerate(places)
    ]


def _like(group: list[Finding], before: list[tuple[str, list[Finding]]]) -> int:
    """The place before that shows a case in which a declared property fails too: the same matter, seen twice."""
    shown = (group[0].witness or {}).items()
    if group[0].kind not in _DECLARED or not shown:
        return 0
    found = (n for n, (_, others) in enumerate(before, 1) for f in others if shown <= (f.witness or {}).items())
    return next(found, 0)


# Of the sentences a place of the report concerns, so many are quoted; the rest are named.
MOST_QUOTED = 4


def quotable(matter: Matter, concerned: list[Place]) -> tuple[list[Place], list[Place]]:
    """The sentences to quote, and those to name only. A list of like things cites for itself."""
    several = MOST_QUOTED + 2 * (len(matter.findings) > 1)
    listed = any(len(f.items) > 1 for f in matter.findings) and len(concerned) > several
    shown = 0 if listed else several
    return concerned[:shown], concerned[shown:]


@dataclass(frozen=True, slots=True)
class Repeated:
    """What of a finding was said before in the same place: meaning, advice, readings, and where its example (or 0)."""

    meaning: bool
    suggestion: bool
    witness: int
    readings: frozenset[tuple[str, str]]


def repeated(matter: Matter, number: int) -> Repeated:
    """What the findings before one already said."""
    this, before = matter.findings[number], matter.findings[:number]
    same = (n for n, other in enumerate(before, 1) if other.witness == this.witness)
    return Repeated(
        any(other.kind == this.kind for other in before),
        any(other.suggestion == this.suggestion for other in before),
        next(same, 0) if this.witness else 0,
        frozenset(pair for other in before for pair in other.readings.items()),
    )


def advice_title(finding: Finding) -> str:
    """What stands before the advice; where each item has its own, only how to take them is left to say."""
    return "怎样看" if any(item.suggestion for item in finding.items[1:]) else "可以这样改"


def proved(law: Law) -> str:
    """The properties the law declares that are proved, and what they do not cover; "" when there is none."""
    names = [f"「{v.property.name}」" for v in verdicts(law) if v.answer == PROVED]
    return f"所声明的性质，证得{len(names)}条：{''.join(names)}。{_beyond_proof(law)}" if names else ""


def _beyond_proof(law: Law) -> str:
    """What may be given directly is taken to lie where its own formula can come to: beyond that nothing is proved."""
    ranges = Ranges(law, defaults(law))
    bounded = [d.name for d in law.words.definitions.values() if d.fillable and ranges.named(d.name) != ANYWHERE]
    if not bounded:
        return ""
    return f"{quoted(bounded)}也可以直接填；填的数要是它的算式怎么也得不出来，就不在证明之内。"


def family(kind: str) -> str:
    """The family a kind belongs to."""
    return next(name for name, kinds in FAMILIES.items() if kind in kinds)


def places(law: Law, *findings: Finding) -> list[Place]:
    """The sentences of a finding, each once, in the order given; of several findings, in the order of the text."""
    named_in = [address for finding in findings for address in finding.addresses]
    order = {address: n for n, address in enumerate(law.provisions)}
    if len(findings) > 1:
        named_in.sort(key=lambda address: order.get(address, len(order)))
    rows = [law.provision(address) for address in named_in]
    found = {row.text or row.address: Place(row.address, named(row), row.text) for row in reversed(rows)}
    return list(reversed(found.values()))


def counted(findings: list[Finding]) -> dict[str, dict[str, int]]:
    """How many findings of each kind, by family, both in the order of the report."""
    numbers = Counter(f.kind for f in findings)
    table = {name: {k: numbers[k] for k in kinds if numbers[k]} for name, kinds in FAMILIES.items()}
    return {name: kinds for name, kinds in table.items() if kinds}


def summary(findings: list[Finding]) -> str:
    """The findings in one or two sentences."""
    if not findings:
        return "没有发现要提示的地方。"
    touched = {address for f in findings for address in f.addresses}
    families = "，".join(f"{name}{sum(kinds.values())}条" for name, kinds in counted(findings).items())
    undecided = sum(not f.decided for f in findings)
    rest = f"其中{undecided}条没有得出结论。" if undecided else ""
    told = len(matters(findings))
    together = f"，同一条线上的并作一处说，共{told}处" if told < len(findings) else ""
    return f"提示{len(findings)}条{together}，涉及{len(touched)}句条文：{families}。{rest}"


def under_readings(law: Law, finding: Finding, told: frozenset[tuple[str, str]] = frozenset()) -> list[str]:
    """The readings a finding holds under that are not told yet, as sentences; none when it holds under the defaults."""
    questions: dict[str, t.Reading] = {r.id: r for r in law.parsed.readings}
    lines = []
    for key, option in (pair for pair in finding.readings.items() if pair not in told):
        asked = questions.get(key)
        lines.append(f"{key} 取「{option}」" + (f"（{asked.question}默认「{asked.default}」）" if asked else ""))
    return lines
