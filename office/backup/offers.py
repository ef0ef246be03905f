"""What the audit calls a backup."""

from django.utils.translation import gettext_lazy

from office.ground.offers import Thing

THINGS = [Thing("backup", gettext_lazy("备份"))]
