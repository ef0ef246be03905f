"""Which reading of a doubtful sentence the office has adopted, from when, and by which document."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from office.ground.dated import Dated


class Adoption(Dated):
    """A reading adopted from a day on; `basis` is the document. Its text stands in the law file, not here."""

    instrument = models.CharField(_("文书"), max_length=100)
    reading = models.CharField(_("读法编号"), max_length=40)
    choice = models.CharField(_("采用的读法"), max_length=100)
    organ = models.CharField(_("确认机关"), max_length=100)

    class Meta(Dated.Meta):
        ordering: ClassVar = ["instrument", "reading", "-since"]

    def __str__(self) -> str:
        return f"{self.instrument} {self.reading}"
