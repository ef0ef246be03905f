"""The API against its own description: whatever is sent, no answer is a 500 and every answer is of its form."""

from datetime import date

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from office.api.actions import make_token
from office.api.models import SCOPES
from tests.sweep import SWEEP

schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())


@pytest.fixture
def secret(town, settings):
    settings.API_RATE = "1000000/m"
    cache.clear()
    # As Django's own test client does: the connection is the test's, and stays open between requests.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield _token(town)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _token(town):
    return make_token(town.actor("lichaihu"), town.account("lichaihu"), "试", tuple(SCOPES), date(2027, 6, 1))


@schema.parametrize()
@settings(
    max_examples=1000 if SWEEP else 25, deadline=None, derandomize=not SWEEP,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_the_api_keeps_to_its_description(case, secret):
    case.call_and_validate(
        headers={"Authorization": f"Bearer {secret}"},
        checks=[
            schemathesis.checks.not_a_server_error,
            schemathesis.checks.status_code_conformance,
            schemathesis.checks.content_type_conformance,
            schemathesis.checks.response_schema_conformance,
        ],
    )
