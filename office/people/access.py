"""Who may open the pages of people and units."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import BUSINESS, ORGANIZATION_MEMBER, ORGANIZER

KEEPERS = frozenset({ORGANIZATION_MEMBER, ORGANIZER})

PAGES = [
    Page("people:tree", BUSINESS, Nav(_("人员"), _("机构与人员"), 100, _("看今天或以前任何一天的机构、职务和分管"))),
    Page("people:search", BUSINESS, Nav(_("人员"), _("查人"), 110, _("按姓名、拼音、编号或职务找人"))),
    Page("people:suggest", BUSINESS),
    Page("people:unit", BUSINESS, under="people:tree"),
    Page(
        "people:person", BUSINESS, under="people:tree", narrowed=_("职务人人可看；政治面貌、编制照 rights.see_record")
    ),
    Page("people:add-person", KEEPERS, Nav(_("人员"), _("登记人员"), 120, _("新来的人先在这里登记，再登记任职"))),
    Page("people:correct-person", KEEPERS, under="people:tree"),
    Page("people:row", KEEPERS, under="people:tree"),
    Page("people:end-row", KEEPERS, under="people:tree"),
    Page("people:correct-row", KEEPERS, under="people:tree"),
    Page("people:end-unit", KEEPERS, under="people:tree"),
    Page("people:add-unit", KEEPERS, Nav(_("人员"), _("设立机构"), 130)),
    Page("people:change-unit", KEEPERS, under="people:tree"),
    Page("people:add-post", KEEPERS, under="people:tree"),
    Page("people:import", KEEPERS, Nav(_("人员"), _("导入导出"), 140, _("用工作簿成批登记；先看每一处改动，再写进去"))),
    Page("people:carry-out", KEEPERS),
    Page("people:export", KEEPERS),
]
