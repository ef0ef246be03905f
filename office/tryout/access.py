"""Who may try a case: everyone with a business role. Nothing is stored, so there is nothing to narrow."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import BUSINESS

PAGES = [
    Page("tryout:choose", BUSINESS, Nav(_("制度"), _("试算"), 320)),
    Page("tryout:case", BUSINESS),
]
