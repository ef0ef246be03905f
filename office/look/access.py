"""Who may choose a language: everyone. To whom provisions are suggested: whoever may read the texts."""

from office.ground.pages import Page
from office.ground.roles import EVERYONE, SIGNED_IN

PAGES = [Page("look:language", EVERYONE, even_without_role=True), Page("look:provisions", SIGNED_IN)]
