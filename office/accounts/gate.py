"""The gate before every page: who acts, and whether the table of pages lets them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_otp import user_has_device

from office.accounts.models import Account
from office.accounts.standing import actor_of
from office.ground import clock
from office.ground.actors import Actor, names, visitor
from office.ground.pages import Page, pages
from office.ground.requests import Request
from office.ground.roles import VISITOR
from office.look import errors

SECONDS_BETWEEN_TOUCHES = 60


class Gate:
    """Sets `request.actor`, keeps the session alive while it is used, and turns away whom the table does not name."""

    def __init__(self, answer: Callable[[Request], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        """Find out who acts."""
        request.lacks = ""
        request.actor = self._actor(request)
        answer = self.answer(request)
        if request.user.is_authenticated or request.actor.account is not None:  # by a session, or by a token
            answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    def _actor(self, request: Request) -> Actor:
        account = request.user
        if not account.is_authenticated:
            return visitor(clock.today())
        _touch(request)
        request.lacks = lacks(request, account)
        return actor_of(account, clock.today())

    def process_view(self, request: Request, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """None to go on to the page; else the page that says why not, or the way to sign in."""
        page = pages().get(request.resolver_match.view_name) if request.resolver_match else None
        if page is None:
            return errors.not_allowed(request, PermissionError(_("这一页还没有登记谁可以进，所以谁也不能进。")))
        if VISITOR in page.roles:
            return None
        if not request.user.is_authenticated:
            return _go(request, f"{reverse('accounts:sign-in')}?next={quote(request.get_full_path())}")
        if request.lacks:
            return None if page.view == request.lacks else _go(request, reverse(request.lacks))
        return None if page.roles & request.actor.keys or page.even_without_role else _refusal(request, page)


def _refusal(request: Request, page: Page) -> HttpResponse:
    mine = names(request.actor.keys) or _("没有任何身份")
    words = {"who": names(page.roles), "mine": mine}
    return errors.not_allowed(request, PermissionError(_("这一页供%(who)s使用；您现在的身份是：%(mine)s。") % words))


def lacks(request: Request, account: Account) -> str:
    """What is still to be done before the office opens: the name of that page, or nothing.

    The code from the phone comes first: who has only the password changes nothing.
    """
    is_verified = account.is_verified()  # type: ignore[attr-defined]
    if not is_verified and user_has_device(account):
        return "accounts:second-factor"
    if account.must_change_password and "oidc_id_token_expiration" not in request.session:
        return "accounts:password"
    wanted = settings.SECOND_FACTOR == "all" or (
        settings.SECOND_FACTOR == "admins" and account.kind != Account.BUSINESS
    )
    return "accounts:enrol" if wanted and not is_verified else ""


def _touch(request: Request) -> None:
    moment = int(clock.now().timestamp())
    if moment - request.session.get("touched", 0) >= SECONDS_BETWEEN_TOUCHES:
        request.session["touched"] = moment


def _go(request: Request, address: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
