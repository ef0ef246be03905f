"""Who may open the reading room: whoever is signed in; who enters an adopted reading, rights.py says."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import SIGNED_IN
from office.reading_room.rights import KEEPERS

PAGES = [
    Page(
        "reading_room:list",
        SIGNED_IN,
        Nav(_("制度"), _("制度库"), 300, _("各件办法的原文，每一句下面是规则，旁边是疑义")),
    ),
    Page("reading_room:search", SIGNED_IN, Nav(_("制度"), _("查条文"), 310)),
    Page("reading_room:law", SIGNED_IN, under="reading_room:list"),
    Page("reading_room:checkup", SIGNED_IN, under="reading_room:list"),
    Page("reading_room:checkup-again", SIGNED_IN, under="reading_room:list"),
    Page("reading_room:checkup-file", SIGNED_IN, under="reading_room:list"),
    Page("reading_room:tests", SIGNED_IN, under="reading_room:list"),
    Page("reading_room:editions", SIGNED_IN, under="reading_room:list"),
    Page("reading_room:edition-effects", SIGNED_IN, under="reading_room:list"),
    Page("reading_room:readings", SIGNED_IN, under="reading_room:list"),
    Page("reading_room:reading", SIGNED_IN, under="reading_room:list"),
    Page("reading_room:trial", SIGNED_IN, under="reading_room:list"),
    Page("reading_room:adopt", frozenset(KEEPERS), under="reading_room:list"),
]
