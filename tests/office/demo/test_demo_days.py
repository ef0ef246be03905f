"""The made-up town makes sense on whatever day it is filled: `make run` may be called in any year."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from office.demo.town import Days

# Fills an empty office on each of several days, and says who is what on that day, and what there is to see. What was
# filled in is taken back before the next day.
FILL = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "office.settings"
from datetime import date
import django
django.setup()
from django.core.management import call_command
from django.db import transaction
from office.accounts.models import Account
from office.accounts.standing import actor_of
from office.backup.making import chain_of
from office.demo.actions import fill
from office.ground import clock
from office.ground.actors import console
from office.people.models import Holding, Unit, UnitVersion
from office.register.models import Effect, Spell
from office.tasks.models import NOT_OVER, Task

def seen(today):
    fill(console(today))
    return {
        "roles": {a.login: sorted(actor_of(a, today).keys) for a in Account.objects.all()},
        "units": [Unit.objects.count(), UnitVersion.objects.on(today).count()],
        "posts": [Holding.objects.count(), Holding.objects.on(today).count()],
        "bars": [Effect.objects.count(), Spell.objects.on(today).count()],
        "tasks": Task.objects.filter(state__in=NOT_OVER).count(),
        "papers_to_come": Spell.objects.filter(effect__steps__decided_on__gt=today).count(),
        "faults": chain_of("default").faults,
    }

call_command("migrate", verbosity=0)
found = {}
for day in sys.argv[1:]:
    with clock.clock_at(date.fromisoformat(day)), transaction.atomic():
        assert not Account.objects.exists()
        found[day] = seen(clock.today())
        transaction.set_rollback(True)
print(json.dumps(found))
"""
IN_THE_TESTS, DAYS = "2026-11-23", ["2026-03-15", "2027-05-01", "2028-02-29", "2030-12-31"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """What there is to see, by day."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")}
    done = subprocess.run(
        [sys.executable, "-c", FILL, IN_THE_TESTS, *DAYS],
        env={**kept, "GUIJU_DATA": str(tmp_path_factory.mktemp("office"))},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_whoever_is_something_today_is_the_same_on_another_day(filled, day):
    found, as_in_the_tests = filled[day], filled[IN_THE_TESTS]
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
