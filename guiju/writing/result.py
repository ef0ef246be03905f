"""Results as files: an .xlsx with the reasons on sheets of their own, or the bare table as .csv or .parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from guiju import tree as t
from guiju.appraise import Appraisal, Appraised
from guiju.law import Law, Provision, builtin, ledger_rows
from guiju.writing.files import write_whole
from guiju.writing.pages import Page, write_csv, write_parquet, write_sheets

_MAY_DEPART = "推定：有理由并记录，可以不照办"


def write_result(path: Path, appraisal: Appraisal, people: list[Appraised]) -> None:
    """Write the result in the form its name asks for. Raises WriteError; nothing is left half-written."""
    write_whole(path, lambda draft: WRITERS[path.suffix.lower()](draft, appraisal, people))


def _write_workbook(path: Path, appraisal: Appraisal, people: list[Appraised]) -> None:
    write_sheets(path, appraisal.law.title, _pages(appraisal, people))


def _pages(appraisal: Appraisal, people: list[Appraised]) -> Iterator[Page]:
    who = appraisal.law.words.subject.identifier if appraisal.law.words.subject else ""
    yield Page("结果", list(appraisal.columns), (list(p.values.values()) for p in people))
    reasons = (who, "栏目", "地址", "条款", "原文", "说明")
    yield Page("理由", reasons, _reasons(appraisal.law, people))
    wanting = ((p.identity, w.fact, w.question, "、".join(w.columns)) for p in people for w in p.wanting)
    yield Page("待查", (who, "事实", "要问的", "影响的栏目"), wanting)
    yield Page("读法", ("编号", "疑问", "采用", "说明", "是否默认", "理由", "由谁确认"), _readings(appraisal))


def _reasons(law: Law, people: list[Appraised]) -> Iterator[Sequence[str]]:
    cite = _Citations(law)
    for person in people:
        for ground in person.grounds:
            row = cite(ground.address)
            note = _MAY_DEPART if ground.presumption else ""
            yield person.identity, ground.column, ground.address, row.cite, row.text, note


class _Citations:
    """Provisions by address; those of another instrument come from the ledger of the built-in ones."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.others: dict[str, Provision] | None = None

    def __call__(self, address: str) -> Provision:
        if address in self.law.provisions:
            return self.law.provisions[address]
        if self.others is None:
            self.others = {row.address: row for row in ledger_rows(builtin().root / "provisions.csv")}
        return self.others.get(address) or self.law.provision(address)


def _readings(appraisal: Appraisal) -> Iterator[Sequence[str]]:
    laws = [law for law in (appraisal.law.baseline, appraisal.law) if law]
    known: dict[str, t.Reading] = {r.id: r for law in laws for r in law.parsed.readings}
    for key, choice in appraisal.readings.items():
        reading = known[key]
        is_default = "是" if choice == reading.default else "否"
        meaning = dict(reading.options)[choice]
        yield key, reading.question, choice, meaning, is_default, reading.reason, reading.confirmed_by


def _write_csv(path: Path, appraisal: Appraisal, people: list[Appraised]) -> None:
    write_csv(path, list(appraisal.columns), (list(p.values.values()) for p in people))


def _write_parquet(path: Path, appraisal: Appraisal, people: list[Appraised]) -> None:
    write_parquet(path, list(appraisal.columns), (list(p.values.values()) for p in people))


WRITERS: dict[str, Callable[[Path, Appraisal, list[Appraised]], None]] = {
    ".xlsx": _write_workbook, ".csv": _write_csv, ".parquet": _write_parquet,
}  # fmt: skip
