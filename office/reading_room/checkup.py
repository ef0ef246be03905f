"""A law's health: findings, the properties it declares, its cases one by one, how each provision is covered.

`python -m office.reading_room.checkup FOLDER STEM` works it out beside the office and not in it, since the proofs
may take many seconds. It leaves STEM.json; meanwhile it holds a lock on STEM.lock and writes there how far it is. Of
several at once only one works; a lock file that nobody holds, without a STEM.json, is of one that did not end well.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from guiju.check import load
from guiju.drafting.coverage import Row, status
from guiju.drafting.run_cases import Tested, run_cases
from guiju.drafting.show import source_of
from guiju.errors import InputError
from guiju.evaluate.fired import standing
from guiju.findings import Finding
from guiju.health import findings
from guiju.health.markdown import as_markdown
from guiju.health.page import as_page
from guiju.inputs import read_data
from guiju.law import Law
from guiju.prove.properties import verdicts
from guiju.values import show
from office.ground import clock

STEPS = ("读条文", "跑案件", "检查、求证", "写报告")
Json = dict[str, Any]


def checkup(folder: Path, at: Callable[[int], None] = lambda _step: None) -> Json:
    """Everything, as JSON; `at` is told which of the STEPS begins. Raises LawError for an unsound law."""
    at(0)
    law = load(folder)
    at(1)
    tested = run_cases(law)
    cases = list(_cases(law, tested))
    at(2)
    found = findings(law)
    declared = [_verdict(law, verdict) for verdict in verdicts(law)]
    at(3)
    return {
        "findings": [asdict(finding) for finding in found],
        "verdicts": declared,
        "cases": cases,
        "failures": [problem.render() for problem in tested.failures],
        "coverage": _coverage(law, tested),
        **_reports(law, found),
    }


def _reports(law: Law, found: list[Finding]) -> Json:
    return {"page": as_page([(law, found)]), "markdown": as_markdown(law, found)}


def _verdict(law: Law, verdict: Any) -> Json:
    """A property as its line says it, without its name; and what came of it."""
    text = " ".join(line.strip() for line in source_of(law, verdict.property))
    claim = text.partition("：")[2] or text
    return {
        "name": verdict.property.name, "claim": claim, "answer": verdict.answer, "shows": verdict.shows,
        "witness": verdict.witness,
    }  # fmt: skip


def _cases(law: Law, tested: Tested) -> Iterator[Json]:
    """Each case beside the law: where it stands, what it expects, and what is wrong with it (nothing: it passed)."""
    wrong: dict[str, list[str]] = {}
    for problem in tested.failures:
        wrong.setdefault(problem.place, []).append(problem.message)
    for file in sorted((law.folder / "cases").glob("*.toml")):
        try:
            listed = read_data(file).get("case", [])
        except InputError:
            continue  # told among the failures
        for number, case in enumerate(listed, 1):
            title = str(case.get("title", ""))
            expect = case.get("expect", {})
            yield {
                "file": file.stem, "number": number, "title": title,
                "fires": [_label(law, label) for label in expect.get("fires", [])],
                "silent": [_label(law, label) for label in expect.get("silent", [])],
                "values": {name: show(value) for name, value in expect.get("values", {}).items()},
                "wrong": wrong.get(f"{file.name} 第{number}案「{title}」", []),
            }  # fmt: skip


def _label(law: Law, label: object) -> str:
    return str(label).removeprefix(f"{law.id}/")


def _coverage(law: Law, tested: Tested) -> Json:
    coverage = {}
    for provision in law.provisions.values():
        label = provision.address.partition("/")[2]
        row = Row(provision, status(law, standing(law, label)), tested.bites[label], tested.silent[label])
        coverage[provision.address] = {
            "status": row.status, "bites": row.bites, "silent": row.silent, "fault": row.fault
        }  # fmt: skip
    return coverage


# --- as a process of its own


def main(folder: Path, stem: Path) -> None:
    """Work it out, unless another does. Whatever goes wrong is for who started it to tell."""
    done = stem.with_suffix(".json")
    with _alone(stem.with_suffix(".lock")) as file:
        if file is None or done.is_file():
            return
        stem.with_suffix(".failed").unlink(missing_ok=True)
        began = time.monotonic()
        found = checkup(folder, lambda step: _tell(file, step))
        found |= {"seconds": round(time.monotonic() - began), "at": clock.now().isoformat(timespec="seconds")}
        draft = stem.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        draft.replace(done)


@contextmanager
def _alone(path: Path) -> Iterator[TextIO | None]:
    """The lock file, locked; None when another process holds it."""
    with path.open("a+", encoding="utf-8") as file:
        yield file if locked(file) else None


def locked(file: TextIO, tries: int = 10) -> bool:
    """Take the lock. A glance at it holds it for a moment, so it is tried a few times."""
    for _ in range(tries):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            return True
    return False


def _tell(file: TextIO, step: int) -> None:
    """How far it is, for whoever looks; the first line stays: when it began."""
    file.seek(0)
    began = file.readline() if step else f"{clock.now().isoformat()}\n"
    file.seek(0)
    file.truncate()
    file.write(f"{began}{step}\n")
    file.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
