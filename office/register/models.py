"""An effect, its history in steps, the days it really holds, and who relied on an answer about it.

What an effect is called comes from the law files; no name of a bar or of a handling stands here.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.ground.dated import Dated
from office.people.models import Person, Unit

ENTERED, SUSPENDED, RESUMED, LIFTED, CHANGED, REVOKED, CORRECTED = (
    "entered", "suspended", "resumed", "lifted", "changed", "revoked", "corrected",
)  # fmt: skip
WHATS = [
    (ENTERED, _("登记")), (SUSPENDED, _("中止")), (RESUMED, _("恢复")), (LIFTED, _("提前解除")),
    (CHANGED, _("申诉后变更")), (REVOKED, _("申诉后撤销")), (CORRECTED, _("更正")),
]  # fmt: skip


class Effect(models.Model):
    """Something that follows a person or a unit: a bar (效果), or a handling with a period (处理). Never changed.

    `state`-like columns are left out on purpose: how it stands is its last step, and when it holds are its spells.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="effects", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="effects", verbose_name=_("机构"))
    kind = models.CharField(_("限制或处理"), max_length=100, db_index=True)
    is_bar = models.BooleanField(default=True)
    source = models.CharField(max_length=200, null=True, unique=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="effect_of_a_person_or_a_unit", condition=Q(person__isnull=False) ^ Q(unit__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def subject(self) -> Person | Unit:
        """Whom it follows."""
        found = self.person or self.unit
        assert found is not None
        return found

    @property
    def last(self) -> Step:
        """How it stands now."""
        return list(self.steps.all())[-1]


class Step(models.Model):
    """What became of an effect: its whole state from then on, on which basis, entered by whom. Never changed."""

    effect = models.ForeignKey(Effect, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(_("事项"), max_length=12, choices=WHATS)
    on = models.DateField(_("生效日期"))
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True)
    decided_on = models.DateField(_("决定日期"))
    document = models.CharField(_("文号"), max_length=200, db_index=True)
    organ = models.CharField(_("决定机关"), max_length=100)
    address = models.CharField(_("条文"), max_length=120, db_index=True)
    instrument = models.CharField(max_length=120)  # the law's id out of the address
    cite = models.CharField(max_length=200, blank=True)
    sentence = models.TextField(_("条文原文"), blank=True)
    computed = models.TextField(_("期间怎么算的"), blank=True)
    reason = models.CharField(_("理由"), max_length=400, blank=True)
    at = models.DateTimeField(_("登记时间"))
    login = models.CharField(max_length=150)
    name = models.CharField(_("登记人"), max_length=100)

    class Meta:
        ordering: ClassVar = ["effect", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["effect", "number"], name="step_number"),
            models.CheckConstraint(
                name="effect_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gte=models.F("since"))
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["what", "effect"], name="step_what"),
            models.Index(fields=["what", "decided_on"], name="step_decided"),
            models.Index(fields=["instrument", "what", "decided_on", "id"], name="step_law"),
        ]

    @property
    def is_end(self) -> bool:
        """Whether nothing can follow but a correction."""
        return self.what in (LIFTED, REVOKED)


class Spell(Dated):
    """Days on which an effect really holds: worked out from its steps, anew with every step."""

    effect = models.ForeignKey(Effect, models.CASCADE, related_name="spells")

    class Meta(Dated.Meta):
        ordering: ClassVar = ["since"]
        indexes: ClassVar = [
            models.Index(fields=["until", "since", "effect"], name="spell_until"),
            models.Index(fields=["since", "effect"], name="spell_since"),
        ]


class Reliance(models.Model):
    """Somebody acted on the register's answer; if what holds on that day changes, they are told. Never changed."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("机构"))
    day = models.DateField(_("问的哪一天"))
    question = models.CharField(_("问的什么"), max_length=200)
    kinds = models.TextField()  # the effects that bear on the question, one a line
    answer = models.CharField(_("答的什么"), max_length=400)
    purpose = models.CharField(_("用在什么事上"), max_length=200)
    thing = models.CharField(max_length=120, blank=True, db_index=True)  # what relied on it, as the audit names things
    page = models.CharField(max_length=300, blank=True)
    told = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("通知谁"))
    at = models.DateTimeField(_("时间"))
    login = models.CharField(max_length=150)
    name = models.CharField(_("谁"), max_length=100)
    effects = models.ManyToManyField(Effect, related_name="reliances")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="reliance_on_a_person_or_a_unit", condition=Q(person__isnull=False) ^ Q(unit__isnull=False)
            ),
        ]

    def bears_on(self, kind: str) -> bool:
        """Whether an effect of that kind could have changed the answer."""
        return kind in self.kinds.split("\n")


def subject_fields(subject: Person | Unit) -> dict[str, Any]:
    """The two columns that say whom a row is about."""
    return {"person": subject, "unit": None} if isinstance(subject, Person) else {"person": None, "unit": subject}
