"""Which roles an account has on a day, each with its reason: from posts and oversight, and from functions given."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from office.accounts.models import Account
from office.ground import roles as r
from office.ground.actors import Actor, Role
from office.ground.dated import Dated
from office.ground.requests import Request
from office.people.models import Holding, Oversight, UnitVersion
from office.people.terms import HEAD, LEADERS, OVERSEES, PRINCIPAL


def account_of(request: Request) -> Account:
    """Who has signed in; for pages that the table opens to nobody else."""
    assert isinstance(request.user, Account)
    return request.user


def actor_of(account: Account, on: date) -> Actor:
    """The actor that a signed-in account is on that day. Five queries at most, whatever the size of the town."""
    roles = _roles(account, on) if account.is_active else ()
    return Actor(account.login, account.name, on, roles, account.pk, account.person_id)


def _roles(account: Account, on: date) -> tuple[Role, ...]:
    if account.kind != Account.BUSINESS:
        since = (account.approved_at or account.opened_at).date().isoformat()
        words = {"since": since, "what": r.LABELS[account.kind]}
        return (Role(account.kind, _("自%(since)s起任%(what)s") % words),)
    given = account.functions.on(on).exclude(granted_by="")
    found = [Role(f.key, _span(f, _("%(span)s为%(what)s") % {"span": f.span, "what": f.label})) for f in given]
    return (*found, *_by_post(account.person_id, on)) if account.person_id else tuple(found)


def _by_post(person: int, on: date) -> list[Role]:
    holdings = list(Holding.objects.on(on).filter(person=person).select_related("post__standing"))
    oversights = list(Oversight.objects.on(on).filter(person=person, manner__key=OVERSEES).order_by("id"))
    units = {h.post.unit_id for h in holdings} | {o.unit_id for o in oversights}
    names = dict(UnitVersion.objects.on(on).filter(unit__in=units).values_list("unit_id", "name"))
    found: list[Role] = []
    for holding in holdings:
        words = {"span": holding.span, "unit": names.get(holding.post.unit_id, ""), "post": holding.post.title}
        reason = _span(holding, _("%(span)s任%(unit)s%(post)s") % words)
        found += [Role(key, reason, holding.post.unit_id) for key in _of_standing(holding.post.standing.key)]
    for oversight in oversights:
        words = {"span": oversight.span, "unit": names.get(oversight.unit_id, "")}
        reason = _span(oversight, _("%(span)s分管%(unit)s") % words)
        found.append(Role(r.LEADER_IN_CHARGE, reason, oversight.unit_id))
    return found


def _of_standing(standing: str) -> list[str]:
    keys = [r.CADRE]
    if standing == HEAD:
        keys.append(r.UNIT_HEAD)
    if standing in LEADERS:
        keys.append(r.TEAM_MEMBER)
    if standing == PRINCIPAL:
        keys.append(r.PRINCIPAL_LEADER)
    return keys


def _span(row: Dated, words: str) -> str:
    return _("%(words)s（%(basis)s）") % {"words": words, "basis": row.basis} if row.basis else words
