"""The chain, its checkpoints and the keys they are signed with; and which forms were already handed in."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guiju.chain.entries import COVERED, FORM


class Entry(models.Model):
    """One act on one subject. Never changed, never taken away: guards.py holds it in the database itself."""

    DONE, REFUSED = "done", "refused"

    sequence = models.BigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    actor = models.CharField(_("账号"), max_length=150)
    name = models.CharField(_("姓名"), max_length=100)
    roles = models.CharField(_("身份"), max_length=400)
    reason = models.CharField(_("凭什么"), max_length=400)
    act = models.CharField(_("事项"), max_length=80)
    act_id = models.CharField(max_length=32)
    subject = models.CharField(_("对象"), max_length=120)
    result = models.CharField(_("结果"), max_length=10)
    changes = models.TextField(_("改了什么"))
    algorithm = models.CharField(max_length=16)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["sequence"]
        # Each way of looking, in the order in which it is shown.
        indexes: ClassVar = [
            models.Index(fields=["subject", "sequence"], name="audit_subject"),
            models.Index(fields=["actor", "sequence"], name="audit_actor"),
            models.Index(fields=["act", "sequence"], name="audit_act"),
            models.Index(fields=["result", "sequence"], name="audit_result"),
        ]

    def facts(self) -> dict[str, Any]:
        """What the hash covers, as the export writes it."""
        facts = {name: getattr(self, name) for name in COVERED if name not in ("form", "at")}
        return {**facts, "form": FORM, "at": self.at.astimezone(UTC).isoformat(timespec="microseconds")}

    @property
    def told(self) -> dict[str, Any]:
        """`changes` read back."""
        read: dict[str, Any] = json.loads(self.changes)
        return read


class Checkpoint(models.Model):
    """A signed statement of the chain's head."""

    sequence = models.BigIntegerField(_("序号"))
    at = models.DateTimeField(_("时间"))
    text = models.TextField()
    signature = models.TextField()
    key = models.ForeignKey("SigningKey", models.PROTECT)

    class Meta:
        ordering: ClassVar = ["-sequence"]


class SigningKey(models.Model):
    """The public half of a key for checkpoints; the secret half lies in the data folder."""

    public = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        ordering: ClassVar = ["-id"]


class Submission(models.Model):
    """A form that was handed in, by its one-time mark, and where its result is seen."""

    mark = models.CharField(max_length=64, unique=True)
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()
    location = models.CharField(max_length=500)
