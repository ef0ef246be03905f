"""The pages for what went wrong: never bare, always in the reader's words. They ask nothing of the database."""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from office.ground.refusals import Refused

log = logging.getLogger("office.incident")


def refused(_request: HttpRequest, refusal: Refused) -> HttpResponse:
    """What was asked for was not done, and why."""
    titles = {403: _("这件事您不能办"), 409: _("别人先改了"), 422: _("没有办成")}
    return _page(refusal.status, titles[refusal.status], *refusal.sentences)


def not_understood(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return _page(413, _("交来的内容太大"), _("请分几次交。"))
    return _page(400, _("请求看不懂"), _("请回到上一页，重新填写后再试。"))


def not_allowed(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(403, _("这里您不能进"), *([str(exception)] if exception and str(exception) else []))


def not_found(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's own shape
    """404."""
    return _page(404, _("没有这一页"), _("网址可能写错了，也可能这条记录不存在。"))


def form_expired(_request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's own shape
    """The form's mark against forgery is missing or old."""
    return _page(403, _("这张表过期了"), _("为防冒用，表单要从本系统打开，且在登录期间提交。请返回刷新后再交。"))


def broken(request: HttpRequest) -> HttpResponse:
    """500; 503 where it is the database that cannot be written to just now."""
    error = sys.exc_info()[1]
    incident = getattr(request, "incident", "")
    log.error("incident %s at %s: %r", incident, request.path, error, exc_info=error)
    number = _("事件编号：%(incident)s") % {"incident": incident}
    if isinstance(error, OperationalError | InterfaceError) or _is_of_the_disk(error):
        return _page(
            503, _("数据库暂时用不了"),
            # Where the database was lost at the very end, nobody can say which of the two it was.
            _("您这一次的改动不会只存一半：多半没有存，也可能已经存好。请稍后打开那一页看一看，没有的再交一次。"),
            _("一直这样，请把事件编号告诉系统管理员。"), number,
        )  # fmt: skip
    return _page(
        500, _("程序出错了"), _("您这一次的改动没有保存，也没有改坏任何记录。"),
        _("请把事件编号告诉系统管理员。"), number,
    )  # fmt: skip


def _is_of_the_disk(error: BaseException | None) -> bool:
    """Full, or what lies there is no database any more."""
    told = str(error) if isinstance(error, DatabaseError) else ""
    return any(word in told for word in ("full", "not a database", "malformed"))


def _page(status: int, title: str, *sentences: str) -> HttpResponse:
    words: dict[str, Any] = {"title": title, "sentences": sentences, "status": status}
    # Without `request`: the frame would ask who is signed in, and that is in the database.
    try:
        return HttpResponse(render_to_string("look/plain.html", words), status=status)
    except Exception:
        log.exception("the page for what went wrong cannot be drawn")
        text = "\n".join([title, *map(str, sentences)])
        return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
