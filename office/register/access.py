"""Who may open the pages of the register."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import BUSINESS
from office.register.rights import KEEPERS

_KEEPERS = frozenset(KEEPERS)
_NARROWED = _("只见可阅的：本人、本单位、分管单位；照 rights.see")

PAGES = [
    Page("register:list", BUSINESS, Nav(_("资格台账"), _("台账"), 200), narrowed=_NARROWED),
    Page("register:ask", BUSINESS, Nav(_("资格台账"), _("问资格"), 210), narrowed=_NARROWED),
    Page("register:expiring", BUSINESS, Nav(_("资格台账"), _("近期届满"), 220), narrowed=_NARROWED),
    Page("register:effect", BUSINESS, narrowed=_NARROWED),
    Page("register:person", BUSINESS, narrowed=_NARROWED),
    Page("register:unit", BUSINESS, narrowed=_NARROWED),
    Page("register:rely", BUSINESS, narrowed=_NARROWED),
    Page("register:export", BUSINESS, narrowed=_NARROWED),
    Page("register:enter", _KEEPERS, Nav(_("资格台账"), _("登记限制"), 230)),
    Page("register:take-over", _KEEPERS, Nav(_("资格台账"), _("从决定接收"), 240)),
    Page("register:change", _KEEPERS),
]
