"""The API put together: its addresses, its errors, its description, and what lets a program ask again cheaply."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from office.api import bodies, description, problems
from office.api.endpoints import calculations, elsewhere, laws, register, tasks
from office.api.keys import PerToken


class Readable(JSONRenderer):
    """Chinese as Chinese, not as escapes."""

    def __init__(self) -> None:
        super().__init__()
        self.json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """Its description is in words and holds the published forms; what has not changed is not sent again."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """The description, in the reader's language."""
        return description.described(super().get_openapi_schema(**kwargs))

    def create_response(self, request: HttpRequest, data: Any, **kwargs: Any) -> HttpResponse:
        """The answer; to a question, with the mark of its content, and nothing else when the asker has that already."""
        answer = super().create_response(request, data, **kwargs)
        if request.method != "GET" or answer.status_code != 200:
            return answer
        mark = quote_etag(hashlib.sha256(answer.content).hexdigest()[:32])
        answer["ETag"], answer["Cache-Control"] = mark, "private, no-cache"
        found = get_conditional_response(request, mark, response=answer)
        return found if isinstance(found, HttpResponse) else answer


api = Api(
    title="规矩", version="1", urls_namespace="api:rest",
    parser=bodies.Careful(), renderer=Readable(), throttle=[PerToken()],
)  # fmt: skip
problems.install(api)
for router in (laws.router, calculations.router, register.router, tasks.router, elsewhere.router):
    api.add_router("", router)
