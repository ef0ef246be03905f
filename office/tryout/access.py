"""Who may try a case: everyone with a business role. Nothing is stored, so there is nothing to narrow."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import BUSINESS

PAGES = [
    Page(
        "tryout:choose",
        BUSINESS,
        Nav(_("制度"), _("试算"), 320, _("填一个案件或一个人的情况，看条文怎样处理；什么也不保存")),
    ),
    Page("tryout:case", BUSINESS, under="tryout:choose"),
]
