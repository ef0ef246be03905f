"""Who may open the pages of tasks."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import BUSINESS, SIGNED_IN
from office.tasks.rights import GIVERS, OVER_UNITS

PAGES = [
    Page("tasks:assign", frozenset({*GIVERS, *OVER_UNITS}), Nav(_("我的"), _("交办一件事"), 20)),
    Page("tasks:given", BUSINESS, Nav(_("我的"), _("等谁办"), 10), narrowed=_("只列出照 rights.see 可看的")),
    Page("tasks:task", SIGNED_IN, narrowed=_("照 rights.see：经办人、交办人和他们的领导")),
    Page("tasks:act", SIGNED_IN, narrowed=_("各按钮另问动作的许可")),
]
