"""Who is who. Everything that can change has a beginning and an end; the row without an end holds today."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from office.ground.dated import Dated


class Term(models.Model):
    """A word of one of the lists a town keeps: kinds of units, standings, statuses… Data, from data/terms.csv on."""

    UNIT, STANDING, MANNER, PARTY, ESTABLISHMENT = "unit", "standing", "manner", "party", "establishment"
    VOCABULARIES: ClassVar = [
        (UNIT, _("机构类别")), (STANDING, _("职务层次")), (MANNER, _("分管方式")), (PARTY, _("政治面貌")),
        (ESTABLISHMENT, _("编制")),
    ]  # fmt: skip

    vocabulary = models.CharField(max_length=20, choices=VOCABULARIES)
    key = models.CharField(max_length=40)
    label = models.CharField(_("名称"), max_length=40)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["vocabulary", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vocabulary", "key"], name="term_key"),
            models.UniqueConstraint(fields=["vocabulary", "label"], name="term_label"),
        ]

    def __str__(self) -> str:
        return self.label


class Unit(models.Model):
    """An office, station, institute, village…; what it is called and where it belongs stand in its versions."""

    code = models.CharField(_("机构编码"), max_length=20, unique=True)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.code


class UnitVersion(Dated):
    """A unit's name, kind and place from a day on."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="versions")
    name = models.CharField(_("名称"), max_length=60, db_index=True)
    kind = models.ForeignKey(Term, models.PROTECT, verbose_name=_("类别"), related_name="+")
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name=_("上级"), related_name="below"
    )
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta(Dated.Meta):
        ordering: ClassVar = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Post(Dated):
    """A post in a unit, and its standing."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("机构"))
    title = models.CharField(_("职务"), max_length=60, db_index=True)
    standing = models.ForeignKey(Term, models.PROTECT, verbose_name=_("层次"), related_name="+")
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta(Dated.Meta):
        ordering: ClassVar = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Person(models.Model):
    """A person, by a number of the town's own. Nothing here that the office's work does not need."""

    code = models.CharField(_("编号"), max_length=20, unique=True)
    name = models.CharField(_("姓名"), max_length=60, db_index=True)
    pinyin = models.CharField(_("拼音"), max_length=200, db_index=True)
    initials = models.CharField(max_length=40, db_index=True)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class Holding(Dated):
    """A person in a post."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings", verbose_name=_("人员"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name=_("职务"))

    class Meta(Dated.Meta):
        ordering: ClassVar = ["since", "id"]


class Oversight(Dated):
    """A leader in charge of a unit, or a cadre assigned to a village; `manner` says which."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="oversights", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="oversights", verbose_name=_("机构"))
    manner = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("方式"))

    class Meta(Dated.Meta):
        ordering: ClassVar = ["since", "id"]


class PartyStatus(Dated):
    """Where a person stands with the Party."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="party_statuses", verbose_name=_("人员"))
    status = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("政治面貌"))

    class Meta(Dated.Meta):
        ordering: ClassVar = ["since"]


class Establishment(Dated):
    """By what kind of employment a person serves."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="establishments", verbose_name=_("人员"))
    kind = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("编制"))

    class Meta(Dated.Meta):
        ordering: ClassVar = ["since"]
