"""Offices on SQLite files, and where there is a server, on PostgreSQL."""

import os
import shutil
import time

import pytest

from tests.engines import postgresql_server
from tests.office.backup.offices import Office
from tests.office_on_postgresql import url


@pytest.fixture(scope="module")
def server():
    missing = postgresql_server.missing()
    if missing and os.environ.get("GUIJU_ENGINES") == "required":
        pytest.fail(missing, pytrace=False)
    if missing:
        yield None
        return
    with postgresql_server.server() as address:
        yield address


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The folder of an office with the made-up town in it."""
    folder = tmp_path_factory.mktemp("filled")
    done = Office(folder).run("serve", "--demo", "--prepare")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def new_office(tmp_path, server):
    """Makes an empty office on a database of that kind, or one with that folder's records."""
    made = []

    def make(kind, records=None):
        made.append(kind)
        folder = tmp_path / f"office{len(made)}"
        if records and kind == "sqlite":
            shutil.copytree(records, folder)
            return Office(folder)
        office = empty(kind, folder)
        if records:
            assert office.run("serve", "--demo", "--prepare").returncode == 0
        return office

    def empty(kind, folder):
        if kind == "sqlite":
            return Office(folder)
        if server is None:
            pytest.skip(postgresql_server.missing())
        import psycopg

        name = f"office{os.getpid()}_{time.monotonic_ns()}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return Office(folder, url(server, name))

    return make


@pytest.fixture
def backup(new_office, filled, tmp_path):
    """An office of the made-up town, a backup of it, and what the office says of itself right after."""
    office = new_office("sqlite", filled)
    file = tmp_path / "town.backup"
    done = office.run("backup", file)
    assert done.returncode == 0, done.stderr
    return office, file, office.say()
