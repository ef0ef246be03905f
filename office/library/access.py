"""Who may open the reading room: whoever is signed in; who enters an adopted reading, rights.py says."""

from django.utils.translation import gettext_lazy as _

from office.ground.pages import Nav, Page
from office.ground.roles import SIGNED_IN
from office.library.rights import KEEPERS

PAGES = [
    Page("library:list", SIGNED_IN, Nav(_("制度"), _("制度库"), 300)),
    Page("library:search", SIGNED_IN, Nav(_("制度"), _("查条文"), 310)),
    Page("library:law", SIGNED_IN),
    Page("library:checkup", SIGNED_IN),
    Page("library:reading", SIGNED_IN),
    Page("library:trial", SIGNED_IN),
    Page("library:adopt", frozenset(KEEPERS)),
]
