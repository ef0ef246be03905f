"""Steps of a procedure in one case: what is due when, what is done, what is still closed, what is late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from guiju import tree as t
from guiju.dates.periods import Duration
from guiju.dates.workdays import Deadline, default_calendar
from guiju.evaluate.case import Case, Done, Frame, Row
from guiju.law import CHECK_DATE, Law
from guiju.values import Unknown

UNDECIDED_CALENDAR = "节假日安排"


@dataclass(frozen=True, slots=True)
class Instance:
    """One time a step is due: from which day, until when, and when it was done."""

    start: date | Unknown | None
    deadline: Deadline | None
    done_on: date | None
    done: bool
    cause: Row | None = None
    # Records that would show the step done, had they been given.
    unseen: frozenset[str] = frozenset()

    def overdue(self, check: date | None) -> bool | Unknown:
        """Late, or still open after the last day, as seen on the day of the check."""
        if self.deadline is None:
            return self.start if isinstance(self.start, Unknown) else False
        if self.deadline.due is None:
            return Unknown(frozenset([UNDECIDED_CALENDAR]))
        if self.done_on is not None:
            return self.done_on > self.deadline.due
        if self.done:
            return Unknown(frozenset(["完成日期"]))
        if check is None:
            return Unknown(frozenset([CHECK_DATE]))
        late = check > self.deadline.due
        return Unknown(self.unseen) if late and self.unseen else late


@dataclass(frozen=True, slots=True)
class StepState:
    """A step that applies in this case: its instances, what blocks it and what its record lacks."""

    step: t.Step
    instances: tuple[Instance, ...]
    done: bool
    blocked_by: tuple[str, ...]
    lacking: tuple[str, ...]
    faults: tuple[str, ...]
    overdue: bool | Unknown
    # Facts that could still do away with the step (除非).
    open_facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StepCode:
    """A step compiled: its condition, and closures for start and length of its period."""

    step: t.Step
    start: Callable[[Frame], Any] | None
    length: Callable[[Frame], Any] | None


def state_of(
    code: StepCode, frame: Frame, law: Law, not_called_for: frozenset[str], open_facts: frozenset[str]
) -> StepState:
    """The state of an applying step; `not_called_for` are earlier steps that do not apply in this case."""
    step, case = code.step, frame.case
    instances = tuple(_instances(code, frame, law))
    check = check_date(case)
    late = [i.overdue(check) for i in instances]
    each = step.clauses.each
    if each and frame.records.get(each) is None:
        late.append(Unknown(frozenset([each])))
    overdue = True if True in late else next((x for x in late if x.__class__ is Unknown), False)
    recorded = case.steps.get(step.name)
    blocked = tuple(n for n in step.clauses.after if n not in not_called_for and not is_done(n, case, law))
    return StepState(
        step, instances, bool(instances) and all(i.done for i in instances), blocked,
        _lacking(step, recorded), _faults(step, case, recorded, blocked), overdue, open_facts,
    )  # fmt: skip


def check_date(case: Case) -> date | None:
    """The day as of which lateness is judged: 查核日期, else 决定日期, else the date of the case."""
    for name in (CHECK_DATE, "决定日期"):
        found = case.facts.get(name)
        if isinstance(found, date):
            return found
    return case.on


def _instances(code: StepCode, frame: Frame, law: Law) -> list[Instance]:
    each = code.step.clauses.each
    if not each:
        return [_instance(code, frame, law, None)]
    found = []
    for row in frame.records.get(each) or []:
        frame.rows[each, 1] = row
        found.append(_instance(code, frame, law, row))
    return found


def _instance(code: StepCode, frame: Frame, law: Law, row: Row | None) -> Instance:
    start = code.start(frame) if code.start else None
    deadline = None
    length = code.length(frame) if code.length and isinstance(start, date) else None
    if isinstance(start, date) and isinstance(length, Duration):
        deadline = default_calendar().deadline(start, length)
    done = _made(code.step, frame.case)
    if row is not None and len(frame.records.get(code.step.clauses.each) or []) > 1:
        done = None  # one entry cannot tell which of several it is of
    since = start if isinstance(start, date) else date.min
    on = done.on if done else _seen_on(code.step, frame, law, since)
    unseen = frozenset(r for r in code.step.clauses.seen_in if frame.records.get(r) is None)
    start = length if isinstance(length, Unknown) else start
    return Instance(start, deadline, on, done is not None or on is not None, row, unseen)


def _seen_on(step: t.Step, frame: Frame, law: Law, since: date) -> date | None:
    """The earliest day, not before `since`, on which a record shows the step done."""
    days = []
    for record in step.clauses.seen_in:
        columns = [f.name for f in law.words.records[record].fields if f.type.name == "日期"]
        rows = frame.records.get(record) or []
        days += [row[columns[0]] for row in rows if columns and isinstance(row.get(columns[0]), date)]
    return min((d for d in days if isinstance(d, date) and d >= since), default=None)


def is_done(name: str, case: Case, law: Law) -> bool:
    """Whether a step is validly recorded as done, or a record shows it (见于)."""
    steps = [s for s in law.of(t.Step) if isinstance(s, t.Step) and s.name == name]
    seen = {r for s in steps for r in s.clauses.seen_in}
    return any(_made(s, case) for s in steps) or any(case.records.get(r) for r in seen)


def _made(step: t.Step, case: Case) -> Done | None:
    """The entry of a step that was carried out: by the right organ, and with everything that must be recorded."""
    recorded = case.steps.get(step.name)
    if recorded is None or _lacking(step, recorded):
        return None
    wrong = recorded.by and step.clauses.actors and recorded.by not in step.clauses.actors
    return None if wrong else recorded


def _lacking(step: t.Step, recorded: Done | None) -> tuple[str, ...]:
    if recorded is None:
        return step.clauses.records
    return tuple(name for name in step.clauses.records if not recorded.records.get(name))


def _faults(step: t.Step, case: Case, recorded: Done | None, blocked: tuple[str, ...]) -> tuple[str, ...]:
    """What is wrong with a step that was carried out: wrong organ, out of order."""
    if recorded is None:
        return ()
    faults = []
    if recorded.by and step.clauses.actors and recorded.by not in step.clauses.actors:
        faults.append(f"应由{'、'.join(step.clauses.actors)}办理，记录的是{recorded.by}")
    faults += [f"「{name}」尚未记录在案" for name in blocked]
    for name in (*step.clauses.after, *step.clauses.not_before):
        earlier = case.steps.get(name)
        if earlier and earlier.on and recorded.on and recorded.on < earlier.on:
            faults.append(f"早于「{name}」（{earlier.on}）")
    for name in step.clauses.before:
        later = case.steps.get(name)
        if later and later.on and recorded.on and recorded.on > later.on:
            faults.append(f"晚于「{name}」（{later.on}）")
    return tuple(faults)
