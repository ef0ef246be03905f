"""Signing in and out, one's own account, the second factor."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django_otp import login as pass_second_factor
from django_otp import match_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from office.accounts import actions, forms, rights
from office.accounts.gate import lacks
from office.accounts.names import known_name
from office.accounts.standing import account_of, actor_of
from office.audit.forms import perform, status_of
from office.ground import clock
from office.ground.actors import Actor
from office.ground.offers import guests
from office.ground.refusals import NotAllowed
from office.ground.requests import Request


@require_safe
def me(request: Request) -> HttpResponse:
    """One's own account, the roles of today with their reasons."""
    return render(request, "accounts/me.html", {"title": _("账号与身份"), "is_own_page": True})


@sensitive_post_parameters("password")
@never_cache
def sign_in(request: Request) -> HttpResponse:
    """Login name and password; then on to where one wanted to go."""
    onward = _onward(request)
    if request.user.is_authenticated and not request.lacks:
        return HttpResponseRedirect(onward)
    form = forms.SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["login"].strip().lower()
        account: Any = authenticate(request, username=name, password=form.cleaned_data["password"])
        if account is not None:
            # Recorded first: nobody is in without a line in the audit.
            actions.sign_in(actor_of(account, clock.today()), account, rights.PASSWORD)
            login(request, account)
            missing = lacks(request, _with_otp(account))
            return HttpResponseRedirect(reverse(missing) if missing and onward == "/" else onward)
        _note_failure(request, form, name)
    words = {"form": form, "next": onward, "oidc": settings.OIDC, "title": _("登录"), "guests": guests()}
    return render(request, "accounts/sign_in.html", words, status=status_of(form))


def _with_otp(account: Any) -> Any:
    account.is_verified = lambda: False
    return account


def _note_failure(request: Request, form: forms.SignIn, name: str) -> None:
    attempt = Actor(known_name(name), "", clock.today(), request.actor.roles)
    try:
        actions.sign_in(attempt, None, rights.PASSWORD)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))


def _onward(request: Request) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else "/"


def locked_out(request: Request, _response: Any = None, _credentials: Any = None, *_args: Any) -> HttpResponse:
    """Too many failures."""
    return render(request, "accounts/locked.html", {"title": _("账号暂时锁定")}, status=429)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """Leave; and leave the provider too, or whoever sits down next would be let in as the last one."""
    back = reverse("accounts:sign-in")
    token = request.session.get("oidc_id_token")
    if request.user.is_authenticated:
        actions.sign_out(request.actor, request.user)
    logout(request)
    if not token:
        return HttpResponseRedirect(back)
    words = {
        "id_token_hint": token, "client_id": settings.OIDC_RP_CLIENT_ID,
        "post_logout_redirect_uri": request.build_absolute_uri(back),
    }  # fmt: skip
    return HttpResponseRedirect(f"{settings.OIDC_OP_LOGOUT_ENDPOINT}?{urlencode(words)}")


@sensitive_post_parameters()
def password(request: Request) -> HttpResponse:
    """Change one's own password."""
    form = forms.Password(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_known(request, form):
        given = (form.cleaned_data["old"], form.cleaned_data["new"])
        done = perform(
            request, form, actions.change_password, account_of(request), *given, to="/", said=_("密码已改。")
        )
        if done:
            update_session_auth_hash(request, account_of(request))
            return done
    words: dict[str, Any] = {"form": form, "title": _("改密码"), "button": _("改密码")}
    if account_of(request).must_change_password:
        words["lead"] = _("这是一次性密码，请先换成自己的。")
    return render(request, "look/form.html", words, status=status_of(form))


def _is_known(request: Request, form: forms.Password) -> bool:
    """Counted as a sign-in is: else whoever finds a desk unattended could guess here without end."""
    known = authenticate(request, username=account_of(request).login, password=form.cleaned_data["old"])
    if known is None:
        form.add_error("old", _("原密码不对。"))
    return known is not None


def enrol(request: Request) -> HttpResponse:
    """Set up the second factor: a picture to scan, then a code to prove it."""
    form = forms.Code(request.POST or None)
    device = TOTPDevice.objects.filter(user=request.user, confirmed=False).first()
    if request.method == "POST" and form.is_valid() and device is not None:
        if device.verify_token(form.number()):
            done = perform(
                request,
                form,
                actions.confirm_second_factor,
                account_of(request),
                device,
                to="/",
                said=_("两步验证已启用。"),
            )
            if done:
                pass_second_factor(request, device)
                return done
        else:
            form.add_error("code", _("这个数不对，请看手机上的时间是否准。"))
    device = device or TOTPDevice.objects.create(user=request.user, name="phone", confirmed=False)
    drawn = segno.make(device.config_url, error="m").svg_inline(scale=5, border=3, omitsize=False, light="white")
    words = {"form": form, "drawing": drawn, "key": _in_fours(device), "title": _("设置两步验证")}
    return render(request, "accounts/enrol.html", words, status=status_of(form))


def _in_fours(device: TOTPDevice) -> str:
    from base64 import b32encode

    key = b32encode(device.bin_key).decode()
    return " ".join(key[n : n + 4] for n in range(0, len(key), 4))


def second_factor(request: Request) -> HttpResponse:
    """Ask for the code on the phone."""
    form = forms.Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = match_token(request.user, form.number())
        try:
            actions.prove_second_factor(request.actor, account_of(request), device)
        except NotAllowed as refusal:
            form.add_error("code", str(refusal))
        else:
            pass_second_factor(request, device)
            return HttpResponseRedirect("/")
    words = {"form": form, "title": _("两步验证"), "button": _("进入")}
    return render(request, "look/form.html", words, status=status_of(form))
