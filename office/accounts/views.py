"""Pages of the system and the security administrator: accounts and functions."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from office.accounts import actions, forms
from office.accounts.models import Account, Function, Renewal
from office.accounts.standing import actor_of
from office.audit.action import Action
from office.audit.forms import perform, status_of
from office.ground import clock
from office.ground.requests import Request
from office.look.paging import MOST_COUNTED, page_of

# What can be done with an account, in the order of the buttons; the action says who may.
VERBS: dict[str, tuple[Action[..., Any], Any]] = {
    "approve": (actions.approve, gettext_lazy("核准，发一次性密码")),
    "unlock": (actions.unlock, gettext_lazy("解除锁定")),
    "close": (actions.close, gettext_lazy("关闭账号")),
}


@require_safe
def listing(request: Request) -> HttpResponse:
    """All accounts; those that wait for approval first."""
    rows = Account.objects.select_related("person").order_by("closed_at", "approved_at", "login")
    wanted = request.GET.get("q", "").strip()[:60]
    if wanted:
        rows = rows.filter(pk__in=_found(wanted))
    waiting = Function.objects.filter(granted_by="").select_related("account__person")[:50]
    renewals = Renewal.objects.filter(settled_at=None).select_related("account__person")[:50]
    words = {"title": _("账号与职能"), "q": wanted, "waiting": waiting, "renewals": renewals}
    return render(request, "accounts/list.html", words | {"page": page_of(request, rows)})


def _found(words: str) -> list[int]:
    """The accounts whose login name, or whose holder's name, begins so; of each as many as are leafed through."""
    ways = (
        Account.objects.filter(login__begins=words.lower()).order_by("login"),
        Account.objects.filter(person__name__begins=words).order_by("person__name"),
    )
    return [pk for way in ways for pk in way.values_list("pk", flat=True)[:MOST_COUNTED]]


def open_account(request: Request) -> HttpResponse:
    """Enter a new account."""
    form = forms.Open(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        done = perform(
            request, form, actions.open_account, to=_page_of, said=_("已登记，待安全管理员核准。"), **form.cleaned_data
        )
        if done:
            return done
    words = {"form": form, "title": _("登记账号"), "button": _("登记"), "back": reverse("accounts:list")}
    words["lead"] = _("业务账号要写给谁；三员建议也写，便于追到人。")
    return render(request, "look/form.html", words, status=status_of(form))


def _page_of(account: Account) -> str:
    return reverse("accounts:account", args=[account.pk])


@require_safe
def account(request: Request, pk: int) -> HttpResponse:
    """One account: its roles of today with their reasons, its functions, and what may be done with it."""
    found = get_object_or_404(Account.objects.select_related("person"), pk=pk)
    buttons = [
        {"verb": verb, "label": label, "right": act.may(request.actor, found)}
        for verb, (act, label) in VERBS.items()
        if _makes_sense(verb, found)
    ]
    words = {
        "title": found.name, "account": found, "standing": actor_of(found, clock.today()), "buttons": buttons,
        "may_enter": actions.enter_function.may(request.actor, found), "is_locked": _is_locked(found),
        "may_renew": found.is_active and actions.enter_renewal.may(request.actor, found),
        "renewals": _renewals(request, found), "today": clock.today(), **_functions(request, found),
    }  # fmt: skip
    return render(request, "accounts/account.html", words)


def _functions(request: Request, found: Account) -> dict[str, Any]:
    """The functions, and which of them the one who looks may grant or end."""
    rows, today = list(found.functions.all()), clock.today()
    grant, end = actions.grant_function, actions.end_function
    return {
        "functions": rows,
        "grantable": {row.pk for row in rows if not row.granted_by and grant.may(request.actor, row)},
        "endable": {row.pk for row in rows if not row.until and end.may(request.actor, row, today)},
    }


def _is_locked(found: Account) -> bool:
    tries = AccessAttempt.objects.filter(username=found.login).aggregate(n=Sum("failures_since_start"))["n"]
    return (tries or 0) >= int(settings.AXES_FAILURE_LIMIT)


def _renewals(request: Request, found: Account) -> list[dict[str, Any]]:
    rows = found.renewals.all()[:20]
    return [
        {
            "row": row,
            "may_grant": not row.settled_at and actions.grant_renewal.may(request.actor, row),
            "may_decline": not row.settled_at and actions.decline_renewal.may(request.actor, row),
        }
        for row in rows
    ]


def _makes_sense(verb: str, found: Account) -> bool:
    if found.closed_at:
        return False
    if verb == "unlock":
        return _is_locked(found)
    return (verb == "approve") == (found.approved_at is None) or verb == "close"


@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One of the buttons."""
    found = get_object_or_404(Account, pk=pk)
    if verb not in VERBS:
        raise Http404
    return _done(request, VERBS[verb][0], found, found)


def _done(request: Request, act: Action[..., Any], thing: Any, whose: Account) -> HttpResponse:
    """Do it; a one-time password that comes of it is shown on the account's page, once."""
    told: list[str] = []

    def to(result: Any) -> str:
        if isinstance(result, str) and result:
            told.append(result)
        return _page_of(whose)

    done = perform(request, None, act, thing, to=to)
    for password in told:
        words = _("一次性密码（只显示这一次，请当面交给本人）：%(password)s") % {"password": password}
        messages.warning(request, words)
    assert done is not None
    return done


def enter_renewal(request: Request, pk: int) -> HttpResponse:
    """Ask for another way in for the account's holder."""
    found = get_object_or_404(Account, pk=pk)
    form = forms.Renew(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = perform(
            request, form, actions.enter_renewal, found, to=_page_of(found), said=_("已申请，待安全管理员核准。"),
            **form.cleaned_data,
        )  # fmt: skip
        if done:
            return done
    words = {
        "form": form, "title": _("重发凭证：%(name)s") % {"name": found.name}, "button": _("申请"),
        "back": _page_of(found), "thing": found, "within": [(found.name, _page_of(found))],
        "lead": _("系统管理员申请，安全管理员核准；核准以后，已登录的地方全部退出，接口令牌全部作废。"),
    }  # fmt: skip
    return render(request, "look/form.html", words, status=status_of(form))


@require_POST
def renewal_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Grant what was asked for, or decline it."""
    asked = get_object_or_404(Renewal.objects.select_related("account"), pk=pk)
    acts: dict[str, Action[..., Any]] = {"grant": actions.grant_renewal, "decline": actions.decline_renewal}
    if verb not in acts:
        raise Http404
    return _done(request, acts[verb], asked, asked.account)


def enter_function(request: Request, pk: int) -> HttpResponse:
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
        "back": _page_of(found), "thing": found, "within": [(found.name, _page_of(found))],
    }  # fmt: skip
    return render(request, "look/form.html", words, status=status_of(form))


@require_POST
def function_act(request: Request, pk: int, verb: str) -> HttpResponse:
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
