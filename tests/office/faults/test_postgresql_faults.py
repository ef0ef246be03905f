"""The office on a PostgreSQL that fails for real: whatever dies, at whatever moment, nothing is half done, what was
answered as done is there, the chain holds, the reader is told in words, and the office goes on by itself.
"""

import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from office import keeping
from office.backup.snapshot import beside
from tests.engines import postgresql_server
from tests.office.backup.offices import START, Office
from tests.office.faults.test_real_faults import Running, fill_up, in_words
from tests.office_on_postgresql import url
from tests.sweep import SMALL, SWEEP

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]
TESTS = Path(__file__).parents[2]
MANY, FEW, FEWEST = (300, 100, 60), (30, 15, 8), (6, 3, 2)
KILLS = dict(zip(("office", "connection", "server"), MANY if SWEEP else FEW if SMALL else FEWEST, strict=True))
FALLS = 60 if SWEEP else 10 if SMALL else 2
RESTORED = 12 if SWEEP else 3 if SMALL else 1
CHANCE = random.SystemRandom() if SWEEP or SMALL else random.Random(20261123)


@pytest.fixture(scope="module")
def server():
    if missing := postgresql_server.missing():
        (pytest.fail if os.environ.get("GUIJU_ENGINES") == "required" else pytest.skip)(missing)
    with postgresql_server.server(lasting=True) as address:
        yield address


@pytest.fixture(scope="module")
def filled(server, tmp_path_factory):
    """The address of a database with the made-up town in it, from which others are copied."""
    ask(server, "CREATE DATABASE filled")
    done = Office(tmp_path_factory.mktemp("filled"), url(server, "filled")).run("serve", "--demo", "--prepare")
    assert done.returncode == 0, done.stderr
    return "filled"


@pytest.fixture
def copied(server, filled, tmp_path):
    """Makes the DATABASE_URL of a copy of the filled database."""
    numbers = count(1)

    def make(where=""):
        name = f"copy{time.monotonic_ns()}_{next(numbers)}"
        ask(server, f"CREATE DATABASE {name} TEMPLATE {filled} {where}")
        return url(server, name)

    return make


def ask(address, statement):
    """Say it to the server."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


# --- acts


@pytest.mark.parametrize("what", KILLS)
def test_whatever_is_killed_amid_an_act_leaves_no_half_act_and_a_chain_that_holds(copied, tmp_path, what):
    seed = CHANCE.randrange(10**9)
    command = [sys.executable, str(TESTS / "office_killed.py"), str(KILLS[what]), str(seed), what]
    office = Office(tmp_path, copied())
    done = subprocess.run(command, env=office.env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["wrong"], found["faults"], found["integrity"]) == ([], 0, "ok"), f"seed {seed}"
    # Else it would have killed only what was doing nothing.
    assert (found["killed"], found["amid"] > KILLS[what] // 3) == (KILLS[what], True)


class Clerk(threading.Thread):
    """Enters one person after the other, and each again until the office says that it is done."""

    def __init__(self, browser):
        super().__init__()
        self.browser, self.form = browser, browser.form("/people/add/", "code")
        self.done, self.told, self.otherwise = 0, 0, []
        self._is_over = threading.Event()

    def run(self):
        while not self._is_over.is_set() and not self.otherwise:
            self._enter(self.form.filled(code=f"F{self.done:04}", name="单白及"))

    def _enter(self, given):
        while not self.otherwise:
            answer = self.browser.hand_in(self.form, **given)
            if answer.status_code == 302 and re.fullmatch(r"/people/\d+/", answer.location):
                self.done += 1
                return
            if in_words(answer):
                self.told += 1
                time.sleep(0.05)
            else:
                self.otherwise.append((answer.status_code, answer.location, answer.text))

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self._is_over.set()
        self.join()

    def is_done_with(self, many):
        """Wait until so many more are entered: the office works again, by itself."""
        wanted, until = self.done + many, time.monotonic() + 60
        while self.done < wanted and not self.otherwise and time.monotonic() < until:
            time.sleep(0.01)
        return self.done >= wanted


def test_however_often_postgresql_falls_amid_work_the_office_says_so_and_goes_on_by_itself(server, copied, tmp_path):
    office = Running(tmp_path, copied())
    with office.serving() as browser:
        before = office.people_entries_and_faults()
        falls_amid_work(server, browser, clerk := Clerk(browser))
    assert clerk.otherwise == []
    assert clerk.told >= FALLS // 2
    # Whoever was told that it was not done, and handed it in again, has not entered anybody twice.
    people, entries, faults = office.people_entries_and_faults()
    assert (people, entries - before[1], faults) == (clerk.done, clerk.done, 0)


def falls_amid_work(server, browser, clerk):
    """The connections are cut, or the whole server stopped and started, while the clerk hands in forms."""
    with clerk:
        for fall in range(FALLS):
            time.sleep(CHANCE.uniform(0, 0.3))
            if fall % 2:
                ask(server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
            else:
                with postgresql_server.stopped(server):
                    assert in_words(browser.get("/people/"))
                    assert browser.get("/static/office/theme.css").status_code == 200
            assert clerk.is_done_with(2), clerk.otherwise


# --- a database that does not answer


def test_whoever_waits_for_an_act_that_hangs_is_told_so(copied, tmp_path, monkeypatch):
    address = copied()
    monkeypatch.setenv("DATABASE_URL", address)
    assert keeping.database()["OPTIONS"]["options"] == f"-c lock_timeout={keeping.SECONDS_TO_WAIT_FOR_A_LOCK}s"
    # What the address says goes before that; and a test need not wait so long.
    office = Running(tmp_path, f"{address}&options=-c%20lock_timeout%3D1s")
    with office.serving() as browser, psycopg.connect(address) as hanging:
        form = browser.form("/people/add/", "code")
        given = form.filled(code="F001", name="单白及")
        hanging.execute("SELECT pg_advisory_xact_lock(%s)", [0x6775696A75])
        began = time.monotonic()
        assert in_words(browser.hand_in(form, **given))
        assert 1 <= time.monotonic() - began < keeping.SECONDS_TO_WAIT_FOR_A_LOCK
        hanging.rollback()
        assert browser.hand_in(form, **given).status_code == 302
    assert office.people_entries_and_faults()[0] == 1


def test_a_server_that_takes_a_call_and_says_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(keeping, "SECONDS_TO_WAIT_FOR_A_SERVER", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("DATABASE_URL", f"postgresql://x@127.0.0.1:{silent.getsockname()[1]}/x")
        began = time.monotonic()
        with beside("silent", **keeping.database()) as alias, pytest.raises(psycopg.errors.ConnectionTimeout):
            connections[alias].connect()
        assert time.monotonic() - began < 10


# --- bringing a backup back


@pytest.fixture
def backup(copied, tmp_path):
    """A backup of the filled office."""
    file = tmp_path / "town.backup"
    done = Office(tmp_path / "first", copied()).run("backup", file)
    assert done.returncode == 0, done.stderr
    return file


def refused_in_words(code, said):
    """No traceback, no success; what is the matter and what to do."""
    assert (code, "Traceback" in said, "程序出错" in said) == (1, False, False), said
    assert "再恢复一次" in said or "再办一次" in said, said


@contextmanager
def disk_of_postgresql(size):
    """A disk of its own, which PostgreSQL may write to."""
    place = Path(tempfile.mkdtemp(prefix="guiju-disk-"))
    place.chmod(0o755)
    (place / "data").mkdir()
    owner = "postgres" if os.geteuid() == 0 else str(os.geteuid())
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},uid={owner},mode=0700", "tmpfs", place / "data"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        pytest.skip(f"a disk of its own cannot be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place / "data"], check=True)
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def small_tablespace(server):
    """A disk of PostgreSQL's own on which a database can be put, though not its journal."""
    with disk_of_postgresql("64m") as disk:
        ask(server, f"CREATE TABLESPACE small LOCATION '{disk}/data'")
        yield disk / "data"
        with psycopg.connect(server, autocommit=True) as connection:
            there = "SELECT datname FROM pg_database d JOIN pg_tablespace t ON t.oid = dattablespace WHERE spcname = %s"
            for (name,) in connection.execute(there, ["small"]).fetchall():
                connection.execute(f"DROP DATABASE {name} (FORCE)")
            connection.execute("DROP TABLESPACE small")
            connection.execute("CHECKPOINT")  # nothing of it is looked for after the next fall


def test_restoring_where_the_disk_of_the_records_is_full_says_so_and_leaves_the_old_ones(
    small_tablespace, copied, backup, tmp_path
):
    office = Office(tmp_path / "office", copied("TABLESPACE small"))
    before = office.say()
    for left in (0, 1 << 20)[:RESTORED]:
        filler = fill_up(small_tablespace, left)
        done = office.run("restore", backup, "--replace")
        refused_in_words(done.returncode, done.stderr)
        assert "数据库所在的盘满了" in done.stderr
        filler.unlink()
        assert office.say() == before
    assert office.run("restore", backup, "--replace").returncode == 0


@pytest.mark.skipif(not (SWEEP or SMALL), reason="a server of its own: in a sweep")
def test_restoring_where_postgresql_itself_falls_over_a_full_disk_leaves_the_old_records(backup, tmp_path):
    """Where there is no room for its journal it ends itself, and starts only when there is room again."""
    with (
        disk_of_postgresql("128m") as disk,
        postgresql_server.server(lasting=True, journal=disk / "data") as address,
    ):
        office = Office(tmp_path / "office", url(address))
        assert office.run("restore", backup).returncode == 0
        filler = fill_up(disk / "data")
        for _time in range(12):  # what its journal has already is used up first
            before = office.say()
            done = office.run("restore", backup, "--replace")
            if done.returncode:
                break
        refused_in_words(done.returncode, done.stderr)
        assert "数据库断了" in done.stderr
        filler.unlink()
        postgresql_server.start_again(address)
        assert office.say() == before
        assert office.run("restore", backup, "--replace").returncode == 0


@pytest.mark.parametrize("what", ["server", "restoring"])
def test_restoring_that_is_cut_short_leaves_the_old_records_or_has_brought_back_all(
    server, copied, backup, tmp_path, what
):
    office = Office(tmp_path / "office", copied())
    before = office.say()
    for _time in range(RESTORED):
        # The moments are spread over all of it: from the first look at the file to the last step.
        code, said = cut_short(office, backup, server, what, CHANCE.uniform(0.5, 4))
        now = office.say()
        if now == before:
            assert code != 0
        else:
            # It was over before the cut, or cut at the very last step: then all is there, and it says so itself.
            assert (now["last"][0], now["faults"], now["guarded"]) == ("backup.restore", 0, True)
            assert now["entries"] == before["entries"] + 2 or before["last"][0] == "backup.restore"
            before = now
        if what == "server" and code != 0:
            refused_in_words(code, said)


def cut_short(office, backup, server, what, seconds):
    """How restoring ended, and what it said, when something was killed after that time."""
    words = [sys.executable, "-c", START, "restore", backup, "--replace"]
    restoring = subprocess.Popen(
        words, env=office.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
    )
    time.sleep(seconds)
    if what == "restoring":
        restoring.kill()
        said = restoring.communicate(timeout=60)[1]
    else:
        with postgresql_server.stopped(server):
            said = restoring.communicate(timeout=60)[1]
    return restoring.returncode, said
