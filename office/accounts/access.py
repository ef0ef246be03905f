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
    Page("accounts:password", SIGNED_IN, under="accounts:me", even_without_role=True),
    Page("accounts:enrol", SIGNED_IN, under="accounts:me", even_without_role=True),
    Page("accounts:second-factor", SIGNED_IN, under="accounts:me", even_without_role=True),
    Page("accounts:list", KEEPERS, Nav(_("账号"), _("账号与职能"), 800, _("看账号和职能，办理登记、核准、关闭"))),
    Page("accounts:open", SYSTEM, Nav(_("账号"), _("登记账号"), 810, _("给一个人开账号，另一位管理员核准以后才能用"))),
    Page("accounts:account", KEEPERS, under="accounts:list"),
    Page("accounts:act", KEEPERS, narrowed=_("各按钮另问动作的许可")),
    Page("accounts:enter-renewal", SYSTEM, under="accounts:list"),
    Page("accounts:renewal-act", KEEPERS, narrowed=_("各按钮另问动作的许可")),
    Page("accounts:enter-function", SYSTEM, under="accounts:list"),
    Page("accounts:function-act", KEEPERS, narrowed=_("各按钮另问动作的许可")),
    Page("oidc_authentication_init", EVERYONE),
    Page("oidc_authentication_callback", EVERYONE),
]
