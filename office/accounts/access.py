"""Who may open the pages of accounts."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import EVERYONE, SECURITY_ADMIN, SIGNED_IN, SYSTEM_ADMIN

KEEPERS, SYSTEM, SECURITY = (
    frozenset({SYSTEM_ADMIN, SECURITY_ADMIN}), frozenset({SYSTEM_ADMIN}), frozenset({SECURITY_ADMIN}),
)  # fmt: skip

PAGES = [
    Page("accounts:me", SIGNED_IN, Nav(_("我的"), _("账号与身份"), 90), even_without_role=True),
    Page("accounts:sign-in", EVERYONE),
    Page("accounts:sign-out", EVERYONE),
    Page("accounts:password", SIGNED_IN, even_without_role=True),
    Page("accounts:enrol", SIGNED_IN, even_without_role=True),
    Page("accounts:second-factor", SIGNED_IN, even_without_role=True),
    Page("accounts:list", KEEPERS, Nav(_("账号"), _("账号与职能"), 800)),
    Page("accounts:open", SYSTEM, Nav(_("账号"), _("登记账号"), 810)),
    Page("accounts:account", KEEPERS),
    Page("accounts:act", KEEPERS, narrowed=_("各按钮另问动作的许可")),
    Page("accounts:enter-function", SYSTEM),
    Page("accounts:function-act", KEEPERS, narrowed=_("各按钮另问动作的许可")),
    Page("oidc_authentication_init", EVERYONE),
    Page("oidc_authentication_callback", EVERYONE),
    Page("oidc_logout", SIGNED_IN),
]
