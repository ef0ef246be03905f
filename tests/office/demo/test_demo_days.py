"""The made-up town makes sense on whatever day it is filled: `make run` may be called in any year."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from office.demo.town import Days

# Fills an empty office on a day and says who is what on that day, and what there is to see.
FILL = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "office.settings"
from datetime import date
import django
django.setup()
from django.core.management import call_command
from office.ground import clock
with clock.clock_at(date.fromisoformat(sys.argv[1])):
    call_command("migrate", verbosity=0)
    from office.accounts.models import Account
    from office.accounts.standing import actor_of
    from office.backup.making import chain_of
    from office.demo.actions import fill
    from office.ground.actors import console
    from office.people.models import Holding, Unit, UnitVersion
    from office.register.models import Effect, Spell
    from office.tasks.models import NOT_OVER, Task
    today = clock.today()
    fill(console(today))
    print(json.dumps({
        "roles": {a.login: sorted(actor_of(a, today).keys) for a in Account.objects.all()},
        "units": [Unit.objects.count(), UnitVersion.objects.on(today).count()],
        "posts": [Holding.objects.count(), Holding.objects.on(today).count()],
        "bars": [Effect.objects.count(), Spell.objects.on(today).count()],
        "tasks": Task.objects.filter(state__in=NOT_OVER).count(),
        "papers_to_come": Spell.objects.filter(effect__steps__decided_on__gt=today).count(),
        "faults": chain_of("default").faults,
    }))
"""


def filled(folder, day):
    kept = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")}
    done = subprocess.run(
        [sys.executable, "-c", FILL, day], env={**kept, "GUIJU_DATA": str(folder)}, capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def as_in_the_tests(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("office"), "2026-11-23")


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2026-03-15", "2027-05-01", "2028-02-29", "2030-12-31"])
def test_whoever_is_something_today_is_the_same_on_another_day(tmp_path, as_in_the_tests, day):
    found = filled(tmp_path, day)
    assert {name: found[name] for name in ("roles", "units", "posts", "tasks")} == {
        name: as_in_the_tests[name] for name in ("roles", "units", "posts", "tasks")
    }
    assert all("cadre" in roles for roles in found["roles"].values() if not roles[0].endswith("_admin"))
    entered, holding = found["bars"]
    assert (entered, found["papers_to_come"], found["faults"]) == (as_in_the_tests["bars"][0], 0, 0)
    assert holding >= 2, "the register would look empty"


@pytest.mark.parametrize(
    ("on", "year"),
    [(date(2026, 11, 23), 2026), (date(2027, 3, 15), 2026), (date(2027, 3, 16), 2027), (date(2028, 2, 29), 2027)],
)
def test_everything_in_the_town_was_arranged_before_the_day_it_is_filled(on, year):
    days = Days.before(on)
    assert days.year == year
    assert days.founded < days.term_begins < days.rearranged < days.confirmed <= on
    assert days.paper(3, ago=1) == f"青党发〔{year - 1}〕3号"
