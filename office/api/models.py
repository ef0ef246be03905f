"""Tokens: who lets a program speak in their name, about what, until when. Only their hash is kept."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from office.accounts.models import Account

DECIDE, APPRAISE, LAW, REGISTER, TASKS, ACT = "decide", "appraise", "law", "register", "tasks", "act"
SCOPES = {
    DECIDE: _("处理案件（只算不存）"),
    APPRAISE: _("考核计算（只算不存）"),
    LAW: _("看制度"),
    REGISTER: _("看资格台账"),
    TASKS: _("看待办"),
    ACT: _("办理待办、交办"),
}


class Token(models.Model):
    """Lets a program speak as its account, within its scopes, until the end of its last day or until revoked."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens", verbose_name=_("账号"))
    name = models.CharField(_("用途"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    words = models.CharField(_("范围"), max_length=200)  # the scopes, separated by spaces
    made_at = models.DateTimeField(_("生成时间"))
    until = models.DateField(_("有效至"))
    revoked_at = models.DateTimeField(_("作废时间"), null=True)
    revoked_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering: ClassVar = ["revoked_at", "-id"]

    def __str__(self) -> str:
        return self.name

    def holds_on(self, day: date) -> bool:
        """Whether it opens anything on that day."""
        return self.revoked_at is None and self.until >= day and self.account.is_active and not self.is_outdated

    @property
    def is_outdated(self) -> bool:
        """Whether its account was given another way in since: then somebody else may have made it."""
        renewed = self.account.renewed_at
        return renewed is not None and self.made_at <= renewed

    @property
    def scopes(self) -> list[str]:
        """What it may be used for."""
        return self.words.split()

    @property
    def scope_labels(self) -> list[str]:
        """The scopes in words."""
        return [str(SCOPES[scope]) for scope in self.scopes if scope in SCOPES]


def digest_of(secret: str) -> str:
    """What is kept of a secret. It is drawn at random and long, so one plain hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
