"""The numbers as a table and as docs/mutants.md."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from guiju.findings import KINDS
from mutants.explained import EXPLAINED, INVISIBLE
from mutants.mutator import ERROR, MUTATORS
from mutants.run import Result, Tried

AIM = Fraction(95, 100)


def share(tried: list[Tried]) -> Fraction:
    """The share found of some mutants; of none, all."""
    return Fraction(sum(t.verdict.found for t in tried), len(tried)) if tried else Fraction(1)


def percent(part: Fraction) -> str:
    """`97.3%`, cut and not rounded up."""
    tenths = part * 1000 // 1
    return f"{tenths // 10}.{tenths % 10}%"


def table(result: Result) -> str:
    """One line a kind of slip."""
    lines = []
    for mutator in MUTATORS:
        mine = [t for t in result.tried if t.mutant.mutator.name == mutator.name]
        counted = [t for t in mine if not t.same]
        found = sum(t.verdict.found for t in counted)
        equal = len(mine) - len(counted)
        note = f"，另有{equal}处改了等于没改" if equal else ""
        lines.append(f"{mutator.title}（{mutator.name}）：{len(counted)}处，找出{found}处{note}")
    counted = result.counted
    found = sum(t.verdict.found for t in counted)
    lines.append(f"合计{len(counted)}处，找出{found}处，{percent(share(counted))}；用时{result.seconds:.0f}秒")
    return "\n".join(lines)


def miss(tried: Tried) -> str:
    """One miss, for those who can mend the check: what was changed, what was wanted, what else was said."""
    mutant = tried.mutant
    changes = "\n".join(
        "\n".join([*(f"- {x}" for x in old.split("\n")), *(f"+ {x}" for x in new.split("\n") if x)])
        for old, new in mutant.change.diff(mutant.seed)
    )
    wanted = "、".join(sorted(mutant.mutator.accepts))
    shown = f"evaluate 显出：{'、'.join(sorted(mutant.symptoms))}" if mutant.symptoms else "由改动本身可知"
    said = "\n".join(f"  said: {line}" for line in tried.verdict.new[:6]) or "  said: nothing new"
    about = "、".join(mutant.change.about[:8])
    head = f"## {mutant.id}（{mutant.mutator.title}）{mutant.change.address}"
    return f"{head}\n{changes}\nwanted: {wanted}; about: {about}; {shown}\n{said}"


# The kinds of defect, in the order of the page.
GROUPS = {
    "overlap": "两个结论（界限写漏、同一情形写了两个）",
    "threshold": "界限改动",
    "inclusive": "含不含本数写反",
    "conflict": "又应又不得",
    "modal": "情态词写错",
    "exception": "漏了例外于、除非",
    "deleted": "漏了一条规则",
    "never-fires": "永远用不上的条件",
    "shadowed": "成立也不起作用的规则",
    "unreachable": "到不了的等次",
    "monotone": "变好反而更差",
    "range": "越出写明的范围",
    "order": "先后不同结果不同（不并用）",
    "undefined": "引用了没有的名字、标号",
    "circular": "互相引用、互为先后",
    "unit": "单位写错",
    "skips-right": "程序略过保障",
    "no-actor": "没有办理人",
    "no-deadline": "没有期限",
    "no-start": "期限没有起算日",
    "catalogue": "措施与目录不符",
    "unmapped": "过错没有对应的措施",
    "power": "权限抵触",
    "no-period": "效果没有期间",
    "baseline": "低于上位规定",
    "unused-fact": "漏了一个条件",
}

_HEAD = """# 体检的体检：种毛病，看找出多少

本页由 `python -m mutants --write`（`make mutants`）写成，数字都是那一次运行得来的，不要手改。

在法条文件的副本里一次种下一处毛病，都是粗心的起草人会犯的：界限的数改了一个，「以上」写成「超过」，「应」写成「可」，
漏了一条、漏了期限、漏了听取申辩的一步……再用 `guiju law check`（错误与提示）检查，看找不找得出。
副本旁边不放 source.txt 和条款台账，所以没有一处是靠核对正文找出来的。

**怎样才算找出**：比起没有改动的法条，多出一处新的错误或提示；种类要合乎所种的毛病（每种改动事先写明哪几类算数）；
提示还要点到改动的那一条，或者它所说的事实、措施、等次、步骤。原来就有的提示不算。

**什么算毛病**：步骤没有办理人、措施不在目录里之类，由改动本身就看得出。改界限、换情态词、删规则之类不一定是毛病，也可能只是
另定了一个尺度；这些改动先交给 `evaluate`（不是求解器）在抽出的案件里试，真的试出没有结论、互相冲突、多出一个等次、
变好反而更差，或者这一改使文件有错，才算一处毛病。没有找出的，再比较抽出的案件里各种结果，全都相同的，是改了等于没改，另列，不计。
"""


def page(result: Result) -> str:
    """docs/mutants.md."""
    counted = result.counted
    found = sum(t.verdict.found for t in counted)
    parts = [
        _HEAD,
        f"## 结果\n\n共{len(counted)}处毛病，找出{found}处，**{percent(share(counted))}**（目标{percent(AIM)}）。"
        f"两件写得好的文书（[责任追究](../tests/laws/clean-regulation/law.md)、"
        f"[年度考核](../tests/laws/clean-appraisal/law.md)）上误报{sum(map(len, result.alarms.values()))}处。"
        f"种、查共用{result.seconds:.0f}秒，其中检查一件中位{_median(result)}。\n",
        "## 按毛病的种类\n\n" + _by_kind(counted),
        "界限、情态词、规则一类的改动，`evaluate` 试出的是：\n\n" + _by_symptom(counted),
        "## 按文书\n\n" + _by_law(counted),
        "## 没有找出的\n\n" + _misses([t for t in counted if not t.verdict.found]),
        "## 改了等于没改，不计\n\n" + _same([t for t in result.tried if t.same]),
        "## 没有种的改动\n\n" + _unplanted(result),
        "## 任何一致性检查都看不出的改动\n\n" + INVISIBLE,
    ]  # fmt: skip
    return "\n".join(parts)


def _unplanted(result: Result) -> str:
    broke_nothing, there_already = result.unplanted
    return (
        f"试过而没有试出问题、只是另定尺度的{sum(broke_nothing.values())}处：{_listed(broke_nothing)}。\n\n"
        f"那一条在没有改动的法条里已有同类提示、再种也分不出新旧的{sum(there_already.values())}处："
        f"{_listed(there_already)}。\n"
    )


def _listed(kinds: Counter[str]) -> str:
    return "、".join(f"{m.title}{kinds[m.name]}处" for m in MUTATORS if kinds[m.name]) or "无"


def _median(result: Result) -> str:
    seconds = sorted(t.seconds for t in result.tried)
    return f"{seconds[len(seconds) // 2]:.1f}秒，最长{seconds[-1]:.1f}秒" if seconds else "0秒"


def _by_kind(counted: list[Tried]) -> str:
    lines = ["| 毛病 | 处数 | 找出 | 凭什么找出 |", "| --- | ---: | ---: | --- |"]
    for group, title in GROUPS.items():
        mine = [t for t in counted if t.mutant.mutator.group == group]
        if mine:
            lines.append(f"| **{title}** | {len(mine)} | {sum(t.verdict.found for t in mine)} | |")
        for mutator in (m for m in MUTATORS if m.group == group):
            some = [t for t in mine if t.mutant.mutator.name == mutator.name]
            if some:
                found = sum(t.verdict.found for t in some)
                lines.append(f"| {mutator.title} | {len(some)} | {found} | {_means(some)} |")
    return "\n".join(lines) + "\n"


def _means(tried: list[Tried]) -> str:
    by = Counter(kind for t in tried for kind in t.verdict.by)
    return "、".join(f"{_kind(kind)}{n}" for kind, n in sorted(by.items(), key=lambda item: (-item[1], item[0])))


def _kind(kind: str) -> str:
    return f"错误（{kind.removeprefix(ERROR)}）" if kind.startswith(ERROR) else KINDS[kind]


_SYMPTOMS = {
    "gap": "没有结论",
    "conflict": "互相冲突",
    "overlap": "多出一个等次可选",
    "not-monotone": "变好反而更差",
    "property": "所声明的性质不成立",
}


def _by_symptom(counted: list[Tried]) -> str:
    lines = ["| 试出的问题 | 处数 | 找出 |", "| --- | ---: | ---: |"]
    for symptom, title in _SYMPTOMS.items():
        mine = [t for t in counted if symptom in t.mutant.symptoms]
        lines += [f"| {title} | {len(mine)} | {sum(t.verdict.found for t in mine)} |"] if mine else []
    return "\n".join(lines) + "\n"


def _by_law(counted: list[Tried]) -> str:
    lines = ["| 文书 | 处数 | 找出 |", "| --- | ---: | ---: |"]
    for name in dict.fromkeys(t.mutant.seed.name for t in counted):
        mine = [t for t in counted if t.mutant.seed.name == name]
        lines.append(f"| {mine[0].mutant.seed.law.title} | {len(mine)} | {sum(t.verdict.found for t in mine)} |")
    return "\n".join(lines) + "\n"


def _misses(misses: list[Tried]) -> str:
    shown = []
    for tried in misses:
        mutant = tried.mutant
        why = (
            EXPLAINED.get((mutant.mutator.name, mutant.seed.name))
            or EXPLAINED.get((mutant.mutator.name, ""))
            or "待查。"
        )
        shown.append(f"**{mutant.mutator.title}**，{mutant.change.address}：{why}\n\n{_diff(tried)}")
    return "\n".join(shown) or "无。\n"


def _same(same: list[Tried]) -> str:
    return "\n".join(f"{t.mutant.mutator.title}，{t.mutant.change.address}\n\n{_diff(t)}" for t in same) or "无。\n"


def _diff(tried: Tried) -> str:
    lines = []
    for old, new in tried.mutant.change.diff(tried.mutant.seed):
        before, after = old.split("\n") if old else [], new.split("\n") if new else []
        lines += [f"- {x}" for x in before if x not in after] + [f"+ {x}" for x in after if x not in before]
    return "```diff\n" + "\n".join(lines) + "\n```\n"
