"""One step of trying out: the answers put to the law, what already follows, and what to ask next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from guiju import tree as t
from guiju.cases.case_files import read_case
from guiju.cases.decide import decision
from guiju.errors import InputError
from guiju.evaluate.program import CIRCUMSTANCES, Run
from guiju.law import CONDUCT_DATE, Law
from office.ground.shelf import Edition, provision
from office.reading_room.programs import program
from office.reading_room.readings import all_readings, in_force
from office.tryout.answers import Answers
from office.tryout.fields import Field, answered, field_of, slip
from office.tryout.layers import Layers, layers
from office.tryout.picture import Picture, picture
from office.tryout.why import Why

# What is done to whom; the rest of the document is about how.
_RESULTS = ("duties", "effects", "accountable", "also_accountable", "elsewhere")
AT_ONCE = 5  # questions shown together, besides the circumstances and a person's slip, which stand by themselves


@dataclass(slots=True)
class Step:
    """What the page shows. `result` is the decision document, its entries opened out with their reasons."""

    asked: list[Field] = field(default_factory=list)
    later: int = 0
    not_askable: list[dict[str, Any]] = field(default_factory=list)
    answered: list[Field] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    circumstances: list[dict[str, Any]] = field(default_factory=list)
    records: list[Field] = field(default_factory=list)
    result: dict[str, Any] = field(default_factory=dict)
    appraised: list[tuple[Layers, Picture]] = field(default_factory=list)
    readings: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    slip: list[Field] = field(default_factory=list)
    circumstances_field: Field | None = None

    @property
    def questions(self) -> list[Field]:
        """What to show as questions: of what is asked, all that does not stand by itself."""
        return [one for one in self.asked if not self._stands_by_itself(one)]

    @property
    def given(self) -> list[Field]:
        """What was answered, less what stands by itself."""
        return [one for one in self.answered if not self._stands_by_itself(one)]

    def _stands_by_itself(self, one: Field) -> bool:
        return one.kind == "circumstances" or any(one.fact == other.fact for other in self.slip)

    @property
    def is_settled(self) -> bool:
        """Whether nothing that is still open could change the result."""
        return not (self.asked or self.later or self.not_askable or self.passed)


def step(edition: Edition, answers: Answers, today: date) -> Step:
    """Put the answers to the law. The law's own complaints about them are told, never raised."""
    law = edition.law
    assert law is not None
    found = Step(answered=answered(law, answers), circumstances=_circumstances(law, answers))
    ready, lock = program(edition, {**in_force(edition, today), **answers.readings})
    with lock:
        run = _run(law, ready, answers, found)
        if run is None:
            return found
        found.result = decision(run)
        if not run.excluded_by:
            found.appraised = [(made, picture(made)) for made in (layers(run, name) for name in law.words.outcomes)]
    _from_elsewhere(law, found, today)
    _explain(law, found)
    _ask(law, answers, found)
    found.readings = _readings(law, found.result["readings"], answers)
    return found


def _run(law: Law, ready: Any, answers: Answers, found: Step) -> Run | None:
    try:
        made: Run = ready.run(read_case(law, answers.case, ""))
    except InputError as error:
        found.problems = [problem.message for problem in error.problems]
        try:
            made = ready.run(read_case(law, {**answers.case, "records": {}}, ""))
        except InputError:
            return None
    return made


def _ask(law: Law, answers: Answers, found: Step) -> None:
    """The open facts in their order, less those already said not to be known; what one click answers before records."""
    shown = {one.fact for one in found.answered}
    open_ = [u for u in found.result["unknown"] if u["fact"] != CONDUCT_DATE]
    found.slip = slip(law, answers, {u["fact"] for u in open_})
    if law.words.flat:
        found.records = _on_records(law, answers, shown)
    if any(law.of(t.Circumstance)):
        found.circumstances_field = field_of(law, CIRCUMSTANCES, answers)
    for unknown in open_:
        if unknown["fact"] in answers.passed:
            found.passed.append(unknown["fact"])
        elif unknown["fact"] not in shown:
            _one(law, answers, found, unknown)
    found.asked.sort(key=lambda one: one.kind == "records")
    _at_once(found)


def _at_once(found: Step) -> None:
    """Of many questions the first few; the rest may not be needed any more once these are answered."""
    beyond = found.questions[AT_ONCE:]
    found.asked = [one for one in found.asked if one not in beyond]
    found.later = len(beyond)


def _one(law: Law, answers: Answers, found: Step, unknown: dict[str, Any]) -> None:
    asked = field_of(law, unknown["fact"], answers)
    if asked is None:
        found.not_askable.append(unknown)
        return
    asked.needed_by = [_cited(law, address) for address in unknown["needed_by"][:6]]
    found.asked.append(asked)


def _on_records(law: Law, answers: Answers, shown: set[str]) -> list[Field]:
    """The slip may also be filled in by records: each kind that was not begun yet."""
    fields = [field_of(law, name, answers) for name in law.words.records if name not in shown]
    return [one for one in fields if one]


def _cited(law: Law, address: str) -> dict[str, str]:
    row = law.provision(address)
    return {"address": address, "cite": row.cite, "text": row.text}


def _circumstances(law: Law, answers: Answers) -> list[dict[str, Any]]:
    found = []
    for one in law.of(t.Circumstance):
        assert isinstance(one, t.Circumstance)
        row = _cited(law, law.address(one))
        by = "、".join(one.found_by)
        found.append(row | {"label": one.label, "is_chosen": one.label in answers.chosen, "by": by})
    return found


def _from_elsewhere(law: Law, found: Step, today: date) -> None:
    """The words of provisions of other instruments that rules of this one rest on."""
    for key in (*_RESULTS, "steps"):
        for entry in found.result[key]:
            if not entry["text"] and entry["address"]:
                row = provision(law, entry["address"], today)
                entry |= {"cite": row.cite, "text": row.text}
    for made, _drawn in found.appraised:
        rows = [(rule, provision(law, rule.address, today)) for rule in made.rules]
        made.rules = [replace(rule, cite=row.cite, text=row.text) for rule, row in rows]


def _explain(law: Law, found: Step) -> None:
    """Each entry with its reasons; those of one party together."""
    result = found.result
    why = Why(law, result["trace"])
    for key in _RESULTS:
        for entry in result[key]:
            entry["why"] = why.of(entry["address"], "norm")
    for entry in result["values"]:
        entry["why"] = why.of(entry["address"], "definition", whole=False)
    for entry in result["steps"]:
        entry["why"] = why.of(entry["address"], "step")
        entry["is_right"] = entry["modal"] == "可"
    result["by_party"] = _by_party(result["duties"])
    rules = [rule.address for made, _ in found.appraised for rule in made.rules]
    result["reasons"] = {address: why.of(address, "norm") for address in rules}
    result["count"] = sum(len(result[key]) for key in _RESULTS)


def _by_party(duties: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for duty in duties:
        groups.setdefault(duty["party"], []).append(duty)
    return list(groups.items())


def _readings(law: Law, used: dict[str, str], answers: Answers) -> list[dict[str, Any]]:
    """The readings the result rests on, and those tried here, each with its options."""
    wanted = used | answers.readings
    return [
        {"reading": reading, "choice": wanted[reading.id], "tried": reading.id in answers.readings}
        for reading in all_readings(law) if reading.id in wanted
    ]  # fmt: skip
