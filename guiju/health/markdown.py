"""The report as Markdown, for docs/health/ and for whoever reads files: the weightiest findings first."""

from __future__ import annotations

from collections.abc import Iterator

from guiju.findings import KINDS, Finding, Item
from guiju.health.report import (
    MEANING,
    UNDECIDED,
    Matter,
    advice_title,
    counted,
    matters,
    places,
    proved,
    quotable,
    repeated,
    summary,
    under_readings,
)
from guiju.health.safeguards import source_of
from guiju.law import Law


def as_markdown(law: Law, findings: list[Finding]) -> str:
    """The whole report of one law. The same law gives the same text, character for character."""
    lines = [f"# 《{_plain(law.title)}》体检报告", "", summary(findings), ""]
    if findings:
        lines += ["| 类别 | 提示 | 条 |", "| --- | --- | --- |"]
        lines += [
            f"| {name} | {KINDS[k]} | {n} |" for name, kinds in counted(findings).items() for k, n in kinds.items()
        ]
        lines.append("")
    if told := proved(law):
        lines += [_plain(told), ""]
    for number, matter in enumerate(matters(findings), 1):
        lines += [*_matter(law, number, matter), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _matter(law: Law, number: int, matter: Matter) -> Iterator[str]:
    concerned = places(law, *matter.findings)
    where = f"{_plain(concerned[0].cite)}：" if concerned else ""
    yield f"## {number}. {where}{_plain(matter.heading)}"
    yield ""
    quoted, rest = quotable(matter, concerned)
    for place in quoted:
        yield (
            f"> {_plain(place.cite)}　{_plain(place.text)}（`{place.address}`）"
            if place.text
            else f"> `{place.address}`"
        )
        yield ">"
    if rest:
        yield f"> {'另有' if quoted else '涉及'}{len(rest)}句：" + "、".join(f"`{p.address}`" for p in rest)
        yield ">"
    for n in range(len(matter.findings)):
        yield ""
        yield from _finding(law, matter, n)


def _finding(law: Law, matter: Matter, number: int) -> Iterator[str]:
    finding, told = matter.findings[number], repeated(matter, number)
    opening = f"**（{number + 1}）{KINDS[finding.kind]}**　" if matter.line else ""
    meaning = "" if told.meaning else MEANING[finding.kind]
    meaning += f"第{matter.like}处举的也是这种情形。" if matter.like else ""
    yield f"{opening}{_plain(finding.message)}{'' if finding.decided else UNDECIDED}{meaning}"
    if len(finding.items) > 1:
        yield ""
        yield from (_item(item) for item in finding.items)
    yield from _witness(finding, told.witness)
    for line in under_readings(law, finding, told.readings):
        yield from ("", f"读法：{_plain(line)}")
    if finding.suggestion and not told.suggestion:
        yield from ("", f"**{advice_title(finding)}**　{_plain(finding.suggestion)}")


def _item(item: Item) -> str:
    source = f"（{_plain(source_of(item))}）" if item.source else ""
    advice = f"\n  {_plain(item.suggestion)}{source}" if item.suggestion else source
    return f"- **{_plain(item.name)}**　{_plain(item.message)}{advice}"


def _witness(finding: Finding, told_at: int) -> Iterator[str]:
    if told_at:
        yield from ("", f"例子同（{told_at}）。")
    elif finding.witness:
        yield from ("", "| 例子 | |", "| --- | --- |")
        yield from (f"| {_plain(name)} | {_plain(value)} |" for name, value in finding.witness.items())


def _plain(text: str) -> str:
    """Text of a law file with the signs that Markdown would take for its own set aside."""
    kept = "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)
    return " ".join(kept.split())
