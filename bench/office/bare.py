"""`python -m bench.office.bare PORT`: Django with one view, without middleware or database, as the office is served."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(_request: HttpRequest) -> HttpResponse:
    """The smallest page there is."""
    answer = HttpResponse("规矩")
    answer.headers["Content-Length"] = str(len(answer.content))  # so that the connection is kept as the office keeps it
    return answer


urlpatterns = [path("", page)]

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bare", MIDDLEWARE=[])
application = get_wsgi_application()

if __name__ == "__main__":
    from office.serving import run

    run("127.0.0.1", int(sys.argv[1]), "bench.office.bare:application")
