"""What the audit calls a token."""

from django.utils.translation import gettext_lazy

from office.ground.offers import Thing

THINGS = [Thing("api.token", gettext_lazy("接口令牌"))]
