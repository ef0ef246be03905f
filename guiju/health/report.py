"""What every form of the report says alike: families of findings, the sentences concerned, the summary in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from guiju import tree as t
from guiju.findings import KINDS, Finding
from guiju.health.places import named
from guiju.law import Law
from guiju.prove.properties import PROVED, verdicts

# What a drafter is after, and the kinds of finding that bear on it.
FAMILIES = {
    "结论": ("conflict", "overlap", "gap", "boundary", "not-monotone", "out-of-range", "property", "order"),
    "条文的用处": ("never-fires", "shadowed", "unreachable", "unused-measure", "unused-fact"),
    "当事人的权利": ("skips-right", "below-baseline"),
    "措施和权限": ("outside-catalogue", "unmapped", "power-denied", "no-period"),
    "办理程序": ("no-actor", "no-deadline", "deadline-without-start"),
}
# Why a drafter should mind, a sentence a kind.
MEANING = {
    "conflict": "一条要求做，另一条不许做：照哪一条办都违反另一条。",
    "overlap": "同一个人，两种结论都说得通：谁来办、怎样读，结果就不一样。",
    "gap": "有人落在各条之间，全文没有给出结论。",
    "boundary": "恰在界限上的人，含本数与不含本数结果不同，条文没有说清。",
    "not-monotone": "条件变好，结果反而更差，当事人难以信服。",
    "out-of-range": "算出来的数可以超出写明的范围。",
    "property": "这件文书声明自己应有的性质，有没有做到。",
    "order": "先算哪一步后算哪一步，结果不同，条文没有写明次序。",
    "never-fires": "没有哪一种情形会用到它，写了等于没写。",
    "shadowed": "它成立的时候，别的条文已经定了结果，有它没它一样。",
    "unreachable": "照全文办下来，谁也得不到这个结论、用不上这一步。",
    "outside-catalogue": "当事人从列举里看不到这种方式，用它就少了依据。",
    "unused-measure": "列举里有，各条却不用，读的人会以为可以随时用。",
    "unmapped": "轻重没有标准，同样的过错可能受到很不一样的处理。",
    "skips-right": "办案时可能跳过当事人应有的一步，作出的决定容易被撤销。",
    "no-actor": "没有写谁来办，就可能没有人办，也没有人负责。",
    "no-deadline": "没有期限，就谈不上迟，催办和监督都没有依据。",
    "deadline-without-start": "不知道从哪天起算，就不知道哪天到期。",
    "power-denied": "两处对谁有权说法不一，作出的决定可能无效。",
    "no-period": "限制没有终点，当事人不知道什么时候解除。",
    "below-baseline": "与上位规则的数不一致，以上位规则为准。",
    "unused-fact": "查了也不影响任何结果，多半是漏写了用它的那一条。",
}
UNDECIDED = "在限定的范围内没有得出结论，不能当作已经证明。"


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence concerned: its address, how it is cited, its text verbatim (often empty for a law without ledger)."""

    address: str
    cite: str
    text: str


def proved(law: Law) -> str:
    """The properties the law declares that are proved, as a sentence; "" when there is none."""
    names = [f"「{v.property.name}」" for v in verdicts(law) if v.answer == PROVED]
    return f"所声明的性质，证得{len(names)}条：{''.join(names)}。" if names else ""


def family(kind: str) -> str:
    """The family a kind belongs to."""
    return next(name for name, kinds in FAMILIES.items() if kind in kinds)


def places(law: Law, finding: Finding) -> list[Place]:
    """The sentences of a finding, each once, in the order given."""
    rows = [law.provision(address) for address in finding.addresses]
    found = {row.text or row.address: Place(row.address, named(row), row.text) for row in reversed(rows)}
    return list(reversed(found.values()))


def in_text_order(law: Law, findings: list[Finding]) -> list[Finding]:
    """The findings in the order of the text; those of one sentence by kind, those without a place last."""
    order = {address: n for n, address in enumerate(law.provisions)}
    kinds, last = list(KINDS), len(order)
    return sorted(
        findings, key=lambda f: (order.get(f.addresses[0], last) if f.addresses else last, kinds.index(f.kind))
    )


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
    families = "，".join(f"{name}{sum(kinds.values())}处" for name, kinds in counted(findings).items())
    undecided = sum(not f.decided for f in findings)
    rest = f"其中{undecided}处没有得出结论。" if undecided else ""
    return f"提示{len(findings)}处，涉及{len(touched)}句条文：{families}。{rest}"


def under_readings(law: Law, finding: Finding) -> list[str]:
    """The readings a finding holds under, as sentences; none when it holds under the defaults."""
    questions: dict[str, t.Reading] = {r.id: r for r in law.parsed.readings}
    lines = []
    for key, option in finding.readings.items():
        asked = questions.get(key)
        lines.append(f"{key} 取「{option}」" + (f"（{asked.question}默认「{asked.default}」）" if asked else ""))
    return lines
