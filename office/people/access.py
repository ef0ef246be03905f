"""Who may open the pages of people and units."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import BUSINESS, ORGANIZATION_MEMBER, ORGANIZER

KEEPERS = frozenset({ORGANIZATION_MEMBER, ORGANIZER})

PAGES = [
    Page("people:tree", BUSINESS, Nav(_("人员"), _("机构与人员"), 100)),
    Page("people:search", BUSINESS, Nav(_("人员"), _("查人"), 110)),
    Page("people:unit", BUSINESS),
    Page("people:person", BUSINESS, narrowed=_("职务人人可看；政治面貌、编制照 rights.see_record")),
    Page("people:add-person", KEEPERS, Nav(_("人员"), _("登记人员"), 120)),
    Page("people:correct-person", KEEPERS),
    Page("people:row", KEEPERS),
    Page("people:end-row", KEEPERS),
    Page("people:add-unit", KEEPERS, Nav(_("人员"), _("设立机构"), 130)),
    Page("people:change-unit", KEEPERS),
    Page("people:add-post", KEEPERS),
    Page("people:import", KEEPERS, Nav(_("人员"), _("导入导出"), 140)),
    Page("people:carry-out", KEEPERS),
    Page("people:export", KEEPERS),
]
