"""`python -m bench.office.answering FOLDER`: answers from one office, page by page as it is told on standard input.

In: {"case": 7, "counted": true}. Out: one line of JSON. The time is the processor's own: what else runs on the machine
does not count, and neither does waiting for a disk, which the pages of a database that was read once do not do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time
from typing import Any

if __name__ == "__main__":
    from bench.office import ready

    ready.on(sys.argv[1])

from django.core.cache import cache
from django.db import connection
from django.template.backends.django import Template
from django.test import Client

from bench.office.cases import Case, cases
from office.accounts.models import Account
from office.ground import clock


class Office:
    """One office, and whoever looks at it, each signed in once."""

    def __init__(self, listed: list[Case]) -> None:
        self.cases = listed
        self.clients: dict[str, Client] = {}

    def ask(self, number: int) -> Any:
        """The answer to one look."""
        case = self.cases[number]
        headers = {"Authorization": f"Bearer {case.token}"} if case.token else {}
        return self._client(case.login).get(case.url, headers=headers)

    def _client(self, login: str) -> Client:
        if login not in self.clients:
            self.clients[login] = Client(raise_request_exception=True)
            if login:
                account = Account.objects.get(login=login)
                self.clients[login].force_login(account, backend="office.accounts.backends.Local")
                self.clients[login].get("/")
        return self.clients[login]

    def timed(self, number: int) -> dict[str, Any]:
        """The processor's seconds for one look."""
        self._client(self.cases[number].login)
        start = process_time()
        self.ask(number)
        return {"seconds": process_time() - start}

    def counted(self, number: int) -> dict[str, Any]:
        """The queries of one look as they were put, and the seconds in them and in the page's template.

        Nothing is remembered from looks before (the cache is emptied), but everything is loaded.
        """
        self._client(self.cases[number].login)
        self.ask(number)
        cache.clear()
        taken = _Taken()
        with connection.execute_wrapper(taken.query), taken.templates():
            start = process_time()
            answer = self.ask(number)
            whole = process_time() - start
        return {
            "status": answer.status_code, "bytes": len(answer.content), "queries": taken.queries, "whole": whole,
            "in_queries": taken.in_queries, "in_template": taken.in_template,
        }  # fmt: skip


class _Taken:
    """Where the time of a look goes: queries, and the template without the queries it makes."""

    def __init__(self) -> None:
        self.queries: list[str] = []
        self.in_queries = self.in_template = 0.0

    def query(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Django's wrapper around every query."""
        start = process_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.in_queries += process_time() - start
            self.queries.append(sql)

    @contextmanager
    def templates(self) -> Iterator[None]:
        """Meanwhile the outermost template is timed."""
        render, depth = Template.render, 0

        def timed(template: Any, *args: Any, **kwargs: Any) -> Any:
            nonlocal depth
            depth += 1
            start, before = process_time(), self.in_queries
            try:
                return render(template, *args, **kwargs)
            finally:
                depth -= 1
                if depth == 0:
                    self.in_template += process_time() - start - (self.in_queries - before)

        Template.render = timed
        try:
            yield
        finally:
            Template.render = render


def main() -> None:
    """Stand by until standard input ends."""
    # Pages touch the session once a minute; with the clock held still, only at the first look.
    with clock.clock_at(clock.now()):
        listed, missing = cases(clock.today())
        office = Office(listed)
        _say({"cases": [[case.view, case.login, case.name] for case in listed], "missing": missing})
        for line in sys.stdin:
            told = json.loads(line)
            _say((office.counted if told.get("counted") else office.timed)(told["case"]))


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
