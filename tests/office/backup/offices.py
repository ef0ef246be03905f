"""Offices for the tests of backups: each a process of its own on a database of its own, spoken to by commands."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

START = "from guiju.cli.main import main; main()"
# Acts without end: each enters a person with two rows of theirs, which belong together.
BUSY = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "office.settings"
import django
django.setup()
from office.audit.action import acting
from office.ground import clock
from office.ground.actors import console
from office.people import actions
from office.people.terms import term
me, n = console(clock.today()), 0
while True:
    n += 1
    with acting():
        person = actions.add_person(me, f"B{n:06}", "单白及")
        actions.set_party_status(me, person, term("party", "member"), clock.today())
    print(n, flush=True)
    time.sleep(0.01)  # a writer that never pauses would keep every other one waiting
"""
# What a database says of itself: rows of each table, the head of the chain, and whether its guards are in place.
ASKED = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "office.settings"
import django
django.setup()
from django.db import DatabaseError, transaction
from office.audit.models import Entry
from office.backup.making import chain_of
from office.backup.tables import digest, kinds, lines
from office.people.models import PartyStatus, Person
def guarded():
    try:
        with transaction.atomic():
            Entry.objects.filter(sequence=1).update(name="x")
    except DatabaseError:
        return True
    return False
chain, last = chain_of("default"), Entry.objects.order_by("-sequence").first()
print(json.dumps({
    "last": [last.act, json.loads(last.changes)] if last else [],
    "tables": {name: digest(lines(kind, "default")) for name, kind in kinds().items()},
    "entries": chain.entries, "head": chain.head, "faults": chain.faults, "guarded": guarded(),
    "busy": [Person.objects.filter(code__startswith="B").count(),
             PartyStatus.objects.filter(person__code__startswith="B").count()],
}))
"""


class Office:
    """An office on a database of its own, spoken to by commands."""

    def __init__(self, folder: Path, database_url: str = ""):
        self.folder = folder
        kept = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")}
        self.env = {**kept, "GUIJU_DATA": str(folder), **({"DATABASE_URL": database_url} if database_url else {})}

    def run(self, *words):
        return self._python(START, *words)

    def _python(self, code, *words):
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, words)],
            env=self.env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def say(self):
        done = self._python(ASKED)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def busy_and_killed(self):
        """After a few acts; what SQLite keeps beside its file is left as it was."""
        with self.busy() as busy:
            assert busy.stdout.readline() == "1\n"
            busy.kill()

    def killed(self, seconds, *words):
        """Run, and killed after so long, if it is not over by then."""
        command = [sys.executable, "-c", START, *map(str, words)]
        with subprocess.Popen(command, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(seconds)
            process.kill()

    def busy(self):
        return subprocess.Popen(
            [sys.executable, "-c", BUSY], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
