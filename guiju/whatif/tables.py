"""Comparisons as tables of text, for .xlsx (all pages), .csv and .parquet (the first)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guiju.explain.trace import Json
from guiju.whatif.causes import ABSENT, Cause, Causes
from guiju.whatif.compare import CaseComparison
from guiju.whatif.people import Comparison
from guiju.whatif.provisions import LawChange, Version
from guiju.whatif.sensitivity import Effect
from guiju.writing.pages import Page

PARTS = {
    "duties": "措施", "effects": "效果", "accountable": "承担责任", "also_accountable": "连带", "steps": "程序",
    "elsewhere": "转别的规定", "conflicts": "冲突", "outcomes": "结论", "values": "算得",
    "findings": "认定", "not_applicable": "本办法不适用", "unknown": "待查",
    "breaches": "违反的条款", "upcoming": "期限",
}  # fmt: skip


class Sentences:
    """Provisions of either side by address, as pages cite and quote them."""

    def __init__(self, causes: Causes) -> None:
        before, after = causes.before.law, causes.after.law
        # A copied folder has no ledger: it is cited as the other law cites the same place.
        cited = {a: row.cite for law in (after, before) for a, row in law.provisions.items() if row.kind}
        rows = before.provisions | after.provisions
        self._rows = {a: replace(row, cite=cited.get(a, row.cite)) for a, row in rows.items()}

    def cite(self, address: str) -> str:
        """Where it stands: 五、2."""
        return self._rows[address].cite if address in self._rows else address.partition("/")[2] or address

    def place(self, address: str) -> str:
        """Where it stands, and its label where the citation does not tell it: 五、2 5.2a."""
        label = address.partition("/")[2]
        return " ".join(dict.fromkeys([self.cite(address), label]))

    def text(self, address: str) -> str:
        """Its words."""
        return self._rows[address].text if address in self._rows else ""

    def cause(self, cause: Cause) -> str:
        """`五、2（不成立→成立）`."""
        if ABSENT in (cause.before, cause.after):
            what = "新增" if cause.before == ABSENT else "删去"
        elif cause.before == cause.after:
            what = "内容改了"
        else:
            what = f"{cause.before}→{cause.after}"
        return f"{self.cite(cause.address)}（{f'{cause.name} ' if cause.name else ''}{what}）"


def people_pages(found: Comparison, causes: Causes) -> Iterator[Page]:
    """Who changed (each column before and after, and from which sentence), the moves, the sentences, and notes."""
    say = Sentences(causes)
    names = list(dict.fromkeys(name for change in found.changes for name in change.columns))
    headings = ["编号", *(f"{name}（{side}）" for name in names for side in ("前", "后")), "从哪一句", "地址"]
    yield Page("变动", headings, (
        [c.identity, *(v for name in names for v in c.columns.get(name, ("", ""))),
         "；".join(say.cause(x) for x in c.causes), "、".join(dict.fromkeys(x.address for x in c.causes))]
        for c in found.changes
    ))  # fmt: skip
    yield Page("去向", (f"{found.leading}（前）", f"{found.leading}（后）", "人数"),
               ((a, b, str(n)) for (a, b), n in sorted(found.moves.items())))  # fmt: skip
    yield _sentences(found.sentences.most_common(), say, "人数")
    yield Page("说明", ("说明",), ([note] for note in found.notes))


def case_pages(found: CaseComparison, causes: Causes) -> Iterator[Page]:
    """What only one side gives, case by case; the sentences; notes."""
    say = Sentences(causes)
    yield Page("变动", ("案件", "部分", "只在", "内容", "地址", "从哪一句"), (
        [c.title, PARTS[d.part], d.only_under, entry_text(d.entry), str(d.entry.get("address") or ""),
         "；".join(say.cause(x) for x in c.causes)]
        for c in found.changes for d in c.differences
    ))  # fmt: skip
    yield _sentences(found.sentences.most_common(), say, "案件数")
    yield Page("说明", ("说明",), ([note] for note in found.notes))


def law_page(change: LawChange) -> Page:
    """Every provision that differs, both versions side by side."""
    lines = (["、".join(p.kinds), *_version(p.before), *_version(p.after)] for p in change.provisions)
    headings = ["变动", *(f"{what}（{side}）" for side in ("前", "后") for what in ("地址", "条款", "原文", "规则"))]
    return Page("条文", headings, lines)


def _version(version: Version | None) -> tuple[str, str, str, str]:
    if version is None:
        return "", "", "", ""
    row = version.provision
    return row.address, row.cite, row.text, "\n".join(version.rule)


def effects_page(effects: Sequence[Effect], what: str) -> Page:
    """Each option of each reading and whom it would change."""
    headings = ("读法", "现行", "换成", "意思", f"有不同的{what}数", f"换了结论的{what}数", "去向", "是谁")
    return Page("读法", headings, (
        [e.option.reading, e.option.current, e.option.choice, e.option.meaning, str(e.different), str(e.moved),
         "；".join(f"{a}→{b} {n}" for (a, b), n in e.moves.most_common()), "、".join(e.named)]
        for e in effects
    ))  # fmt: skip


def _sentences(counts: list[tuple[str, int]], say: Sentences, what: str) -> Page:
    return Page("条款", ("地址", "条款", "原文", what), ((a, say.cite(a), say.text(a), str(n)) for a, n in counts))


def entry_text(entry: Json) -> str:
    """One entry of a decision or dossier on one line."""
    if "outcome" in entry:
        return f"{entry['outcome']} {entry['value']}（可评：{'、'.join(entry['open']) or '无'}）"
    if "value" in entry:
        return f"{entry['name']} ＝ {entry['value']}"
    if "effect" in entry:
        return f"{entry['role']} {entry['effect']} {entry['from']}至{entry['to']}（{entry['cite']}）"
    names = ("party", "modal", "step", "due", "message", "fact") + (("to",) if "actor" not in entry else ())
    words = [str(entry[name]) for name in names if entry.get(name)]
    words += ["、".join(entry["measures"])] if entry.get("measures") else []
    return " ".join(words) + (f"（{entry['cite']}）" if entry.get("cite") else "")
