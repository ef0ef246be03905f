"""What goes wrong, as the API says it: one form for all, in the reader's words, by kind."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from guiju.errors import GuijuError
from guiju.inputs import FIRST_YEAR, LAST_YEAR
from office.api.bodies import Unreadable
from office.ground.refusals import Refused

log = logging.getLogger("office.incident")
MOST_PROBLEMS = 200


def told(kind: str, where: str, message: str) -> dict[str, str]:
    """One problem."""
    return {"kind": kind, "where": where, "message": message}


def _in_words(error: dict[str, Any]) -> str:
    """What pydantic found, in words."""
    limits = error.get("ctx") or {}
    words = {
        "missing": _("缺这一项。"),
        "extra_forbidden": _("不认识的项目。"),
        "json_invalid": _("不是能看懂的 JSON。"),
        "string_type": _("应是文字。"),
        "cell": _("应是文字、数、true 或 false、null，或者一列文字。"),
        "literal_error": _("不是能选的。"),
        "day_range": _("日期应在%(first)s年至%(last)s年之间。") % {"first": FIRST_YEAR, "last": LAST_YEAR},
        "string_too_long": _("太长，最多%(n)s个字。") % {"n": limits.get("max_length", "")},
        "string_too_short": _("不能为空。"),
        "string_pattern_mismatch": _("有不能用的字符。"),
        "int_type": _("应是整数。"),
        "int_parsing": _("应是整数。"),
        "int_from_float": _("应是整数。"),
        "bool_type": _("应是 true 或 false。"),
        "bool_parsing": _("应是 true 或 false。"),
        "dict_type": _("应是一组名称和值。"),
        "model_attributes_type": _("应是一组名称和值。"),
        "model_type": _("应是一组名称和值。"),
        "list_type": _("应是列表。"),
        "too_long": _("太多，最多%(n)s项。") % {"n": limits.get("max_length", "")},
        "too_short": _("至少要有%(n)s项。") % {"n": limits.get("min_length", "")},
        "greater_than_equal": _("太小，至少%(n)s。") % {"n": limits.get("ge", "")},
        "less_than_equal": _("太大，最多%(n)s。") % {"n": limits.get("le", "")},
    }
    kind = str(error.get("type", ""))
    if kind.startswith("date"):
        return _("应是日期，写作 2026-03-02。")
    return words.get(kind) or _("不合要求。")


def _found(error: ValidationError) -> list[dict[str, str]]:
    return [
        told(str(e.get("type", "")), ".".join(str(part) for part in e.get("loc", ())), _in_words(e))
        for e in error.errors[:MOST_PROBLEMS]
    ]


Answer = tuple[int, list[dict[str, str]]]


def _too_big(_request: HttpRequest, _error: Any) -> Answer:
    return 413, [told("request", "", _("交来的内容太大，请分几次交。"))]


def _refused_by_form(_request: HttpRequest, error: HttpError) -> Answer:
    # The library's own words for a body it cannot parse are English; ours are behind them.
    own = error if isinstance(error, Unreadable) else error.__cause__
    fallback = _("交来的不是能看懂的 JSON。") if error.status_code == 400 else str(error)
    return error.status_code, [told("request", "", str(own) if isinstance(own, Unreadable) else fallback)]


def _wrong_data(_request: HttpRequest, error: GuijuError) -> Answer:
    found = [told(p.kind, p.where(), p.message) for p in error.problems[:MOST_PROBLEMS]]
    more = int(getattr(error, "total", len(error.problems))) - len(found)
    rest = [told("more", "", _("其余%(n)s处未列出，改正以上各处后再试。") % {"n": more})] if more else []
    return 422, found + rest


def _broken(request: HttpRequest, error: Exception) -> Answer:
    incident = getattr(request, "incident", "")
    log.error("incident %s at %s: %r", incident, request.path, error, exc_info=error)
    return 500, [told("program", "", _("程序出错了，没有改动。请把事件编号告诉系统管理员：%(n)s") % {"n": incident})]


def _no_database(request: HttpRequest, error: DatabaseError | InterfaceError) -> Answer:
    incident = getattr(request, "incident", "")
    log.error("incident %s at %s: %r", incident, request.path, error, exc_info=error)
    return 503, [told("database", "", _("数据库暂时用不了，没有改动。事件编号：%(n)s") % {"n": incident})]


ANSWERS: dict[type[Exception], Callable[[HttpRequest, Any], Answer]] = {
    AuthenticationError: lambda _request, _error: (
        401, [told("token", "", _("要有令牌，或者令牌不对、过期、已作废。"))],
    ),
    Throttled: lambda _request, _error: (429, [told("rate", "", _("问得太密，请过一分钟再试。"))]),
    ValidationError: lambda _request, error: (422, _found(error)),
    Refused: lambda _request, error: (error.status, [told("refused", "", text) for text in error.sentences]),
    GuijuError: _wrong_data,
    Http404: lambda _request, error: (404, [told("missing", "", str(error) or _("没有这一条。"))]),
    RequestDataTooBig: _too_big,
    HttpError: _refused_by_form,
    DatabaseError: _no_database,
    InterfaceError: _no_database,
    Exception: _broken,
}  # fmt: skip


def install(api: NinjaAPI) -> None:
    """Put the answers in for everything that can go wrong."""
    for kind, answer in ANSWERS.items():
        api.add_exception_handler(kind, partial(_say, api, answer))


def _say(api: NinjaAPI, answer: Callable[[HttpRequest, Any], Answer], request: HttpRequest, error: Any) -> HttpResponse:
    status, problems = answer(request, error)
    return api.create_response(request, {"problems": problems}, status=status)
