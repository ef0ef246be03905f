"""Around every page: an incident number for what breaks, and a page of its own for what is refused."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation

from guiju.errors import GuijuError
from office.ground.refusals import Refused
from office.ground.requests import Request
from office.look import errors

Answer = Callable[[Request], HttpResponse]


class Incident:
    """Gives the request a number that the error page shows and the log keeps; and takes out of its address the signs
    that no text has: neither a database nor a file system takes a NUL.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        """Number it."""
        request.incident = secrets.token_hex(4).upper()
        if "\0" in request.path_info:
            return errors.not_found(request)
        asked = request.META.get("QUERY_STRING", "")
        request.META["QUERY_STRING"] = asked.replace("%00", "").replace("\0", "")
        return self.answer(request)


class Language:
    """Chinese, unless the reader chose otherwise; what the browser prefers is not asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        """Speak the language of the cookie."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            answer = self.answer(request)
        answer.headers.setdefault("Content-Language", language)
        return answer


class Refusals:
    """A refusal that reached no form becomes a page that says why, with the status that belongs to it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        """Pass on."""
        return self.answer(request)

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        """The page for a refusal; None for anything else."""
        if isinstance(exception, Refused):
            return errors.refused(request, exception)
        if isinstance(exception, GuijuError):
            return errors.refused(request, Refused(*(problem.render() for problem in exception.problems)))
        return None
