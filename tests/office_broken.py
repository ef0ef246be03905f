"""Hands in a form while the database is in trouble, then once more when it is over: `python office_broken.py TROUBLE`.

The database is that of GUIJU_DATA, filled already. Prints one JSON document: the answers, and what is in the records.
"""

import json
import os
import resource
import sqlite3
import sys
from contextlib import contextmanager
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "office.settings"


@contextmanager
def locked(place):
    """Another program holds the lock."""
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@contextmanager
def gone(place):
    """The file is not there any more, and in its place something that is no file."""
    aside = place.with_name("aside")
    place.rename(aside)
    place.mkdir()
    yield
    place.rmdir()
    aside.rename(place)


@contextmanager
def full(place):
    """No file may grow, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def damaged(place):
    """The file is not a database."""
    aside = place.with_name("aside")
    place.rename(aside)
    place.write_bytes(b"x" * 8192)
    yield
    place.unlink()
    aside.rename(place)


def main(trouble):
    """One form in trouble, the same one after it."""
    from django.db import connection, connections
    from django.test import Client

    from office.accounts.models import Account
    from office.audit.models import Entry
    from office.backup.making import chain_of
    from office.people.models import Person

    client = Client(raise_request_exception=False)
    client.force_login(Account.objects.get(login="maibaizhi"), backend="office.accounts.backends.Local")
    before = Entry.objects.count()
    place = Path(connection.settings_dict["NAME"])

    def hand_in():
        connections.close_all()
        answer = client.post("/people/add/", {"code": "F001", "name": "单白及", "once": "mark"})
        connections.close_all()
        return answer.status_code, answer.content.decode()

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    with trouble(place):
        status, page = hand_in()
    between = [Person.objects.filter(code="F001").count(), Entry.objects.count() - before]
    after = hand_in()[0]
    there = [Person.objects.filter(code="F001").count(), Entry.objects.count() - before]
    said = {"status": status, "page": page, "between": between, "after": after, "there": there}
    sys.stdout.write(json.dumps(said | {"faults": chain_of("default").faults}))


if __name__ == "__main__":
    import django

    from office import keeping

    keeping.SECONDS_TO_WAIT_FOR_A_LOCK = 0.3
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    main({"locked": locked, "gone": gone, "full": full, "damaged": damaged}[sys.argv[1]])
