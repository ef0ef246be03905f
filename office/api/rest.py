"""The addresses for programs. Each asks the same questions and calls the same acts as the pages."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, cast

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Body, NinjaAPI, Path, Status
from ninja.renderers import JSONRenderer

from office.api import computing, problems
from office.api import schemas as s
from office.api.keys import Bearer, PerToken
from office.api.models import ACT, APPRAISE, DECIDE, LAW, REGISTER, TASKS
from office.ground.roles import LABELS
from office.library.readings import in_force
from office.library.shelf import Edition, find, instruments
from office.people.models import Person
from office.register import questions as register
from office.register import rights as register_rights
from office.tasks import actions, rights
from office.tasks.models import Task
from office.tasks.questions import by_nearness, mine

MOST_TASKS = 200


class Readable(JSONRenderer):
    """Chinese as Chinese, not as escapes."""

    json_dumps_params: ClassVar = {"ensure_ascii": False}


class Api(NinjaAPI):
    """Its description also holds the published forms."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """With the forms of docs/schemas among the components."""
        schema = super().get_openapi_schema(**kwargs)
        schema["components"]["schemas"] |= s.documents()
        return schema


api = Api(
    title="规矩", version="1", urls_namespace="api:rest",
    parser=problems.Careful(), renderer=Readable(), throttle=[PerToken()],
    description=gettext_lazy("办公系统的接口：要令牌；出错都是同一种样子。"),
)  # fmt: skip
problems.install(api)
WRONG = {400: s.Problems, 401: s.Problems, 403: s.Problems, 404: s.Problems, 422: s.Problems, 429: s.Problems}


def _edition(request: HttpRequest, instrument: str, on: date | None = None) -> Edition:
    found = find(instrument, on or request.actor.on)
    if found is None or found.law is None:
        raise Http404(_("没有编号为「%(id)s」的制度，或者它还不能用。") % {"id": instrument[:100]})
    return found


def _line(edition: Edition) -> dict[str, str]:
    return {"id": edition.id, "title": edition.title, "since": edition.since}


@api.get(
    "/laws",
    auth=Bearer(LAW),
    response={200: list[s.LawOut], **WRONG},
    url_name="laws",
    summary=gettext_lazy("现行的制度"),
    tags=["Guiju"],
)
def laws(request: HttpRequest) -> Any:
    """The measures in force today."""
    return [_line(edition) for edition in instruments(request.actor.on) if edition.law]


@api.get(
    "/laws/{instrument}",
    auth=Bearer(LAW),
    response={200: s.LawWhole, **WRONG},
    url_name="law",
    summary=gettext_lazy("一件制度，逐句"),
    tags=["Guiju"],
)
def law(request: HttpRequest, instrument: str, on: date | None = None) -> Any:
    """A measure in the edition in force on a day (today), sentence by sentence."""
    edition = _edition(request, instrument, on)
    rows = edition.law.provisions.values() if edition.law else []
    provisions = [{"address": row.address, "cite": row.cite, "text": row.text} for row in rows]
    return _line(edition) | {"provisions": provisions, "readings": in_force(edition, on or request.actor.on)}


@api.post(
    "/decide", auth=Bearer(DECIDE), response={200: dict[str, Any], **WRONG}, url_name="decide",
    summary=gettext_lazy("处理一个案件"), tags=["Guiju"],
    openapi_extra=s.answers(s.DECISION)
    | {"requestBody": {"required": True, "content": {"application/json": {"schema": s.CASE}}}},
)  # fmt: skip
def decide(request: HttpRequest) -> Any:
    """One case under one measure: what follows, and from which sentence. Nothing is stored."""
    data = problems.Careful().parse_body(request)
    return computing.decide(data, request.actor.on)


@api.post(
    "/appraise", auth=Bearer(APPRAISE), response={200: dict[str, Any], **WRONG}, url_name="appraise",
    summary=gettext_lazy("考核一批人"), tags=["Guiju"],
    openapi_extra=s.answers(s.APPRAISAL),
)  # fmt: skip
def appraise(request: HttpRequest, roster: Body[s.Roster]) -> Any:  # noqa: ARG001 - the library names it so
    """People by the columns of the short table. Nothing is stored."""
    return computing.appraise(roster)


@api.get(
    "/register/people/{code}",
    auth=Bearer(REGISTER),
    response={200: s.Standing, **WRONG},
    url_name="register",
    summary=gettext_lazy("一个人某天的资格"),
    tags=["Guiju"],
)
def standing(request: HttpRequest, code: str, on: date | None = None) -> Any:
    """What stands in a person's way on a day (today), for whom may see it."""
    person = Person.objects.filter(code=_clean(code)).first()
    if person is None:
        raise Http404(_("没有编号是%(code)s的人。") % {"code": code[:40]})
    register_rights.see(request.actor, person).or_refuse()
    day = on or request.actor.on
    bars = [
        {
            "kind": bar.kind,
            "since": bar.since,
            "until": bar.until,
            "address": bar.address,
            "document": bar.step.document,
        }
        for bar in register.bars_on(person, day)
    ]
    return {"person": person.code, "on": day, "bars": bars}


@api.get(
    "/tasks",
    auth=Bearer(TASKS),
    response={200: list[s.TaskOut], **WRONG},
    url_name="tasks",
    summary=gettext_lazy("等我办的事"),
    tags=["Guiju"],
)
def tasks(request: HttpRequest) -> Any:
    """What waits for the token's owner, the nearest first."""
    return [_task(task) for task in by_nearness(mine(request.actor), MOST_TASKS)]


@api.post(
    "/tasks/give",
    auth=Bearer(ACT),
    response={201: s.TaskOut, **WRONG},
    url_name="give-task",
    summary=gettext_lazy("交办一件事"),
    tags=["Guiju"],
)
def give_task(request: HttpRequest, wanted: Body[s.NewTask]) -> Any:
    """Give a task, by the same act as on the page."""
    person = Person.objects.filter(code=wanted.person).first() if wanted.person else None
    if wanted.person and person is None:
        raise Http404(_("没有编号是%(code)s的人。") % {"code": wanted.person})
    if bool(person) == bool(wanted.role) or (wanted.role and wanted.role not in LABELS):
        raise problems.Refused(_("人和身份要填一样，只填一样；身份要是系统里有的。"))
    to = actions.To(person=person, role=wanted.role)
    return Status(201, _task(actions.assign(request.actor, actions.Wanted(wanted.title, to, wanted.due, wanted.law))))


@api.get(
    "/tasks/{number}",
    auth=Bearer(TASKS),
    response={200: s.TaskOut, **WRONG},
    url_name="task",
    summary=gettext_lazy("一件待办"),
    tags=["Guiju"],
)
def task(request: HttpRequest, number: Path[s.Number]) -> Any:
    """One task, for whom may see it."""
    found = _of_number(number)
    rights.see(request.actor, found).or_refuse()
    return _task(found)


@api.post(
    "/tasks/{number}/finish",
    auth=Bearer(ACT),
    response={200: s.TaskOut, **WRONG},
    url_name="finish-task",
    summary=gettext_lazy("办结一件"),
    tags=["Guiju"],
)
def finish_task(request: HttpRequest, number: Path[s.Number], done: Body[s.Done]) -> Any:
    """It is done, by the same act as on the page."""
    return _task(actions.finish(request.actor, _of_number(number), done.note))


def _of_number(number: int) -> Task:
    found = Task.objects.select_related("person").filter(pk=number).first()
    if found is None:
        raise Http404(_("没有第%(n)s号待办。") % {"n": number})
    return found


def _clean(text: str) -> str:
    return text.replace("\0", "")[:120]


def _task(task: Task) -> dict[str, Any]:
    names = ("title", "state", "due", "provisional", "role", "law", "sentence", "given_on", "giver")
    person = cast("Person | None", task.person)
    return {"id": task.pk, "person": person.code if person else None, **{name: getattr(task, name) for name in names}}
