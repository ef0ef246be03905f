"""A finding of the health check (制度体检): what a drafter should know, with a witness and a suggestion."""

from __future__ import annotations

from dataclasses import dataclass, field

# kind -> its heading in a report. The order is the order of a report: what contradicts itself first, then what is left
# open, then the rights of the person concerned, powers and measures, the procedure, and last what the text is for.
KINDS = {
    "conflict": "互相冲突",
    "order": "先后不同，结果不同",
    "gap": "没有结论",
    "overlap": "两可之间",
    "boundary": "含不含本数，结果不同",
    "not-monotone": "变好反而更差",
    "out-of-range": "越出范围",
    "property": "所声明的性质",
    "skips-right": "缺少应有的保障",
    "below-baseline": "低于上位规定",
    "power-denied": "权限互相抵触",
    "outside-catalogue": "目录之外的措施",
    "unmapped": "过错与措施没有对应",
    "no-period": "没有期间的效果",
    "no-actor": "没有办理人的步骤",
    "deadline-without-start": "没有起算日的期限",
    "no-deadline": "没有期限的步骤",
    "never-fires": "永远用不上",
    "unreachable": "到不了的结论或措施",
    "shadowed": "成立也不起作用",
    "unused-measure": "目录里没有用到的措施",
    "unused-fact": "声明了没有用到",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One of several like things that a finding tells together, such as a safeguard that is missing.

    `addresses` are its own provisions; `source` the superior rule behind it, "" where none is certain; `suggestion`
    what to write, "" where the finding's own says it.
    """

    name: str
    addresses: tuple[str, ...]
    message: str
    source: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding on a law.

    `kind` is a key of KINDS; `addresses` the provisions concerned, in the order of the text; `message` one or two
    sentences in the law's own terms; `witness` the smallest case found that shows it (fact -> value as text), which
    `evaluate` has confirmed; `readings` the readings it holds under where they are not the defaults; `suggestion`
    what the drafter could write instead. `decided` is False for a property that could not be decided within the bound.
    `line` is the threshold the witness lies on, as `考核得分 90分`: findings on one line are told in one place. `items`
    are the like things told together.
    """

    kind: str
    addresses: tuple[str, ...]
    message: str
    witness: dict[str, str] | None = None
    suggestion: str = ""
    readings: dict[str, str] = field(default_factory=dict)
    decided: bool = True
    line: str = ""
    items: tuple[Item, ...] = ()
