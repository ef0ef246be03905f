"""A program that asks with a token of somebody's."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from office.api.actions import make_token
from office.api.models import SCOPES
from tests.office.api.asking import call


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def ask(town):
    """Asks as a program with a token of that account."""

    def asked(login, path, body=None, scopes=tuple(SCOPES), method=""):
        secret = make_token(town.actor(login), town.account(login), "试", scopes, date(2026, 12, 31))
        return call(secret, path, body, method)

    return asked


@pytest.fixture
def one_connection(db):
    """As Django's own test client does: the connection is the test's, and stays open between requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
