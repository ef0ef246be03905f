"""A finding of the health check (制度体检): what a drafter should know, with a witness and a suggestion."""

from __future__ import annotations

from dataclasses import dataclass, field

# kind -> its heading in a report, in the order of the report
KINDS = {
    "conflict": "互相冲突",
    "overlap": "两可之间",
    "gap": "没有结论",
    "boundary": "含不含本数，结果不同",
    "not-monotone": "变好反而更差",
    "out-of-range": "越出范围",
    "property": "所声明的性质",
    "order": "先后不同，结果不同",
    "never-fires": "永远用不上",
    "shadowed": "成立也不起作用",
    "unreachable": "到不了的结论或措施",
    "outside-catalogue": "目录之外的措施",
    "unused-measure": "目录里没有用到的措施",
    "unmapped": "过错与措施没有对应",
    "skips-right": "缺少保障当事人的程序",
    "no-actor": "没有办理人的步骤",
    "no-deadline": "没有期限的步骤",
    "deadline-without-start": "没有起算日的期限",
    "power-denied": "权限互相抵触",
    "no-period": "没有期间的效果",
    "below-baseline": "低于上位规定",
    "unused-fact": "没有用到的事实",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding on a law.

    `kind` is a key of KINDS; `addresses` the provisions concerned, in the order of the text; `message` one or two
    sentences in the law's own terms; `witness` the smallest case found that shows it (fact -> value as text), which
    `evaluate` has confirmed; `readings` the readings it holds under where they are not the defaults; `suggestion`
    what the drafter could write instead. `decided` is False for a property that could not be decided within the bound.
    """

    kind: str
    addresses: tuple[str, ...]
    message: str
    witness: dict[str, str] | None = None
    suggestion: str = ""
    readings: dict[str, str] = field(default_factory=dict)
    decided: bool = True
