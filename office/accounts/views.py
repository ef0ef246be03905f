"""Pages of the system and the security administrator: accounts and functions."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from office.accounts import actions, forms
from office.accounts.models import Account, Function
from office.accounts.standing import actor_of
from office.audit.action import Action
from office.audit.forms import perform, status_of
from office.ground import clock

# What can be done with an account, in the order of the buttons; the action says who may.
VERBS: dict[str, tuple[Action[..., Any], Any]] = {
    "approve": (actions.approve, gettext_lazy("核准，发一次性密码")),
    "reset-password": (actions.reset_password, gettext_lazy("重置密码")),
    "unlock": (actions.unlock, gettext_lazy("解除锁定")),
    "drop-second-factor": (actions.drop_second_factor, gettext_lazy("清除两步验证")),
    "close": (actions.close, gettext_lazy("关闭账号")),
}
GIVING_A_PASSWORD = {"approve", "reset-password"}


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All accounts; those that wait for approval first."""
    rows = Account.objects.select_related("person").order_by("closed_at", "approved_at", "login")
    wanted = request.GET.get("q", "").strip()[:60]
    if wanted:
        rows = rows.filter(Q(login__startswith=wanted.lower()) | Q(person__name__startswith=wanted))
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    waiting = Function.objects.filter(granted_by="").select_related("account__person")[:50]
    return render(request, "accounts/list.html", {"page": page, "q": wanted, "waiting": waiting})


def open_account(request: HttpRequest) -> HttpResponse:
    """Enter a new account."""
    form = forms.Open(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = perform(
            request, form, actions.open_account, to=_page_of, said=_("已登记，待安全管理员核准。"), **form.cleaned_data
        )
        if done:
            return done
    words = {"form": form, "title": _("登记账号"), "button": _("登记"), "back": reverse("accounts:list")}
    return render(request, "look/form.html", words, status=status_of(form))


def _page_of(account: Account) -> str:
    return reverse("accounts:account", args=[account.pk])


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its roles of today with their reasons, its functions, and what may be done with it."""
    found = get_object_or_404(Account.objects.select_related("person"), pk=pk)
    buttons = [
        {"verb": verb, "label": label, "right": act.may(request.actor, found)}
        for verb, (act, label) in VERBS.items()
        if _makes_sense(verb, found)
    ]
    tries = AccessAttempt.objects.filter(username=found.login).order_by("-attempt_time").first()
    words = {
        "account": found, "standing": actor_of(found, clock.today()), "buttons": buttons,
        "may_enter": actions.enter_function.may(request.actor, found),
        "functions": found.functions.all(), "today": clock.today(),
        "is_locked": bool(tries and tries.failures_since_start >= settings.AXES_FAILURE_LIMIT),
    }  # fmt: skip
    return render(request, "accounts/account.html", words)


def _makes_sense(verb: str, found: Account) -> bool:
    if found.closed_at:
        return False
    return (verb == "approve") == (found.approved_at is None) or verb == "close"


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of the buttons."""
    found = get_object_or_404(Account, pk=pk)
    if verb not in VERBS:
        raise Http404
    told: list[str] = []

    def to(result: Any) -> str:
        if verb in GIVING_A_PASSWORD:
            told.append(_("一次性密码（只显示这一次，请当面交给本人）：%(password)s") % {"password": result})
        return _page_of(found)

    done = perform(request, None, VERBS[verb][0], found, to=to)
    for sentence in told:
        messages.warning(request, sentence)
    assert done is not None
    return done


def enter_function(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a function."""
    found = get_object_or_404(Account, pk=pk)
    form = forms.GiveFunction(request.POST or None, initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        done = perform(
            request, form, actions.enter_function, found, to=lambda _given: _page_of(found),
            said=_("已登记，待安全管理员授予。"), **form.cleaned_data,
        )  # fmt: skip
        if done:
            return done
    words = {
        "form": form, "title": _("登记职能：%(name)s") % {"name": found.name}, "button": _("登记"),
        "back": _page_of(found), "thing": found,
    }  # fmt: skip
    return render(request, "look/form.html", words, status=status_of(form))


@require_POST
def function_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Grant a function, or end it."""
    given = get_object_or_404(Function.objects.select_related("account"), pk=pk)
    if verb == "grant":
        done = perform(request, None, actions.grant_function, given, to=_page_of(given.account))
    elif verb == "end":
        form: django_forms.Form = forms.LastDay(request.POST)
        until = form.cleaned_data["until"] if form.is_valid() else clock.today()
        done = perform(request, None, actions.end_function, given, until, to=_page_of(given.account))
    else:
        raise Http404
    assert done is not None
    return done
