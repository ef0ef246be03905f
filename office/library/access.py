"""Who may open the reading room: whoever is signed in; who enters an adopted reading, rights.py says."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import SIGNED_IN
from office.library.rights import KEEPERS

PAGES = [
    Page(
        "library:list", SIGNED_IN, Nav(_("制度"), _("制度库"), 300, _("各件办法的原文，每一句下面是规则，旁边是疑义"))
    ),
    Page("library:search", SIGNED_IN, Nav(_("制度"), _("查条文"), 310)),
    Page("library:law", SIGNED_IN, under="library:list"),
    Page("library:checkup", SIGNED_IN, under="library:list"),
    Page("library:checkup-again", SIGNED_IN, under="library:list"),
    Page("library:checkup-file", SIGNED_IN, under="library:list"),
    Page("library:tests", SIGNED_IN, under="library:list"),
    Page("library:editions", SIGNED_IN, under="library:list"),
    Page("library:edition-effects", SIGNED_IN, under="library:list"),
    Page("library:readings", SIGNED_IN, under="library:list"),
    Page("library:reading", SIGNED_IN, under="library:list"),
    Page("library:trial", SIGNED_IN, under="library:list"),
    Page("library:adopt", frozenset(KEEPERS), under="library:list"),
]
