"""A case or a list of people as JSON -> the published result, by the calls of the command line. Nothing is stored."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from guiju.appraisal_document import Row, row_of, write_document
from guiju.appraise import Appraisal
from guiju.cases.case_files import read_readings
from guiju.cases.decide import decision, run_case
from guiju.explain.sentences import trace_json
from guiju.forms.roster import Roster
from guiju.law import Law
from guiju.values import show
from office.api import schemas as s
from office.api.rosters import flat_roster, full_roster
from office.ground.refusals import Refused
from office.ground.shelf import Edition, find, instruments
from office.reading_room.readings import in_force

# The parts of a case that are names with values.
GROUPS = ("facts", "parties", "records", "findings", "steps", "readings")
# How a place in what was sent is called in a message.
SENT = "JSON"


def decide(data: Any, today: date, adopted: bool) -> dict[str, Any]:
    """guiju-decision/1 of a case; read as adopted here on its day, unless the case itself says otherwise."""
    if not isinstance(data, dict) or not isinstance(data.get("instrument"), str):
        raise Refused(_("要写明 instrument（哪一件制度），其余照案件的写法。"))
    day = _day(data.get("on")) or today
    edition = find(data["instrument"], day)
    if edition is None or edition.law is None:
        raise Http404(_("没有编号为「%(id)s」的制度，或者它还不能用。") % {"id": data["instrument"][:100]})
    given = data.get("readings")
    if adopted and (given is None or isinstance(given, dict)):
        data = {**data, "readings": in_force(edition, day) | (given or {})}
    return decision(run_case(edition.law, data, SENT, {}))


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def appraise(asked: s.Roster, today: date, adopted: bool) -> str:
    """guiju-appraisal/1 of people given by the columns of the short table or by the sheets of the workbook."""
    edition, law = _appraising(asked, date(asked.year, 12, 31) if asked.year else today)
    roster = _people(asked, law)
    on = _as_of(roster, asked.year)
    chosen = in_force(edition, on or today) if adopted else {}
    appraisal = Appraisal(law, chosen | read_readings(law, asked.readings, SENT))
    rows = _rows(appraisal, roster, on, _wanted(roster, asked.trace))
    written = io.StringIO()
    write_document(appraisal, rows, written)
    return written.getvalue()


def _appraising(asked: s.Roster, day: date) -> tuple[Edition, Law]:
    """The measure that appraises many people: the one named, else the only one there is on that day."""
    there = [(e, e.law) for e in instruments(day) if e.law and e.law.words.subject and e.law.words.result]
    found = [(e, law) for e, law in there if asked.instrument in ("", e.id)]
    if len(found) != 1:
        known = "、".join(edition.id for edition, _law in there)
        raise Refused(_("要用 instrument 写明照哪一件制度考核；能对许多人考核的有：%(known)s。") % {"known": known})
    return found[0]


def _people(asked: s.Roster, law: Law) -> Roster:
    if asked.people is not None and asked.sheets is None:
        return flat_roster(asked.people, law)
    if asked.sheets is not None and asked.people is None:
        return full_roster(asked.sheets, law)
    raise Refused(_("people（平表，一人一行）和 sheets（工作簿的各张表）要交一样，只交一样。"))


def _as_of(roster: Roster, year: int | None) -> date | None:
    if year is None and len(roster.years) > 1:
        listed = "、".join(map(str, sorted(roster.years)))
        raise Refused(_("记录的日期分属%(years)s年，不知道考核哪一年；请写明 year。") % {"years": listed})
    return roster.case_date(year)


def _wanted(roster: Roster, asked: list[str]) -> frozenset[str]:
    """Whose reasons are asked for in full."""
    known = {show(identity) for identity in roster.identities}
    strangers = [name for name in dict.fromkeys(asked) if name not in known]
    if strangers:
        raise Refused(_("trace 里写的这些人不在交来的名单里：%(who)s。") % {"who": "、".join(strangers)})
    return frozenset(asked)


def _rows(appraisal: Appraisal, roster: Roster, on: date | None, wanted: frozenset[str]) -> Iterable[Row]:
    for person, (_identity, case) in zip(appraisal.people(roster.cases(on)), roster.cases(on), strict=True):
        trace: Mapping[str, Any] | None = None
        if person.identity in wanted:
            trace = trace_json(appraisal.program.run(case))
        yield row_of(person, trace)
