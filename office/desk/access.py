"""Who may open the desk: everyone who has signed in; what it shows follows from the roles of the day."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import BUSINESS, SIGNED_IN

PAGES = [
    Page("desk:home", SIGNED_IN, Nav(_("我的"), _("工作台"), 0), even_without_role=True),
    Page(
        "desk:search",
        SIGNED_IN,
        Nav(_("我的"), _("搜索"), 5, _("找人、找机构、找待办、找条文，一处都能找到")),
        narrowed=_("各应用只给这个人可看的"),
    ),
    Page("desk:year", BUSINESS, Nav(_("我的"), _("本年图表"), 30, _("近十二个月办了多少事、登记了多少限制"))),
]
