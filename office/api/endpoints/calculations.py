"""Deciding a case and appraising people: worked out and handed back, nothing is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from ninja import Body, Router

from office.api import bodies, computing
from office.api import schemas as s
from office.api.endpoints.offering import Offer
from office.api.models import APPRAISE, DECIDE
from office.ground.requests import Request

_TEXTS = {"type": ["object", "null"], "additionalProperties": {}}
# Which names there may be is the law's affair: the answer says all that is wrong at once.
CASE: dict[str, Any] = {
    "type": "object",
    "required": ["instrument"],
    "properties": {
        "instrument": {"type": "string"},
        "on": {"type": ["string", "null"], "format": "date"},
        "circumstances": {"type": ["array", "null"], "items": {"type": "string"}},
        **dict.fromkeys(computing.GROUPS, _TEXTS),
    },
    "additionalProperties": False,
}
SENT_CASE: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/json": {"schema": CASE}}}}


def answered(name: str) -> dict[str, Any]:
    """For an operation's description: 200 is that published form."""
    form = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {"responses": {200: {"content": form}}}


router = Router()
TAG = gettext_lazy("计算")


@Offer(
    "decide", DECIDE, gettext_lazy("处理一个案件"),
    gettext_lazy(
        "案件的写法和 guiju decide 的案件文件一样，结果（guiju-decision/1）也一样，带全部理由。"
        "疑义照本镇采用的读法，案件里写了 readings 的照案件；adopted=false 时照法条文件建议的读法。只算不存。"
    ), TAG, answered(s.DECISION) | SENT_CASE,
).post(router, "/decide", {200: dict[str, Any]}, {})  # fmt: skip
def decide(request: Request, adopted: bool = True) -> Any:
    """One case under one measure: what follows, and from which sentence."""
    return computing.decide(bodies.as_written(request), request.actor.on, adopted)


@Offer(
    "appraise", APPRAISE, gettext_lazy("考核一批人"),
    gettext_lazy(
        "people：平表，一人一行；或者 sheets：工作簿的各张表，表名、栏目名照 guiju template 生成的工作簿。"
        "检查和提示也和工作簿一样，第1行算栏目名，所以第一个人在第2行。trace 写要全部理由的人的编号。"
        "结果（guiju-appraisal/1）和 guiju appraise --json 一样。疑义照本镇采用的读法，readings 里另写的照它；"
        "adopted=false 时照法条文件建议的读法。只算不存。"
    ), TAG, answered(s.APPRAISAL),
).post(router, "/appraise", {200: dict[str, Any]}, {})  # fmt: skip
def appraise(request: Request, roster: Body[s.Roster], adopted: bool = True) -> Any:
    """Many people under the measure that appraises them."""
    document = computing.appraise(roster, request.actor.on, adopted)
    return HttpResponse(document, content_type="application/json; charset=utf-8")
