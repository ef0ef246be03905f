"""A case or a list of people as JSON -> the published result, by the calls of the command line. Nothing is stored."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from guiju.appraisal_document import row_of, write_document
from guiju.appraise import Appraisal, Appraised
from guiju.cases.decide import decision, run_case
from guiju.check import load
from guiju.cli.appraise_commands import appraising_law
from guiju.cli.case_commands import parse_readings
from guiju.forms.read import read_people
from office.api.schemas import Roster
from office.ground.refusals import Refused
from office.library.readings import in_force
from office.library.shelf import find


def decide(data: Any, today: date) -> dict[str, Any]:
    """guiju-decision/1 of a case; read as adopted here on its day, unless the case itself says otherwise."""
    if not isinstance(data, dict) or not isinstance(data.get("instrument"), str):
        raise Refused(_("要写明 instrument（哪一件制度），其余照案件的写法。"))
    edition = find(data["instrument"], _day(data.get("on")) or today)
    if edition is None or edition.law is None:
        raise Http404(_("没有编号为「%(id)s」的制度，或者它还不能用。") % {"id": data["instrument"][:100]})
    adopted = in_force(edition, _day(data.get("on")) or today)
    given = data.get("readings")
    if adopted and (given is None or isinstance(given, dict)):
        data = {**data, "readings": adopted | (given or {})}
    return decision(run_case(edition.law, data, "JSON", {}))


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def appraise(roster: Roster) -> dict[str, Any]:
    """guiju-appraisal/1 of people given by the columns of the short table."""
    law = load(appraising_law(roster.year))
    appraisal = Appraisal(law, _known(law, roster.readings))
    with tempfile.TemporaryDirectory(prefix="guiju-") as folder:
        file = Path(folder) / "JSON.csv"
        _write(file, roster.people)
        people = read_people(file, law)
        appraised = appraisal.people(people.cases(people.case_date(roster.year)))
    return _document(appraisal, appraised)


def _document(appraisal: Appraisal, appraised: Iterable[Appraised]) -> dict[str, Any]:
    written = io.StringIO()
    write_document(appraisal, map(row_of, appraised), written)
    document: dict[str, Any] = json.loads(written.getvalue())
    return document


def _known(law: Any, readings: dict[str, str]) -> dict[str, str]:
    return parse_readings(tuple(f"{key}={choice}" for key, choice in readings.items()), law)


def _write(file: Path, people: list[dict[str, Any]]) -> None:
    columns = list(dict.fromkeys(name for person in people for name in person))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([[_cell(person.get(name)) for name in columns] for person in people])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return ("是" if value else "否") if isinstance(value, bool) else str(value)
