"""The made-up town, filled in once for all tests; each test's changes are taken back. It is always 2026-11-23."""

import pytest

from office.demo import actions as demo
from office.ground import clock
from office.ground.actors import console
from tests.office_world import TODAY, Town, sign_everybody_in


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), clock.clock_at(TODAY):
        demo.fill(console(TODAY))
        sign_everybody_in()


@pytest.fixture(autouse=True)
def _today():
    with clock.clock_at(TODAY):
        yield


@pytest.fixture
def town(db):
    return Town()
