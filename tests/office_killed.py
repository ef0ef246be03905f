"""Kills at random points during acts, again and again, and looks at what is left.

`python office_killed.py N SEED [WHAT]` kills N times: `office`, the process that acts; `connection`, its connection, by
the hand of PostgreSQL's keeper; `server`, the whole of PostgreSQL as by a power cut, started again after it. The
database is that of GUIJU_DATA or DATABASE_URL, filled already. One act here is five acts in one transaction: a person,
two rows of theirs, a post and a task. After each kill: every one whole or not there, everything that was answered as
done is there, and the chain holds. Prints one JSON document.
"""

import json
import mmap
import os
import random
import signal
import struct
import sys
import time
from contextlib import ExitStack, contextmanager, nullcontext

PARTS = ("people.add_person", "people.set_party_status", "people.set_establishment", "people.appoint", "tasks.assign")
LONGEST_SECONDS = 0.08
# How the process that acted ended: by the signal, or because its database was gone.
LOST = 3
ENDS = {"office": -signal.SIGKILL, "connection": LOST, "server": LOST}
OTHERS = """
    FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


class Shared:
    """A few bytes the killed process leaves behind: how many acts it was told are done, whether one was under way."""

    def __init__(self):
        self._memory = mmap.mmap(-1, 16)

    def tell(self, done, under_way):
        self._memory[:16] = struct.pack("qq", done, under_way)

    def told(self):
        return struct.unpack("qq", self._memory[:16])


def act_for_ever(shared, first):
    """Act until killed."""
    from office.audit.action import acting
    from office.ground import clock
    from office.ground.actors import Actor, Role, console
    from office.people import actions as people
    from office.people.models import Post
    from office.people.terms import term
    from office.tasks import actions as tasks

    on, post = clock.today(), Post.objects.filter(until=None).last()
    me, clerk = console(on), Actor("clerk", "clerk", on, (Role("office_clerk", "test"),))
    number = first
    while True:
        shared.tell(number, 1)
        with acting():
            person = people.add_person(me, f"K{number:06}", "单白及")
            people.set_party_status(me, person, term("party", "member"), on)
            people.set_establishment(me, person, term("establishment", "civil_servant"), on)
            people.appoint(me, person, post, on)
            tasks.assign(clerk, tasks.Wanted("事", tasks.To(person=person)))
        number += 1
        shared.tell(number, 0)


def act_until_lost(shared, first):
    """In a process of its own: act until there is no database to act on, which is an error of the database's."""
    from django.db import DatabaseError, InterfaceError

    end = 1
    try:
        act_for_ever(shared, first)
    except (DatabaseError, InterfaceError):
        end = LOST
    finally:
        os._exit(end)


def found_wrong(answered):
    """What does not hold after a kill; `answered` is how many were answered as done."""
    from office.audit.models import Entry
    from office.people.models import Establishment, Holding, PartyStatus, Person
    from office.tasks.models import Step, Task

    mine = {"person__code__startswith": "K"}
    there = Person.objects.filter(code__startswith="K").count()
    counts = {
        "statuses": PartyStatus.objects.filter(**mine).count(), "kinds": Establishment.objects.filter(**mine).count(),
        "posts": Holding.objects.filter(**mine).count(), "tasks": Task.objects.filter(**mine).count(),
        "steps": Step.objects.filter(task__person__code__startswith="K").count(),
    }  # fmt: skip
    wrong = [f"{there} people, {n} {what}" for what, n in counts.items() if n != there]
    entries = Entry.objects.filter(sequence__gt=BEFORE, act__in=PARTS).count()
    if entries != there * len(PARTS):
        wrong.append(f"{there} people, {entries} entries")
    if not answered <= there <= answered + 1:
        wrong.append(f"{answered} answered as done, {there} there")
    return there, wrong


def kill_once(shared, number, chance, what):
    """One process that acts, stopped by a kill after a random while; how far it was told to be, and how it ended."""
    from django.db import connections

    connections.close_all()
    shared.tell(number, 0)
    child = os.fork()
    if child == 0:
        act_until_lost(shared, number)
    until = time.monotonic() + 60
    while shared.told() == (number, 0) and time.monotonic() < until:
        time.sleep(0.0005)
    with KILLS[what](child) as kill:
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        kill()
        end = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    settle()
    return *shared.told(), end


def the_office(child):
    """The process is gone."""
    return nullcontext(lambda: os.kill(child, signal.SIGKILL))


def the_connection(_child):
    """PostgreSQL ends the process that served it."""
    from django.db import connection

    connection.ensure_connection()

    def kill():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_terminate_backend(pid) {OTHERS}")

    return nullcontext(kill)


@contextmanager
def the_server(_child):
    """No process of PostgreSQL is left; afterwards it finds its way back from what it wrote beforehand."""
    from django.db import connection

    from tests.engines.postgresql_server import stopped

    with ExitStack() as gone:
        yield lambda: gone.enter_context(stopped(f"host={connection.settings_dict['HOST']}"))


KILLS = {"office": the_office, "connection": the_connection, "server": the_server}


def settle():
    """Wait until PostgreSQL has done with what the killed process had asked of it."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            cursor.execute(f"SELECT count(*) {OTHERS}")
            if cursor.fetchone()[0] == 0:
                return
            time.sleep(0.005)
    raise AssertionError("PostgreSQL still works for a process that is dead")


def integrity():
    """What the database says of its own files: `ok`, or what is wrong."""
    from django.db import DatabaseError, connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            return cursor.fetchone()[0]
        try:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
            # Every index against its table, and every table by itself.
            cursor.execute("""
                SELECT count(bt_index_check(i.indexrelid, true)::text) FROM pg_index i JOIN pg_class c
                ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree'
            """)
            cursor.execute("""
                SELECT c.relname, found.msg FROM pg_class c, LATERAL verify_heapam(c.oid) found
                WHERE c.relkind = 'r' AND c.relpersistence = 'p'
            """)
            wrong = cursor.fetchall()
        except DatabaseError as error:
            return str(error)
    return str(wrong) if wrong else "ok"


def main(rounds, seed, what):
    """Kill so many; print what was found."""
    global BEFORE

    from office.audit.models import Entry
    from office.backup.making import chain_of

    BEFORE = Entry.objects.order_by("-sequence").first().sequence
    chance, shared, number, amid, wrong = random.Random(seed), Shared(), 0, 0, []
    for _round in range(rounds):
        answered, under_way, end = kill_once(shared, number, chance, what)
        amid += under_way
        number, found = found_wrong(answered)
        wrong += found + ([] if end == ENDS[what] else [f"it ended with {end}"])
    found = {"killed": rounds, "amid": amid, "acts": number, "wrong": wrong, "integrity": integrity()}
    # Once, at the end: nothing mends a chain that was broken by any of the kills.
    found["faults"] = chain_of("default").faults
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "office.settings"
    import django

    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]), *(sys.argv[3:] or ["office"]))
