"""The report as one page to read in a browser or on paper: no script, nothing from outside, the same every time.

Whatever comes from a law file is escaped; the policy of the page admits its one style sheet and nothing else.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files

from guiju.findings import KINDS, Finding, Item
from guiju.health.report import (
    FAMILIES,
    MEANING,
    UNDECIDED,
    Matter,
    Place,
    advice_title,
    counted,
    family,
    matters,
    places,
    proved,
    quotable,
    repeated,
    summary,
)
from guiju.health.report import under_readings as readings
from guiju.health.safeguards import source_of
from guiju.health.thumbnail import thumbnail
from guiju.law import Law

TITLE = "制度体检报告"
_LEGEND = "全文缩影。一横是一行，着色的几句有提示，右边一栏是一类；点它就到那一处。"
_FRONT = ("发文机关", "成文日期", "施行日期")


def as_page(checked: list[tuple[Law, list[Finding]]]) -> str:
    """The page for one law or several, each with its findings."""
    style = _style()
    title = f"《{checked[0][0].title}》{TITLE}" if len(checked) == 1 else TITLE
    policy = f"default-src 'none'; style-src 'sha256-{_digest(style)}'; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="zh-Hans">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(title)}</title>",
            f"<style>{style}</style></head>",
            '<body><a class="skip" href="#found">跳到正文</a>',
            f"<header><h1>{TITLE}</h1></header>",
            '<main id="found">',
            *(part for law, findings in checked for part in _law(law, findings)),
            "</main>",
            "<footer><p>由 guiju law check 从法条文件生成，供起草、修订的人参考，不是法律意见。"
            "引文照录原文；例子由程序逐一验算。</p></footer>",
            "</body></html>",
            "",
        ]
    )


@cache
def _style() -> str:
    return files("guiju.health").joinpath("page.css").read_text(encoding="utf-8").strip()


def _digest(style: str) -> str:
    return b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")


def _law(law: Law, findings: list[Finding]) -> Iterator[str]:
    placed = [(f"{law.id}-{n}", matter) for n, matter in enumerate(matters(findings), 1)]
    numbered = [(anchor, f) for anchor, matter in placed for f in matter.findings]
    issued = "　".join(str(law.source.front[key]) for key in _FRONT if law.source.front.get(key))
    yield f'<section class="law" aria-labelledby="{escape(law.id)}">'
    yield f'<div class="head"><h2 id="{escape(law.id)}">{escape(law.title)}</h2>'
    yield f'<p class="issued">{escape(issued)}</p><p class="lead">{escape(summary(findings))}</p>'
    yield f"{''.join(_counts(findings))}{_proved(law)}</div>"
    yield f'<figure class="margin"><figcaption>{_LEGEND}</figcaption>'
    yield f"{thumbnail(law, numbered, f'《{law.title}》全文缩影：{summary(findings)}')}</figure>"
    yield '<div class="findings">'
    for number, (anchor, matter) in enumerate(placed, 1):
        yield "".join(_matter(law, number, anchor, matter))
    if not findings:
        yield '<p class="none">没有发现要提示的地方。</p>'
    yield "</div></section>"


def _counts(findings: list[Finding]) -> Iterator[str]:
    if findings:
        yield '<ul class="counts">'
        for name, kinds in counted(findings).items():
            items = "".join(
                f"<li><span>{KINDS[kind]}</span><span>{number}条</span></li>" for kind, number in kinds.items()
            )
            yield f'<li><b class="c{list(FAMILIES).index(name)}">{name}</b><ul>{items}</ul></li>'
        yield "</ul>"


def _proved(law: Law) -> str:
    told = proved(law)
    return f'<p class="proved">{escape(told)}</p>' if told else ""


def _matter(law: Law, number: int, anchor: str, matter: Matter) -> Iterator[str]:
    """One place of the report: a finding, or all the findings on one line, each under its own number."""
    first, concerned = matter.findings[0], places(law, *matter.findings)
    where = f"<span>{escape(concerned[0].cite)}</span>" if concerned else ""
    yield f'<article class="finding" id="{escape(anchor)}" aria-labelledby="{escape(anchor)}-h">'
    kind = family(first.kind) if matter.line else matter.heading
    yield f'<p class="kind c{_kin(first)}"><b>{number}　{escape(kind)}</b>{where}</p>'
    if not matter.line:
        yield f'<h3 id="{escape(anchor)}-h">{escape(first.message)}</h3>'
        yield from _quotation(matter, concerned)
        yield from _finding(law, matter, 0)
    else:
        yield f'<h3 id="{escape(anchor)}-h">{escape(matter.heading)}</h3>'
        yield from _quotation(matter, concerned)
        for place, finding in enumerate(matter.findings):
            yield '<section class="part">'
            yield f'<p class="kind c{_kin(finding)}"><b>（{place + 1}）{KINDS[finding.kind]}</b></p>'
            yield f'<p class="said">{escape(finding.message)}</p>'
            yield from _finding(law, matter, place)
            yield "</section>"
    yield "</article>"


def _kin(finding: Finding) -> int:
    return list(FAMILIES).index(family(finding.kind))


def _finding(law: Law, matter: Matter, number: int) -> Iterator[str]:
    """What a finding says besides its message, without what was said before in the same place."""
    finding, told = matter.findings[number], repeated(matter, number)
    if len(finding.items) > 1:
        yield f'<ul class="items">{"".join(map(_item, finding.items))}</ul>'
    if not finding.decided:
        yield f'<p class="undecided"><b>没有得出结论</b>　{UNDECIDED}</p>'
    yield from _witness(finding, told.witness)
    if not told.meaning:
        like = f"第{matter.like}处举的也是这种情形。" if matter.like else ""
        yield f'<p class="means">{MEANING[finding.kind]}{like}</p>'
    for line in readings(law, finding, told.readings):
        yield f'<p class="reading"><b>在这种读法下</b>　{escape(line)}</p>'
    if finding.suggestion and not told.suggestion:
        yield f'<p class="advice"><b>{advice_title(finding)}</b>{escape(finding.suggestion)}</p>'


def _item(item: Item) -> str:
    source = f'<span class="source">{escape(source_of(item))}</span>' if item.source else ""
    advice = f"<span>{escape(item.suggestion)}</span>" if item.suggestion else ""
    return f"<li><b>{escape(item.name)}</b>　{escape(item.message)}{advice}{source}</li>"


def _quotation(matter: Matter, concerned: list[Place]) -> Iterator[str]:
    quoted, left = quotable(matter, [place for place in concerned if place.text])
    lines = [f"<p>{_cited(p)}{escape(p.text)}</p>" for p in quoted]
    rest = "，".join(dict.fromkeys(p.cite for p in left))
    more = f'<p class="more">{"另有" if quoted else "涉及"}：{escape(rest)}</p>' if rest else ""
    if lines or more:
        yield f"<blockquote>{''.join(lines)}{more}</blockquote>"


def _cited(place: Place) -> str:
    """How a sentence is cited, where its own first words do not say it already."""
    return "" if place.text.startswith(place.cite) else f"<cite>{escape(place.cite)}</cite>"


def _witness(finding: Finding, told_at: int) -> Iterator[str]:
    if told_at:
        yield f'<p class="means">例子同（{told_at}）。</p>'
    elif finding.witness:
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>'
            for name, value in finding.witness.items()
        )
        yield f"<table><caption>举一个例子</caption><tbody>{rows}</tbody></table>"
