"""Whatever fails or dies while a backup is made or brought back: the old or the new is there, whole, and the chain says
no more than there is.
"""

import json
import random
import subprocess
import zipfile
from contextlib import contextmanager
from hashlib import sha256

import pytest

from office.ground.actors import console
from tests.office_world import TODAY
from tests.sweep import SMALL, SWEEP

CUT_SHORT = 40 if SWEEP else 5 if SMALL else 1
CHANCE = random.SystemRandom() if SWEEP or SMALL else random.Random(20261123)


@pytest.mark.slow
def test_what_a_damaged_database_leaves_beside_it_is_not_read_into_the_one_brought_back(backup, new_office, filled):
    office, file, _said = backup
    place = office.folder / "office.sqlite3"
    office.busy_and_killed()
    left = place.with_name("office.sqlite3-wal")
    assert left.stat().st_size > 0
    place.write_bytes(b"x" * 8192)
    for words in (("restore", file), ("backup", file.with_name("other"))):
        refused = office.run(*words)
        assert (refused.returncode, "坏了" in refused.stderr, "--replace" in refused.stderr) == (1, True, True)
    assert office.run("restore", file, "--replace").returncode == 0
    assert (office.say()["busy"], office.say()["faults"]) == ([0, 0], 0)
    # Both are kept, as they were found.
    assert len(list(office.folder.glob("office.before-*.sqlite3"))) == 1
    assert len(list(office.folder.glob("office.before-*.sqlite3-wal"))) == 1


# --- the chain says no more than there is


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own, smaller than a backup."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", place]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        pytest.skip(f"a disk of its own cannot be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


@pytest.mark.slow
def test_a_backup_for_which_there_is_no_room_is_begun_in_the_chain_and_never_made(new_office, filled, small_disk):
    office = new_office("sqlite", filled)
    before = office.say()
    done = office.run("backup", small_disk / "town.backup")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert ("磁盘满了" in done.stderr, "没有留下半份" in done.stderr, "换一个盘" in done.stderr) == (True, True, True)
    assert list(small_disk.iterdir()) == []
    now = office.say()
    assert now["last"] == ["backup.begin", {"文件": "town.backup"}]
    assert (now["entries"], now["faults"]) == (before["entries"] + 1, 0)


def test_a_whole_backup_is_kept_even_when_the_chain_cannot_be_told(town, tmp_path, monkeypatch):
    """The database fails between the file and its entry: the file is the last thing to throw away then."""
    from django.db import OperationalError

    from office.audit.models import Entry
    from office.backup import making

    def gone(*_given):
        raise OperationalError("server closed the connection unexpectedly")

    @contextmanager
    def as_it_is():
        yield "default"

    monkeypatch.setattr(making, "note_made", gone)
    monkeypatch.setattr(making, "snapshot", as_it_is)  # a test's own transaction is seen from nowhere else
    made = making.make(console(TODAY), tmp_path / "town.backup")
    assert (made.is_noted, made.sha256) == (False, sha256((tmp_path / "town.backup").read_bytes()).hexdigest())
    assert Entry.objects.order_by("-sequence").first().act == "backup.begin"


@pytest.mark.slow
@pytest.mark.parametrize("what", ["backup", "restore"])
def test_a_command_killed_at_any_moment_leaves_the_old_or_the_new_whole_and_a_chain_that_is_true(
    backup, tmp_path, what
):
    office, file, before = backup
    for number in range(CUT_SHORT):
        copy = tmp_path / f"{number}.backup"
        words = ["backup", copy] if what == "backup" else ["restore", file, "--replace"]
        office.killed(CHANCE.uniform(0.3, 2.5), *words)
        now = office.say()
        assert (now["faults"], now["guarded"]) == (0, True)
        if what == "backup":
            claimed = now["last"][0] == "backup.make" and now["last"][1]["文件"] == copy.name
            assert not claimed or now["last"][1]["SHA-256"] == sha256(copy.read_bytes()).hexdigest()
            assert not copy.exists() or zipfile.ZipFile(copy).testzip() is None
            assert {**now["tables"], "audit.entry": 0} == {**before["tables"], "audit.entry": 0}
        else:
            with zipfile.ZipFile(file) as packed:
                entries = json.loads(packed.read("manifest.json"))["chain"]["entries"]
            assert now == before or (now["last"][0], now["entries"]) == ("backup.restore", entries + 1)
        before = now
