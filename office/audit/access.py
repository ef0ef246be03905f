"""Who may open the pages of the audit."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import AUDIT_ADMIN, SECURITY_ADMIN

AUDIT, SECURITY = frozenset({AUDIT_ADMIN}), frozenset({SECURITY_ADMIN})

PAGES = [
    Page("audit:entries", AUDIT, Nav(_("审计"), _("审计记录"), 900, _("谁在什么时候办了什么"))),
    Page("audit:verify", AUDIT, Nav(_("审计"), _("核对"), 910, _("查审计记录有没有被改过、删过"))),
    Page("audit:checkpoints", AUDIT, Nav(_("审计"), _("检查点"), 920, _("给此刻的记录签名，印出来存到别处"))),
    Page("audit:checkpoint", AUDIT, under="audit:checkpoints"),
    Page("audit:checkpoint-file", AUDIT),
    Page("audit:export", AUDIT),
    Page("audit:keys", SECURITY, Nav(_("审计"), _("检查点钥匙"), 930, _("生成签检查点用的钥匙"))),
]
