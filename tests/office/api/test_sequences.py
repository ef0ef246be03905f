"""Programs that ask one thing after the other: with tokens of several scopes, some revoked, with marks of what they saw
before, twice the same. Whatever the order: no answer is a 500 or not of its form, nobody reaches further than the
token's scopes and its owner's rights, an act is done once for each answer that says so, and the audit chain holds.
"""

import json
from datetime import date
from functools import cache
from urllib.parse import urlsplit

import jsonschema
import pytest
from django.core.cache import cache as counts
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from office.api.actions import make_token, revoke_token
from office.api.models import SCOPES, Token
from office.api.rest import api
from office.audit.chain import latest_number
from office.audit.models import Entry
from office.backup.making import chain_of
from office.tasks.models import Task
from tests.office.api.asking import ACCOUNTANT, CLERK, MAYOR
from tests.sweep import SMALL, SWEEP

LOGINS = (ACCOUNTANT, MAYOR, CLERK)
GIVERS = (MAYOR, CLERK)  # an accountant gives nothing
ROLES = {"principal_leader": MAYOR, "office_clerk": CLERK}
TRIED = settings(
    max_examples=300 if SWEEP else 25 if SMALL else 6, stateful_step_count=30, deadline=None,
    derandomize=not (SWEEP or SMALL), suppress_health_check=list(HealthCheck), database=None,
)  # fmt: skip


@cache
def description():
    """What the API says of itself."""
    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


@cache
def questions():
    """Every address that is asked by GET: its template and the scope it needs."""
    found = description()["paths"]
    return sorted((path, methods["get"]["x-scope"]) for path, methods in found.items() if "get" in methods)


@cache
def form_of(template, method, status):
    """The form of an answer; nothing where it has no body."""
    answers = description()["paths"][template][method]["responses"]
    assert str(status) in answers, f"{method} {template} answered {status}, which its description does not know"
    content = answers[str(status)].get("content", {}).get("application/json")
    if content is None:
        return None
    return jsonschema.Draft202012Validator({**content["schema"], "components": description()["components"]})


class Held:
    """A token as the one who holds it knows it, and what was seen with it: by address, the mark and the body."""

    def __init__(self, secret, login, scopes, number):
        self.secret, self.login, self.scopes, self.number = secret, login, scopes, number
        self.is_revoked, self.seen = False, {}

    def opens(self, scope):
        return not self.is_revoked and scope in self.scopes


class Programs(RuleBasedStateMachine):
    """Several programs, and what must have come of what they asked. `town` is set on the class."""

    @initialize()
    def _open(self):
        counts.clear()
        self.taken_back = transaction.atomic()
        self.taken_back.__enter__()
        self.held, self.tasks, self.done, self.entries = [], {}, 0, latest_number()
        for login, narrow in zip(LOGINS, ("law", "tasks", "act"), strict=True):
            self._token(login, tuple(SCOPES))
            self._token(login, (narrow,))

    def teardown(self):
        """Each act once, each with its entry, in a chain that holds; then everything is taken back."""
        if not hasattr(self, "taken_back"):
            return
        try:
            made = Entry.objects.filter(sequence__gt=self.entries, act__in=("tasks.assign", "tasks.finish"))
            assert made.filter(result=Entry.DONE).count() == self.done
            for number, task in self.tasks.items():
                assert Task.objects.get(pk=number).state == task["state"]
            assert chain_of("default").faults == 0
        finally:
            transaction.set_rollback(True)
            self.taken_back.__exit__(None, None, None)

    # --- tokens

    @precondition(lambda self: len(self.held) < 12)
    @rule(login=st.sampled_from(LOGINS), scopes=st.sets(st.sampled_from(tuple(SCOPES)), min_size=1, max_size=3))
    def make_a_token(self, login, scopes):
        self._token(login, tuple(scopes))

    def _token(self, login, scopes):
        town = self.town
        secret = make_token(town.actor(login), town.account(login), "试", scopes, date(2026, 12, 31))
        self.held.append(Held(secret, login, scopes, Token.objects.latest("pk").pk))

    @rule(data=st.data())
    def revoke_a_token(self, data):
        """From then on it opens nothing, not even the word that nothing has changed."""
        held = self._one(data)
        if not held.is_revoked:
            revoke_token(self.town.actor(held.login), Token.objects.get(pk=held.number))
            held.is_revoked = True
        template, _scope, mark, _body = held.seen.get("/api/laws", ("/api/laws", "", "", b""))
        assert self._send(held, "get", template, HTTP_IF_NONE_MATCH=mark).status_code == 401

    def _one(self, data, scope="", logins=LOGINS):
        """Any token; every other time one that opens what is asked for, and is of one of those."""
        able = [held for held in self.held if scope and held.opens(scope) and held.login in logins]
        return data.draw(st.sampled_from(able if able and data.draw(st.booleans()) else self.held))

    # --- questions

    @rule(data=st.data(), asked=st.sampled_from(questions()), is_there=st.booleans())
    def ask(self, data, asked, is_there):
        template, scope = asked
        held = self._one(data, scope)
        path = self._path(template, data if is_there else None)
        answer = self._send(held, "get", template, path)
        assert (answer.status_code == 200) <= held.opens(scope)
        if held.opens(scope) and is_there:
            assert answer.status_code in (200, 403)  # whose register it is, whose task: the owner's rights
        if answer.status_code == 200:
            held.seen[path] = template, scope, answer["ETag"], answer.content

    def _path(self, template, data):
        person = self.town.person("财政所:会计").code
        there = {"instrument": "work-errors", "label": "3.3d", "who": "people", "code": person}
        if data is not None:
            there["number"] = data.draw(st.sampled_from(sorted(self.tasks) or [1]))
        return template.format_map(there if data is not None else dict.fromkeys([*there, "number"], "9" * 9))

    @precondition(lambda self: any(held.seen for held in self.held))
    @rule(data=st.data())
    def ask_again_with_the_mark_of_what_was_seen(self, data):
        """Unchanged is said only of what is unchanged, and to those who may still see it."""
        held = data.draw(st.sampled_from([held for held in self.held if held.seen]))
        path = data.draw(st.sampled_from(sorted(held.seen)))
        template, scope, mark, body = held.seen[path]
        answer = self._send(held, "get", template, path, HTTP_IF_NONE_MATCH=mark)
        now = self._send(held, "get", template, path)
        if not held.opens(scope):
            assert (answer.status_code, now.status_code) == (401, 401)
        elif now.content == body:
            assert (answer.status_code, answer.content) == (304, b"")
        else:
            assert (answer.status_code, answer.content) == (200, now.content)

    # --- acts

    @rule(data=st.data(), role=st.sampled_from(sorted(ROLES)), times=st.sampled_from([1, 2]))
    def give_a_task(self, data, role, times):
        held = self._one(data, "act", GIVERS)
        for _time in range(times):
            answer = self._send(held, "post", "/api/tasks/give", sent={"title": "盘点", "role": role})
            if not held.opens("act"):
                assert answer.status_code == (401 if held.is_revoked else 403)
            elif held.login not in GIVERS:
                assert answer.status_code == 403
            else:
                # Given twice it is two tasks: only the sender knows whether two were meant.
                assert answer.status_code == 201
                assert answer.json()["id"] not in self.tasks
                self.tasks[answer.json()["id"]] = {"for": ROLES[role], "state": "open"}
                self.done += 1

    @precondition(lambda self: self.tasks)
    @rule(data=st.data(), times=st.sampled_from([1, 2]))
    def finish_a_task(self, data, times):
        """Sent twice, it is done once."""
        number = data.draw(st.sampled_from(sorted(self.tasks)))
        task = self.tasks[number]
        held = self._one(data, "act", [task["for"]])
        for _time in range(times):
            answer = self._send(held, "post", "/api/tasks/{number}/finish", f"/api/tasks/{number}/finish", {"note": ""})
            if not held.opens("act"):
                assert answer.status_code == (401 if held.is_revoked else 403)
            elif held.login != task["for"]:
                assert answer.status_code == 403
            elif task["state"] == "done":
                assert answer.status_code == 422
            else:
                assert (answer.status_code, answer.json()["state"]) == (200, "done")
                task["state"] = "done"
                self.done += 1

    @rule(data=st.data(), template=st.sampled_from(["/api/decide", "/api/appraise", "/api/tasks/give"]))
    def send_what_makes_no_sense(self, data, template):
        """Refused in words, and nothing is kept of it."""
        held, before = self._one(data), Task.objects.count()
        body = data.draw(st.sampled_from([[], {}, {"instrument": 1}, {"title": "", "role": "x"}, "x", None]))
        answer = self._send(held, "post", template, sent=body)
        assert answer.status_code in (400, 401, 403, 404, 422)
        assert Task.objects.count() == before

    @rule(data=st.data())
    def decide_a_case(self, data):
        """Worked out for whoever may ask; nothing is kept, not even an entry."""
        held, before = self._one(data, "decide"), latest_number()
        examples = description()["paths"]["/api/decide"]["post"]["requestBody"]["content"]["application/json"]
        sent = examples["examples"][data.draw(st.sampled_from(sorted(examples["examples"])))]["value"]
        answer = self._send(held, "post", "/api/decide", sent=sent)
        assert answer.status_code == (200 if held.opens("decide") else 401 if held.is_revoked else 403)
        assert answer.status_code != 200 or latest_number() == before

    # --- every answer

    def _send(self, held, method, template, path="", sent=None, **headers):
        """Ask, and hold the answer against its form."""
        headers |= {"HTTP_AUTHORIZATION": f"Bearer {held.secret}"}
        client, address = Client(raise_request_exception=False), urlsplit(path or template).path
        if method == "get":
            answer = client.get(address, **headers)
        else:
            answer = client.post(address, json.dumps(sent), content_type="application/json", **headers)
        assert answer.status_code < 500, answer.content.decode()
        assert not held.is_revoked or answer.status_code == 401
        form = form_of(template, method, answer.status_code)
        if form is None:
            assert answer.content == b""
        else:
            form.validate(answer.json())
        return answer


@pytest.mark.usefixtures("db")
def test_whatever_programs_ask_in_whatever_order_nobody_gets_further_than_allowed(town, settings):
    settings.API_RATE = "1000000/m"
    machine = type("Programs", (Programs,), {"town": town})
    run_state_machine_as_test(machine, settings=TRIED)
