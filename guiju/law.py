"""A law folder, read and indexed: what its words mean and where each provision stands."""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from guiju import tree as t
from guiju.errors import MissingLaw, Problem
from guiju.kinds import ANY, BUILTIN, DATE, NAMES, TEXT, TRUTH, Kind, number
from guiju.notation.grammar import Parsed, parse_law
from guiju.notation.reader import LawText, read_law, strip_heading

CONDUCT_DATE = "行为日期"
CHECK_DATE = "查核日期"
_KINDS = {"是否": TRUTH, "日期": DATE, "文字": TEXT, "名单": NAMES}


@dataclass(frozen=True, slots=True)
class Provision:
    """One row of the ledger of provisions: address, citation, verbatim text, kind, computability."""

    address: str
    cite: str
    text: str
    kind: str = ""
    executable: str = ""
    note: str = ""


@dataclass(slots=True)
class Law:
    """One instrument. Its statements are in the order of the text."""

    folder: Path
    source: LawText
    parsed: Parsed
    baseline: Law | None = None
    provisions: dict[str, Provision] = field(default_factory=dict)
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        self.words = Words(self.parsed.statements)

    @property
    def id(self) -> str:
        """The instrument's id, e.g. `work-errors`."""
        return str(self.source.front["文书"])

    @property
    def title(self) -> str:
        """The instrument's name as issued."""
        return str(self.source.front.get("名称", self.id))

    @property
    def statements(self) -> list[t.Statement]:
        """All statements, in the order of the text."""
        return self.parsed.statements

    @property
    def standards(self) -> list[t.Standard]:
        """What the health check holds this law against: the baseline's, where the law does not state its own."""
        behind = self.baseline.parsed.standards if self.baseline else []
        return list({(type(s), s.name): s for s in (*behind, *self.parsed.standards)}.values())

    def address(self, statement: t.Statement) -> str:
        """`work-errors/3.3c`; a bridging statement without a label has the address it rests on."""
        if statement.label:
            return f"{self.id}/{statement.label}"
        rests = statement.clauses.rests_on if isinstance(statement, t.Norm | t.Step) else ()
        return rests[0] if rests else ""

    def place(self, statement: t.Statement) -> str:
        """The address of the provision a statement belongs to: its own, or of the sentence its block stands under."""
        own = self.address(statement)
        if own in self.provisions or statement.label:
            return own
        sentences = [line for line, text in self.source.prose if text.strip()]
        labelled = [s for s in self.statements if s.label]
        mine = bisect_right(sentences, statement.span.line)
        same = [s for s in labelled if bisect_right(sentences, s.span.line) == mine]
        before = [s for s in labelled if s.span.line < statement.span.line]
        nearest = same[:1] or before[-1:] or labelled[:1]
        return self.address(nearest[0]) if nearest else ""

    def provision(self, address: str) -> Provision:
        """The ledger row of an address; a made-up one naming the address when there is no ledger."""
        return self.provisions.get(address) or Provision(address, address.partition("/")[2] or address, "")

    def of(self, *kinds: type) -> list[t.Statement]:
        """The statements of some kinds, in order."""
        return [s for s in self.statements if isinstance(s, kinds)]


class Words:
    """The names a law declares. Built from statements; later duplicates are for the checker to report."""

    def __init__(self, statements: Iterable[t.Statement]) -> None:
        self.facts: dict[str, t.FactDecl] = {}
        self.definitions: dict[str, t.Definition] = {}
        self.enums: dict[str, t.EnumDecl] = {}
        self.outcomes: dict[str, t.EnumDecl] = {}
        self.parties: dict[str, dict[str, t.FieldDecl]] = {}
        self.records: dict[str, t.RecordDecl] = {}
        self.columns: dict[str, dict[str, t.FieldDecl]] = {}
        self.words: dict[str, dict[str, t.WordsDecl]] = {"机构": {}, "措施": {}, "效果": {}, "不并用": {}}
        self.steps: dict[str, t.Step] = {}
        self.subject: t.SubjectDecl | None = None
        self.flat: t.FlatDecl | None = None
        self.result: t.ResultDecl | None = None
        for statement in statements:
            self._add(statement)
        self._add_subject_facts()

    def _add(self, statement: t.Statement) -> None:
        match statement:
            case t.FactDecl():
                self.facts[statement.name] = statement
            case t.Definition():
                self.definitions[statement.name] = statement
            case t.Step():
                self.steps[statement.name] = statement
            case t.PartyDecl():
                self.parties |= {name: {f.name: f for f in statement.fields} for name in statement.names}
            case t.WordsDecl():
                self.words[statement.kind] |= dict.fromkeys(statement.names, statement)
            case t.EnumDecl() | t.RecordDecl():
                self._add_options_or_columns(statement)
            case t.SubjectDecl() | t.FlatDecl() | t.ResultDecl():
                self._add_table(statement)

    def _add_options_or_columns(self, statement: t.EnumDecl | t.RecordDecl) -> None:
        if isinstance(statement, t.RecordDecl):
            self.records[statement.name] = statement
            self.columns[statement.name] = {f.name: f for f in statement.fields}
            return
        self.enums[statement.name] = statement
        if statement.outcome:
            self.outcomes[statement.name] = statement

    def _add_table(self, statement: t.SubjectDecl | t.FlatDecl | t.ResultDecl) -> None:
        match statement:
            case t.SubjectDecl():
                self.subject = statement
            case t.FlatDecl():
                self.flat = statement
            case t.ResultDecl():
                self.result = statement

    def _add_subject_facts(self) -> None:
        for column in self.subject.fields if self.subject else ():
            decl = t.FactDecl(column.name, column.type, blank=column.blank, span=column.span)
            self.facts.setdefault(column.name, decl)

    def kind(self, type_: t.Type) -> Kind:
        """The kind a declared type stands for; ANY when the type is unknown (the checker reports it)."""
        if type_.options:
            return Kind("选项", "", type_.options)
        if type_.name in self.enums:
            return Kind("选项", "", self.enums[type_.name].options)
        if type_.name in ("整数", "数"):
            return number(type_.high.unit if type_.high else "")
        return _KINDS.get(type_.name, ANY)

    def is_type(self, type_: t.Type) -> bool:
        """Whether the type's name is known."""
        return bool(type_.options) or type_.name in BUILTIN or type_.name in self.enums


def read_folder(folder: Path) -> Law:
    """Read and parse a law folder (or its law.md). Raises LawError on what cannot be parsed at all."""
    path = folder / "law.md" if folder.is_dir() else folder
    source = read_law(path)
    law = Law(path.parent, source, parse_law(source))
    law.provisions = _ledger(law) or derived_ledger(law)
    return law


def _ledger(law: Law) -> dict[str, Provision]:
    for file in (law.folder / "provisions.csv", law.folder.parent / "provisions.csv"):
        rows = ledger_rows(file)
        found = {row.address: row for row in rows if row.address.startswith(law.id + "/")}
        if found:
            return found
    return {}


def ledger_rows(file: Path) -> list[Provision]:
    """All rows of a ledger of provisions; an absent file has none."""
    if not file.is_file():
        return []
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return [
            Provision(r["id"], r["cite"], r["text"], r["kind"], r["executable"], r["note"])
            for r in csv.DictReader(stream)
        ]


def derived_ledger(law: Law) -> dict[str, Provision]:
    """For a law without a ledger: each label with the sentence its block stands under."""
    prose = [(line, strip_heading(text).strip()) for line, text in law.source.prose if text.strip()]
    found: dict[str, Provision] = {}
    for statement in law.statements:
        if statement.label:
            above = [text for line, text in prose if line < statement.span.line]
            address = law.address(statement)
            found.setdefault(address, Provision(address, statement.label, above[-1] if above else ""))
    return found


@dataclass(frozen=True)
class Library:
    """The built-in laws under one folder, by id and edition."""

    root: Path

    @cached_property
    def folders(self) -> list[Path]:
        """Every folder that holds a law.md."""
        return sorted(path.parent for path in self.root.glob("*/law.md"))

    def find(self, wanted: str, on: str | date = "") -> Path:
        """The folder of an instrument, in the edition in force on a day (ISO text; "" takes the newest).

        An edition is a folder named by the id, or the id and a hyphen and more; its front matter says 施行日期.
        Raises MissingLaw naming the instruments there are.
        """
        editions = sorted((edition_start(f), f) for f in self.folders if _is_edition(f.name, wanted))
        in_force = [folder for start, folder in editions if not on or start <= str(on)]
        if editions:
            return in_force[-1] if in_force else editions[0][1]
        names = "、".join(folder.name for folder in self.folders)
        folder = "，也没有这个文件夹" if "/" in wanted else ""
        raise MissingLaw([Problem("instrument", f"没有编号为「{wanted}」的文书{folder}；现有：{names}。")])


def _is_edition(name: str, wanted: str) -> bool:
    return name == wanted or bool(re.fullmatch(re.escape(wanted) + r"-\d{4}(-\d{2}-\d{2})?", name))


def edition_start(folder: Path) -> str:
    """The day from which an edition is in force (施行日期, else 成文日期), as ISO text; "" when not printed."""
    front = read_law(folder / "law.md").front
    return str(front.get("施行日期") or front.get("成文日期") or "")


def builtin() -> Library:
    """The library shipped with the program: `law/` beside the package, or inside it when installed."""
    return Library(_shipped())


@cache
def _shipped() -> Path:
    here = Path(__file__).resolve().parent
    candidates = (here / "_law", here.parent / "law")
    return next((path for path in candidates if path.is_dir()), candidates[1])
