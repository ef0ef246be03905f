"""What holds from a day to a day: the abstract `Dated`, and the question "on that day?"."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.ground.refusals import Refused


class DatedRows(models.QuerySet[Any]):
    """Rows with a beginning and an end."""

    def on(self, day: date) -> Self:
        """Those that hold on that day; `until` is the last day of them."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def meeting(self, since: date, until: date | None) -> Self:
        """Those that hold on any day from `since` to `until`."""
        rows = self.filter(Q(until__isnull=True) | Q(until__gte=since))
        return rows if until is None else rows.filter(since__lte=until)


class Dated(models.Model):
    """Holds from `since` to `until` (that day included; none: until further notice), on the basis of a document."""

    since = models.DateField(gettext_lazy("自"))
    until = models.DateField(gettext_lazy("至"), null=True, blank=True)
    basis = models.CharField(gettext_lazy("依据文号"), max_length=200, blank=True)

    objects = DatedRows.as_manager()

    class Meta:
        abstract = True
        constraints = [  # noqa: RUF012 - Django's own shape
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            )
        ]

    def holds_on(self, day: date) -> bool:
        """Whether the row holds on that day."""
        return self.since <= day and (self.until is None or self.until >= day)

    @property
    def span(self) -> str:
        """The period in words: 自2026-03-01起, or 2025-01-01至2026-02-28."""
        return span(self.since, self.until)


def span(since: date, until: date | None) -> str:
    """A period in words."""
    if until is None:
        return _("自%(since)s起") % {"since": since.isoformat()}
    return _("%(since)s至%(until)s") % {"since": since.isoformat(), "until": until.isoformat()}


def check_span(since: date, until: date | None) -> None:
    """Raises Refused when the end lies before the beginning."""
    if until is not None and until < since:
        raise Refused(_("终止日期%(until)s早于起始日期%(since)s。") % {"until": until, "since": since})
