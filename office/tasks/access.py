"""Who may open the pages of tasks."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import BUSINESS, OFFICE_CLERK, SIGNED_IN
from office.tasks.rights import GIVERS, OVER_UNITS

PAGES = [
    Page(
        "tasks:assign",
        frozenset({*GIVERS, *OVER_UNITS}),
        Nav(_("我的"), _("交办一件事"), 20, _("把一件事交给一个人或一种身份，写明期限")),
    ),
    Page(
        "tasks:given",
        BUSINESS,
        Nav(_("我的"), _("等谁办"), 10, _("谁手上有什么事，哪天到期")),
        narrowed=_("只列出照 rights.see 可看的"),
    ),
    Page("tasks:settle", frozenset({OFFICE_CLERK})),
    Page("tasks:task", SIGNED_IN, under="tasks:given", narrowed=_("照 rights.see：经办人、交办人和他们的领导")),
    Page("tasks:act", SIGNED_IN, under="tasks:given", narrowed=_("各按钮另问动作的许可")),
]
