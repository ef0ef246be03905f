"""A backup made while the office writes is one moment of it; brought back it is proved equal; or nothing is changed.

Each office here is a process of its own on a database of its own: a SQLite file, and where there is a server,
PostgreSQL.
"""

import json
import sqlite3
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest


def spoilt(file: Path, to: Path, change) -> Path:
    """A copy of the backup with its members changed by `change` (a dict of name to bytes)."""
    with zipfile.ZipFile(file) as source:
        members = {name: source.read(name) for name in source.namelist()}
    change(members)
    with zipfile.ZipFile(to, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return to


# --- there and back


@pytest.mark.slow
@pytest.mark.parametrize(
    ("made_on", "restored_on"), [("sqlite", "sqlite"), ("sqlite", "postgresql"), ("postgresql", "sqlite")]
)
def test_a_backup_made_while_acts_are_done_is_one_moment_and_comes_back_equal(
    new_office, filled, tmp_path, made_on, restored_on
):
    office, copy, file = new_office(made_on, filled), new_office(restored_on), tmp_path / "busy.backup"
    with office.busy() as busy:
        try:
            assert busy.stdout.readline() == "1\n"
            made = office.run("backup", file)
            during = int(busy.stdout.readline())
        finally:
            busy.kill()
            last = [line for line in busy.stdout.read().split() if line]
    assert made.returncode == 0, made.stderr
    assert int(last[-1] if last else during) > 1, "nothing was done meanwhile"
    restored = copy.run("restore", file)
    assert restored.returncode == 0, restored.stderr
    found = copy.say()
    people, statuses = found["busy"]
    assert people == statuses > 0
    assert (found["faults"], found["guarded"]) == (0, True)
    # The head that was backed up stands in the copy, and the one act since is the restoring itself.
    with zipfile.ZipFile(file) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    assert found["entries"] == manifest["chain"]["entries"] + 1
    same = {n: [t["rows"], t["sha256"]] for n, t in manifest["tables"].items() if n != "audit.entry"}
    assert {n: t for n, t in found["tables"].items() if n != "audit.entry"} == same
    # And it goes on from there: the next act gets the next numbers.
    with copy.busy() as busy:
        busy.kill()
    assert copy.run("backup", tmp_path / "again.backup").returncode == 0


@pytest.mark.slow
def test_the_backup_says_how_to_know_it_again_and_is_the_owners_alone(backup, tmp_path):
    _office, file, said = backup
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    with zipfile.ZipFile(file) as packed:
        manifest = json.loads(packed.read("manifest.json"))
        assert manifest["form"] == "guiju-backup/1"
        chain = manifest["chain"]
    # That it was begun stands in it; that it was made, with its own hash, stands after it in the office alone.
    assert said["entries"] == chain["entries"] + 1
    made = {"文件": file.name, "SHA-256": sha256(file.read_bytes()).hexdigest()}
    assert said["last"] == ["backup.make", made | {"审计记录": chain["entries"], "链头": chain["head"]}]
    with zipfile.ZipFile(file) as packed:
        assert not [name for name in packed.namelist() if "session" in name]
    again = _office.run("backup", file)
    assert (again.returncode, "已经存在" in again.stderr) == (1, True)
    assert _office.run("backup", tmp_path / "nowhere" / "x").returncode == 1
    assert not list(tmp_path.glob("*.part"))


# --- or nothing


@pytest.mark.slow
def test_a_database_in_use_is_left_alone_unless_told(backup, new_office):
    office, file, _said = backup
    before = office.say()
    refused = office.run("restore", file)
    assert (refused.returncode, "已经有记录" in refused.stderr, office.say()) == (1, True, before)
    with office.busy() as busy:
        try:
            assert busy.stdout.readline() == "1\n"
            refused = office.run("restore", file, "--replace")
        finally:
            busy.kill()
    assert (refused.returncode, "还开着" in refused.stderr) == (1, True)
    assert office.say()["busy"][0] > 0
    assert office.run("restore", file, "--replace").returncode == 0
    assert office.say()["busy"] == [0, 0]
    assert len(list(office.folder.glob("office.before-*.sqlite3"))) == 1


def _cut(members):
    name = "tables/people.person.jsonl"
    members[name] = members[name][: len(members[name]) // 2]


def _edit(members):
    name = "tables/people.person.jsonl"
    members[name] = members[name].replace("石连翘".encode(), "石连乔".encode())


def _edit_the_chain_and_its_sum(members):
    import hashlib

    name = "tables/audit.entry.jsonl"
    members[name] = members[name].replace("演示".encode(), "演习".encode(), 1)
    manifest = json.loads(members["manifest.json"])
    manifest["tables"]["audit.entry"]["sha256"] = hashlib.sha256(members[name]).hexdigest()
    members["manifest.json"] = json.dumps(manifest).encode()


def _newer(members):
    manifest = json.loads(members["manifest.json"])
    manifest["migrations"].append(["people", "0999_of_tomorrow"])
    members["manifest.json"] = json.dumps(manifest).encode()


def _no_manifest(members):
    del members["manifest.json"]


def _a_table_is_gone(members):
    del members["tables/people.person.jsonl"]


def _rows_that_refer_to_nobody(members):
    import hashlib

    members["tables/people.person.jsonl"] = b""
    manifest = json.loads(members["manifest.json"])
    manifest["tables"]["people.person"] |= {"rows": 0, "sha256": hashlib.sha256(b"").hexdigest()}
    members["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_that_is_not_whole_changes_nothing(backup, new_office, filled, tmp_path, kind):
    _office, file, _said = backup
    target = new_office(kind, filled)
    before = target.say()
    wrong = {
        _cut: "不符", _edit: "不符", _edit_the_chain_and_its_sum: "审计链", _newer: "更新的", _no_manifest: "清单",
        _a_table_is_gone: "读不出来", _rows_that_refer_to_nobody: "放不进",
    }  # fmt: skip
    for change, says in wrong.items():
        done = target.run("restore", spoilt(file, tmp_path / "spoilt", change), "--replace")
        assert (done.returncode, says in done.stderr) == (1, True), (change, done.stdout, done.stderr)
    (tmp_path / "text").write_text("不是备份", encoding="utf-8")
    assert target.run("restore", tmp_path / "text", "--replace").returncode == 1
    assert target.say() == before
    assert not list(target.folder.glob("*restoring*"))


@pytest.mark.slow
def test_a_backup_of_an_earlier_shape_is_brought_up_to_date(new_office, filled, tmp_path):
    """An older office, before there were tasks: its backup comes back into the office of today, with its rows."""
    old = new_office("sqlite", filled)
    file, older = tmp_path / "old.backup", tmp_path / "older.backup"
    assert old.run("backup", file).returncode == 0

    def before_tasks(members):
        manifest = json.loads(members["manifest.json"])
        manifest["migrations"] = [m for m in manifest["migrations"] if m[0] != "tasks"]
        for name in [n for n in manifest["tables"] if n.startswith("tasks.")]:
            del manifest["tables"][name], members[f"tables/{name}.jsonl"]
        members["manifest.json"] = json.dumps(manifest).encode()

    new = new_office("sqlite")
    done = new.run("restore", spoilt(file, older, before_tasks))
    assert done.returncode == 0, done.stderr
    found = new.say()
    assert (found["tables"]["tasks.task"][0], found["faults"]) == (0, 0)
    assert found["tables"]["people.person"] == old.say()["tables"]["people.person"]
    with sqlite3.connect(new.folder / "office.sqlite3") as database:
        assert (
            database.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'tasks_step_append%'").fetchone()[0]
            == 2
        )


# --- the shape of the records, from one version to the next

# For each app whose tables have changed since the first version: back to the shape before, with the rows in it, and
# forward again. Says of every table that was there before what its old columns hold: at first, amid, and at the end.
STEPS = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "office.settings"
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from office.backup.tables import digest, kinds, lines
from office.ground.order import APPS
graph = MigrationLoader(connection).graph
found = {}
for app in APPS:
    names = sorted(name for label, name in graph.nodes if label == app)
    for before, after in zip(names, names[1:]):
        last = [node for node in graph.leaf_nodes() if node[0] != app]
        old = graph.make_state(nodes=[*last, (app, before)], at_end=True).apps
        def held():
            return {n: digest(lines(kind, "default")) for n, kind in kinds(old).items() if n.startswith(app + ".")}
        first = held()
        call_command("migrate", app, before, verbosity=0)
        amid = held()
        call_command("migrate", app, verbosity=0)
        found[f"{app} {before} {after}"] = [first, amid, held()]
print(json.dumps(found))
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_change_of_the_tables_carries_the_rows_of_a_filled_office_over(new_office, filled, kind):
    office = new_office(kind, filled)
    before = office.say()
    done = office._python(STEPS)
    assert done.returncode == 0, done.stderr
    for step, (first, amid, last) in json.loads(done.stdout).items():
        assert first == amid == last, step
        assert sum(rows for rows, _sum in first.values()) > 0, f"{step}: there was nothing to carry over"
    after = office.say()
    assert (after["faults"], after["guarded"], after["head"]) == (0, True, before["head"])


def test_the_migrations_say_all_that_the_models_say(db):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
