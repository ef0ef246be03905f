"""Kills a process at random points during acts, again and again, and looks at what it left.

`python office_killed.py N SEED` kills N times. The database is that of GUIJU_DATA, filled already. One act here is five
acts in one transaction: a person, two rows of theirs, a post and a task. After each kill: every one whole or not there,
everything that was answered as done is there, and the chain holds. Prints one JSON document.
"""

import json
import mmap
import os
import random
import signal
import struct
import sys
import time

PARTS = ("people.add_person", "people.set_party_status", "people.set_establishment", "people.appoint", "tasks.assign")
LONGEST_SECONDS = 0.08


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


def found_wrong(answered):
    """What does not hold after a kill; `answered` is how many were answered as done."""
    from office.audit.models import Entry
    from office.backup.making import chain_of
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
    if faults := chain_of("default").faults:
        wrong.append(f"the chain has {faults} faults")
    return there, wrong


def kill_once(shared, number, chance):
    """One process, killed after a random while; whether it was in the middle of an act."""
    from django.db import connections

    connections.close_all()
    shared.tell(number, 0)
    child = os.fork()
    if child == 0:
        act_for_ever(shared, number)
    while shared.told() == (number, 0):
        time.sleep(0.0005)
    time.sleep(chance.uniform(0, LONGEST_SECONDS))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return shared.told()


def main(rounds, seed):
    """Kill so many; print what was found."""
    global BEFORE
    from django.db import connection

    from office.audit.models import Entry

    BEFORE = Entry.objects.order_by("-sequence").first().sequence
    chance, shared, number, amid, wrong = random.Random(seed), Shared(), 0, 0, []
    for _round in range(rounds):
        answered, under_way = kill_once(shared, number, chance)
        amid += under_way
        number, found = found_wrong(answered)
        wrong += found
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        integrity = cursor.fetchone()[0]
    sys.stdout.write(
        json.dumps({"killed": rounds, "amid": amid, "acts": number, "wrong": wrong, "integrity": integrity})
    )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "office.settings"
    import django

    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
