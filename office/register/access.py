"""Who may open the pages of the register."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import BUSINESS
from office.register.rights import KEEPERS

_KEEPERS = frozenset(KEEPERS)
_NARROWED = _("只见可阅的：本人、本单位、分管单位；照 rights.see")

PAGES = [
    Page(
        "register:list",
        BUSINESS,
        Nav(_("资格台账"), _("台账"), 200, _("谁在受什么限制，管到哪一天")),
        narrowed=_NARROWED,
    ),
    Page(
        "register:ask",
        BUSINESS,
        Nav(_("资格台账"), _("问资格"), 210, _("某人某天能不能评、能不能任、能不能列，凭哪一条")),
        narrowed=_NARROWED,
    ),
    Page("register:expiring", BUSINESS, Nav(_("资格台账"), _("近期届满"), 220), narrowed=_NARROWED),
    Page("register:effect", BUSINESS, under="register:list", narrowed=_NARROWED),
    Page("register:person", BUSINESS, under="register:list", narrowed=_NARROWED),
    Page("register:unit", BUSINESS, under="register:list", narrowed=_NARROWED),
    Page("register:rely", BUSINESS, narrowed=_NARROWED),
    Page("register:export", BUSINESS, narrowed=_NARROWED),
    Page("register:enter", _KEEPERS, Nav(_("资格台账"), _("登记限制"), 230, _("凭决定书登记一条限制，期间由条文算"))),
    Page("register:take-over", _KEEPERS, Nav(_("资格台账"), _("从决定接收"), 240)),
    Page("register:change", _KEEPERS, under="register:list"),
]
