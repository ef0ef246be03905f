"""The names of what a person can be in the office. What each may do stands with each app."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# Follow from posts and oversight on the day.
CADRE = "cadre"
UNIT_HEAD = "unit_head"
TEAM_MEMBER = "team_member"
LEADER_IN_CHARGE = "leader_in_charge"
PRINCIPAL_LEADER = "principal_leader"
BY_POST = {
    CADRE: _("干部"),
    UNIT_HEAD: _("办站所负责人"),
    TEAM_MEMBER: _("班子成员"),
    LEADER_IN_CHARGE: _("分管领导"),
    PRINCIPAL_LEADER: _("主要领导"),
}

# Given to a person, dated, on a written basis.
PARTY_SECRETARY = "party_secretary"
COMMITTEE_SECRETARY = "committee_secretary"
ORGANIZATION_MEMBER = "organization_member"
ORGANIZER = "organizer"
DISCIPLINE_MEMBER = "discipline_member"
OFFICE_CLERK = "office_clerk"
TELLER = "teller"
FUNCTIONS = {
    PARTY_SECRETARY: _("党委书记"),
    COMMITTEE_SECRETARY: _("党委秘书"),
    ORGANIZATION_MEMBER: _("组织委员"),
    ORGANIZER: _("组织员"),
    DISCIPLINE_MEMBER: _("纪检委员"),
    OFFICE_CLERK: _("办公室办事员"),
    TELLER: _("计票人"),
}

# 三员: each excludes the others and everything above.
SYSTEM_ADMIN = "system_admin"
SECURITY_ADMIN = "security_admin"
AUDIT_ADMIN = "audit_admin"
ADMINS = {
    SYSTEM_ADMIN: _("系统管理员"),
    SECURITY_ADMIN: _("安全管理员"),
    AUDIT_ADMIN: _("审计管理员"),
}

# Nobody's: a visitor who has not signed in, and whoever sits at the machine itself.
VISITOR = "visitor"
CONSOLE = "console"
OUTSIDE = {VISITOR: _("未登录"), CONSOLE: _("本机命令行")}

BUSINESS = frozenset(BY_POST) | frozenset(FUNCTIONS)
SIGNED_IN = BUSINESS | frozenset(ADMINS)
EVERYONE = SIGNED_IN | {VISITOR}
LABELS = {**BY_POST, **FUNCTIONS, **ADMINS, **OUTSIDE}
