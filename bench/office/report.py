"""What was measured, as the parts of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.office import words
from bench.office.asking import Looked, Pages
from bench.office.served import Target
from bench.page import Part

RATIO = 1.5
# Which look at a page stands for a target of the load, for what the time goes to.
_SAME = {
    "登录页（没有登录的人）": None, "工作台": "desk:home", "查人": "people:search q=l", "一个人": "people:person",
    "资格台账": "register:list state=now",
}  # fmt: skip


def more_queries(found: Pages) -> list[Looked]:
    """The pages that ask the database more often in the larger office."""
    return [look for look in found.looked if len(look.large.queries) > len(look.small.queries)]


def slower(found: Pages) -> list[Looked]:
    """The pages whose p95 misses the aim, the worst first."""
    return sorted((look for look in found.looked if look.ratio >= RATIO), key=lambda look: -look.ratio)


def parts(found: Pages, targets: Sequence[Target], entries: int) -> list[Part]:
    """All parts of the page; `entries` are those of the larger office's chain."""
    missed = [f"`{look.name}`（{look.login or '没有登录'}，{look.ratio:.2f}）" for look in slower(found)]
    after = words.MISSED.format(names="、".join(missed)) if missed else ""
    return [
        Part("目标与实测", ("目标", "要求", "实测", ""), list(_bars(found, targets)), words.BARS, after),
        _rates(found, targets),
        _cold(found, entries),
        Part("各页", ("页面", "谁", "问几次", "p50 毫秒", "p95 毫秒", "p95 之比"), list(_rows(found)), words.PAGES),
    ]


def _bars(found: Pages, targets: Sequence[Target]) -> Iterator[tuple[str, str, str, str]]:
    count, more, slow = len(found.looked), len(more_queries(found)), len(slower(found))
    worst = max(look.ratio for look in found.looked)
    yield "大的系统多问数据库的页面", "0", f"{count} 页里 {more} 页", _met(more == 0)
    yield f"p95 之比不到 {RATIO}", "每一页", f"{count} 页里 {count - slow} 页；最大 {worst:.2f}", _met(slow == 0)
    large = [target for target in targets if target.cookie and target.office == targets[-1].office]
    if large:
        rate, limit = min(target.rate for target in large), targets[0].rate
        yield "大的系统每秒多少次（最慢的一页）", "", f"{rate:,.0f}，极限的 {rate / limit:.1%}", ""


def _met(met: bool) -> str:
    return "达到" if met else "**未达到**"


def _rows(found: Pages) -> Iterator[tuple[str, ...]]:
    for look in found.looked:
        pairs = [(look.small.p50, look.large.p50), (look.small.p95, look.large.p95)]
        queries = f"{len(look.small.queries)}/{len(look.large.queries)}"
        times = [f"{small * 1000:.1f}/{large * 1000:.1f}" for small, large in pairs]
        ratio = f"{look.ratio:.2f}"
        mark = f"**{ratio}**" if look.ratio >= RATIO else ratio
        yield f"`{look.name}`", look.login or "（没有登录）", queries, *times, mark


def _cold(found: Pages, entries: int) -> Part:
    rows = [
        (look.login, f"{look.small.whole * 1000:.0f}", f"{look.large.whole * 1000:.0f}")
        for look in found.looked if look.view == "desk:year"
    ]  # fmt: skip
    small, large = found.whole_chain
    chain = words.LINEAR.format(small=small, large=large, each=large / entries * 1e6)
    return Part("随人数长的", ("谁", "小，毫秒", "大，毫秒"), rows, words.COLD, chain)


def _rates(found: Pages, targets: Sequence[Target]) -> Part:
    rows = []
    for target in targets:
        share = f"{target.rate / targets[0].rate:.1%}"
        rows.append((target.what, target.office, f"{target.rate:,.0f}", share, *_where(found, target)))
    headings = ("页面", "系统", "次/秒", "是极限的", "每次毫秒", "问数据库", "模板", "其余")
    return Part("每秒多少次", headings, rows, words.RATES, words.BETWEEN)


def _where(found: Pages, target: Target) -> tuple[str, str, str, str]:
    """Milliseconds a request, and of the processor's for one look: in queries, in the template, and the rest."""
    each = f"{1000 / target.rate:.2f}"
    name = _SAME.get(target.what)
    look = next((look for look in found.looked if look.name == name), None)
    if look is None:
        return each, "", "", ""
    one = look.small if target.office.startswith("小") else look.large
    rest = one.whole - one.in_queries - one.in_template
    return each, *(f"{seconds * 1000:.1f}" for seconds in (one.in_queries, one.in_template, rest))
