"""The report as Markdown, for docs/health/ and for whoever reads files: the findings in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator

from guiju.findings import KINDS, Finding
from guiju.health.report import MEANING, UNDECIDED, counted, in_text_order, places, proved, summary, under_readings
from guiju.law import Law

MOST_QUOTED = 4


def as_markdown(law: Law, findings: list[Finding]) -> str:
    """The whole report of one law. The same law gives the same text, character for character."""
    lines = [f"# 《{_plain(law.title)}》体检报告", "", summary(findings), ""]
    if findings:
        lines += ["| 类别 | 提示 | 处 |", "| --- | --- | --- |"]
        lines += [
            f"| {name} | {KINDS[k]} | {n} |" for name, kinds in counted(findings).items() for k, n in kinds.items()
        ]
        lines.append("")
    if told := proved(law):
        lines += [_plain(told), ""]
    for number, finding in enumerate(in_text_order(law, findings), 1):
        lines += [*_finding(law, number, finding), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _finding(law: Law, number: int, finding: Finding) -> Iterator[str]:
    quoted = places(law, finding)
    where = f"{_plain(quoted[0].cite)}：" if quoted else ""
    yield f"## {number}. {where}{KINDS[finding.kind]}"
    yield ""
    for place in quoted[:MOST_QUOTED]:
        yield (
            f"> {_plain(place.cite)}　{_plain(place.text)}（`{place.address}`）"
            if place.text
            else f"> `{place.address}`"
        )
        yield ">"
    if len(quoted) > MOST_QUOTED:
        yield f"> 另有{len(quoted) - MOST_QUOTED}句：" + "、".join(f"`{p.address}`" for p in quoted[MOST_QUOTED:])
        yield ">"
    yield ""
    yield f"{_plain(finding.message)}{'' if finding.decided else UNDECIDED}{MEANING[finding.kind]}"
    yield from _witness(finding)
    for line in under_readings(law, finding):
        yield from ("", f"读法：{_plain(line)}")
    if finding.suggestion:
        yield from ("", f"**可以这样改**　{_plain(finding.suggestion)}")


def _witness(finding: Finding) -> Iterator[str]:
    if finding.witness:
        yield from ("", "| 例子 | |", "| --- | --- |")
        yield from (f"| {_plain(name)} | {_plain(value)} |" for name, value in finding.witness.items())


def _plain(text: str) -> str:
    """Text of a law file with the signs that Markdown would take for its own set aside."""
    kept = "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)
    return " ".join(kept.split())
