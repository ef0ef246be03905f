"""The JSON document of an appraisal (guiju-appraisal/1), written as people come: any number of them fits."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any, TextIO

from guiju.appraise import Appraisal, Appraised
from guiju.cases.unknowns import question

SCHEMA = "guiju-appraisal/1"
# What is not printed yet waits in memory up to here, then on disk.
_IN_MEMORY = 16_000_000
_INDENT = 2
_MARGIN = " " * 2 * _INDENT
_INNER = _MARGIN + " " * _INDENT
# An entry on one level, as the document has it. The library's own indent is many times slower.
_flat = json.JSONEncoder(ensure_ascii=False, separators=(f",\n{_INNER}", ": ")).encode


@dataclass(frozen=True, slots=True)
class Row:
    """One person: the result columns, the facts wanted with the columns that wait for each, and the trace if asked."""

    identity: str
    values: Mapping[str, str]
    wanted: Mapping[str, tuple[str, ...]]
    trace: Mapping[str, Any] | None = None


def row_of(person: Appraised, trace: Mapping[str, Any] | None = None) -> Row:
    """Someone whom `evaluate` appraised, as a row."""
    return Row(person.identity, person.values, {w.fact: w.columns for w in person.wanting}, trace)


def write_document(appraisal: Appraisal, rows: Iterable[Row], out: TextIO) -> None:
    """Write the document of the contract: nothing of it before the last row is there."""
    questions: dict[str, str] = {}
    with _Entries() as people, _Entries() as unknown:
        for row in rows:
            people.add(row.values, {} if row.trace is None else {"trace": row.trace})
            for fact, columns in row.wanted.items():
                if fact not in questions:
                    questions[fact] = question(appraisal.law, fact)
                texts = {"person": row.identity, "fact": fact, "question": questions[fact]}
                unknown.add(texts, {"columns": columns})
        head = {"schema": SCHEMA, "instrument": appraisal.law.id, "readings": appraisal.readings}
        out.write(json.dumps(head, ensure_ascii=False, indent=_INDENT).removesuffix("\n}"))
        for name, entries in (("people", people), ("unknown", unknown)):
            out.write(f',\n  "{name}": ')
            entries.write(out)
        out.write("\n}\n")


class _Entries:
    """A list of the document, kept until it is written out: its beginning in memory, more than that on disk."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="")  # noqa: SIM115 - closed on exit
        self._count = 0

    def __enter__(self) -> _Entries:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, texts: Mapping[str, str], others: Mapping[str, Any]) -> None:
        """One more, indented as it stands in the document: what is text, then lists and objects."""
        parts = [_flat(texts)[1:-1]] if texts else []
        parts += [f"{_flat(name)}: {_deep(value)}" for name, value in others.items()]
        inside = f",\n{_INNER}".join(parts)
        self._file.write(f"{',' if self._count else ''}\n{_MARGIN}{{\n{_INNER}{inside}\n{_MARGIN}}}")
        self._count += 1

    def write(self, out: TextIO) -> None:
        """All of them, in brackets."""
        self._file.seek(0)
        out.write("[")
        shutil.copyfileobj(self._file, out)
        out.write("\n  ]" if self._count else "]")


def _deep(value: Any) -> str:
    """A list or an object as it stands after its name."""
    return json.dumps(value, ensure_ascii=False, indent=_INDENT).replace("\n", f"\n{_INNER}")
