"""Who may open what of the API: its addresses ask for a token instead of a role; the tokens' page is everyone's own."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import BUSINESS, EVERYONE, SECURITY_ADMIN, SIGNED_IN

_BY_TOKEN = _("凭令牌和它的范围，再照各动作、各对象的许可")
_NAMES = (
    "laws", "law", "provision", "law-health", "decide", "appraise", "register-entries", "register",
    "register-questions", "tasks", "task", "give-task", "finish-task", "nowhere",
)  # fmt: skip

PAGES = [
    Page(
        "api:tokens",
        BUSINESS | {SECURITY_ADMIN},
        Nav(_("我的"), _("接口令牌"), 95),
        narrowed=_("只列自己的；安全管理员看全部"),
    ),
    Page("api:revoke", BUSINESS | {SECURITY_ADMIN}, narrowed=_("本人，或安全管理员")),
    Page("api:description", SIGNED_IN, under="api:tokens"),
    Page("api:rest:openapi-json", EVERYONE),
    Page("api:rest:openapi-view", SIGNED_IN, under="api:tokens"),
    Page("api:rest:api-root", EVERYONE, narrowed=_BY_TOKEN),
    *(Page(f"api:rest:{name}", EVERYONE, narrowed=_BY_TOKEN) for name in _NAMES),
]
